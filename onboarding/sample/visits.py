"""Visits to HSCs of the other COHE in the sample world: offered, booked, waiting for the host, and signed off."""

from datetime import date, time, timedelta
from typing import Any

from flask import current_app

from onboarding import clock
from onboarding.queries import (
    bookings as rolls,
    organisations as places,
    people as known,
    rulings as rulings_of,
    sign_offs as found,
    training_sessions,
)
from onboarding.queries.training_sessions import Kind
from onboarding.sample.organisations import CEDAR, HARBOR
from onboarding.sample.people import manager
from onboarding.services import bookings, links, sign_off_links, sign_offs, training_sessions as offering
from onboarding.services.change import Actor
from onboarding.services.sign_offs import Signed
from onboarding.services.training_sessions import SessionFacts

COME_BY_IT = Actor(None, "sample")
MINUTES, SHADOWED = 250, 200  # planned, and as the host signed


def load() -> None:
    """Offer them, unless some visit is there already."""
    cedar, harbor = places.by_slug(CEDAR.slug), places.by_slug(HARBOR.slug)
    if cedar is None or harbor is None or any(_visits(cedar, past) for past in (False, True)):
        return
    today = clock.today()
    _offer(cedar, "kalani.akana", today + timedelta(days=18), "12 Cedar Street, Yakima")
    booked = _offer(harbor, "wen.li", today + timedelta(days=9), "3 Harbor Way, Everett")
    _book(cedar, booked, "ines.duarte")
    with clock.as_if(clock.at(today - timedelta(days=30), time(9))):
        signed = _offer(harbor, "heidi.holm", today - timedelta(days=12), "3 Harbor Way, Everett")
        _book(cedar, signed, "pilar.nunez")
        waits = _offer(cedar, "lucia.ferrari", today - timedelta(days=4), "12 Cedar Street, Yakima")
        _book(harbor, waits, "anders.lund")
    sign_off_links.ask_due()
    for link in found.latest(signed, [row.person_id for row in rolls.roll(signed).rows]).values():
        token = links.token_of(sign_off_links.PURPOSE, link.nonce)
        sign_offs.sign(COME_BY_IT, token, Signed(True, SHADOWED, "Heidi Holm"))


def _visits(at: Any, past: bool) -> list[Any]:
    listed = training_sessions.listed(at, clock.now(), past).rows
    return [each for each in listed if training_sessions.is_visit(each)]


def _offer(at: Any, who: str, day: date, place: str) -> Any:
    host = known.by_email(at.id, f"{who}@people.example")
    assert host is not None
    starts_at, ends_at = clock.at(day, time(9)), clock.at(day, time(14))
    closes_on = day - timedelta(days=2)
    said = SessionFacts(
        Kind.SHADOWING, None, {"minutes": MINUTES}, place, starts_at, ends_at, 1, closes_on, host_id=host.id
    )
    return offering.offer(Actor(manager(at.id), "sample"), at, said)


def _book(at: Any, session: Any, who: str) -> None:
    person = known.by_email(at.id, f"{who}@people.example")
    assert person is not None
    law = rulings_of.of(at, current_app.extensions["rulebook"])
    bookings.book(Actor(manager(at.id), "sample"), at, session.id, [person.id], law)
