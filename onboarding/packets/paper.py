"""Templates of packets, filled: HTML for `render`, and the assets that it names. Everything filled in is escaped."""

import re
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from onboarding.rules.wording import figure, long_day, quarter, short_day, spoken

ROOT = Path(__file__).parents[2]
ADDRESS = re.compile(r"(https?://[^\s<>]*[^\s<>.,;:!?)\]'\"])")
STYLE = ROOT / "static" / "packet.css"


def html(template: str, **filled: object) -> str:
    """The document. A name that the template uses and nobody filled in raises, rather than print nothing."""
    return _environment().get_template(template).render(**filled)


def assets() -> dict[str, bytes]:
    """What every document may name."""
    return {STYLE.name: STYLE.read_bytes()}


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
    }
    return found
