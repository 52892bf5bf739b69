"""The picture of the time for the additional training: a lane for each option, in places that follow from the days."""

from datetime import timedelta

import pytest

from onboarding.packets.timeline import NARROW, WIDE
from onboarding.packets.training_window import Window, drawn
from onboarding.rules.facts import Activity
from onboarding.rules.training import train
from onboarding.rules.training_options import options
from tests.rules.ask import NONE
from tests.rules.make import day, make_content, make_orientation, make_trainee

HIRED = day("2026-01-15")  # due on Wednesday, July 15


def picture(*activities: Activity, as_of: str = "2026-03-02", width: int = WIDE) -> Window:
    judged = train(make_trainee(*activities), NONE, day(as_of)).claimed.additional
    return drawn(options(judged), HIRED, day(as_of), width)


def labels(found: Window) -> list[str]:
    return [lane.label.text for lane in found.lanes]


def test_each_option_says_how_it_stands() -> None:
    assert labels(picture(make_orientation("2026-02-03"))) == [
        "Approved content: start by Jun 30, 2026",
        "L&I orientation: done Feb 3, 2026",
        "Shadowing: start by Jul 8, 2026",
        "HSC conference: start by Jun 30, 2026",
    ]
    assert labels(picture(as_of="2026-07-16"))[2:] == [
        "Shadowing: late if done now",
        "HSC conference: no longer possible",
    ]


def test_only_a_conference_does_not_count_late() -> None:
    shades = [[str(box.shade) for box in lane.boxes] for lane in picture().lanes]
    assert shades == [["start", "quick", "late"]] * 3 + [["start", "quick"]]
    assert [[box.shade for box in lane.boxes] for lane in picture(make_content("2026-02-03")).lanes][1:] == [[], [], []]


def test_what_each_pattern_means_is_told_of_those_that_are_there() -> None:
    assert [label.text for _, label in picture().keys] == ["can be started", "little time left", "late"]


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("after", [0, 100, 181, 250, 4000])
def test_everything_is_within_the_picture_whatever_the_day(width: int, after: int) -> None:
    found = picture(as_of=str(HIRED + timedelta(after)), width=width)
    for lane in found.lanes:
        for box in lane.boxes:
            assert box.x >= 0
            assert box.width > 0
            assert box.x + box.width <= width + 2
    assert all(0 <= mark.x <= width for mark in found.marks)
    assert all(label.y <= found.height for _, label in found.keys)


def test_today_is_marked_where_it_is_on_the_picture() -> None:
    assert [mark.label.text for mark in picture().marks] == ["Today, Mar 2, 2026", "Due Jul 15, 2026"]
    assert [mark.label.text for mark in picture(as_of="2030-01-01").marks] == ["Due Jul 15, 2026"]


def test_months_are_named() -> None:
    assert [month.text for month in picture().months] == ["Feb", "Mar", "Apr", "May", "Jun", "Jul"]
