"""Reading what a packet was frozen as: who has which exceptions, and which exhibits could not be included."""

from collections.abc import Mapping
from typing import Any

from onboarding.rules.packet_lines import ORDER, stands

Who = tuple[str, str] | None  # the key of somebody's sheet, and their name; None for the COHE as a whole
Line = Mapping[str, Any]


def person_key(place: int) -> str:
    """The key of the sheet of the person at that place, from 1."""
    return f"person-{place}"


def exceptions(told: Mapping[str, Any]) -> list[tuple[Who, Line]]:
    """Every exception with whose it is; the worst first, then by person."""
    every: list[tuple[Who, Line]] = [(None, each) for each in told["exceptions"]]
    for place, person in enumerate(told["people"], start=1):
        every += [((person_key(place), person["name"]), each) for each in person["exceptions"]]
    return sorted(every, key=lambda pair: ORDER.index(stands(pair[1])))


def left_out(told: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The exhibits that could not be included."""
    return [each for each in told["exhibits"] if each["left_out"]]
