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
    letter,
    person,
    questions,
    roster,
    rulings,
    staffing,
)
from onboarding.packets.sheet import Sheet
from onboarding.rules.packet_contents import PEOPLE, Section, blocks

ONE = {
    Section.CHANGES: changes.made,
    Section.ROSTER: roster.made,
    Section.STAFFING: staffing.made,
    Section.RULINGS: rulings.made,
    Section.GLOSSARY: glossary.made,
}


def composed(content: Mapping[str, Any]) -> list[Sheet]:
    """Everything but summary and contents, which say on which page each of these begins, and stand after the first.

    The sections stand as the definition has them; the exceptions after them, before a glossary that is the last.
    """
    told = content["told"]
    order = blocks(told["sections"])
    last = [order.pop()] if order[-1:] == [Section.GLOSSARY] else []
    found = [cover.made(content), *letter.made(told)]
    if told.get("questions"):
        found.append(questions.made(told))
    for place, each in enumerate(order):
        if each == PEOPLE:
            found += person.made(told, under=order[place - 1 : place] == [Section.ROSTER])
        else:
            found.append(ONE[Section(each)](told))
    found += [exceptions.made(told), *(ONE[Section(each)](told) for each in last), checking.made(told)]
    return [*found, *([evidence.made(told)] if told["exhibits"] else []), *exhibit.made(content)]
