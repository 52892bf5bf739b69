"""Rulings: which one holds for a document on a day, and what it changes."""

from collections.abc import Sequence

import pytest

from onboarding.formats import rulings as rulings_file
from onboarding.formats.faults import Refused
from onboarding.rules.rulebook import Question
from onboarding.rules.rulebook_file import shipped
from onboarding.rules.rulings import Ruling, Rulings
from tests.rules.ask import experience, outcomes
from tests.rules.cast import HALF_TIME
from tests.rules.make import day, make_applicant, make_job
from tests.rules.make_law import make_ruling, make_rulings

PART_TIME = "part-time-credit"
CALENDAR, PRORATED = ("calendar",), ("prorated",)
BOTH = ("calendar", "prorated")


def reading(
    *rulings: Ruling, on: str = "2026-11-22", cohe: str | None = "valley", role: str | None = "hsc"
) -> Sequence[str]:
    """How part-time work is read for a document of this COHE and role: by one reading, or by both."""
    return Rulings(shipped(), rulings).in_force(day(on), cohe, role).readings[Question.PART_TIME]


def ruling(to: str = "calendar", **where: str) -> Ruling:
    return make_ruling(PART_TIME, to, **where)


def test_without_a_ruling_a_question_is_open() -> None:
    assert set(reading()) == set(BOTH)
    assert set(reading(make_ruling("mixed-duty-credit", "share"))) == set(BOTH)


@pytest.mark.parametrize(("on", "expected"), [("2026-04-30", BOTH), ("2026-05-01", CALENDAR), ("2026-05-02", CALENDAR)])
def test_a_ruling_holds_from_its_day_on(on: str, expected: Sequence[str]) -> None:
    assert set(reading(ruling(since="2026-05-01"), on=on)) == set(expected)


@pytest.mark.parametrize(
    ("cohe", "role", "expected"),
    [
        ("valley", "hsc", CALENDAR),
        ("alliance", "hsc", BOTH),
        ("valley", "assistant", BOTH),
        (None, "hsc", BOTH),  # a document without a COHE gets only rulings for all
        ("valley", None, BOTH),  # one without a role likewise
        (None, None, BOTH),
    ],
)
def test_a_ruling_holds_for_its_cohe_and_its_role(cohe: str | None, role: str | None, expected: Sequence[str]) -> None:
    assert set(reading(ruling(cohe="valley", role="hsc"), cohe=cohe, role=role)) == set(expected)


@pytest.mark.parametrize(("cohe", "role"), [("valley", "hsc"), ("alliance", "assistant"), (None, None)])
def test_a_ruling_for_all_holds_for_all(cohe: str | None, role: str | None) -> None:
    assert reading(ruling(), cohe=cohe, role=role) == CALENDAR


@pytest.mark.parametrize(("role", "expected"), [("hsc", CALENDAR), ("surgical_hsc", CALENDAR), ("assistant", BOTH)])
def test_a_ruling_for_an_hsc_holds_for_a_surgical_hsc(role: str, expected: Sequence[str]) -> None:
    assert set(reading(ruling(role="hsc"), role=role)) == set(expected)


@pytest.mark.parametrize(("role", "expected"), [("hsc", BOTH), ("surgical_hsc", CALENDAR)])
def test_a_ruling_for_a_surgical_hsc_holds_for_no_other(role: str, expected: Sequence[str]) -> None:
    assert set(reading(ruling(role="surgical_hsc"), role=role)) == set(expected)


# The more specific wins, then the later, then the later in the file


WINS = [
    (ruling("calendar", cohe="valley"), ruling("prorated", since="2026-01-01")),
    (ruling("calendar", role="hsc"), ruling("prorated", since="2026-01-01")),
    (ruling("calendar", cohe="valley"), ruling("prorated", role="hsc", since="2026-01-01")),  # COHE before role
    (ruling("calendar", cohe="valley", role="hsc"), ruling("prorated", cohe="valley", since="2026-01-01")),
    (ruling("calendar", cohe="valley", role="hsc"), ruling("prorated", role="hsc", since="2026-01-01")),
    (ruling("calendar", since="2025-01-02"), ruling("prorated", since="2025-01-01")),
]


@pytest.mark.parametrize(("winner", "loser"), WINS)
def test_the_more_specific_wins_and_then_the_later(winner: Ruling, loser: Ruling) -> None:
    assert reading(winner, loser) == reading(loser, winner) == CALENDAR


def test_of_two_alike_the_later_in_the_file_wins() -> None:
    assert reading(ruling("prorated"), ruling("calendar")) == CALENDAR
    assert reading(ruling("calendar"), ruling("prorated")) == PRORATED


def test_a_later_ruling_that_does_not_hold_yet_does_not_win() -> None:
    assert reading(ruling("calendar"), ruling("prorated", since="2026-11-23")) == CALENDAR


def test_a_ruling_for_surgical_hscs_by_name_is_more_specific_than_one_that_reaches_them_too() -> None:
    by_name = ruling("calendar", role="surgical_hsc", since="2025-01-01")
    assert reading(by_name, ruling("prorated", role="hsc", since="2026-01-01"), role="surgical_hsc") == CALENDAR


