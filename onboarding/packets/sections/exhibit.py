"""One piece of evidence: what it shows, who verified it and its hash, and then its pages as pictures."""

from collections.abc import Iterator, Mapping
from typing import Any

from onboarding.packets.paper import sheet
from onboarding.packets.sheet import Sheet


def made(content: Mapping[str, Any]) -> Iterator[Sheet]:
    """A sheet for each item, those too that could not be included."""
    told = content["told"]
    for exhibit, kept in zip(told["exhibits"], content["kept"]["exhibits"], strict=True):
        names = {f"{place}.{page['kind']}": page["sha256"] for place, page in enumerate(kept["pages"], start=1)}
        yield _sheet(told["cohe"], exhibit, names)


def without(told: Mapping[str, Any], exhibit: Mapping[str, Any], because: str) -> Sheet:
    """The same of one whose pictures could not be printed after all."""
    return _sheet(told["cohe"], {**exhibit, "left_out": because, "pages": 0}, {})


def _sheet(cohe: str, exhibit: Mapping[str, Any], pictures: Mapping[str, str]) -> Sheet:
    title = f"Exhibit {exhibit['number']}: {exhibit['title']}"
    filled = {"exhibit": exhibit, "names": list(pictures)}
    return sheet(f"exhibit-{exhibit['number']}", title, "exhibit.html", {"cohe": cohe}, 1, pictures, **filled)
