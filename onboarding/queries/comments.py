"""Comments on a person, for those who may read the person, and never for the person."""

from collections.abc import Sequence

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from onboarding.extensions import db
from onboarding.models.comment import Comment
from onboarding.models.own import PersonAccount
from onboarding.models.person import Person

MOST = 50


def of(person: Person, reader_id: int) -> Sequence[Comment]:
    """The latest comments, the latest first; none for whose own the record is, or ever was."""
    own = exists().where(
        PersonAccount.organisation_id == person.organisation_id,
        PersonAccount.person_id == person.id,
        PersonAccount.user_id == reader_id,
    )
    return db.session.scalars(
        select(Comment)
        .options(joinedload(Comment.recorded_by))
        .where(Comment.organisation_id == person.organisation_id, Comment.person_id == person.id, ~own)
        .order_by(Comment.id.desc())
        .limit(MOST)
    ).all()
