"""The list of the exhibits: what each is, who verified it, and how much of it is shown."""

from collections.abc import Mapping
from typing import Any

from onboarding.packets.paper import sheet
from onboarding.packets.sheet import Sheet


def made(told: Mapping[str, Any]) -> Sheet:
    """One table, before the exhibits."""
    return sheet("evidence", "Evidence", "evidence.html", it=told)
