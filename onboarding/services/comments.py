"""Commenting on a person."""

from sqlalchemy import select

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.models.comment import Comment
from onboarding.models.person import Person
from onboarding.services.change import Actor, change
from onboarding.services.locks import lock


def comment(actor: Actor, person: Person, says: str) -> Comment:
    """Add a comment. Raises OnboardingError for what the same person said last: it was sent twice."""
    with change(actor) as under_way:
        lock(person)
        last = db.session.scalar(
            select(Comment)
            .where(Comment.organisation_id == person.organisation_id, Comment.person_id == person.id)
            .order_by(Comment.id.desc())
            .limit(1)
        )
        if last and (last.says, last.recorded_by_id) == (says, actor.user_id):
            raise OnboardingError("This comment is there already. It was not added twice.", "says")
        row = Comment(
            organisation_id=person.organisation_id,
            person_id=person.id,
            says=says,
            recorded_by_id=actor.user_id,
            recorded_at=clock.now(),
        )
        db.session.add(row)
        db.session.flush()
        under_way.record(person.organisation_id, Action.COMMENT_ADDED, row, person=person.id)
    return row
