"""Who is told what of seats at a session: the trainee, who looks after them at their COHE, who offers it, and the host.

A message belongs to the trainee's COHE, also when it goes to others: what it says of them goes when they are erased.
"""

from collections.abc import Collection, Iterator, Sequence
from enum import StrEnum

from sqlalchemy import select

from onboarding.extensions import db
from onboarding.formats.calendar import Method
from onboarding.messages import invites, words
from onboarding.messages.invites import Invites
from onboarding.models.account import User
from onboarding.models.person import Person
from onboarding.models.training_session import Booking, Seat, TrainingSession
from onboarding.queries import bookings as rolls, members
from onboarding.queries.bookings import HOLDING
from onboarding.queries.messages import TO_HOST
from onboarding.roles import Role
from onboarding.services import outbox
from onboarding.services.change import SYSTEM, Actor

KIND = "booking"


class Told(StrEnum):
    """What a message says; its subject begins with it."""

    BOOKED = "Seat booked"
    WAITING = "On the waiting list"
    MOVED_UP = "Moved up from the waiting list to a seat"
    WITHDRAWN = "Seat given back"
    MOVED = "Session moved to another time or place"
    CANCELED = "Session canceled"
    NO_SHOW = "Did not come"
    SIGNED_OFF = "Visit signed off"


TO_TRAINEES = frozenset(Told) - {Told.NO_SHOW}
TO_COLLEAGUES = frozenset({Told.MOVED_UP, Told.WITHDRAWN, Told.MOVED, Told.CANCELED, Told.NO_SHOW, Told.SIGNED_OFF})
TO_WHO_OFFERS = frozenset({Told.WITHDRAWN})
TO_SHADOWED = frozenset({Told.BOOKED, Told.MOVED_UP, Told.WITHDRAWN})
# What each asks the trainee's calendar to do. A place on the waiting list is no appointment yet.
ASKS = {
    Told.BOOKED: Method.REQUEST,
    Told.MOVED_UP: Method.REQUEST,
    Told.MOVED: Method.REQUEST,
    Told.WITHDRAWN: Method.CANCEL,
    Told.CANCELED: Method.CANCEL,
}


def tell(actor: Actor, session: TrainingSession, rows: Sequence[Booking], told: Told) -> None:
    """Write to everybody whom it concerns but who did it. The people are locked."""
    if told in TO_TRAINEES:
        into = _invites(session, rows, told)
        for row in rows:
            if row.person.email:
                said = words.seat(row, session, told.value)
                _write(session, [row], told, row.person.email, said, into.get(row.person_id))
    for organisation_id in sorted({row.organisation_id for row in rows}) if told in TO_COLLEAGUES else ():
        theirs = [row for row in rows if row.organisation_id == organisation_id]
        for user, mine in _by_colleague(organisation_id, theirs):
            if user.id != actor.user_id:
                _write(session, mine, told, user.email, words.seats_of_a_cohe(user, session, mine, told.value))
    who = _who_offers(session) if told in TO_WHO_OFFERS else None
    for row in rows if who else ():
        if who and row.organisation_id != session.organisation_id:
            _write(session, [row], told, who.email, words.seat_given_back(who, session, row))
    _tell_host(actor, session, rows, told)


def _invites(session: TrainingSession, rows: Sequence[Booking], told: Told) -> dict[int, Invites]:
    """What goes into the calendars of these people: of who has a seat now, or had one and was invited.

    Its version counts how often it was said where the person stands, and how often the session was moved: it rises with
    each, and at nothing else.
    """
    if not rows or told not in ASKS:
        return {}
    whose = Booking.person_id.in_([row.person_id for row in rows])
    known: dict[int, list[Seat]] = {}
    chosen = select(Booking.person_id, Booking.seat).where(Booking.session_id == session.id, whose)
    for person_id, seat in db.session.execute(chosen.order_by(Booking.id)):
        known.setdefault(person_id, []).append(seat)
    found = {}
    for row in rows:
        stood = known[row.person_id]
        had = stood[-2] if told is Told.WITHDRAWN else row.seat
        version = len(stood) + session.moves + (told is Told.CANCELED)
        if had is Seat.BOOKED and row.person.email:
            found[row.person_id] = invites.seat(row, session, ASKS[told], version)
    return found


