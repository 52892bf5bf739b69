"""The two tracks that follow a hire, from their document into facts."""

from collections.abc import Iterable
from datetime import date

from onboarding.formats.shape import Shape
from onboarding.rules.credential import PROVIDER_EVENTS, SUPPLEMENTAL_EVENTS
from onboarding.rules.facts import Event, Tracks


def tracks(document: Shape, id: str) -> Tracks:
    """The facts of a document. Raises Refused with every fault named by its path."""
    facts = Tracks(
        id,
        document.text("cohe"),
        tuple(_event(part, PROVIDER_EVENTS) for part in document.parts("provider")),
        tuple(_event(part, SUPPLEMENTAL_EVENTS) for part in document.parts("supplemental")),
    )
    document.close()
    return facts


def _event(part: Shape, known: Iterable[str]) -> Event:
    on = part.day("on") if part.needed("on") else None
    event = part.word("event", known, "event") if part.needed("event") else None
    if event == "issued":
        part.needed("number")
    if event == "returned":
        part.needed("reason")
    return Event(on or date.min, event or "", part.text("number"), part.text("reason"), part.path)
