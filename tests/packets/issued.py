"""Makers of definitions and packets: issued without being laid out, where only what is known of them matters."""

from typing import Any

from onboarding.models.organisation import Organisation
from onboarding.models.packet import Packet, PacketDefinition
from onboarding.models.person import Person
from onboarding.packets import freezing
from onboarding.queries import packet_parts as parts, packets as found
from onboarding.queries.packets import AsOf, Evidence, Files, Span, Whom
from onboarding.rules.packet_contents import Section
from onboarding.rules.packet_lines import Tally
from onboarding.services import packet_builds as builds, packet_definitions, packet_parts, packets
from onboarding.services.change import SYSTEM, Actor
from onboarding.services.packet_definitions import Said

ROSTER = Said("Roster", Whom.STAFF, (), Span.THIS_QUARTER, None, None, AsOf.ISSUE, (Section.ROSTER,), Evidence.NONE)
TALLY = Tally(1, 0, 1)


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
    organisation: Organisation,
    definition: PacketDefinition | None = None,
    people: tuple[int, ...] = (),
    actor: Actor = SYSTEM,
) -> Packet:
    """A packet that tells of these people, and waits to be issued; nothing else is in it."""
    id = make_building(organisation, definition, actor).id
    claimed = claim(id)
    builds.freeze(claimed, content(*people), people, TALLY)
    return _one(organisation, id)


def make_issued(
    organisation: Organisation,
    definition: PacketDefinition | None = None,
    people: tuple[int, ...] = (),
    actor: Actor = SYSTEM,
) -> Packet:
    """An issued packet that tells of these people; what is in its file is nothing."""
    id = make_prepared(organisation, definition, people, actor).id
    packets.issue(SYSTEM, organisation, id)
    claimed = claim(id)
    builds.progress(claimed, 3, 4)
    builds.finish(claimed, b"%PDF-1.7 of " + str(id).encode(), 5)
    return _one(organisation, id)


def make_set(organisation: Organisation, people: tuple[Person, ...], issued: bool = True) -> Packet:
    """A packet with a file for each of these people; what is in each file is nothing."""
    chosen = {"name": "Files", "whom": Whom.CHOSEN, "people": tuple(each.id for each in people)}
    id = make_building(organisation, make_definition(organisation, files=Files.EACH, **chosen)).id
    claimed = claim(id)
    reserved = packet_parts.reserve(id, len(people))
    each = [
        packet_parts.Frozen(to_be.packet_id, person.id, content(person.id), Tally(1, 0, 0))
        for to_be, person in zip(reserved, people, strict=True)
    ]
    ids = tuple(person.id for person in people)
    builds.freeze(claimed, content(*ids), ids, TALLY, each)
    if not issued:
        return _one(organisation, id)
    packets.issue(SYSTEM, organisation, id)
    claimed, pages = claim(id), 2
    for part in parts.of(_one(organisation, id)):
        builds.keep_part(claimed, part.packet.id, b"%PDF-1.7 of " + str(part.packet.id).encode(), pages)
    lines = [(part.packet.file_sha256, part.name) for part in parts.of(_one(organisation, id))]
    builds.finish(claimed, str(lines).encode(), pages * len(people))
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


def content(*people: int) -> bytes:
    told = {"people": [], "exceptions": [], "exhibits": [], "rulebook": "v", "name": "Roster"}
    return freezing.written({"told": told, "kept": {"people": list(people), "named": list(people), "exhibits": []}})


def _one(organisation: Organisation, id: int) -> Packet:
    packet = found.one(organisation.id, id)
    assert packet
    return packet
