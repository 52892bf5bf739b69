"""Who is booked for sessions of training, and who may be; across organisations no more than a name, COHE and role."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import joinedload

from onboarding import clock
from onboarding.extensions import db
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person, Posting
from onboarding.models.training_session import Booking, Seat, TrainingSession
from onboarding.queries import facts, people, training
from onboarding.queries.correctable import in_force
from onboarding.queries.people import Stage
from onboarding.rules.findings import Outcome
from onboarding.rules.rulings import Rulings
from onboarding.rules.training import train
from onboarding.rules.training_options import SETTLED, misses

HOLDING = (Seat.BOOKED, Seat.WAITING)


class Stands(StrEnum):
    """Where somebody stands with a session, as it is told: a seat, or a place on the list, ends with its session."""

    BOOKED = "booked"
    WAITING = "waiting"
    WITHDRAWN = "withdrawn"
    ATTENDED = "attended"
    NO_SHOW = "no_show"
    CANCELED = "canceled"


TO_COME = (Stands.BOOKED, Stands.WAITING)  # of a session that was not canceled
IN_WORDS = {
    Stands.BOOKED: "has a seat",
    Stands.WAITING: "on the waiting list",
    Stands.WITHDRAWN: "withdrawn",
    Stands.ATTENDED: "attended",
    Stands.NO_SHOW: "did not come",
    Stands.CANCELED: "session canceled",
}
MOST = 500  # people to choose from


class Roll(NamedTuple):
    """A session's bookings: of each person the row that says where they stand, in the order in which they got there."""

    seats: int
    rows: Sequence[Booking]

    def standing(self, *seats: Seat) -> list[Booking]:
        """Those who stand so."""
        return [row for row in self.rows if row.seat in seats]

    @property
    def waiting(self) -> list[Booking]:
        """The waiting list, the first first."""
        return self.standing(Seat.WAITING)

    @property
    def free(self) -> int:
        """How many seats nobody has."""
        return max(0, self.seats - len(self.standing(Seat.BOOKED, Seat.ATTENDED, Seat.NO_SHOW)))

    def of(self, person_id: int) -> Booking | None:
        """Where a person stands."""
        return next((row for row in self.rows if row.person_id == person_id), None)

    def one(self, id: int) -> Booking | None:
        """The row with that number, if it still says where somebody stands."""
        return next((row for row in self.rows if row.id == id), None)


class Coming(NamedTuple):
    """Somebody of another organisation, as the side that offers the session sees them."""

    id: int
    name: str
    cohe: str
    role: str | None
    stands: Stands


class Trainee(NamedTuple):
    """Somebody who could be booked. `misses`: the last day on which such a session would have counted for them.

    `due_on`: until when the additional training is owed; None where nothing is.
    """

    person: Person
    due_on: date | None
    misses: date | None


def stands(row: Booking) -> Stands:
    """Where the person stands by that row. What is stored stays as it was when the session is canceled."""
    return Stands.CANCELED if row.seat in HOLDING and row.session.canceled_at else Stands(row.seat.value)


def rolls(sessions: Iterable[TrainingSession]) -> Mapping[int, Roll]:
    """The bookings of each of these sessions, by two questions."""
    seats = {session.id: session.seats for session in sessions}
    rows: dict[int, list[Booking]] = {id: [] for id in seats}
    for row in db.session.scalars(_rows().where(Booking.session_id.in_(list(seats)))):
        rows[row.session_id].append(row)
    return {id: Roll(seats[id], _latest(rows[id], "person_id")) for id in seats}


def roll(session: TrainingSession) -> Roll:
    """The bookings of one."""
    return rolls([session])[session.id]


def row(session: TrainingSession, organisation: Organisation | None, id: int) -> Booking | None:
    """What was said of a seat, whether it still holds or not: of the organisation's, or of anybody's without one."""
    chosen = _rows().where(Booking.id == id, Booking.session_id == session.id)
    return db.session.scalar(chosen.where(Booking.organisation_id == organisation.id) if organisation else chosen)


