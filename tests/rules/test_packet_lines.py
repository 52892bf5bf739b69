"""The lines of a packet: each has a key of its own, for as long as it says the same; and by when it is answered."""

from copy import deepcopy
from datetime import date, timedelta
from typing import Any

import pytest

from onboarding.rules.numbers import as_numbers
from onboarding.rules.packet_delivery import answer_by, of_question
from onboarding.rules.packet_lines import Tally, by_key, lines, tally
from onboarding.rules.rulebook_file import shipped

OUT = {"about": "Training", "says": "It is overdue.", "short": "It is overdue.", "out": True}
OPEN = {"about": "L&I account", "says": "No bill yet.", "short": "No bill yet.", "out": False}
TOLD: dict[str, Any] = {
    "exceptions": [OPEN],
    "people": [
        {"name": "Ann", "role": "HSC", "stands": "On staff", "exceptions": []},
        {"name": "Bob", "role": "HSC", "stands": "Left", "exceptions": [OPEN]},
        {"name": "Cy", "role": "", "stands": "Applicant", "exceptions": [OUT, OUT, OPEN]},
    ],
    "staffing": {"lines": [{"nature": "Trigger", "says": "At most 588.", "outcome": "Met", "distance": "9 more."}]},
    "rulings": [{"settles": "Does a day count?", "how": "It does."}],
    "changes": {"before": {"number": "VALLEY-0001"}, "lines": ["a", "b"]},
}


def test_who_is_not_in_order_comes_first_and_each_line_is_there_once() -> None:
    assert [(each.called, each.stands, each.place) for each in lines(TOLD)] == [
        ("The COHE, L&I account", "Open", 0),
        ("Cy, as a whole", "Not in order", 3),
        ("Cy, training", "Not in order", 3),
        ("Cy, training", "Not in order", 3),
        ("Cy, L&I account", "Open", 3),
        ("Bob, as a whole", "Open", 2),
        ("Bob, L&I account", "Open", 2),
        ("Ann, as a whole", "In order", 1),
        ("The COHE, staffing, trigger", "Met", 0),
        ("The COHE, ruling relied on", "", 0),
        ("The COHE, what changed", "", 0),
    ]
    assert len(by_key(TOLD)) == len(lines(TOLD))  # also of two that say the same
    assert [each.says for each in lines(TOLD)][-3:] == [
        "At most 588: 9 more.",
        "Does a day count? It does.",
        "2 differences from packet VALLEY-0001.",
    ]


def test_how_many_stand_how_and_what_was_frozen_before_there_was_a_third_answer_reads_as_it_did() -> None:
    assert tally(TOLD) == Tally(2, 0, 3)  # of these none says `unknown`
    assert tally(TOLD).says == "2 not in order, 3 open"
    newer = deepcopy(TOLD)
    newer["people"][2]["exceptions"] = [{**OUT, "unknown": False}, {**OPEN, "unknown": True}]
    assert tally(newer).says == "1 not in order, 1 can’t tell yet, 2 open"
    assert tally({"exceptions": [], "people": []}).sentence == "No exceptions."


def test_a_key_is_of_what_the_line_says_and_of_no_other() -> None:
    other = deepcopy(TOLD)
    other["people"][2]["exceptions"][0] = {**OUT, "says": "It is overdue by a day."}
    changed = by_key(TOLD).keys() - by_key(other).keys()
    assert sorted(each.split("@")[0] for each in changed) == ["person-3", "person-3/exception-1"]
    assert all(len(each) <= 80 for each in by_key(TOLD))  # as the table has it


def test_of_a_packet_without_these_sections_there_are_the_exceptions_alone() -> None:
    assert lines({"exceptions": [], "people": []}) == []
    first = {"before": None, "lines": []}
    assert lines({"exceptions": [], "people": [], "staffing": None, "changes": first}) == []


@pytest.mark.parametrize(
    ("asked_on", "due_on"),
    [
        (date(2026, 11, 30), date(2026, 12, 7)),  # Monday: Tuesday to Friday, and Monday
        (date(2026, 11, 28), date(2026, 12, 4)),  # Saturday: Monday to Friday
        (date(2026, 11, 20), date(2026, 12, 1)),  # Friday; Thanksgiving and the day after it (RCW 1.16.050) are off
    ],
)
def test_a_question_is_answered_within_five_working_days(asked_on: date, due_on: date) -> None:
    book = shipped()
    numbers = as_numbers(book.numbers_on(asked_on))
    assert answer_by(book, asked_on, numbers) == due_on
    duty = of_question(7, asked_on, due_on, "Answer it.")
    assert (duty.place, duty.is_overdue(due_on), duty.is_overdue(due_on + timedelta(days=1))) == ("7", False, True)
    assert duty.is_told(due_on)
