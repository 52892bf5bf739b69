"""The roster: who is in the packet, in which role and since when, with how much time and which account at L&I."""

from collections.abc import Mapping
from typing import Any

from onboarding.packets.paper import sheet
from onboarding.packets.sheet import Sheet


def made(told: Mapping[str, Any]) -> Sheet:
    """One table."""
    return sheet("roster", "Roster", "roster.html", it=told)