def coming(roll: Roll) -> list[Coming]:
    """Everybody on the roll as the side that offers sees them, by COHE and name."""
    known = [
        Coming(
            row.id,
            row.person.name,
            row.organisation.name,
            row.person.posting.role.value if row.person.posting else None,
            stands(row),
        )
        for row in roll.rows
        if row.seat is not Seat.WITHDRAWN
    ]
    return sorted(known, key=lambda each: (each.cohe.casefold(), each.name.casefold(), each.id))


def of_person(person: Person) -> list[Booking]:
    """Where the person stands with each session, the next first."""
    mine = Booking.organisation_id == person.organisation_id, Booking.person_id == person.id
    found = db.session.scalars(
        _rows().options(joinedload(Booking.session).joinedload(TrainingSession.organisation)).where(*mine)
    )
    return sorted(_latest(found, "session_id"), key=lambda row: (row.session.starts_at, row.id))


def is_to_come(row: Booking, now: datetime) -> bool:
    """Whether the person has or waits for a seat at a session that is to come."""
    return stands(row) in TO_COME and row.session.ends_at > now


def held_by(ids: Collection[int]) -> list[Booking]:
    """The seats and places on waiting lists that these people have, at sessions that were not canceled."""
    chosen = _rows().options(joinedload(Booking.session)).where(Booking.person_id.in_(ids))
    by_person: dict[int, list[Booking]] = {}
    for row in db.session.scalars(chosen):
        by_person.setdefault(row.person_id, []).append(row)
    latest = [row for rows in by_person.values() for row in _latest(rows, "session_id")]
    return [row for row in latest if stands(row) in TO_COME]


def seen(ids: Collection[int], who: ColumnElement[bool]) -> set[int]:
    """Which of these people a member sees, by what `people.seen` says of them."""
    return set(db.session.scalars(select(Person.id).where(Person.id.in_(ids), who)))


def trainees(cohe: Organisation, session: TrainingSession, rulings: Rulings, who: ColumnElement[bool]) -> list[Trainee]:
    """Who is in a role on the day of the session and not booked for it, by name."""
    on, today = clock.day_of(session.starts_at), clock.today()
    chosen = (
        select(Person)
        .join(Posting, Person.posting_id == Posting.id)
        .options(joinedload(Person.posting))
        .where(Person.organisation_id == cohe.id, people.in_stage(Stage.STAFF, on), people.goes_on(Person))
    )
    everybody, _ = people.first_by_name(chosen, MOST)
    visible = seen([each.id for each in everybody], who)  # asked apart: what it asks of postings is not of those joined
    there = [each for each in everybody if each.id in visible]
    booked = {row.person_id for row in roll(session).rows if row.seat is not Seat.WITHDRAWN}
    had = training.of_all(there)
    found = []
    for person in there:
        if person.id in booked or person.posting is None:
            continue
        judged = train(facts.trainee(cohe, person.posting, had[person.id]), rulings, today).claimed.additional
        owed = judged.outcome not in SETTLED and judged.outcome is not Outcome.NOT_REQUIRED
        last = clock.day_of(session.ends_at)
        found.append(Trainee(person, judged.due.unrolled if owed else None, misses(judged, session.kind, last)))
    return found


def _rows() -> Select[Booking]:
    return (
        select(Booking)
        .options(
            joinedload(Booking.person).joinedload(Person.posting),
            joinedload(Booking.organisation),
            joinedload(Booking.recorded_by),
        )
        .order_by(Booking.id)
    )


def _latest(rows: Iterable[Booking], by: str) -> list[Booking]:
    """Of each the last row that holds, in the order in which they were written."""
    last = {getattr(row, by): row for row in in_force(rows)}
    return sorted(last.values(), key=lambda row: row.id)
