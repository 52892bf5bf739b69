"""Sessions of training: offered, moved, canceled. Seats are services/bookings.py, hosts services/hosts.py."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import select, true

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.formats.faults import Refused
from onboarding.formats.training import refuse_unreadable
from onboarding.models.organisation import Organisation
from onboarding.models.training import TrainingPart
from onboarding.models.training_session import SessionKind, TrainingSession
from onboarding.queries import bookings, training_sessions as found
from onboarding.queries.bookings import HOLDING
from onboarding.queries.hosts import without_host
from onboarding.rules.wording import short_day
from onboarding.services import booking_mail, hosts, names
from onboarding.services.booking_mail import Told
from onboarding.services.change import SYSTEM, Actor, Change, change
from onboarding.services.locks import keep_organisation, lock_everybody, lock_session

HOST_LEFT = "The host no longer works there as an HSC on that day."


class SessionFacts(NamedTuple):
    """What is said of a session. `facts`: what the training is recorded with, besides its day; see TrainingSession.

    `host_id`: who is shadowed, at a visit.
    """

    kind: SessionKind
    title: str | None
    facts: Mapping[str, Any]
    place: str
    starts_at: datetime
    ends_at: datetime
    seats: int
    closes_on: date
    host_id: int | None = None


class When(NamedTuple):
    """Where and when a session takes place, the last day to register, and `facts`, which say where it counts as."""

    place: str
    starts_at: datetime
    ends_at: datetime
    closes_on: date
    facts: Mapping[str, Any]


def offer(actor: Actor, organisation: Organisation, said: SessionFacts) -> TrainingSession:
    """Offer a session. Raises OnboardingError, with the field, for what cannot be or is offered already."""
    with change(actor) as under_way:
        keep_organisation(organisation.id)
        host = hosts.locked(organisation, said.host_id) if said.kind is SessionKind.SHADOWING else None
        _refuse(organisation, said)
        told = said._asdict()
        del told["host_id"]
        session = TrainingSession(
            organisation_id=organisation.id,
            recorded_by_id=actor.user_id,
            recorded_at=clock.now(),
            **{**told, "facts": dict(said.facts)},
        )
        db.session.add(session)
        db.session.flush()
        if host:
            hosts.add(under_way, session, host)
        _refuse_unreadable(session)
        under_way.record(organisation.id, Action.SESSION_OFFERED, session, kind=said.kind.value)
    return session


def move(actor: Actor, organisation: Organisation, id: int, to: When, seen: int) -> TrainingSession:
    """Say that a session is at another time or place, and tell everybody who has a seat or waits for one.

    `seen`: how often it had been moved when the user looked. Raises NotFoundError for one of another organisation,
    OnboardingError, with the field, for what cannot be, and where it was moved, begun or canceled meanwhile.
    """
    with change(actor) as under_way:
        keep_organisation(organisation.id)
        session = _to_come(organisation, id)
        if session.moves != seen:
            raise OnboardingError("This session was moved meanwhile. See where it is now, and then go on.")
        before = When(session.place, session.starts_at, session.ends_at, session.closes_on, session.facts)
        if to == before:
            raise OnboardingError("It is at this time and place already. Nothing was changed.")
        said = SessionFacts(session.kind, session.title, to.facts, *to[:3], session.seats, to.closes_on)
        _refuse(organisation, said, id)
        lock_everybody(session)
        session.place, session.starts_at, session.ends_at, session.closes_on = to[:4]
        session.facts = dict(to.facts)
        _refuse_unreadable(session)
        if session.hosting:
            hosts.refuse(session, session.hosting.person)
        if to._replace(closes_on=before.closes_on) != before:
            session.moves += 1
            db.session.flush()
            booking_mail.tell(actor, session, bookings.roll(session).standing(*HOLDING), Told.MOVED)
        under_way.record(organisation.id, Action.SESSION_MOVED, session)
    return session


def cancel(actor: Actor, organisation: Organisation, id: int, because: str) -> TrainingSession:
    """Say that a session does not take place, and tell everybody who has a seat or waits for one.

    Raises NotFoundError for one of another organisation, OnboardingError once it has begun or was canceled.
    """
    with change(actor) as under_way:
        session = _to_come(organisation, id)
        names.refuse_any(organisation.id, because=because)
        lock_everybody(session)
        told, system = bookings.roll(session).standing(*HOLDING), Change(SYSTEM)
        session.canceled_at, session.canceled_because = clock.now(), because
        booking_mail.tell(actor, session, told, Told.CANCELED)
        under_way.record(organisation.id, Action.SESSION_CANCELED, session)
        for row in told:  # in the chain of who booked it, which may be another COHE; and nobody's act on a record
            system.record(row.organisation_id, Action.SEAT_LOST, row, person=row.person_id, session=session.id)
    return session


def _to_come(organisation: Organisation, id: int) -> TrainingSession:
    """The organisation's own session, locked, as long as it can be moved or canceled."""
    session = lock_session(id)
    if session is None or not found.hosts(session, organisation):
        raise NotFoundError
    if session.canceled_at:
        raise OnboardingError("This session was canceled already.")
    if session.starts_at <= clock.now():
        raise OnboardingError("This session has begun. Record who came instead.")
    return session


def cancel_without_host() -> None:
    """Cancel the visits to come whose host left, or is no HSC any more. For the clock."""
    for session in without_host():
        with suppress(OnboardingError):  # it was canceled or has begun meanwhile
            cancel(SYSTEM, session.organisation, session.id, HOST_LEFT)


def _refuse_unreadable(session: TrainingSession) -> None:
    try:
        refuse_unreadable(TrainingPart.ACTIVITIES.value, found.facts_of(session))
    except Refused as refused:
        raise OnboardingError(f"This session cannot be read: {refused}.") from refused


def _refuse(organisation: Organisation, said: SessionFacts, id: int | None = None) -> None:
    """Raises OnboardingError for a session that cannot be. `id`: which it is, where it is offered already."""
    names.refuse_any(organisation.id, title=said.title, place=said.place)
    now, first = clock.now(), clock.day_of(said.starts_at)
    if said.starts_at <= now:
        raise OnboardingError(f"{short_day(first)} has begun already. Enter a session that is still to come.", "day")
    if said.ends_at <= said.starts_at:
        raise OnboardingError("The end has to be after the start.", "ends")
    if said.closes_on > first:
        raise OnboardingError(f"Registration cannot close after the session begins, {short_day(first)}.", "closes_on")
    if said.closes_on < clock.day_of(now):
        raise OnboardingError(f"{short_day(said.closes_on)} is past. Nobody could register.", "closes_on")
    if said.kind is SessionKind.SHADOWING:
        return  # several can be shadowed at one time and place; one host cannot twice
    same = select(TrainingSession.id).where(
        TrainingSession.organisation_id == organisation.id,
        TrainingSession.kind == said.kind,
        TrainingSession.place == said.place,
        TrainingSession.starts_at == said.starts_at,
        TrainingSession.canceled_at.is_(None),
        TrainingSession.id != id if id else true(),
    )
    if db.session.scalar(same.limit(1)):
        raise OnboardingError("A session of this kind at this time and place is offered already.", "day")
