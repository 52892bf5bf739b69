"""A preview: the packet as its definition would have it, of people who do not exist. Marked on every page, unsigned.

The people are of the sample world, as a packet of it told of them; nothing is asked of the COHE's own records. It is
no packet: it has no number, is signed by nobody and kept nowhere.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

from onboarding.models.organisation import Organisation
from onboarding.models.packet import Evidence, Files, PacketDefinition, Whom
from onboarding.packets import heading, laying_out
from onboarding.packets.exhibits import PROVES, SAMPLE, Shown
from onboarding.queries.evidence import Proves
from onboarding.queries.packets import Days
from onboarding.rules.packet_contents import OF_A_PERSON, Section
from onboarding.services.files import sha256

PEOPLE = Path(__file__).with_name("sample_people.json")
MARK = "Preview with sample people"
NUMBER = "PREVIEW"
# What is only said where its section was asked for.
SAID = {Section.DETERMINATION: "determination", Section.CREDENTIALS: "credentials", Section.TRAINING: "training",
        Section.REMINDERS: "reminders"}  # fmt: skip
Content = dict[str, Any]


def preview(organisation: Organisation, definition: PacketDefinition, days: Days) -> bytes:
    """The PDF."""
    content, of = sampled(organisation, definition, days), organisation.id
    return laying_out.unsigned(content, of, lambda _done, _of: None, MARK)


def sampled(organisation: Organisation, definition: PacketDefinition, days: Days) -> Content:
    """What it says: the sections and the look of the definition, and the facts of the sample."""
    sample = _sample()
    sections = [Section(each) for each in definition.sections]
    people = [] if definition.whom is Whom.NOBODY else sample["people"]
    people = people[:1] if definition.whom is Whom.PERSON or definition.files is Files.EACH else people
    shown = [_exhibit(people[0], days)] if people and definition.evidence is not Evidence.NONE else []
    look = heading.look(organisation)
    told = {
        **heading.headed(organisation, definition, days, sample["rulebook"]),
        "number": NUMBER,
        "people": [_only(person, sections) for person in people],
        "staffing": sample["staffing"] if Section.STAFFING in sections else None,
        "rulings": sample["rulings"] if Section.RULINGS in sections else [],
        "exceptions": sample["exceptions"] if Section.STAFFING in sections else [],
        "exhibits": [each.told for each in shown],
        "issued": {"by": MARK, "on": days.as_of.isoformat(), "at": days.as_of.isoformat()},
        "changes": {"before": None, "lines": []} if Section.CHANGES in sections else None,
        **look.told,
    }
    return {"told": told, "kept": {"people": [], "named": [], "exhibits": [each.kept for each in shown], **look.kept}}


def _exhibit(person: Content, days: Days) -> Shown:
    """A paper that nobody wrote, as evidence is shown."""
    day, name = days.as_of.isoformat(), sha256(SAMPLE.read_bytes())
    told = {
        "number": 1,
        "person": person["name"],
        "title": "Sample of a letter",
        "proves": [PROVES[Proves.JOB]],
        "dated_on": day,
        "received_on": day,
        "sha256": name,
        "state": "",
        "checked": None,
        "redacted": None,
        "pages": 1,
        "left_out": None,
    }
    return Shown(told, {"person": None, "item": None, "sample": True, "pages": [{"sha256": name, "kind": "png"}]})


def _only(person: Content, sections: list[Section]) -> Content:
    """Of a person what these sections say."""
    without = {SAID[each] for each in OF_A_PERSON if each not in sections}
    return {key: value for key, value in person.items() if key not in without}


@cache
def _sample() -> Content:
    found: Content = json.loads(PEOPLE.read_text())
    return found