# What they change


def test_a_ruling_settles_a_question() -> None:
    # Half-time for three years with a degree: 1,096 days by the calendar, 548 prorated.
    assert outcomes(HALF_TIME)[0] == "needs_review"
    assert outcomes(HALF_TIME, make_rulings(part_time_credit="calendar"))[0] == "qualified"
    assert outcomes(HALF_TIME, make_rulings(part_time_credit="prorated"))[0] == "not_qualified"


def test_a_ruling_replaces_a_number() -> None:
    # Two years to the day, with a degree.
    two_years = make_applicant(make_job(end="2020-03-14"), cohe="valley")
    contract = make_ruling("years_with_degree", 2, cohe="valley")
    assert experience(two_years).outcome == "not_met"
    assert experience(two_years, make_rulings(contract)).outcome == "met"


def test_a_number_need_not_be_whole_where_its_unit_need_not() -> None:
    # 20 hours of 37.5 are 8/15: 2,055 days of them are 1,096.
    part_time = make_applicant(make_job("2015-01-01", "2020-08-16", hours=20))
    rulings = make_rulings(part_time_credit="prorated", full_time_hours="37.5")
    assert [str(bound) for bound in experience(part_time, rulings).credited_days] == ["1096", "1096"]


def test_a_ruling_is_cited_where_it_is_relied_on() -> None:
    cited = experience(HALF_TIME, make_rulings(part_time_credit="calendar")).source
    assert any(PART_TIME in citation and "letter of 2 May" in citation for citation in cited)
    assert not any(PART_TIME in citation for citation in experience(HALF_TIME).source)


# What is no ruling


@pytest.mark.parametrize(
    ("settles", "reading", "value", "place"),
    [
        ("part-time", "calendar", None, "question"),
        (PART_TIME, "by-the-hour", None, "reading"),
        (PART_TIME, "share", None, "reading"),  # of another question
        ("claims_per_hsc", None, 2350, "number"),
        ("claims_per_fte", None, 0, "value"),
        ("claims_per_fte", None, -1, "value"),
        ("years_with_degree", None, -1, "value"),
        ("full_time_hours", None, 0, "value"),
        ("full_time_hours", None, 169, "value"),
    ],
)
def test_what_the_rulebook_has_no_place_for_is_refused(
    settles: str, reading: str | None, value: int | None, place: str
) -> None:
    given = make_ruling("years_with_degree", value or 0)._replace(settles=settles, reading=reading)
    given = given._replace(value=None) if value is None else given
    with pytest.raises(ValueError, match=f"^{place}: "):
        Rulings(shipped(), [given])


PLAIN = '"from": "2026-05-01", "by": "manager", "reference": "letter"'


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ('{"question": "part-time-credit", "reading": "calendar", "by": "x", "reference": "y"}', "from"),
        ('{"question": "part-time-credit", "reading": "calendar", "from": "2026-05-01", "reference": "y"}', "by"),
        ('{"question": "part-time-credit", "reading": "calendar", "from": "2026-05-01", "by": "x"}', "reference"),
        (
            '{"question": "part-time-credit", "reading": "calendar", "from": "2026-05", "by": "x", "reference": "y"}',
            "from",
        ),
        (f'{{"question": "part-time-credit", {PLAIN}}}', "reading"),
        (f'{{"question": "part-time-credit", "reading": "both", {PLAIN}}}', "reading"),
        (f'{{"question": "part-time", "reading": "calendar", {PLAIN}}}', "question"),
        (f'{{"number": "claims_per_fte", {PLAIN}}}', "value"),
        (f'{{"number": "claims_per_fte", "value": "1650", {PLAIN}}}', "value"),
        (f'{{"number": "claims_per_fte", "value": 0, {PLAIN}}}', "value"),
        (f'{{"number": "years_assistant", "value": 2.5, {PLAIN}}}', "value"),
        (f'{{"number": "claims", "value": 1650, {PLAIN}}}', "number"),
        (f'{{"number": "claims_per_fte", "question": "part-time-credit", "value": 1, {PLAIN}}}', "question"),
        (f'{{"question": "part-time-credit", "reading": "calendar", "role": "nurse", {PLAIN}}}', "role"),
        (f"{{{PLAIN}}}", "question"),
    ],
)
def test_a_rulings_file_at_fault_names_the_ruling_and_the_key(written: str, path: str) -> None:
    sound = f'{{"question": "part-time-credit", "reading": "calendar", {PLAIN}}}'
    with pytest.raises(Refused) as refused:
        rulings_file.rulings(f"[{sound}, {written}]", shipped())
    assert f"[1].{path}" in [fault.path for fault in refused.value.faults], refused.value.faults


def test_a_rulings_file_is_an_array() -> None:
    with pytest.raises(Refused):
        rulings_file.rulings("{}", shipped())
    assert rulings_file.rulings("[]", shipped()) == []
