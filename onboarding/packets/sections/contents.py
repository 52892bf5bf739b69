"""The table of contents, with the page on which each section begins."""

from collections.abc import Mapping, Sequence
from typing import Any

from onboarding.packets.paper import sheet
from onboarding.packets.sheet import Sheet


def made(told: Mapping[str, Any], sheets: Sequence[Sheet], pages: Mapping[str, int]) -> Sheet:
    """The third page, and more of a long packet."""
    listed = [each for each in sheets if each.key not in ("cover", "contents")]
    return sheet("contents", "Contents", "contents.html", it=told, sheets=listed, pages=pages)
