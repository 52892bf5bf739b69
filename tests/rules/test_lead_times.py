from fractions import Fraction

from onboarding.rules.facts import Tracks
from onboarding.rules.lead_times import History, Step, expected, lead_times
from tests.rules.make import day
from tests.rules.make_law import make_rulings
from tests.rules.test_upkeep import track

LAW = make_rulings().in_force(day("2026-11-22"), None, None)
TODAY = day("2026-11-22")


def history(provider: str, hired: str | None = "2026-01-05", supplemental: str = "") -> History:
    return History(day(hired) if hired else None, Tracks("c", None, track(provider), track(supplemental)))


CASES = [  # answered after 60, 70 and 100 days
    history("2026-01-10 sent, 2026-03-11 issued, 2026-03-12 effective"),
    history("2026-01-10 sent, 2026-03-21 issued"),
    history("2025-12-01 sent, 2025-12-20 returned, 2026-01-10 sent, 2026-04-20 issued"),
]


def test_median_and_slowest_of_the_own_cases() -> None:
    found = lead_times(CASES, TODAY)[Step.ANSWER]
    assert (found.cases, found.median_days, found.slowest_days) == (3, Fraction(70), 100)


def test_the_median_of_two_lies_between_them() -> None:
    assert lead_times(CASES[:2], TODAY)[Step.ANSWER].median_days == 65


def test_what_is_dated_later_is_not_known_yet() -> None:
    assert lead_times(CASES, day("2026-03-20"))[Step.ANSWER].cases == 1


def test_who_came_with_an_account_did_not_wait_for_it_here() -> None:
    came = history("2019-01-10 sent, 2019-03-11 issued, 2019-04-01 effective")
    found = lead_times([came], TODAY)
    assert (found[Step.APPLY].cases, found[Step.BILL].cases, found[Step.ANSWER].cases) == (0, 0, 1)


def test_with_three_cases_the_cohes_own_times_are_taken() -> None:
    # sent 2026-11-01: the median of 70 days is 2027-01-10, the slowest of 100 is 2027-02-09
    found = expected("provider", "sent", day("2026-11-01"), lead_times(CASES, TODAY), LAW)
    assert found
    assert (found.earliest, found.latest) == (day("2027-01-10"), day("2027-02-09"))
    assert "70 days at the median and 100 days at the most" in found.because


def test_with_two_cases_lni_s_published_times_are_taken() -> None:
    # sent 2026-11-01: 60 days are 2026-12-31, 90 are 2027-01-30
    found = expected("provider", "sent", day("2026-11-01"), lead_times(CASES[:2], TODAY), LAW)
    assert found
    assert (found.earliest, found.latest) == (day("2026-12-31"), day("2027-01-30"))
    assert "60 to 90 days" in found.because
    assert "August 2025" in found.source[1]


def test_a_time_nobody_published_cannot_be_told() -> None:
    found = expected("supplemental", "sent", day("2026-11-01"), lead_times([], TODAY), LAW)
    assert found
    assert (found.earliest, found.latest) == (None, None)
    assert "publishes no time" in found.because


def test_nothing_is_expected_of_lni_when_it_is_the_cohes_turn() -> None:
    assert expected("provider", "returned", day("2026-11-01"), lead_times([], TODAY), LAW) is None


def test_published_times_are_those_of_their_day() -> None:
    law = make_rulings().in_force(day("2024-06-01"), None, None)
    found = expected("provider", "sent", day("2024-05-10"), lead_times([], TODAY), law)
    assert found
    assert "up to 123 days" in found.because
