"""Packets of the sample world: one of the staffing that is issued and shared, one of a roster to be looked at.

Who reads the first by the link accepted a line, asked about two, and has one answer.
"""

import json
from io import BytesIO
from typing import Any

from flask import current_app

from onboarding.config import Config
from onboarding.packets import building
from onboarding.queries import organisations as places, packet_questions, packets as found
from onboarding.queries.packet_shares import Verdict
from onboarding.queries.packets import AsOf, Evidence, Files, Quarterly, Span, Whom
from onboarding.rules.packet_contents import STANDARDS, Section
from onboarding.rules.packet_lines import lines
from onboarding.sample.links import COME_BY_IT
from onboarding.sample.organisations import CEDAR
from onboarding.sample.people import manager
from onboarding.services import (
    links,
    packet_answers,
    packet_definitions as definitions,
    packet_looks,
    packet_opening,
    packet_replies,
    packet_shares,
    packets,
)
from onboarding.services.change import Actor
from onboarding.services.packet_answers import Said
from onboarding.services.packet_shares import Recipient

ISSUED, LOOKED_AT = "staffing", "roster"
READER = Recipient("Dana Whitfield", "L&I, quality review", "dana.whitfield@lni.example", None, None)
SAID = (
    (Verdict.QUESTION, "Since when is this so?"),
    (Verdict.ACCEPTED, None),
    (Verdict.OBJECTION, "Our count is another. Please show the months."),
)
REPLY = "Since the first day of the quarter. The worksheet has the days."
LETTER = """This packet is for our contract manager at L&I.

Everything in it is invented, as is the COHE that it is about."""
FILES = definitions.Said(
    "A file for each person", Whom.STAFF, (), Span.THIS_QUARTER, None, None, AsOf.ISSUE,
    (Section.ROSTER, Section.TRAINING, Section.GLOSSARY), Evidence.NONE, Files.EACH,
)  # fmt: skip
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
            building.build_next(config, current_app.extensions["rulebook"], lambda: False)
            _share(actor, cedar, id)


def _share(actor: Actor, cedar: Any, id: int) -> None:
    """Have it read twice, and answered on."""
    share = packet_shares.share(actor, cedar, id, READER)
    token = links.token_of(packet_shares.PURPOSE, share.nonce)
    packet_opening.download(COME_BY_IT, token, packet_opening.open_packet(COME_BY_IT, token).id)
    use = packet_opening.open_packet(COME_BY_IT, token).id
    packet = found.one(cedar.id, id)
    assert packet
    every = lines(json.loads(packets.content(packet))["told"])
    said = [Said(line.key, *what, 0) for line, what in zip(every, SAID, strict=False)]
    packet_answers.answer(COME_BY_IT, token, use, said)
    first = packet_questions.of_packet(packet)[-1]
    packet_replies.reply(actor, cedar, first.row.id, REPLY)


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


def _said(key: str) -> definitions.Said:
    of = STANDARDS[key]
    words = Whom(of.whom), (), Span(of.span), None, None, AsOf(of.as_of), of.sections, Evidence(of.evidence)
    said = definitions.Said(of.name, *words, letter=LETTER)
    return said._replace(quarterly=Quarterly.PREPARE) if key == LOOKED_AT else said
