"""Links to calendars: the one that a secret belongs to, and which a user has. Those of who lost a role do not work."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import joinedload

from onboarding.extensions import db
from onboarding.models import calendar_link as tables
from onboarding.models.account import User
from onboarding.models.calendar_link import CalendarLink
from onboarding.models.organisation import Assignment, Membership

Whose = tables.Whose  # for those who may not know the tables


def by_hash(token_hash: str) -> CalendarLink | None:
    """The link whose secret has that hash, while it works."""
    return db.session.scalar(_working().where(CalendarLink.token_hash == token_hash))


def of_user(organisation_id: int, user_id: int) -> Mapping[Whose, CalendarLink]:
    """The links of a user that work."""
    mine = CalendarLink.organisation_id == organisation_id, CalendarLink.user_id == user_id
    return {each.whose: each for each in db.session.scalars(_working().where(*mine))}


def _working() -> Select[CalendarLink]:
    chosen = select(CalendarLink).join(User, User.id == CalendarLink.user_id)
    return chosen.options(joinedload(CalendarLink.user), joinedload(CalendarLink.organisation)).where(
        CalendarLink.withdrawn_at.is_(None), User.active, _belonged()
    )


def _belonged() -> ColumnElement[bool]:
    """Whether the user has belonged there ever since: who comes back later has no link that lay about meanwhile."""
    return or_(
        exists().where(
            Membership.organisation_id == CalendarLink.organisation_id,
            Membership.user_id == CalendarLink.user_id,
            Membership.since_at <= CalendarLink.made_at,
            Membership.holds(),
        ),
        exists().where(
            Assignment.organisation_id == CalendarLink.organisation_id,
            Assignment.user_id == CalendarLink.user_id,
            Assignment.since_at <= CalendarLink.made_at,
            Assignment.ended_at.is_(None),
        ),
    )
