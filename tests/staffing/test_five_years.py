"""Five years of a COHE agree to the last digit with the sheet in which they were worked out by hand."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction

import pytest
from flask import Flask

from onboarding.models.organisation import Organisation
from onboarding.queries import staffing as known, staffing_overview
from onboarding.queries.organisations import by_slug
from onboarding.roles import Role
from onboarding.rules import fte_parts
from onboarding.rules.days import Quarter
from onboarding.rules.replacement import year_to
from onboarding.rules.staffing import Staffed, quarter as of_quarter
from onboarding.rules.wording import figure
from tests.make import make_member, sign_in
from tests.page import fetch
from tests.staffing.five_years import make_world, worked_by_hand
from tests.staffing.make import law, numbers
from tests.stored import on_sqlite

TODAY = date(2026, 6, 30)
SHEET = worked_by_hand()
QUARTERS = list(dict.fromkeys(line["Quarter"] for line in SHEET))


@pytest.fixture
def valley(app: Flask, made_once: Callable[[Callable[[], None]], None]) -> Organisation:
    made_once(make_world)
    cohe = by_slug("valley")
    assert cohe
    return cohe


def result(quarter: str, step: str, name: str = "") -> str:
    """What the sheet says."""
    (found,) = [line for line in SHEET if (line["Quarter"], line["Step"], line["Name"]) == (quarter, step, name)]
    return found["Result"]


def test_the_sheet_adds_up() -> None:
    """Each line of it by itself: share times days, and the sums over the days of the quarter."""
    for line in SHEET:
        share, days = line["Share of full time"], line["Days in the quarter"]
        if line["Step"] == "row":
            assert Fraction(share) == Fraction(int(line["Claim-specific hours"]), int(line["Full-time hours"]))
            assert Fraction(line["Share x days"]) == Fraction(share) * int(line["Days"])
            first, last = date.fromisoformat(line["From"]), date.fromisoformat(line["Through"])
            assert int(line["Days"]) == (last - first).days + 1
        elif line["Share x days"]:
            assert Fraction(line["Result"]) == Fraction(line["Share x days"]) / int(days)


def staffed(valley: Organisation) -> Staffed:
    facts = known.facts_of(valley, known.recorded(valley), numbers(valley), TODAY)
    return Staffed(facts, law(valley), TODAY)


def test_every_average_ratio_and_outcome_is_that_of_the_sheet(valley: Organisation) -> None:
    whole = staffed(valley)
    for name in QUARTERS:
        of = Quarter.parse(name)
        assert of
        for each in fte_parts.counted(whole, (of.first, of.last)):
            assert each.fte == (Fraction(result(name, "sum / days", each.says)),) * 2, (name, each.says)
        (_, _, surgery) = fte_parts.parts(whole.facts.staff, (of.first, of.last))
        assert str(surgery.billing.least) == result(name, "sum / days", "Surgical HSCs who may bill")
        assert str(surgery.together.least) == result(name, "sum / days", "All surgical HSCs")
        (row,) = [each for each in whole.given if each.quarter == of]
        found = of_quarter(row, whole)
        assert found.discussion == result(name, "more than 588"), name
        ratios = [Fraction(result(name, "claims / FTE", says)) for says in fte_parts.COUNTED.values()]
        assert found.claims_per_fte == (min(ratios), max(ratios))


def test_every_four_quarters_are_those_of_the_sheet(valley: Organisation) -> None:
    whole = staffed(valley)
    for name in QUARTERS[3:]:
        of = Quarter.parse(name)
        assert of
        year, surgery = whole.year(year_to(of))
        times = [Fraction(result(name, "four quarters: FTE", says)) for says in fte_parts.COUNTED.values()]
        steps = ("four quarters: claims / 2350", "four quarters: half for each started 1175")
        required = [Fraction(result(name, step)) for step in steps]
        assert year.hsc_fte == (min(times), max(times))
        assert year.required_fte == (min(required), max(required))
        assert year.outcome == result(name, "four quarters: FTE at least required"), name
        assert year.recommendation == result(name, "four quarters: claims / FTE more than 1650"), name
        step = "four quarters: surgical claims / FTE more than 600"
        assert surgery.recommendation == result(name, step), name


@on_sqlite
def test_the_page_says_what_the_sheet_says(app: Flask, valley: Organisation) -> None:
    client = sign_in(app.test_client(), make_member(valley, Role.MANAGER))
    page = fetch(client, "/at/valley/staffing?period=2024-Q2")
    for says in fte_parts.COUNTED.values():
        exact = figure(Fraction(result("2024-Q2", "sum / days", says)))
        ratio = figure(Fraction(result("2024-Q2", "claims / FTE", says)))
        assert f"{says}: {exact} FTE, {ratio} claims per FTE." in page.main
    adds = {row["Name"]: row["Adds"] for row in page.rows("6 rows of Q2 2024") if row["Name"] != "Fay Hill"}
    # 91 days in the quarter: 0.8, 0.95, 0.9 and 0.4 on all of them.
    assert adds == {"Ana Ruiz": "0.8", "Chi Tran": "0.95", "Dee Wolf": "0.9", "Eli Moss": "0.4"}
    # Fay is there on all 91, and may not bill from May 1 through June 14: 31 and 14 days.
    fay = [row for row in page.rows("6 rows of Q2 2024") if row["Name"] == "Fay Hill"]
    assert [(row["Days"], row["Of them may not bill"]) for row in fay] == [("30 of 91", "0"), ("61 of 91", "45")]


def test_an_absence_is_no_less_of_an_fte_and_its_days_without_cover_are_named(valley: Organisation) -> None:
    recorded = known.recorded(valley)
    (gap,) = staffing_overview.gaps(valley, recorded, law(valley), date(2024, 7, 1))
    # Ana is away from July 1 through 14, and Chi covers through July 10.
    assert gap == ("Ana Ruiz", date(2024, 7, 11), date(2024, 7, 14))
    assert known.silent(recorded) == []