def _tell_host(actor: Actor, session: TrainingSession, rows: Sequence[Booking], told: Told) -> None:
    """Tell who is shadowed who comes, and what their own COHE did: that it is moved or canceled, which names nobody."""
    host = session.hosting.person if session.hosting else None
    if host is None or host.email is None or (host.user_id and host.user_id == actor.user_id):
        return
    into = _into_hosts(session, host, rows, told)
    for row in rows if told in TO_SHADOWED else ():
        last = into if row is rows[-1] else None  # of several at once
        _write(session, [row], told, host.email, words.of_a_visit(host, session, row), last, TO_HOST)
    if told is Told.MOVED or (told is Told.CANCELED and actor is not SYSTEM):
        what, said = told.name.lower(), words.of_a_visit(host, session, None)
        key = f"hosting:{session.id}:{what}:{session.moves}"
        outbox.write(host.organisation_id, key, KIND, host.email, *said, about=[host.id], invites=into)


def _into_hosts(session: TrainingSession, host: Person, rows: Sequence[Booking], told: Told) -> Invites | None:
    """What goes into the calendar of who is shadowed: the visit while somebody comes, and nothing where nobody ever
    did. Its version counts as that of a seat, with the rows of everybody who was booked by then."""
    of, to_all = Booking.session_id == session.id, told in (Told.MOVED, Told.CANCELED)
    if told not in ASKS or not (rows or to_all):
        return None
    if not to_all:
        of &= Booking.id <= max(row.id for row in rows)
    stood = db.session.scalars(select(Booking.seat).where(of)).all()
    if Seat.BOOKED not in stood:
        return None
    comes = told is not Told.CANCELED and bool(rolls.roll(session).standing(Seat.BOOKED))
    version = len(stood) + session.moves + (told is Told.CANCELED)
    return invites.hosting(session, host, Method.REQUEST if comes else Method.CANCEL, version)


def _write(
    session: TrainingSession,
    rows: Sequence[Booking],
    told: Told,
    to: str,
    said: words.Words,
    into_calendar: Invites | None = None,
    kind: str = KIND,
) -> None:
    about = [row.person_id for row in rows]
    hosts = [session.hosting.person] if session.hosting else []  # whose name it says
    what = f"{told.name.lower()}-{session.moves}" if told is Told.MOVED else told.name.lower()
    key = f"booking:{session.id}:{what}:{max(row.id for row in rows)}:{to}"[:200]
    here = rows[0].organisation_id
    outbox.write(here, key, kind, to, *said, about=about, elsewhere=hosts, invites=into_calendar)


def _by_colleague(organisation_id: int, rows: Sequence[Booking]) -> Iterator[tuple[User, list[Booking]]]:
    """Who is told of which: who booked last, while they may; else every manager."""
    managers = members.managers(organisation_id)
    may = {each.id: each for each in (*managers, *members.with_role(organisation_id, Role.HR))}
    told: dict[int, list[Booking]] = {}
    for row in rows:
        booker = _booker(row, may)
        for user_id in [booker] if booker else [each.id for each in managers]:
            told.setdefault(user_id, []).append(row)
    for user_id, mine in told.items():
        yield may[user_id], mine


def _booker(row: Booking, may: Collection[int]) -> int | None:
    """Who of these took the person's seat, or place on the waiting list, last."""
    chosen = select(Booking.recorded_by_id).where(
        Booking.session_id == row.session_id,
        Booking.person_id == row.person_id,
        Booking.seat.in_(HOLDING),
        Booking.recorded_by_id.in_(may),
    )
    return db.session.scalar(chosen.order_by(Booking.id.desc()).limit(1))


def _who_offers(session: TrainingSession) -> User | None:
    """Who offered the session, while they may; else nobody: the page tells it."""
    there = session.organisation_id
    may = (*members.with_role(there, Role.CONTRACT_MANAGER), *members.managers(there))
    return next((each for each in may if each.id == session.recorded_by_id), None)
