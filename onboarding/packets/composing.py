"""The sections of a packet in their order, from what was frozen."""

from collections.abc import Mapping
from typing import Any

from onboarding.packets.sections import (
    changes,
    checking,
    cover,
    evidence,
    exceptions,
    exhibit,
    glossary,
    person,
    questions,
    roster,
    rulings,
    staffing,
)
from onboarding.packets.sheet import Sheet
from onboarding.rules.packet_contents import Section

ONE = {
    Section.CHANGES: changes.made,
    Section.ROSTER: roster.made,
    Section.STAFFING: staffing.made,
    Section.RULINGS: rulings.made,
    Section.GLOSSARY: glossary.made,
}


def composed(content: Mapping[str, Any]) -> list[Sheet]:
    """Everything but summary and contents, which say on which page each of these begins, and stand after the first."""
    told = content["told"]
    found = [cover.made(told)]
    found += [ONE[each](told) for each in (Section.CHANGES, Section.ROSTER) if each in told["sections"]]
    if told.get("questions"):
        found.append(questions.made(told))
    found += person.made(told)
    found += [ONE[each](told) for each in (Section.STAFFING, Section.RULINGS) if each in told["sections"]]
    found.append(exceptions.made(told))
    if Section.GLOSSARY in told["sections"]:
        found.append(ONE[Section.GLOSSARY](told))
    found.append(checking.made(told))
    return [*found, *([evidence.made(told)] if told["exhibits"] else []), *exhibit.made(content)]
