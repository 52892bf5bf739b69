"""Packets of the sample world: one of the staffing on its way to be issued, one of a roster to be looked at.

What is issued is laid out by the clock once the world is served: that takes seconds, and nobody waits for it here.
"""

from io import BytesIO

from flask import current_app

from onboarding.config import Config
from onboarding.packets import building
from onboarding.queries import organisations as places, packets as found
from onboarding.queries.packets import AsOf, Evidence, Files, Quarterly, Span, Whom
from onboarding.rules.packet_contents import STANDARDS, Section
from onboarding.sample.organisations import CEDAR
from onboarding.sample.people import manager
from onboarding.services import packet_definitions as definitions, packet_looks, packets
from onboarding.services.change import Actor
from onboarding.services.packet_definitions import Said

ISSUED, LOOKED_AT = "staffing", "roster"
LETTER = """This packet is for our contract manager at L&I.

Everything in it is invented, as is the COHE that it is about."""
FILES = Said("A file for each person", Whom.STAFF, (), Span.THIS_QUARTER, None, None, AsOf.ISSUE,
             (Section.ROSTER, Section.TRAINING, Section.GLOSSARY), Evidence.NONE, Files.EACH)  # fmt: skip
LOOK = "Cedar River Partners"


def load(config: Config) -> None:
    """Define both and have them prepared, unless a definition is there already."""
    cedar = places.by_slug(CEDAR.slug)
    if cedar is None or found.definitions(cedar.id):
        return
    actor = Actor(manager(cedar.id), "sample")
    packet_looks.choose(actor, cedar, LOOK, _logo(), without=False, seen=0)
    definitions.define(actor, cedar, FILES)
    for key in (ISSUED, LOOKED_AT):
        row = packets.prepare(actor, cedar, definitions.define(actor, cedar, _said(key)).id)
        id = row.id
        building.build_next(config, current_app.extensions["rulebook"], lambda: False)
        if key == ISSUED:
            packets.issue(actor, cedar, id)


def _logo() -> bytes:
    """A green mark with a white ring."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (640, 210), "white")
    draw = ImageDraw.Draw(picture)
    draw.ellipse((10, 10, 190, 190), fill="#2e6f40")
    draw.ellipse((60, 60, 140, 140), outline="white", width=14)
    draw.rectangle((220, 84, 630, 116), fill="#2e6f40")
    into = BytesIO()
    picture.save(into, "PNG")
    return into.getvalue()


def _said(key: str) -> Said:
    of = STANDARDS[key]
    words = Whom(of.whom), (), Span(of.span), None, None, AsOf(of.as_of), of.sections, Evidence(of.evidence)
    said = Said(of.name, *words, letter=LETTER)
    return said._replace(quarterly=Quarterly.PREPARE) if key == LOOKED_AT else said
