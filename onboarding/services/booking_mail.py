"""Who is told what of seats at a session: the trainee, who looks after them at their COHE, who offers it, and the host.

A message is of the trainee's COHE, whoever it goes to, so that what it says of them goes when they are erased.
"""

from collections.abc import Collection, Iterator, Sequence
from enum import StrEnum

from sqlalchemy import select

from onboarding.extensions import db
from onboarding.messages import words
from onboarding.models.account import User
from onboarding.models.training_session import Booking, TrainingSession
from onboarding.queries import members
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
    CANCELED = "Session canceled"
    NO_SHOW = "Did not come"
    SIGNED_OFF = "Visit signed off"


TO_TRAINEES = frozenset(Told) - {Told.NO_SHOW}
TO_COLLEAGUES = frozenset({Told.MOVED_UP, Told.WITHDRAWN, Told.CANCELED, Told.NO_SHOW, Told.SIGNED_OFF})
TO_WHO_OFFERS = frozenset({Told.WITHDRAWN})
TO_SHADOWED = frozenset({Told.BOOKED, Told.MOVED_UP, Told.WITHDRAWN})


def tell(actor: Actor, session: TrainingSession, rows: Sequence[Booking], told: Told) -> None:
    """Write to everybody whom it concerns but who did it. The people are locked."""
    for row in rows if told in TO_TRAINEES else ():
        if row.person.email:
            _write(session, [row], told, row.person.email, words.seat(row, session, told.value))
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


def _tell_host(actor: Actor, session: TrainingSession, rows: Sequence[Booking], told: Told) -> None:
    """Tell who is shadowed who comes, and that nobody does. That nobody does is of their own COHE: it names nobody."""
    host = session.hosting.person if session.hosting else None
    if host is None or host.email is None or (host.user_id and host.user_id == actor.user_id):
        return
    for row in rows if told in TO_SHADOWED else ():
        _write(session, [row], told, host.email, words.of_a_visit(host, session, row), TO_HOST)
    if told is Told.CANCELED and actor is not SYSTEM:
        said = words.of_a_visit(host, session, None)
        outbox.write(host.organisation_id, f"hosting:{session.id}:canceled", KIND, host.email, *said, about=[host.id])


def _write(
    session: TrainingSession,
    rows: Sequence[Booking],
    told: Told,
    to: str,
    said: words.Words,
    kind: str = KIND,
) -> None:
    about = [row.person_id for row in rows]
    hosts = [session.hosting.person] if session.hosting else []  # whose name it says
    key = f"booking:{session.id}:{told.name.lower()}:{max(row.id for row in rows)}:{to}"[:200]
    outbox.write(rows[0].organisation_id, key, kind, to, *said, about=about, elsewhere=hosts)


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
