"""Packets of the sample world: one of the staffing on its way to be issued, one of a roster to be looked at.

What is issued is laid out by the clock once the world is served: that takes seconds, and nobody waits for it here.
"""

from flask import current_app

from onboarding.config import Config
from onboarding.packets import building
from onboarding.queries import organisations as places, packets as found
from onboarding.queries.packets import AsOf, Evidence, Span, Whom
from onboarding.rules.packet_contents import STANDARDS
from onboarding.sample.organisations import CEDAR
from onboarding.sample.people import manager
from onboarding.services import packet_definitions as definitions, packets
from onboarding.services.change import Actor
from onboarding.services.packet_definitions import Said

ISSUED, LOOKED_AT = "staffing", "roster"


def load(config: Config) -> None:
    """Define both and have them prepared, unless a definition is there already."""
    cedar = places.by_slug(CEDAR.slug)
    if cedar is None or found.definitions(cedar.id):
        return
    actor = Actor(manager(cedar.id), "sample")
    for key in (ISSUED, LOOKED_AT):
        row = packets.prepare(actor, cedar, definitions.define(actor, cedar, _said(key)).id)
        id = row.id
        building.build_next(config, current_app.extensions["rulebook"], lambda: False)
        if key == ISSUED:
            packets.issue(actor, cedar, id)


def _said(key: str) -> Said:
    of = STANDARDS[key]
    words = Whom(of.whom), (), Span(of.span), None, None, AsOf(of.as_of), of.sections, Evidence(of.evidence)
    return Said(of.name, *words)
