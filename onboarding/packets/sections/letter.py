"""The cover letter of the COHE, in its own words."""

from collections.abc import Iterator, Mapping
from typing import Any

from onboarding.packets.paper import sheet
from onboarding.packets.sheet import Sheet


def made(told: Mapping[str, Any]) -> Iterator[Sheet]:
    """One page or more, where the definition has one."""
    if told.get("letter"):
        yield sheet("letter", "Cover letter", "letter.html", it={"cohe": told["cohe"]}, paragraphs=told["letter"])
