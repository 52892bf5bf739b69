"""The rulings that the packet relies on, each with its paper."""

from collections.abc import Mapping
from typing import Any

from onboarding.packets.paper import sheet
from onboarding.packets.sheet import Sheet


def made(told: Mapping[str, Any]) -> Sheet:
    """Every ruling in force on the day as of which the packet is."""
    return sheet("rulings", "Rulings relied on", "rulings.html", it=told)
