"""How to check the packet: what it was made from, what is attached, and what was left out on purpose."""

from collections.abc import Mapping
from typing import Any

from onboarding.packets.paper import sheet
from onboarding.packets.sheet import Sheet


def made(told: Mapping[str, Any]) -> Sheet:
    """One page. No hash of what is attached stands on it: that hangs on the packet's number, and this page does not."""
    return sheet("checking", "How to check this packet", "checking.html", it=told)
