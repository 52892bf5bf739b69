"""Makers of sessions that are to come, and of one that is over."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, time, timedelta

import pytest
from flask import current_app

from onboarding import clock
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.training_session import Booking, Seat, SessionKind, TrainingSession
from onboarding.queries import bookings as found, rulings
from onboarding.queries.organisations import by_id
from onboarding.rules.rulings import Rulings
from onboarding.services import bookings, training_sessions
from onboarding.services.change import SYSTEM, Actor
from onboarding.services.training_sessions import SessionFacts

IN_A_MONTH = clock.today() + timedelta(days=30)
ORIENTATION = {"location": "headquarters"}
CONFERENCE = {"sponsor": "lni", "topics": ["other_cohe_practice"]}


def facts(
    kind: SessionKind = SessionKind.ORIENTATION,
    on: date = IN_A_MONTH,
    seats: int = 2,
    closes_on: date | None = None,
    starts: time = time(9),
    ends: time = time(12),
    place: str = "Tumwater",
) -> SessionFacts:
    conference = kind is SessionKind.CONFERENCE
    said = CONFERENCE if conference else ORIENTATION
    title = "HSC Days" if conference else None
    return SessionFacts(
        kind, title, said, place, clock.at(on, starts), clock.at(on, ends), seats, closes_on or on - timedelta(days=5)
    )


def make_session(
    organisation: Organisation,
    kind: SessionKind = SessionKind.ORIENTATION,
    on: date = IN_A_MONTH,
    seats: int = 2,
    actor: Actor = SYSTEM,
    closes_on: date | None = None,
) -> TrainingSession:
    return training_sessions.offer(actor, organisation, facts(kind, on, seats, closes_on))


def visit(
    host: Person,
    on: date = IN_A_MONTH,
    seats: int = 1,
    starts: time = time(9),
    ends: time = time(12),
    minutes: int = 180,
) -> SessionFacts:
    when = clock.at(on, starts), clock.at(on, ends)
    return SessionFacts(SessionKind.SHADOWING, None, {"minutes": minutes}, "Room 4", *when, seats, on, host.id)


def make_visit(host: Person, on: date = IN_A_MONTH, seats: int = 1, actor: Actor = SYSTEM) -> TrainingSession:
    """A visit of three hours at which somebody is shadowed."""
    return training_sessions.offer(actor, by_id(host.organisation_id), visit(host, on, seats))


def make_past_visit(host: Person, *booked: Person, ago: int = 5) -> TrainingSession:
    """A visit that is over, with these people of one COHE on it; the host was not asked yet."""
    then = clock.now() - timedelta(days=ago + 30)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(clock, "now", lambda: then)
        session = make_visit(host, clock.today() - timedelta(days=ago), seats=max(1, len(booked)))
        if booked:
            book(by_id(booked[0].organisation_id), session, *booked)
    return session


def make_past_session(organisation: Organisation, *booked: Person, ago: int = 20) -> TrainingSession:
    """A session that took place some days ago, with these people on it."""
    then = clock.now() - timedelta(days=ago + 30)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(clock, "now", lambda: then)
        session = make_session(organisation, on=clock.today() - timedelta(days=ago))
        if booked:
            book(organisation, session, *booked)
    return session


def law(cohe: Organisation) -> Rulings:
    return rulings.of(cohe, current_app.extensions["rulebook"])


def book(cohe: Organisation, session: TrainingSession, *people: Person, actor: Actor = SYSTEM) -> list[Booking]:
    return bookings.book(actor, cohe, session.id, [each.id for each in people], law(cohe))


def give_back(cohe: Organisation, session: TrainingSession, person: Person, actor: Actor = SYSTEM) -> Booking:
    row = found.roll(session).of(person.id)
    assert row
    return bookings.withdraw(actor, cohe, session.id, row.id, "Ill.")


def seats(session: TrainingSession) -> dict[str, Seat]:
    """Where everybody stands, in the order in which they got there."""
    return {row.person.name: row.seat for row in found.roll(session).rows}


@contextmanager
def once_over(session: TrainingSession) -> Iterator[None]:
    """The day after it."""
    over = session.ends_at + timedelta(days=1)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(clock, "now", lambda: over)
        patched.setattr(clock, "today", lambda: clock.day_of(over))
        yield
