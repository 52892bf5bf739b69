"""The cover: whose packet it is, of which period, as of which day, issued by whom."""

from base64 import b64decode
from collections.abc import Mapping
from typing import Any

from onboarding.packets.paper import sheet
from onboarding.packets.sheet import Sheet

LOGO = "logo.png"


def made(content: Mapping[str, Any]) -> Sheet:
    """The first page. Its number is stamped on it, so that it need not be laid out again under another."""
    told = content["told"]
    look = told.get("look") or {}
    pictures = {LOGO: look["logo"]} if look.get("logo") else {}
    return sheet("cover", "Cover", "cover.html", it=told, pictures=pictures, look=look, logo=LOGO if pictures else None)


def logo(content: Mapping[str, Any]) -> dict[str, bytes]:
    """The picture that the cover shows."""
    return {LOGO: b64decode(content["kept"]["logo"])}
