"""Makers of definitions and packets: issued without being laid out, where only what is known of them matters."""

from typing import Any

from onboarding.models.organisation import Organisation
from onboarding.models.packet import Packet, PacketDefinition
from onboarding.packets import freezing
from onboarding.queries import packets as found
from onboarding.queries.packets import AsOf, Evidence, Span, Whom
from onboarding.rules.packet_contents import Section
from onboarding.services import packet_builds as builds, packet_definitions, packets
from onboarding.services.change import SYSTEM, Actor
from onboarding.services.packet_definitions import Said

ROSTER = Said("Roster", Whom.STAFF, (), Span.THIS_QUARTER, None, None, AsOf.ISSUE, (Section.ROSTER,), Evidence.NONE)


def make_definition(organisation: Organisation, **otherwise: Any) -> PacketDefinition:
    """A roster of everybody on staff, as of the day of issue, or something else."""
    return packet_definitions.define(SYSTEM, organisation, ROSTER._replace(**otherwise))


def make_building(
    organisation: Organisation, definition: PacketDefinition | None = None, actor: Actor = SYSTEM
) -> Packet:
    """A packet that waits to be prepared."""
    definition = definition or make_definition(organisation)
    return packets.prepare(actor, organisation, definition.id)


def make_prepared(
    organisation: Organisation, definition: PacketDefinition | None = None, people: tuple[int, ...] = ()
) -> Packet:
    """A packet that tells of these people, and waits to be issued; nothing else is in it."""
    id = make_building(organisation, definition).id
    claimed = claim(id)
    told = {"people": [], "exceptions": [], "exhibits": [], "rulebook": "v", "name": "Roster"}
    content = {"told": told, "kept": {"people": list(people), "named": list(people), "exhibits": []}}
    builds.freeze(claimed, freezing.written(content), people, 2)
    return _one(organisation, id)


def make_issued(
    organisation: Organisation, definition: PacketDefinition | None = None, people: tuple[int, ...] = ()
) -> Packet:
    """An issued packet that tells of these people; what is in its file is nothing."""
    id = make_prepared(organisation, definition, people).id
    packets.issue(SYSTEM, organisation, id)
    claimed = claim(id)
    builds.progress(claimed, 3, 4)
    builds.finish(claimed, b"%PDF-1.7 of " + str(id).encode(), 5)
    return _one(organisation, id)


def claim(id: int) -> builds.Claimed:
    """This packet in hand, even if others wait longer."""
    claimed, others = builds.claim(), []
    while claimed and claimed.packet_id != id:
        others.append(claimed)
        claimed = builds.claim()
    assert claimed
    for each in others:
        builds.release(each)
    return claimed


def _one(organisation: Organisation, id: int) -> Packet:
    packet = found.one(organisation.id, id)
    assert packet
    return packet
