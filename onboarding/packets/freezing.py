"""What a packet says, put together once: whom it is about, every section's facts, the exceptions, the evidence.

Plain JSON from the same questions as the pages. `told` is printed, and goes with the packet as data. `kept` stays here:
whose each part is, and where the pictures of the evidence lie.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from onboarding import clock
from onboarding.models.organisation import Organisation
from onboarding.models.packet import Packet, PacketDefinition
from onboarding.packets import asked, exhibits, parting, seen
from onboarding.packets.changes import since
from onboarding.packets.heading import headed, look
from onboarding.queries import (
    packet_evidence,
    packet_exceptions,
    packet_people,
    packet_person,
    packet_rulings,
    packet_staffing,
    packets as found,
)
from onboarding.queries.packet_determination import latest
from onboarding.queries.packet_text import cleaned
from onboarding.queries.packets import Days
from onboarding.rules.packet_contents import Section
from onboarding.rules.packet_lines import tally
from onboarding.rules.rulings import Rulings
from onboarding.services import packets
from onboarding.services.packet_parts import Frozen, Reserved

Content = dict[str, Any]


def gathered(organisation: Organisation, definition: PacketDefinition, law: Rulings, days: Days) -> Content:
    """What a packet for these days would say, without its number; the page that shows it before the issue asks too."""
    people = packet_people.chosen(definition, days.first, min(days.last, days.as_of))
    sections = [Section(each) for each in definition.sections]
    shape = look(organisation)
    told: Content = {
        **headed(organisation, definition, days, law.book.version),
        **shape.told,
        "people": [packet_person.told(organisation, each, law, days.as_of, definition.sections) for each in people],
        "staffing": None,
        "rulings": packet_rulings.in_force(organisation, law, days.as_of) if Section.RULINGS in sections else [],
        "exceptions": [],
    }
    named = {each.id for each in people}
    if Section.STAFFING in sections:
        last = min(days.last, days.as_of)
        told["staffing"] = packet_staffing.worksheet(organisation, law, last, days.as_of)
        told["exceptions"] = packet_exceptions.staffing(told["staffing"])
        named |= {each.id for each in packet_staffing.people(organisation, last)}
    shown = [
        exhibits.shown(each, item, proves)
        for each in people
        for item, proves in packet_evidence.of_person(each, latest(each, days.as_of), definition.evidence)
    ]
    papers = packet_rulings.papers(organisation, days.as_of) if Section.RULINGS in sections else ()
    shown += [exhibits.of_paper(each) for each in papers]
    told["exhibits"] = [{"number": place, **each.told} for place, each in enumerate(shown, start=1)]
    kept = {
        "people": [each.id for each in people],
        "named": sorted(named),
        "exhibits": [each.kept for each in shown],
        "sizes": [each.size for each in shown],
        "revision": definition.revision,
        **shape.kept,
    }
    return {"told": cleaned(told), "kept": kept}


def frozen(packet: Packet, organisation: Organisation, law: Rulings) -> Content:
    """The same of a packet that is built: with its number, who issues it, and what changed since the one before."""
    definition = packet.definition
    whole = gathered(organisation, definition, law, Days(packet.first_on, packet.last_on, packet.as_of))
    told = whole["told"]
    told["number"] = found.number(organisation.slug, packet.number)
    told["issued"] = {
        "by": _asked_by(packet),
        "on": clock.day_of(packet.asked_at).isoformat(),
        "at": packet.asked_at.isoformat(timespec="seconds"),
    }
    told["changes"] = _changes(packet, organisation, whole) if Section.CHANGES in definition.sections else None
    questions = asked.before(packet, organisation)
    if questions.told:
        told["questions"] = cleaned(questions.told)
        named = {id for about in questions.about for id in about}
        whole["kept"]["named"] = sorted({*whole["kept"]["named"], *named})
        whole["kept"]["questions"] = questions.about
        whole["kept"]["in_each"] = questions.in_each
    return whole


def unseen(packet: Packet, whole: Content) -> list[str]:
    """What of it nobody has looked at yet, against the last packet of the same definition."""
    earlier = found.before(packet)
    stands = earlier is not None and earlier.state in packets.STANDING
    return seen.unseen(read(packets.content(earlier)) if earlier and stands else None, whole)


def _asked_by(packet: Packet) -> str:
    if packet.turn:
        return "Automatically, after each quarter"
    return packet.asked_by.name if packet.asked_by else "the system administrator"


def parts(packet: Packet, organisation: Organisation, whole: Content, reserved: Sequence[Reserved]) -> Iterator[Frozen]:
    """What each file says of a packet that is a file for each person; `reserved` in the order of its people."""
    earlier = found.before(packet)
    before = read(packets.content(earlier)) if earlier else None
    people = whole["kept"]["people"]
    for place, (id, to_be) in enumerate(zip(people, reserved, strict=True), start=1):
        content = parting.of_person(whole, id)
        told = content["told"]
        told["whole"] = {"number": told["number"], "place": place, "of": len(people)}
        told["number"] = found.number(organisation.slug, to_be.number)
        if before and told["changes"]:
            told["changes"] = {**told["changes"], "lines": since(parting.of_person(before, id), content)}
        yield Frozen(to_be.packet_id, id, written(content), tally(told))


def written(content: Content) -> bytes:
    """The one way to write it: its hash is that of these bytes."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def read(data: bytes) -> Content:
    """What was frozen."""
    content: Content = json.loads(data)
    return content


def _changes(packet: Packet, organisation: Organisation, now: Content) -> Content:
    before = found.before(packet)
    if before is None:
        return {"before": None, "lines": []}
    earlier = read(packets.content(before))
    number = found.number(organisation.slug, before.number)
    return {"before": {"number": number, "as_of": before.as_of.isoformat()}, "lines": since(earlier, now)}
