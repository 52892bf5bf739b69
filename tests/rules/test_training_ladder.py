"""On which days somebody is reminded of training: told once each, late once, and never by how far off the day is."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from onboarding.rules.numbers import Numbers
from onboarding.rules.rulebook_file import shipped
from onboarding.rules.rulings import Rulings
from onboarding.rules.training_ladder import To, Toward, Why, due_rung, is_quiet, rungs, untold

HIRED, DUE = date(2026, 1, 15), date(2026, 7, 15)
TOWARD = Toward(HIRED, DUE)
NUMBERS = Rulings(shipped()).in_force(DUE, None, None).numbers
DAY = timedelta(days=1)
# 90 days before July 15: 15 of July, 30 of June, 31 of May, and 14 of April; and so on.
DAYS = ["04-16", "05-16", "06-15", "07-01", "07-08", "07-14", "07-15", "07-22", "07-29", "08-05"]


def days(to: To, until: date = date(2026, 8, 5)) -> list[str]:
    return [f"{rung.on:%m-%d}" for rung in rungs(TOWARD, until, NUMBERS, to)]


def test_the_days_of_the_ladder_by_who_is_told() -> None:
    assert days(To.HSC) == DAYS
    assert days(To.MANAGER) == DAYS[2:]
    assert days(To.HR) == DAYS[4:]
    assert days(To.HSC, date(2026, 4, 15)) == []


def test_a_day_up_to_the_hire_is_left_out() -> None:
    late = Toward(date(2026, 6, 15), DUE)
    assert [f"{rung.on:%m-%d}" for rung in rungs(late, DUE, NUMBERS)] == DAYS[3:7]


@pytest.mark.parametrize("down", [0, 1, 3, 7, 40])
def test_what_a_clock_missed_is_told_once_and_is_the_last_day_that_came(down: int) -> None:
    told: list[date] = []
    on = date(2026, 7, 8) + down * DAY
    rung = due_rung(TOWARD, told, on, NUMBERS)
    assert rung
    assert rung.on == max(each.on for each in rungs(TOWARD, on, NUMBERS)) <= on
    assert due_rung(TOWARD, [rung.on], on, NUMBERS) is None


def test_a_clock_set_back_tells_nothing_twice() -> None:
    assert due_rung(TOWARD, [date(2026, 7, 8)], date(2026, 7, 7), NUMBERS) is None
    assert due_rung(TOWARD, [date(2026, 7, 8)], date(2026, 7, 13), NUMBERS) is None
    assert due_rung(TOWARD, [date(2026, 7, 8)], date(2026, 7, 14), NUMBERS)


@pytest.mark.parametrize(
    ("on", "told", "is_done", "expected"),
    [
        # 7:14 missed, 7:15 told: the next comes a week later.
        (date(2026, 7, 15), DUE, False, {"07-14": Why.OVERTAKEN, "07-22": Why.PROMISED}),
        (date(2026, 7, 15), date(2026, 7, 14), False, {"07-15": Why.WAITS, "07-22": Why.PROMISED}),
        (date(2026, 7, 14), date(2026, 7, 14), False, {"07-15": Why.PROMISED}),
        (date(2026, 7, 14), date(2026, 7, 14), True, {"07-15": Why.DONE}),
    ],
)
def test_of_each_day_that_was_not_told_it_is_said_why(
    on: date, told: date, is_done: bool, expected: dict[str, Why]
) -> None:
    days = [rung.on for rung in rungs(TOWARD, date(2026, 7, 8), NUMBERS)] + [told]
    found = untold(TOWARD, days, on, NUMBERS, To.HSC, is_done)
    assert {f"{rung.on:%m-%d}": why for rung, why in found} == expected


@given(st.lists(st.integers(-200, 60), max_size=60), st.dates(date(2020, 1, 31), date(2040, 1, 31)))
def test_however_the_clock_runs_each_day_is_told_once_at_most_and_none_that_came_is_left(
    runs: list[int], due_on: date
) -> None:
    toward, told = Toward(due_on - 181 * DAY, due_on), list[date]()
    for run in runs:  # forwards and back, several times on a day
        if rung := due_rung(toward, told, due_on + run * DAY, NUMBERS):
            assert rung.on <= due_on + run * DAY
            told.append(rung.on)
    assert told == sorted(set(told))
    if runs:
        last = max(runs) * DAY + due_on
        came = [rung.on for rung in rungs(toward, last, NUMBERS)]
        assert set(told) <= set(came)
        assert told[-1:] == came[-1:]


@given(st.integers(0, 23), st.integers(0, 23), st.integers(0, 23))
def test_the_quiet_hours_go_over_midnight_or_not(hour: int, begins: int, ends: int) -> None:
    quiet = {(begins + each) % 24 for each in range((ends - begins) % 24)}
    assert is_quiet(hour, hours(begins, ends)) is (hour in quiet)


@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        ("2026-03-07T15:59", True),  # 7:59 PST, the day before the clocks go forward
        ("2026-03-07T16:00", False),
        ("2026-03-08T14:59", True),  # 7:59 PDT, the day on which they do
        ("2026-03-08T15:00", False),
        ("2026-03-09T00:59", False),  # 17:59 PDT
        ("2026-03-09T01:00", True),
        ("2026-11-01T15:59", True),  # 7:59 PST, the day on which they go back
        ("2026-11-01T16:00", False),
        ("2026-11-02T01:59", False),  # 17:59 PST
        ("2026-11-02T02:00", True),
    ],
)
def test_the_quiet_hours_follow_the_clocks_of_washington(instant: str, expected: bool) -> None:
    local = datetime.fromisoformat(instant).replace(tzinfo=UTC).astimezone(ZoneInfo("America/Los_Angeles"))
    assert is_quiet(local.hour, NUMBERS) is expected


def hours(begins: int, ends: int) -> Numbers:
    values = {name: getattr(NUMBERS, name) for name in Numbers.__dataclass_fields__}
    return Numbers(**{**values, "quiet_from_hour": begins, "quiet_until_hour": ends})
