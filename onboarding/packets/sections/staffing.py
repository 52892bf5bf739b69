"""The staffing worksheet: where the COHE stands with each line of L&I's, with the arithmetic and its sources."""

from collections.abc import Mapping
from typing import Any

from onboarding.packets.paper import sheet
from onboarding.packets.sheet import Sheet


def made(told: Mapping[str, Any]) -> Sheet:
    """One worksheet."""
    sources = list(dict.fromkeys(each for line in told["staffing"]["lines"] for each in line["source"]))
    return sheet("staffing", "Staffing worksheet", "staffing.html", it=told, sources=sources)
