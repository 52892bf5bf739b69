"""Makers of a packet with lines, shared by a link: issued without being laid out."""

from typing import Any

from flask.testing import FlaskClient

from onboarding.models.organisation import Organisation
from onboarding.models.packet import Packet, PacketDefinition
from onboarding.models.packet_share import PacketShare
from onboarding.models.person import Person
from onboarding.packets import freezing
from onboarding.queries import packets as found
from onboarding.queries.packet_shares import Verdict
from onboarding.roles import StaffRole
from onboarding.rules.packet_lines import tally
from onboarding.services import (
    links,
    packet_answers,
    packet_builds as builds,
    packet_opening,
    packet_shares,
    packets,
    people,
)
from onboarding.services.change import SYSTEM, Actor
from onboarding.services.packet_answers import Said
from onboarding.services.packet_shares import Recipient
from onboarding.services.people import PersonFacts
from tests.packets.issued import claim, make_building, make_definition
from tests.page import Page, fetch

READER = Actor(None, "visitor", "192.0.2.7")
PAT = Recipient("Pat Reader", "L&I, contract manager", "pat@lni.example.gov", None, None)
WHY = "Which day did the training end?"


def exception(about: str, says: str, out: bool = True) -> dict[str, Any]:
    return {"about": about, "says": says, "short": says, "out": out}


def told(*names: str) -> dict[str, Any]:
    """What a packet says of these people: the first has two exceptions, the COHE one."""
    people = [{"name": name, "role": "HSC", "stands": "On staff", "exceptions": []} for name in names]
    if people:
        people[0]["exceptions"] = [
            exception("Training", "Additional training is overdue."),
            exception("Reference", "One is missing.", out=False),
        ]
    return {
        "people": people,
        "exceptions": [exception("Staffing", "Too few HSCs.")],
        "exhibits": [],
        "rulebook": "v",
        "name": "Roster",
        "sections": ["roster"],
    }


def make_packet(
    cohe: Organisation, people: tuple[int, ...] = (), names: tuple[str, ...] = (), of: PacketDefinition | None = None
) -> Packet:
    """An issued packet of these people."""
    packet = make_building(cohe, of or make_definition(cohe))
    kept = {"people": list(people), "named": list(people), "exhibits": []}
    builds.freeze(claim(packet.id), freezing.written({"told": told(*names), "kept": kept}), people, tally(told(*names)))
    packets.issue(SYSTEM, cohe, packet.id)
    builds.finish(claim(packet.id), b"%PDF-1.7 of " + str(packet.id).encode(), 5)
    row = found.one(cohe.id, packet.id)
    assert row
    return row


def make_share(cohe: Organisation, packet: Packet | None = None, **otherwise: Any) -> PacketShare:
    """A link to a packet, for Pat."""
    packet = packet or make_packet(cohe)
    return packet_shares.share(SYSTEM, cohe, packet.id, PAT._replace(**otherwise))


def token(share: PacketShare) -> str:
    return links.token_of(packet_shares.PURPOSE, share.nonce)


def opened(share: PacketShare, passphrase: str | None = None) -> int:
    """The number of the use by which Pat opened the packet."""
    return packet_opening.open_packet(READER, token(share), passphrase).id


def line(share: PacketShare, place: str = "cohe/exception-1") -> str:
    """The key of the line at a place."""
    return next(key for key in packet_answers.lines_of(share.packet) if key.split("@")[0] == place)


def ask(share: PacketShare, place: str = "cohe/exception-1", text: str = WHY, use: int | None = None) -> None:
    """Have Pat ask about a line of which nothing was said."""
    said = Said(line(share, place), Verdict.QUESTION, text, 0)
    packet_answers.answer(READER, token(share), use or opened(share), [said])


def has_address(person: Person, address: str) -> None:
    """Have it recorded that this is the person's address."""
    people.edit_person(SYSTEM, person, PersonFacts(person.name, StaffRole.HSC, address), person.revision)


def open_page(client: FlaskClient, share: PacketShare, **typed: str) -> Page:
    """The page of the packet, opened as Pat does."""
    return fetch(client, f"/shared-packets/{token(share)}").submit(**typed)
