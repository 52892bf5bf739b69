"""Page 2 as it is laid out: one page, however many exceptions there are, and each list that is cut says so."""

from typing import Any

import pypdfium2
import pytest

from onboarding.packets import paper, readback
from onboarding.packets.rendering import laid_out, renderer
from onboarding.packets.sections import summary
from onboarding.packets.sections.summary import MOST

PEOPLE = 48
PAGES = {"cover": 1, "summary": 2, "contents": 3, "exceptions": 61, **{f"person-{at}": 4 + at for at in range(1, 49)}}
SAYS = "152 days overdue: complete the additional training by one of the two options of L&I."


def line(stand: str) -> dict[str, Any]:
    return {"about": "L&I account", "says": SAYS, "short": SAYS, "out": stand == "out", "unknown": stand == "unknown"}


def told(out: int, unknown: int, open_: int) -> dict[str, Any]:
    """So many of 48 people, whose names are as wide as they are cut, have an exception of each kind."""
    many = {"out": out, "unknown": unknown, "open": open_}
    people = [
        {
            "name": f"WILHELMINA MOMMSEN-WAGNER {number}",
            "exceptions": [line(stand) for stand, of in many.items() if number < of],
        }
        for number in range(PEOPLE)
    ]
    known = {"cohe": "Valley COHE", "about": "This is the COHE’s own evidence.", "as_of": "2026-11-30"}
    exhibits = [{"left_out": "It has no pages that can be printed.", "title": "Letter"}]
    return {**known, "people": people, "exceptions": [line("out")], "exhibits": exhibits, "number": "VALLEY-0001"}


def page_two(of: dict[str, Any]) -> bytes:
    sheet = summary.made(of, PAGES)
    with renderer() as by:
        (pdf,) = laid_out([(sheet.html, paper.sheet_assets())], by)
    return pdf


@pytest.mark.parametrize(
    ("many", "says"),
    [
        ((9, 8, PEOPLE), ["Not in order: 10", "Can’t tell yet: 8", "Open: 48", "And 41 more, on page 61."]),
        ((PEOPLE, PEOPLE, PEOPLE), ["Not in order: 49", "And 24 more, on page 61.", "Can’t tell yet: 48", "Open: 48"]),
    ],
)
def test_with_all_three_lists_full_it_stays_one_page_and_says_how_many_more(
    many: tuple[int, int, int], says: list[str]
) -> None:
    pdf = page_two(told(*many))
    (text,) = readback.read(pdf).pages
    plain = " ".join(text.split())
    assert [each for each in says if each not in plain] == []
    assert plain.count("WILHELMINA") + plain.count("The COHE") == MOST
    with pypdfium2.PdfDocument(pdf) as document:
        assert len(document) == 1
    no_room = "There is no room for them here. They begin on page 61."
    assert plain.count(no_room) == (2 if many[0] == PEOPLE else 0)  # an empty list would read as nothing
    assert "Nothing." not in plain
