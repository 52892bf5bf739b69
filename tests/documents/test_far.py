"""What describes more than it holds is refused before it is built, with the place and what to do; honest files are not.

Run here and not apart, so that a test of a limit takes as long as the limit lets it.
"""

import io
import time

import pikepdf
import pytest

from onboarding.documents import child, drawing
from onboarding.documents.inspection import HEADER_LENGTH
from onboarding.documents.kinds import Refusal, RefusedFileError
from tests.documents import far

LONGEST = 2.0  # seconds of the processor; what is built takes ten times as long


def header(data: bytes) -> str:
    """What the reading says first."""
    began = time.process_time()
    length, said, *_ = child.read(data)
    assert int.from_bytes(length, "big") == len(said)
    assert len(length) == HEADER_LENGTH
    assert time.process_time() - began < LONGEST
    return said.decode()


@pytest.mark.parametrize("what", {**far.BEYOND, **far.SPANS})
def test_what_reaches_too_far_is_refused_before_it_is_built(what: str) -> None:
    said = header({**far.BEYOND, **far.SPANS}[what])
    assert f'"refused": "{Refusal.TOO_FAR}"' in said
    assert "and send that." in said
    assert ("Sheet 1" if what in far.BEYOND else "A table in the document") in said


def test_what_is_nested_too_deep_is_refused() -> None:
    assert "more than 200 things within one another" in header(far.NESTED)


@pytest.mark.parametrize("what", far.HONEST)
def test_what_every_program_writes_is_taken(what: str) -> None:
    _, said, *_ = child.read(far.HONEST[what])
    assert b'"refused"' not in said


def test_what_lies_beyond_the_size_that_a_sheet_says_it_has_is_shown() -> None:
    rows = far.row("1", "A1") + '<row r="9"><c r="C9" t="str"><v>expelled</v></c></row>'
    assert "expelled" in header(far.workbook(rows, before='<dimension ref="A1:A1"/>'))


@pytest.mark.parametrize(
    ("notes", "referred", "within"),
    [
        (2_000, 1, ""),  # whose part was read again for each
        (2, 2_000, ""),
        (3, 1, '<w:r><w:footnoteReference w:id="1"/></w:r>'),  # the second refers to itself
        (3, 1, '<w:r><w:footnoteReference w:id="7"/></w:r>'),  # which is not there
    ],
)
def test_notes_are_said_once_each_however_often_they_are_referred_to(notes: int, referred: int, within: str) -> None:
    said = header(far.with_notes(notes, referred, within))
    assert [said.count(f"note number {number}.") for number in (0, 1, notes - 1)] == [1, 1, 1]


@pytest.mark.parametrize("what", far.HEAVY)
def test_more_than_is_drawn_is_refused_before_it_is_drawn(what: str) -> None:
    place, data = far.HEAVY[what]
    began = time.process_time()
    with pikepdf.open(io.BytesIO(data)) as pdf, pytest.raises(RefusedFileError) as refused:
        drawing.check(pdf)
    assert time.process_time() - began < LONGEST
    assert refused.value.reason is Refusal.BOMB
    assert str(refused.value).startswith(f"{place}: there is more to draw than is drawn of one ")
    assert str(refused.value).endswith("and send that.")


@pytest.mark.parametrize("what", far.DRAWN)
def test_what_people_draw_is_let_be(what: str) -> None:
    with pikepdf.open(io.BytesIO(far.DRAWN[what])) as pdf:
        drawing.check(pdf)
