"""What readers of the packets before asked or objected, and what was answered; what is still open says so."""

from collections.abc import Mapping
from typing import Any

from onboarding.packets.paper import sheet
from onboarding.packets.sheet import Sheet


def made(told: Mapping[str, Any]) -> Sheet:
    """One table."""
    return sheet("questions", "Questions since the last packet", "questions.html", it=told)
