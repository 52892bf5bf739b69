"""Every PDF of ours keeps what it claims, as far as a checker here can tell."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from onboarding.packets import answer_sheet, determination, letter, timeline
from onboarding.packets.render import render
from tests.packets import make
from tests.packets.lasting import CLAIM, faults
from tests.rules.make import vaguely

ON = date(2026, 11, 22)
TEXT = "Dear Ana,\n\nWe decided. See https://example.org/x?y=1, and\nwrite to us.\n\nSam"
CAREER = timeline.drawn(
    [timeline.Worked("Medical Assistant, Valley Clinic", vaguely("2018-03-15"), vaguely("2021-05-14"), True, True)],
    ON,
    {3: date(2021, 3, 14)},
    degrees=[("Bachelor of Science", vaguely("2016-06-10"))],
)
PAPERS: dict[str, Callable[[], bytes]] = {
    "determination": lambda: determination.printed(make.determination(career=CAREER)),
    "determination of little": lambda: determination.printed(
        make.determination(evidence=(), rulings=(), paths=(), jobs=(), degrees=())
    ),
    "determination of much": lambda: determination.printed(
        make.determination(evidence=tuple(make.ANA.evidence[place % 3] for place in range(80)))
    ),
    "letter": lambda: letter.printed("Valley COHE", "Ana Ruiz", ON, "Your application", TEXT),
    "answer sheet": lambda: answer_sheet.printed(
        "Ana Ruiz", "Valley COHE", ON, [("Name", "Ana"), ("NPI", None), ("Fax", "")], {"NPI": "there is none"}
    ),
}


@pytest.mark.parametrize("what", PAPERS)
def test_what_it_claims_holds(what: str, tmp_path: Path) -> None:
    assert faults(PAPERS[what](), tmp_path) == []


PAGE = '<!doctype html><html lang="en"><head><title>A page</title></head><body><h1>A</h1>{}</body></html>'
PLANTED = {
    "a picture without a text": ('<svg width="9" height="9"><rect width="9" height="9"/></svg>', "FIG"),
    "a skipped heading": ("<h4>B</h4><p>c</p>", "HDG"),
    "an address that is no link": ("<p>See https://example.org/x</p>", "LNK-010"),
}


@pytest.mark.parametrize("what", PLANTED)
def test_what_does_not_hold_is_found(what: str, tmp_path: Path) -> None:
    body, rule = PLANTED[what]
    found = faults(render(PAGE.format(body), {}), tmp_path)
    assert [each for each in found if each.startswith(rule)], found


def test_header_cells_without_their_scope_and_a_claim_that_is_gone_are_found(tmp_path: Path) -> None:
    table = "<table><thead><tr><th>A<th>B<th>C<tbody><tr><th>a<td>b<td>c<tr><th>d<td>e<td>f<tr><th>g<td>h<td>i</table>"
    pdf = render(PAGE.format(table), {})
    assert faults(pdf, tmp_path) == []
    into = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        for each in document.objects:
            if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/TH":
                del each.A
        document.Root.Metadata.write(CLAIM.sub(b"", document.Root.Metadata.read_bytes()))
        document.save(into)
    found = faults(into.getvalue(), tmp_path)
    assert "no claim of PDF/UA" in found
    assert any(each.startswith("TBL-002") for each in found)
