"""The time line of a career: where each bar lies, what is certain of it, and what is marked."""

import re
from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from onboarding.packets import paper
from onboarding.packets.determination import printed
from onboarding.packets.timeline import NARROW, WIDE, Picture, Shade, Worked, drawn
from tests import papers
from tests.packets.make import determination
from tests.rules.make import vaguely

ON = date(2026, 1, 1)


def job(
    start: str, end: str | None, certain: bool = True, possible: bool = True, name: str = "Nurse, Clinic"
) -> Worked:
    return Worked(name, vaguely(start), vaguely(end) if end else None, certain, possible)


def picture(*jobs: Worked, reached: Mapping[int, date] | None = None, width: int = WIDE, **more: Any) -> Picture:
    found = drawn(jobs, ON, reached or {}, width=width, **more)
    assert found
    return found


def test_there_is_no_picture_of_no_job() -> None:
    assert drawn([], ON, {}) is None


def test_a_bar_spans_its_days_and_its_name_stands_above() -> None:
    found = picture(job("2016-01-01", "2020-12-31"), job("2021-01-01", None))
    first, second = found.bars
    # Ten years across 758 units, from 1 to 759: half of them to the end of 2020.
    assert (first.boxes[0].x, second.boxes[0].x) == (1, pytest.approx(380, abs=1))
    assert second.boxes[0].x + second.boxes[0].width == pytest.approx(WIDE - 1, abs=1)
    assert (first.label.anchor, first.label.text) == ("start", "Nurse, Clinic")
    assert first.label.y < first.y < second.label.y


def test_what_is_certain_what_may_be_and_what_is_not_are_told_apart() -> None:
    vague = job("2016", "2019")  # surely from 2016-12-31 through 2019-01-01
    found = picture(vague, job("2020-01-01", None, certain=False), job("2020-01-01", None, False, False))
    assert [[box.shade for box in bar.boxes] for bar in found.bars] == [
        [Shade.POSSIBLE, Shade.CERTAIN],
        [Shade.POSSIBLE],
        [Shade.EXCLUDED],
    ]
    whole, sure = found.bars[0].boxes
    assert whole.x < sure.x
    assert sure.x + sure.width < whole.x + whole.width
    assert [key for key, _ in found.keys] == ["certain", "possible", "excluded"]


def test_days_that_are_not_certain_at_all_have_no_core() -> None:
    assert len(picture(job("2019", "2019")).bars[0].boxes) == 1  # from its last day through its first: none


def test_what_overlaps_is_seen() -> None:
    both = picture(
        job("2016-01-01", "2020-12-31"), job("2019-01-01", "2022-12-31"), job("2016-01-01", "2022-12-31", False, False)
    )
    (band,) = both.together  # 2019-01-01 through 2020-12-31
    assert band.x == both.bars[1].boxes[0].x
    assert band.x + band.width == pytest.approx(both.bars[0].boxes[0].x + both.bars[0].boxes[0].width, abs=0.2)
    assert picture(job("2016-01-01", "2018-12-31"), job("2019-01-01", None)).together == ()


def test_years_reached_and_the_degree_are_marked_in_order() -> None:
    found = picture(
        job("2010-01-01", None),
        reached={3: date(2012, 12, 31), 7: date(2016, 12, 31)},
        degrees=[("Bachelor of Science", vaguely("2014-06"))],
    )
    assert [mark.label.text for mark in found.marks] == [
        "Dec 31, 2012: 3 years reached",
        "Jun 2014: Bachelor of Science",
        "Dec 31, 2016: 7 years reached",
    ]
    assert [mark.x for mark in found.marks] == sorted(mark.x for mark in found.marks)


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("years", [1, 3, 12, 40, 80])
def test_years_are_written_as_far_as_there_is_room(width: int, years: int) -> None:
    found = picture(job(f"{2026 - years}-02-01", None), width=width)
    places = [label.x for label in found.years]
    assert all(later - earlier >= 30 for earlier, later in pairwise(places))
    assert found.years or years == 1
    assert all(0 < place < width for place in places)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_long_name_is_cut_and_said_in_full_elsewhere(width: int) -> None:
    name = "Interdisciplinary Return-to-Work Coordinator of the Third Kind, The Very Long Clinic of the Valley" * 2
    bar = picture(job("2025-12-01", None, name=name), job("2006-01-01", "2006-03-01"), width=width).bars[0]
    assert bar.label.text.endswith("…")
    assert len(bar.label.text) * 6.4 <= width
    assert bar.label.anchor == "end"
    assert bar.says == f"{name}, Dec 1, 2025 to now"


def test_days_at_the_end_of_the_calendar_are_drawn() -> None:
    assert picture(job("0001", "9999-12"), job("9999-12-30", None))


def test_it_stands_on_the_page_of_a_determination() -> None:
    career = picture(
        job("2018-03-15", "2021-05-14"), reached={3: date(2021, 3, 14)}, degrees=[("BSc", vaguely("2016-06-10"))]
    )
    said = papers.read(printed(determination(career=career, jobs=(), degrees=())))
    assert len(said.pages) == 1
    for words in ("Nurse, Clinic", "Mar 14, 2021: 3 years reached", "Jun 10, 2016: BSc", "2019"):
        assert words in said.text
    assert "<svg" not in paper.html("determination.html", it=determination())


def test_its_words_are_dark_on_light_whatever_lies_behind_them() -> None:
    found = picture(job("2016-01-01", "2020-12-31"), job("2019", None), reached={3: date(2018, 12, 31)})
    svg = paper.html("determination.html", it=determination(career=found)).partition("<svg")[2].partition("</svg>")[0]
    assert 'fill="#1b1b1b"' in svg.partition(">")[0]
    assert "<text" in svg
    assert not re.search(r"<text[^>]*(fill|stroke|opacity)=", svg)
    assert set(re.findall(r'<rect[^>]*y="18"[^>]*fill="(#[0-9a-f]{6})"', svg)) == {"#d9e8f6"}  # 13 to 1
