"""Seats at sessions of training: taken, given back and passed on. Who came is services/attendance.py.

The session is locked before anybody who is booked for it, so that the last seat is given once.
"""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.training_session import Booking, Seat, TrainingSession
from onboarding.queries import bookings as found, facts, people, training, training_sessions
from onboarding.queries.bookings import HOLDING, Roll
from onboarding.queries.people import Stage
from onboarding.queries.training_sessions import State
from onboarding.rules.rulings import Rulings
from onboarding.rules.training import train
from onboarding.rules.training_options import misses
from onboarding.rules.wording import short_day
from onboarding.services import booking_mail, correcting, hosts
from onboarding.services.booking_mail import Told
from onboarding.services.change import SYSTEM, Actor, Change, change
from onboarding.services.locks import lock_everybody, lock_session

LEFT = "No longer in the role on that day."


def book(actor: Actor, cohe: Organisation, id: int, ids: Sequence[int], rulings: Rulings) -> list[Booking]:
    """Take a seat for each of these people of the COHE, in this order, or a place on the waiting list.

    Raises NotFoundError for a session or somebody it does not see, OnboardingError for who cannot be booked; then
    nobody is.
    """
    with change(actor) as under_way:
        session, roll = begin(cohe, id, ids)
        if training_sessions.state(session, clock.now()) is not State.OPEN:
            raise OnboardingError("Nobody can be booked any more: the session is canceled, or registration closed.")
        everybody = {id: people.one(cohe.id, id) for id in dict.fromkeys(ids)}
        held = hosts.meanwhile(everybody, session)
        rows = []
        for person in everybody.values():
            if person is None:
                raise NotFoundError
            refuse(cohe, session, person, roll, held, rulings)
            seat = Seat.BOOKED if roll.free and not roll.waiting else Seat.WAITING
            rows.append(add(under_way, Action.SEAT_BOOKED, session, person, seat))
            roll = found.roll(session)
        booking_mail.tell(actor, session, [row for row in rows if row.seat is Seat.BOOKED], Told.BOOKED)
        booking_mail.tell(actor, session, [row for row in rows if row.seat is Seat.WAITING], Told.WAITING)
    return rows


def withdraw(actor: Actor, cohe: Organisation, id: int, booking_id: int, because: str | None) -> Booking:
    """Give a seat, or a place on the waiting list, back. The first on the waiting list gets the seat.

    Raises NotFoundError for what is not the COHE's, OnboardingError once the session has begun.
    """
    with change(actor) as under_way:
        session, roll = begin(cohe, id)
        row = standing(roll, booking_id)
        if row.organisation_id != cohe.id:
            raise NotFoundError
        if session.canceled_at or session.starts_at <= clock.now() or row.seat not in HOLDING:
            raise OnboardingError("The session has begun or was canceled. There is no seat to give back.")
        given_back = add(under_way, Action.SEAT_WITHDRAWN, session, row.person, Seat.WITHDRAWN, because)
        booking_mail.tell(actor, session, [given_back], Told.WITHDRAWN)
        _move_up(session)
    return given_back


def settle() -> None:
    """Free the seats of who left or was merged, and give every free seat to who waits for it. For the clock."""
    coming = select(TrainingSession.id).where(
        TrainingSession.canceled_at.is_(None), TrainingSession.starts_at > clock.now()
    )
    for id in db.session.scalars(coming.order_by(TrainingSession.id)).all():
        session = db.session.get_one(TrainingSession, id)
        roll = found.roll(session)
        if (roll.free and roll.waiting) or _gone(session, roll):
            _settle(id)


def _settle(id: int) -> None:
    with change(SYSTEM) as under_way:
        session = lock_session(id)
        if session is None or session.canceled_at or session.starts_at <= clock.now():
            return
        lock_everybody(session)
        for row in _gone(session, found.roll(session)):
            given_back = add(under_way, Action.SEAT_WITHDRAWN, session, row.person, Seat.WITHDRAWN, LEFT)
            booking_mail.tell(SYSTEM, session, [given_back], Told.WITHDRAWN)
        _move_up(session)


def begin(organisation: Organisation, id: int, more: Iterable[int] = ()) -> tuple[TrainingSession, Roll]:
    """The session that the organisation sees, locked, and its roll with everybody on it and these others locked."""
    session = lock_session(id)
    if session is None or training_sessions.one(organisation.id, id) is None:
        raise NotFoundError
    lock_everybody(session, more=more)
    return session, found.roll(session)


def standing(roll: Roll, id: int) -> Booking:
    """The row with that number. Raises OnboardingError where it no longer says where somebody stands."""
    row = roll.one(id)
    if row is None:
        raise OnboardingError("Somebody else changed a booking meanwhile. Look at the page again, and then go on.")
    return row


def refuse(
    cohe: Organisation,
    session: TrainingSession,
    person: Person,
    roll: Roll,
    held: Mapping[int, TrainingSession],
    rulings: Rulings,
) -> None:
    """Raises OnboardingError where somebody cannot be booked. `held`: where these people have or wait for a seat."""
    first, last = clock.day_of(session.starts_at), clock.day_of(session.ends_at)
    here = people.stage_on(person, first) is Stage.STAFF and person.posting
    if not here or person.posting is None:
        raise OnboardingError(f"{person.name} is in no role here on {short_day(first)}.", "people")
    if (row := roll.of(person.id)) and row.seat is not Seat.WITHDRAWN:
        raise OnboardingError(f"{person.name} is booked already: {found.IN_WORDS[found.stands(row)]}.", "people")
    if there := held.get(person.id):
        what = training_sessions.name(there)
        raise OnboardingError(f"{person.name} is booked for something else at that time: {what}.", "people")
    hosts.refuse_visit(session, person)
    had = facts.trainee(cohe, person.posting, training.of(person))
    day = misses(train(had, rulings, clock.today()).claimed.additional, session.kind, last)
    if day:
        raise OnboardingError(
            f"This conference would not count for {person.name}: it is after {short_day(day)}, their last day for one.",
            "people",
        )


def _gone(session: TrainingSession, roll: Roll) -> list[Booking]:
    """Who has or waits for a seat, and is no longer in the role on the day, or goes on as another record."""
    first = clock.day_of(session.starts_at)
    rows = roll.standing(*HOLDING)
    ids = [row.person_id for row in rows]
    goes_on = found.seen(ids, people.goes_on(Person)) if ids else set()
    return [
        row for row in rows if row.person_id not in goes_on or people.stage_on(row.person, first) is not Stage.STAFF
    ]


def _move_up(session: TrainingSession) -> None:
    """Give what is free to who waits, in their order: nobody's act, so that nobody acts on a record of their own."""
    if session.canceled_at or session.starts_at <= clock.now():
        return
    roll, system = found.roll(session), Change(SYSTEM)
    rows = [add(system, Action.SEAT_MOVED_UP, session, row.person, Seat.BOOKED) for row in roll.waiting[: roll.free]]
    booking_mail.tell(SYSTEM, session, rows, Told.MOVED_UP)


def add(
    under_way: Change,
    action: Action,
    session: TrainingSession,
    person: Person,
    seat: Seat,
    because: str | None = None,
) -> Booking:
    """Write down where somebody stands, with the entry of the trail."""
    row = Booking(session_id=session.id, seat=seat, because=because)
    correcting.add(under_way, action, row, person, None, session=session.id, seat=seat.value)
    db.session.flush()
    return row
