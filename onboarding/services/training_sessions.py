"""Sessions of training: offering one, and canceling it. Seats are services/bookings.py, hosts services/hosts.py."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import select

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.formats.claimants import named
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
from onboarding.services.change import SYSTEM, Actor, change
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
        try:
            refuse_unreadable(TrainingPart.ACTIVITIES.value, found.facts_of(session))
        except Refused as refused:
            raise OnboardingError(f"This session cannot be read: {refused}.") from refused
        under_way.record(organisation.id, Action.SESSION_OFFERED, session, kind=said.kind.value)
    return session


def cancel(actor: Actor, organisation: Organisation, id: int, because: str) -> TrainingSession:
    """Say that a session does not take place, and tell everybody who has a seat or waits for one.

    Raises NotFoundError for one of another organisation, OnboardingError once it has begun or was canceled.
    """
    with change(actor) as under_way:
        session = lock_session(id)
        if session is None or not found.hosts(session, organisation):
            raise NotFoundError
        if session.canceled_at:
            raise OnboardingError("This session was canceled already.")
        if session.starts_at <= clock.now():
            raise OnboardingError("This session has begun. Record who came instead.")
        refuse_named(organisation, because=because)
        lock_everybody(session)
        told = bookings.roll(session).standing(*HOLDING)
        session.canceled_at, session.canceled_because = clock.now(), because
        booking_mail.tell(actor, session, told, Told.CANCELED)
        under_way.record(organisation.id, Action.SESSION_CANCELED, session)
    return session


def cancel_without_host() -> None:
    """Cancel the visits to come whose host left, or is no HSC any more. For the clock."""
    for session in without_host():
        with suppress(OnboardingError):  # it was canceled or has begun meanwhile
            cancel(SYSTEM, session.organisation, session.id, HOST_LEFT)


def refuse_named(organisation: Organisation, **texts: str | None) -> None:
    """Raises OnboardingError for a text that names somebody with a record here, or looks like a worker or a claim."""
    for field, text in texts.items():
        if text and (what := named(text)):
            raise OnboardingError(
                f"This looks like {what}. No worker's name or claim number belongs here. Leave it out.", field
            )
    names.refuse(organisation.id, **texts)


def _refuse(organisation: Organisation, said: SessionFacts) -> None:
    refuse_named(organisation, title=said.title, place=said.place)
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
    )
    if db.session.scalar(same.limit(1)):
        raise OnboardingError("A session of this kind at this time and place is offered already.", "day")
