"""The cover: whose packet it is, of which period, as of which day, issued by whom."""

from collections.abc import Mapping
from typing import Any

from onboarding.packets.paper import sheet
from onboarding.packets.sheet import Sheet


def made(told: Mapping[str, Any]) -> Sheet:
    """The first page. Its number is stamped on it, so that it need not be laid out again under another."""
    return sheet("cover", "Cover", "cover.html", it=told)
