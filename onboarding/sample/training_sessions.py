"""What L&I offers in the sample world: an orientation with a waiting list, and a conference some are too late for."""

from collections.abc import Mapping
from datetime import date, time, timedelta

from flask import current_app

from onboarding import clock
from onboarding.queries import (
    organisations as places,
    people as known,
    rulings as rulings_of,
    training_sessions as found,
)
from onboarding.queries.training_sessions import Kind
from onboarding.sample.members import account_of
from onboarding.sample.organisations import CEDAR, HARBOR, LNI
from onboarding.sample.people import ALL, manager
from onboarding.services import bookings, training_sessions
from onboarding.services.change import Actor
from onboarding.services.training_sessions import SessionFacts

GOING = {CEDAR.slug: ("Mateo Silva", "Farid Haddad"), HARBOR.slug: ("Victor Ngo",)}
CONFERENCE = {"sponsor": "lni", "topics": ["other_cohe_practice"]}


def load() -> None:
    """Offer both, and book some for the orientation, unless something is offered already."""
    lni = places.by_slug(LNI.slug)
    if lni is None or any(found.listed(lni, clock.now(), past).total for past in (False, True)):
        return
    law = current_app.extensions["rulebook"]
    clay, today = Actor(account_of("Clay Corbin").id, "sample"), clock.today()
    where, facts = "Auditorium, Tumwater", {"location": "headquarters"}
    orientation = training_sessions.offer(
        clay, lni, _on(today + timedelta(days=21), Kind.ORIENTATION, None, facts, where, 2)
    )
    training_sessions.offer(
        clay, lni, _on(today + timedelta(days=45), Kind.CONFERENCE, "HSC Conference", CONFERENCE, "Yakima", 40)
    )
    for slug, names in GOING.items():
        at = places.by_slug(slug)
        people = [known.by_email(at.id, each.email) for each in ALL if each.name in names and at]
        if at:
            ids = [each.id for each in people if each]
            bookings.book(Actor(manager(at.id), "sample"), at, orientation.id, ids, rulings_of.of(at, law))


def _on(day: date, kind: Kind, title: str | None, facts: Mapping[str, object], place: str, seats: int) -> SessionFacts:
    starts_at, ends_at = clock.at(day, time(9)), clock.at(day, time(16))
    return SessionFacts(kind, title, facts, place, starts_at, ends_at, seats, day - timedelta(days=7))
