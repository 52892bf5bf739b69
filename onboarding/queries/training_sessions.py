"""Sessions of training: which an organisation sees, and on which side of each it stands. Asked nowhere else."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload

from onboarding import clock
from onboarding.extensions import db
from onboarding.models.organisation import Organisation
from onboarding.models.training_session import Booking, Hosting, SessionKind, TrainingSession
from onboarding.queries.organisations import by_id
from onboarding.queries.paging import turned
from onboarding.roles import OrganisationKind
from onboarding.rules.training_options_wording import OPTION

PAGE = 50
WHOSE = (
    joinedload(TrainingSession.organisation),
    joinedload(TrainingSession.hosting).joinedload(Hosting.person),
)
Kind = SessionKind  # for those who may not know the tables


class State(StrEnum):
    """Where a session stands; the words of pages and mails."""

    OPEN = "open"
    CLOSED = "registration closed"
    HELD = "held"
    CANCELED = "canceled"


class Sessions(NamedTuple):
    """One page of a list, and how many there are in all."""

    rows: Sequence[TrainingSession]
    total: int
    page: int
    pages: int


def listed(organisation: Organisation, now: datetime, past: bool = False, page: int = 1) -> Sessions:
    """The sessions that the organisation sees: what is to come, the next first; or what is past, the latest first."""
    over = TrainingSession.ends_at <= now
    chosen = select(TrainingSession).where(_seen_by(organisation), over if past else ~over)
    total = db.session.scalar(select(func.count()).select_from(chosen.subquery())) or 0
    page, pages = turned(total, page, PAGE)
    order = (TrainingSession.starts_at, TrainingSession.id)
    rows = chosen.options(*WHOSE).order_by(*(each.desc() if past else each.asc() for each in order))
    return Sessions(db.session.scalars(rows.limit(PAGE).offset((page - 1) * PAGE)).all(), total, page, pages)


def open_since(organisation: Organisation, on: date, now: datetime) -> Sequence[TrainingSession]:
    """The sessions that the organisation sees and that are to come, or were open for registration on that day or
    later; the next first."""
    then = or_(TrainingSession.closes_on >= on, TrainingSession.ends_at > now)
    chosen = select(TrainingSession).where(_seen_by(organisation), then)
    rows = chosen.options(joinedload(TrainingSession.organisation))
    return db.session.scalars(rows.order_by(TrainingSession.starts_at, TrainingSession.id)).all()


def one(organisation_id: int, id: int, _user_id: int | None = None) -> TrainingSession | None:
    """The session, if the organisation sees it: its own, and at a COHE what L&I offers and where it can be shadowed."""
    chosen = select(TrainingSession).options(*WHOSE)
    return db.session.scalar(chosen.where(TrainingSession.id == id, _seen_by(by_id(organisation_id))))


def hosts(session: TrainingSession, organisation: Organisation) -> bool:
    """Whether the session is the organisation's own: it sees who comes, cancels it, and says who came."""
    return bool(session.organisation_id == organisation.id)


def state(session: TrainingSession, now: datetime) -> State:
    """Where it stands at that moment."""
    if session.canceled_at:
        return State.CANCELED
    if session.ends_at <= now:
        return State.HELD
    closed = session.starts_at <= now or session.closes_on < clock.day_of(now)
    return State.CLOSED if closed else State.OPEN


def name(session: TrainingSession) -> str:
    """What it is called."""
    if session.kind is SessionKind.SHADOWING:
        return f"Shadowing at {session.organisation.name}"
    return session.title or OPTION[session.kind]


def is_visit(session: TrainingSession) -> bool:
    """Whether somebody is shadowed there: then other COHEs book, and the host says who came."""
    return session.kind is SessionKind.SHADOWING


def host(session: TrainingSession) -> str | None:
    """Who is shadowed there, by name; None once they are erased, and of other sessions."""
    return session.hosting.person.name if session.hosting else None


def facts_of(session: TrainingSession) -> dict[str, Any]:
    """What is recorded as the training of who attended. Of several days it is the last one."""
    on = clock.day_of(session.ends_at).isoformat()
    said = {"kind": session.kind.value, "on": on, **session.facts}
    if is_visit(session):
        said |= {"host_cohe": session.organisation.name, "host_role": "hsc"}
        return {**said, "host": host(session)} if session.hosting else said
    if session.kind is SessionKind.CONFERENCE:
        said["attended"] = True
    return {**said, "title": session.title} if session.title else said


def _seen_by(organisation: Organisation) -> ColumnElement[bool]:
    own = TrainingSession.organisation_id == organisation.id
    if organisation.kind is OrganisationKind.LNI:
        return own
    of_lni = exists().where(
        Organisation.id == TrainingSession.organisation_id, Organisation.kind == OrganisationKind.LNI
    )
    return or_(own, of_lni, _can_be_shadowed(), _was_booked_by(organisation))


def _can_be_shadowed() -> ColumnElement[bool]:
    """Of others' visits a COHE sees those to come, and whatever became of those to which it booked somebody."""
    still = TrainingSession.canceled_at.is_(None), TrainingSession.starts_at > clock.now()
    return and_(TrainingSession.kind == SessionKind.SHADOWING, *still)


def _was_booked_by(organisation: Organisation) -> ColumnElement[bool]:
    return exists().where(Booking.session_id == TrainingSession.id, Booking.organisation_id == organisation.id)
