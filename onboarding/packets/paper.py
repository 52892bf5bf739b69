"""Templates of packets, filled: HTML for `render`, and the assets that it names. Everything filled in is escaped."""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from onboarding.packets.sheet import SHEET_STYLE, Sheet
from onboarding.rules.packet_lines import stands
from onboarding.rules.wording import count, figure, long_day, quarter, short_day, spoken

ROOT = Path(__file__).parents[2]
ADDRESS = re.compile(r"(https?://[^\s<>]*[^\s<>.,;:!?)\]'\"])")
STYLE = ROOT / "static" / "packet.css"


def html(template: str, **filled: object) -> str:
    """The document. A name that the template uses and nobody filled in raises, rather than print nothing."""
    return _environment().get_template(template).render(**filled)


def assets() -> dict[str, bytes]:
    """What every document may name."""
    return {STYLE.name: STYLE.read_bytes()}


def sheet(
    key: str,
    heading: str,
    template: str,
    it: Mapping[str, Any],
    depth: int = 0,
    pictures: Mapping[str, str] | None = None,
    **filled: Any,
) -> Sheet:
    """A section of a packet. `it`: what was frozen, or as much of it as the section says."""
    document = html(f"sections/{template}", it=it, heading=heading, **filled)
    return Sheet(key, heading, document, depth, pictures or {})


def sheet_assets() -> dict[str, bytes]:
    """What every section of a packet may name."""
    return {SHEET_STYLE.name: SHEET_STYLE.read_bytes()}


@cache
def _environment() -> Environment:
    found = Environment(
        loader=FileSystemLoader([ROOT / "templates" / "packets", ROOT / "templates"]),  # and what pages are made of too
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters |= {
        "day": long_day,
        "short_day": short_day,
        "spoken": spoken,
        "addresses": ADDRESS.split,
        "figure": figure,
        "quarter": quarter,
        "iso": _iso,
        "stands": stands,
        "counted": _counted,
        "day_of": _long,
    }
    return found


def _iso(text: str) -> str:
    """A day that is kept as text, for a narrow column."""
    return short_day(date.fromisoformat(text))


def _long(text: str) -> str:
    """The same in a sentence."""
    return long_day(date.fromisoformat(text))


def _counted(number: int, what: str, several: str | None = None) -> str:
    return count(number, what, several)
