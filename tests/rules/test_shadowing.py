"""Shadowing an HSC at another COHE, one of the activities of option 2. Any one activity is enough here.

Hired at Valley on 2026-01-15: due on Wednesday 2026-07-15.
"""

import pytest

from onboarding.rules.facts import Activity
from tests.rules.ask import additional, readings
from tests.rules.make import make_shadowing, make_trainee
from tests.rules.make_law import make_rulings

ANY_ONE = make_rulings(option_two_coverage="any-one", shadowing_total="sum")


def outcome(*sessions: Activity) -> str:
    return additional(make_trainee(*sessions), ANY_ONE).outcome


@pytest.mark.parametrize(
    ("minutes", "expected"), [(239, "overdue"), ("239.99", "overdue"), (240, "met"), (241, "met"), (0, "overdue")]
)
def test_shadowing_takes_240_minutes(minutes: int | str, expected: str) -> None:  # 3.9 hours are not 4
    assert outcome(make_shadowing("2026-03-09", minutes)) == expected


@pytest.mark.parametrize(
    ("sessions", "expected"),
    [([120, 119], "overdue"), ([120, 120], "met"), ([120, 121], "met"), ([80, 80, 80], "met"), ([239, 1], "met")],
)
def test_sessions_add_up_where_a_ruling_says_so(sessions: list[int], expected: str) -> None:
    days = [make_shadowing(f"2026-03-{9 + place:02}", minutes) for place, minutes in enumerate(sessions)]
    assert outcome(*days) == expected


def test_whether_sessions_add_up_is_a_question() -> None:
    twice = make_trainee(make_shadowing("2026-03-09", 120), make_shadowing("2026-03-10", 120))
    found = additional(twice, make_rulings(option_two_coverage="any-one"))
    assert readings(found) == {"shadowing-total sum": "met", "shadowing-total single": "overdue"}
    assert found.outcome == "undetermined"


@pytest.mark.parametrize(("on", "expected"), [("2026-01-14", "overdue"), ("2026-01-15", "met"), ("2026-07-15", "met")])
def test_a_session_before_hire_does_not_add(on: str, expected: str) -> None:
    assert outcome(make_shadowing(on, 120), make_shadowing("2026-07-15", 120)) == expected


def test_the_session_that_completes_the_minutes_decides_the_day() -> None:
    late = make_shadowing("2026-07-14", 120), make_shadowing("2026-07-16", 120)
    found = additional(make_trainee(*late), ANY_ONE)
    assert (found.outcome, str(found.met_on)) == ("met_late", "2026-07-16")


@pytest.mark.parametrize(
    ("host", "role", "expected"),
    [
        ("alliance", "hsc", "met"),
        ("valley", "hsc", "overdue"),  # her own COHE
        ("alliance", "assistant", "overdue"),
        ("alliance", "other", "overdue"),
    ],
)
def test_the_host_is_an_hsc_of_another_cohe(host: str, role: str, expected: str) -> None:
    assert outcome(make_shadowing("2026-03-09", host=host, host_role=role)) == expected


@pytest.mark.parametrize("host", ["Valley", " valley ", "VALLEY"])
def test_another_spelling_makes_no_other_cohe(host: str) -> None:
    assert outcome(make_shadowing("2026-03-09", host=host)) == "overdue"


def test_sessions_at_different_cohes_add_up() -> None:
    sessions = make_shadowing("2026-03-09", 120, host="alliance"), make_shadowing("2026-03-10", 120, host="eastern")
    assert outcome(*sessions) == "met"
