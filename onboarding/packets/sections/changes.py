"""What changed since the last packet of the same definition."""

from collections.abc import Mapping
from typing import Any

from onboarding.packets.paper import sheet
from onboarding.packets.sheet import Sheet


def made(told: Mapping[str, Any]) -> Sheet:
    """Each difference in a line."""
    return sheet("changes", "What changed since the last packet", "changes.html", it=told)
