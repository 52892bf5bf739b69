"""What stands in calendars: deadlines of about a year, and the sessions of training that people are booked for.

However much there is, no more is read than a calendar shows: calendar programs ask every hour, with nobody there.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, false, select
from sqlalchemy.orm import joinedload

from onboarding.extensions import db
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.training_session import Booking, Seat, TrainingSession
from onboarding.queries import owners
from onboarding.queries.bookings import HOLDING
from onboarding.queries.correctable import in_force
from onboarding.queries.deadline_span import Span
from onboarding.queries.deadlines import Deadline, Deadlines, Filters, Seen
from onboarding.rules.rulings import Rulings

BACK, AHEAD = timedelta(days=31), timedelta(days=366)
MOST_OVERDUE, MOST_COMING, MOST_SESSIONS, MOST_QUESTIONS = 100, 400, 100, 100
COMES = (*HOLDING, Seat.ATTENDED)


class Due(NamedTuple):
    """Deadlines from a month ago on, for a year; and whether some are left out."""

    rows: Sequence[Deadline]
    cut: bool


class Attending(NamedTuple):
    """A session, and where each of these people stands with it, in the order in which they got there."""

    session: TrainingSession
    rows: Sequence[Booking]


def span(on: date) -> Span:
    """The days of which a calendar shows what is due."""
    return Span(on - BACK, on + AHEAD)


def deadlines(organisation: Organisation, rulings: Rulings, on: date, seen: Seen, owner_id: int | None = None) -> Due:
    """The deadlines that a member sees. `owner_id`: only of those whom this user looks after."""
    return _due(organisation, rulings, on, seen, owners.has(organisation.id, owner_id) if owner_id else None)


def own_deadlines(organisation: Organisation, rulings: Rulings, on: date, user_id: int) -> Due:
    """The deadlines of the user's own record."""
    return _due(organisation, rulings, on, Seen(True, false()), Person.user_id == user_id)


def sessions(
    organisation: Organisation, now: datetime, who: ColumnElement[bool], owner_id: int | None = None
) -> list[Attending]:
    """The sessions of those whom a member sees (`who`, as `people.seen` has it), and whom `owner_id` looks after."""
    return _attended(organisation, now, who & owners.has(organisation.id, owner_id) if owner_id else who)


def own_sessions(organisation: Organisation, now: datetime, user_id: int) -> list[Attending]:
    """The sessions that the user is booked for."""
    return _attended(organisation, now, Person.user_id == user_id)


def _due(organisation: Organisation, rulings: Rulings, on: date, seen: Seen, whose: ColumnElement[bool] | None) -> Due:
    asked = Filters(due=span(on), whose=whose)
    return Due(*Deadlines(organisation, rulings, on, seen, asked).around(on, MOST_OVERDUE, MOST_COMING))


def _attended(organisation: Organisation, now: datetime, who: ColumnElement[bool]) -> list[Attending]:
    """Who has or waits for a seat, or came. A canceled session is among them, so that calendars learn of it."""
    booked = (
        select(Booking.id)
        .join(Person, Person.id == Booking.person_id)
        .where(Booking.session_id == TrainingSession.id, Booking.organisation_id == organisation.id, who)
    )
    within = (TrainingSession.ends_at > now - BACK) & (TrainingSession.starts_at < now + AHEAD)
    found = db.session.scalars(
        select(TrainingSession)
        .options(joinedload(TrainingSession.organisation))
        .where(within, booked.exists())
        .order_by(TrainingSession.ends_at <= now, TrainingSession.starts_at, TrainingSession.id)
        .limit(MOST_SESSIONS)
    ).all()
    rows = _standing(organisation, [session.id for session in found], who) if found else []
    there = [Attending(session, [row for row in rows if row.session_id == session.id]) for session in found]
    return [each for each in there if each.rows]


def _standing(organisation: Organisation, ids: Sequence[int], who: ColumnElement[bool]) -> list[Booking]:
    chosen = (
        select(Booking)
        .join(Person, Person.id == Booking.person_id)
        .options(joinedload(Booking.person))
        .where(Booking.organisation_id == organisation.id, Booking.session_id.in_(ids), who)
        .order_by(Booking.id)
    )
    last = {(row.session_id, row.person_id): row for row in in_force(db.session.scalars(chosen))}
    return sorted((row for row in last.values() if row.seat in COMES), key=lambda row: row.id)
