"""Whether an applicant could be hired and bill in time, by how long it took the COHE's own people."""

from datetime import date

import pytest

from onboarding.rules.filling import Candidate, Days, Far, Times, Took, Verdict, filling, took
from tests.rules.make import day
from tests.rules.make_law import make_rulings

TODAY = day("2026-01-20")
NUMBERS = make_rulings().in_force(TODAY, "valley", None).numbers
NONE = took([])
# From the application 20, 40 and 60 days; from the first day to billing 10, 15 and 30. Of determinations, nothing.
TIMES = Times(took([60, 20, 40]), NONE, took([30, 10, 15]))
WOULD = Candidate(Far.WOULD, TODAY)


def of(one: Candidate, due: str, times: Times = TIMES, today: date = TODAY) -> tuple[Verdict, Days | None, Days | None]:
    found = filling(one, times, day(due), today, NUMBERS)
    return found.verdict, found.hired, found.bills


def days(*each: str) -> Days:
    return Days(*map(day, each))


def test_what_cases_come_to() -> None:
    assert took([3, 1]) == Took(2, 1, 2, 3)
    assert took([4, 1]) == Took(2, 1, 3, 4), "half a day is another day"
    assert took([7]) == Took(1, 7, 7, 7)
    assert took([]) == Took(0, None, None, None)


@pytest.mark.parametrize(
    ("due", "verdict"),
    [
        # The slowest: 60 days from January 20 are March 21, and 30 more April 20.
        ("2026-04-21", Verdict.IN_TIME),
        ("2026-04-20", Verdict.IN_TIME),
        ("2026-04-19", Verdict.MAY_BE_LATE),
        # The quickest: 20 days are February 9, and 10 more February 19.
        ("2026-02-20", Verdict.MAY_BE_LATE),
        ("2026-02-19", Verdict.MAY_BE_LATE),
        ("2026-02-18", Verdict.TOO_LATE),
    ],
)
def test_in_time_is_by_the_slowest_and_too_late_by_the_quickest(due: str, verdict: Verdict) -> None:
    hired = days("2026-02-09", "2026-03-01", "2026-03-21")
    assert of(WOULD, due) == (verdict, hired, days("2026-02-19", "2026-03-16", "2026-04-20"))


def test_it_counts_from_the_application_and_never_before_today() -> None:
    # 20 days from December 20, 2025 are January 9, which has passed; 40 are January 29, 60 February 18.
    _, hired, bills = of(WOULD._replace(applied_on=day("2025-12-20")), "2026-04-10")
    assert hired == days("2026-01-20", "2026-01-29", "2026-02-18")
    assert bills == days("2026-01-30", "2026-02-13", "2026-03-20")


@pytest.mark.parametrize(("applied", "last"), [("2025-11-21", "2026-01-20"), ("2025-11-20", None)])
def test_who_waits_longer_than_anybody_did_has_no_latest_day(applied: str, last: str | None) -> None:
    # 60 days from November 21, 2025 are January 20, which is today.
    found = filling(WOULD._replace(applied_on=day(applied)), TIMES, day("2027-01-20"), TODAY, NUMBERS)
    assert found.hired == Days(TODAY, TODAY, day(last) if last else None)
    assert found.verdict is (Verdict.IN_TIME if last else Verdict.MAY_BE_LATE)
    assert bool(found.unknown) is (last is None)


def test_from_the_determination_once_enough_were_hired_on_one() -> None:
    one = Candidate(Far.QUALIFIED, day("2025-12-20"), decided_on=day("2026-01-18"))
    times = TIMES._replace(start=took([5, 6, 9]))
    # 5, 6 and 9 days from January 18.
    assert of(one, "2026-04-10", times)[1] == days("2026-01-23", "2026-01-24", "2026-01-27")
    few = TIMES._replace(start=took([5, 6]))
    assert of(one, "2026-04-10", few)[1] == of(one, "2026-04-10")[1] == days("2026-01-20", "2026-01-29", "2026-02-18")


@pytest.mark.parametrize("cases", [0, 1, 2])
@pytest.mark.parametrize("of_what", ["hire", "bill"])
def test_with_too_few_of_its_own_it_cannot_tell_and_says_how_many(of_what: str, cases: int) -> None:
    times = TIMES._replace(**{of_what: took([10] * cases)})
    found = filling(WOULD, times, day("2027-01-20"), TODAY, NUMBERS)
    assert (found.verdict, found.bills) == (Verdict.CANNOT_TELL, None)
    assert (found.hired is None) is (of_what == "hire")
    assert f"{cases} {'person' if cases == 1 else 'people'} of this COHE did, and 3 are needed" in found.unknown[0]
    enough = TIMES._replace(**{of_what: took([10] * 3)})
    assert filling(WOULD, enough, day("2027-01-20"), TODAY, NUMBERS).verdict is Verdict.IN_TIME


def test_without_the_day_of_the_application_it_cannot_tell() -> None:
    found = filling(Candidate(Far.WOULD, None), TIMES, day("2027-01-20"), TODAY, NUMBERS)
    assert (found.verdict, found.unknown) == (
        Verdict.CANNOT_TELL,
        ("The day of their application is not recorded.",),
    )


@pytest.mark.parametrize("far", [Far.MORE, Far.NOTHING])
def test_whose_answer_is_open_is_not_guessed(far: Far) -> None:
    found = filling(Candidate(far, TODAY), TIMES, day("2027-01-20"), TODAY, NUMBERS)
    assert (found.verdict, found.hired, found.bills) == (Verdict.CANNOT_TELL, None, None)
    assert len(found.unknown) == 1


def test_once_the_day_has_passed_everybody_is_too_late() -> None:
    for far in Far:
        assert of(Candidate(far, TODAY), "2026-01-19")[0] is Verdict.TOO_LATE


def test_experience_to_come_is_waited_for() -> None:
    one = Candidate(Far.LATER, TODAY, experienced_on=day("2026-03-10"))
    # March 10, or 40 and 60 days from January 20, whichever is later; then 10, 15 and 30 days.
    hired, bills = days("2026-03-10", "2026-03-10", "2026-03-21"), days("2026-03-20", "2026-03-25", "2026-04-20")
    assert of(one, "2026-04-20") == (Verdict.IN_TIME, hired, bills)
    assert of(one, "2026-03-19")[0] is Verdict.TOO_LATE


def test_who_bills_in_another_role_bills_on_the_first_day() -> None:
    one = Candidate(Far.QUALIFIED, TODAY, bills=True)
    verdict, hired, bills = of(one, "2026-03-21", TIMES._replace(bill=NONE))
    assert (verdict, hired) == (Verdict.IN_TIME, bills)


def test_where_a_ruling_counts_time_before_billing_the_first_day_in_the_role_decides() -> None:
    one = Candidate(Far.HIRED, TODAY, starts_on=day("2027-01-20"))
    by_billing, by_first_day = (
        filling(one, TIMES, day("2027-01-20"), TODAY, NUMBERS, from_first_day) for from_first_day in (False, True)
    )
    assert by_billing.verdict is Verdict.TOO_LATE
    assert by_first_day.verdict is Verdict.IN_TIME
    assert by_billing.bills == by_first_day.bills  # when they can bill stays said
