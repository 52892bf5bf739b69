"""Applications to L&I of the sample world, at every step; with what was marked on the checklist of the first weeks."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from flask import current_app

from onboarding import clock
from onboarding.queries import credentials as known, organisations as places, people as found, rulings
from onboarding.queries.credentials import TrackName as Track, Way
from onboarding.rules.checklist import SHIPPED
from onboarding.rules.rulings import Rulings
from onboarding.sample import people as cast
from onboarding.sample.people import manager
from onboarding.services import account_details, checklist as checklists, credentials
from onboarding.services.account_details import DetailFacts
from onboarding.services.change import Actor
from onboarding.services.credentials import EventFacts

PROVIDER, SUPPLEMENTAL = Track.PROVIDER, Track.SUPPLEMENTAL


class Event(NamedTuple):
    """Something that happened so many days ago. `more` is the number, or the reason."""

    ago: int
    event: str
    track: Track = PROVIDER
    more: str | None = None


def _account(sent: int, number: str, *later: Event) -> tuple[Event, ...]:
    """An account that took 75 days from the application to the number, and ten more to be effective."""
    accepted = (Event(sent, "sent", SUPPLEMENTAL), Event(sent - 40, "accepted", SUPPLEMENTAL))
    return (
        Event(sent, "sent"),
        Event(sent - 75, "issued", PROVIDER, number),
        Event(sent - 85, "effective"),
        *accepted,
        *later,
    )


W9 = "The W-9 is not signed."
HISTORIES: dict[str, tuple[Event, ...]] = {
    "Grace Yamamoto": (Event(0, "prepared"), Event(0, "prepared", SUPPLEMENTAL)),
    "Hugo Harper": (
        Event(40, "sent"),
        Event(35, "received"),
        Event(12, "returned", PROVIDER, W9),
        Event(38, "sent", SUPPLEMENTAL),
    ),
    "Ines Duarte": _account(
        165, "0100101", Event(20, "billed"), Event(10, "changed", PROVIDER, "A new office address")
    ),
    "Jonas Weber": (Event(190, "sent"), Event(185, "sent", SUPPLEMENTAL), Event(150, "accepted", SUPPLEMENTAL)),
    "Kalani Akana": _account(1390, "0100102", Event(480, "billed"), Event(40, "checked")),
    "Lucia Ferrari": _account(790, "0100103", Event(30, "inactivated", PROVIDER, "No billing for eighteen months")),
    "Mateo Silva": (Event(66, "sent"), Event(2, "issued", PROVIDER, "0100104"), Event(60, "sent", SUPPLEMENTAL)),
    "Omar Farouk": _account(
        640,
        "0100105",
        Event(15, "billed"),
        Event(12, "changed", PROVIDER, "A new telephone number"),
        Event(9, "change_reported"),
        Event(8, "checked"),
    ),
    "Nadia Petrova": _account(340, "0100106", Event(15, "terminated", PROVIDER, "She left.")),
    "Pilar Nunez": (Event(80, "sent"), Event(60, "withdrawn", PROVIDER, "Sent for the role she had before.")),
    "Quentin Bell": (  # bills, and L&I has not accepted the supplemental application yet
        Event(245, "sent"),
        Event(170, "issued", PROVIDER, "0100107"),
        Event(160, "effective"),
        Event(60, "inactivated", PROVIDER, "By mistake"),
        Event(20, "reactivated", PROVIDER, "Corrected"),
        Event(25, "sent", SUPPLEMENTAL),
        Event(3, "billed"),
    ),
    "Heidi Holm": _account(160, "0100201", Event(8, "billed"), Event(5, "checked")),
    "Wen Li": _account(530, "0100202", Event(12, "billed"), Event(11, "checked")),
    "Xenia Popov": (Event(90, "sent"), Event(88, "sent", SUPPLEMENTAL)),
    "Yusuf Demir": _account(940, "0100203", Event(4, "billed"), Event(3, "checked")),
}


def load() -> None:
    """Record what is not there yet."""
    for each in cast.ALL:
        at = places.by_slug(each.at.slug)
        person = found.by_email(at.id, each.email) if at else None
        if at is None or person is None or each.name not in HISTORIES:
            continue
        actor, law = Actor(manager(at.id), "sample"), rulings.of(at, current_app.extensions["rulebook"])
        _events(actor, person, HISTORIES[each.name], law)
        if each.name == "Ines Duarte" and known.details(person) is None:
            _besides(actor, person, law)


def _events(actor: Actor, person: Any, events: tuple[Event, ...], law: Rulings) -> None:
    today = clock.today()
    for each in events[len(known.history(person)) :]:
        said = EventFacts(
            each.track,
            each.event,
            today - timedelta(each.ago),
            number=each.more if each.event == "issued" else None,
            reason=each.more if each.event != "issued" else None,
            channel=Way.MAIL if each.event in ("sent", "returned") else None,
            form_edition="08-2025" if each.event == "sent" else None,
        )
        credentials.record(actor, person, said, law)


def _besides(actor: Actor, person: Any, law: Rulings) -> None:
    """What else an account is about, what was said of issues, and half a checklist."""
    day: date = clock.today() - timedelta(30)
    said = DetailFacts(
        None, "HSCs are exempt providers", None, "none is asked for", "Policy of the COHE", None, "0190001"
    )
    account_details.record_details(actor, person, said, law, 0)
    account_details.attest(actor, person, reported=False, said_by="Ines Duarte", said_on=day, note=None)
    for key in list(SHIPPED)[:3]:
        checklists.mark(actor, person, key, done=True, done_on=day, note=None)
