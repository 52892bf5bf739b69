"""Every exception and everything that is missing, in full; never left out, and said where there is none."""

from collections.abc import Mapping
from typing import Any

from onboarding.packets.content import exceptions, left_out
from onboarding.packets.paper import sheet
from onboarding.packets.sheet import Sheet


def made(told: Mapping[str, Any]) -> Sheet:
    """The list, the worst first."""
    lines = [(who[1] if who else None, each) for who, each in exceptions(told)]
    title = "Exceptions, and what is missing"
    return sheet("exceptions", title, "exceptions.html", it=told, lines=lines, left_out=left_out(told))
