"""The two tracks that follow a hire, from their document into facts."""

from collections.abc import Iterable
from datetime import date

from onboarding.formats.shape import Shape
from onboarding.rules import provider_number
from onboarding.rules.credential import PROVIDER_EVENTS, SUPPLEMENTAL_EVENTS
from onboarding.rules.facts import Event, Tracks
from onboarding.rules.numbers import Numbers


def tracks(document: Shape, id: str, numbers: Numbers) -> Tracks:
    """The facts of a document. Raises Refused with every fault named by its path.

    `numbers` say what a Provider ID looks like.
    """
    facts = Tracks(
        id,
        document.text("cohe"),
        tuple(_event(part, PROVIDER_EVENTS, numbers) for part in document.parts("provider")),
        tuple(_event(part, SUPPLEMENTAL_EVENTS, numbers) for part in document.parts("supplemental")),
    )
    document.close()
    return facts


def _event(part: Shape, known: Iterable[str], numbers: Numbers) -> Event:
    on = part.day("on") if part.needed("on") else None
    event = part.word("event", known, "event") if part.needed("event") else None
    number = part.text("number")
    if event == "issued" and part.needed("number") and number and (fault := provider_number.fault(number, numbers)):
        part.fault("number", fault)
    if event == "returned":
        part.needed("reason")
    return Event(on or date.min, event or "", number, part.text("reason"), part.path)
