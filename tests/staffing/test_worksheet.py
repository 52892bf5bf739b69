"""The worksheet of a quarter, read back from its PDF: five years that were worked out by hand, to the last digit."""

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction

import pytest
from flask import Flask, current_app

from onboarding import clock
from onboarding.actions import Action
from onboarding.models.organisation import Organisation
from onboarding.queries import trail
from onboarding.queries.organisations import by_slug
from onboarding.roles import Role
from onboarding.rules import fte_parts
from onboarding.rules.days import Quarter
from onboarding.rules.replacement import year_to
from onboarding.rules.staffing_steps import OF_SURGERY
from onboarding.rules.wording import figure, quarter as quarter_said, short_day
from onboarding.services import initiated_claims, organisations, rulings
from onboarding.services.change import SYSTEM, Actor
from onboarding.services.rulings import RulingFacts
from tests import papers
from tests.make import make_cohe, make_lni, make_member, make_person, make_ruling, sign_in
from tests.staffing.five_years import make_world, worked_by_hand
from tests.staffing.make import count, split
from tests.stored import on_sqlite

pytestmark = on_sqlite
SHEET = worked_by_hand()
QUARTERS = list(dict.fromkeys(line["Quarter"] for line in SHEET))
SAYS = {
    "met": "Met",
    "not_met": "Not met",
    "undetermined": "Can't tell yet",
    "within": "As recommended",
    "over": "Above what is recommended",
}
ANSWERS = {
    "four quarters: FTE at least required": "1 HSC FTE for every 2,350 claims a year. The contract asks for it.",
    "four quarters: claims / FTE more than 1650": "At most 1,650 claims a year for each HSC FTE."
    " L&I recommends it. It binds nobody.",
    "four quarters: surgical claims / FTE more than 600": "At most 600 surgical claims a year for each surgical HSC"
    " FTE. L&I recommends it. It binds nobody.",
}
HIRED = date(2024, 1, 2)
AT = "/at/valley/staffing/worksheet"


# Fay may not bill from May 1 through June 14: in that piece 61 - 45 = 16 days on which she may. 30 + 16 = 46.
IN_PIECES = {
    ("Fay Hill", "2024-Q2"): (
        "Fay Hill HSC Apr 1, 2024 Apr 30, 2024 40 of 40 1 30 30 30 30",
        "Fay Hill HSC May 1, 2024 Jun 30, 2024 40 of 40 1 61 61 16 16",
    )
}
DISCUSSED = {
    "required": "Discuss with L&I",
    "not_required": "Below the trigger",
    "undetermined": "Can't tell yet",
}


@pytest.fixture
def five_years(app: Flask, made_once: Callable[[Callable[[], None]], None]) -> Organisation:
    made_once(make_world)
    cohe = by_slug("valley")
    assert cohe
    return cohe


def of(name: str, step: str) -> list[dict[str, str]]:
    """The lines of the sheet that are of a quarter and a step."""
    return [line for line in SHEET if (line["Quarter"], line["Step"]) == (name, step)]


def said_of(name: str) -> str:
    quarter = Quarter.parse(name)
    assert quarter
    return quarter_said(quarter)


def exact(text: str) -> str:
    return figure(Fraction(text))


def rows(name: str) -> Iterator[str]:
    """Each person's time in a quarter, as the worksheet has to print it."""
    for line in of(name, "row"):
        if (line["Name"], name) in IN_PIECES:
            yield from IN_PIECES[line["Name"], name]
            continue
        days = [short_day(date.fromisoformat(line[each])) for each in ("From", "Through")]
        weekly = f"{line['Claim-specific hours']} of {line['Full-time hours']}"
        yield " ".join(
            [line["Name"], line["Role"], *days, weekly, exact(line["Share of full time"]), line["Days"],
             exact(line["Share x days"]), line["Days may bill"], exact(line["Share x days may bill"])]
        )  # fmt: skip


def sums(name: str, step: str, claims: str) -> Iterator[str]:
    """Each average, with what is added up, by how many days it is divided, and the claims for each of it."""
    for line in of(name, step):
        ratio = Fraction(int(claims)) / Fraction(line["Result"]) if Fraction(line["Result"]) else None
        total, days, fte = exact(line["Share x days"]), line["Days in the quarter"], exact(line["Result"])
        divided = f"{exact(claims)} ÷ FTE = {figure(ratio)}" if ratio else f"{exact(claims)} ÷ FTE = "
        yield f"{line['Name']} {total} ÷ {days} = {fte} {divided}"


@pytest.mark.parametrize("name", QUARTERS)
def test_what_is_printed_is_what_was_worked_out_by_hand(app: Flask, five_years: Organisation, name: str) -> None:
    client = sign_in(app.test_client(), make_member(five_years, Role.MANAGER))
    text = papers.read(client.get(f"{AT}/{name}.pdf").data).text
    quarter = Quarter.parse(name)
    assert quarter
    for each in map(str, year_to(quarter)):
        if each not in QUARTERS:
            continue
        (claims,), (surgical,) = of(each, "claims"), of(each, "surgical claims")
        averages = [
            line
            for entered, names in ((claims, fte_parts.COUNTED), (surgical, OF_SURGERY))
            for line in sums(each, "sum / days", entered["Result"])
            if line.startswith(tuple(names.values()))
        ]
        printed = f"{said_of(each)} {exact(claims['Result'])} {exact(surgical['Result'])}"
        for line in (*rows(each), *averages, printed):
            assert line in text, (each, line)
    (trigger,) = of(name, "more than 588")
    assert f"discussed with the contract manager. {DISCUSSED[trigger['Result']]}" in text
    for line in year(name) if of(name, "four quarters: claims") else ("Nothing is annualized.",):
        assert line in text, line


def year(name: str) -> Iterator[str]:
    """The four quarters together."""
    (claims,), (surgical,) = of(name, "four quarters: claims"), of(name, "four quarters: surgical claims")
    (needed,) = of(name, "four quarters: claims / 2350")
    (halves,) = of(name, "four quarters: half for each started 1175")
    all_, steps = exact(claims["Result"]), 2 * Fraction(halves["Result"])
    yield f"= {all_} Counts"
    yield f"= {exact(surgical['Result'])} Counts"
    yield f"{all_} ÷ 2,350 = {exact(needed['Result'])} May count"
    yield f"{all_} ÷ 1,175, rounded up to {steps}, halved = {exact(halves['Result'])} May count"
    yield from sums(name, "four quarters: FTE", claims["Result"])
    yield from sums(name, "four quarters: surgical FTE", surgical["Result"])
    has_surgery = any(Fraction(line["Result"]) for line in of(name, "four quarters: surgical FTE"))
    for step, follows in ANSWERS.items():
        (line,) = of(name, step)
        if has_surgery or "surgical" not in step:
            yield f"{follows} {SAYS[line['Result']]}"


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


def test_what_is_not_known_and_what_a_ruling_changed_stands_on_it(app: Flask, valley: Organisation) -> None:
    manager = make_member(valley, Role.MANAGER, name="Mia Manager")
    ana, bo = make_person(valley, hired_on=HIRED), make_person(valley, "Bo Berg", hired_on=date(2026, 2, 3))
    split(ana, HIRED)
    rows = [initiated_claims.Counted(Quarter(2026, number), 700, None) for number in (1, 2)]
    initiated_claims.record(Actor(manager.id, manager.name), valley, rows)
    again = [initiated_claims.Counted(Quarter(2026, 2), 701, 5)]
    initiated_claims.record(Actor(manager.id, manager.name), valley, again, because="One came late.")
    number = RulingFacts("quarter_trigger", None, "600", date(2026, 1, 5), None, "Cora Contract", "The contract.")
    book = current_app.extensions["rulebook"]
    rulings.put_in_force(SYSTEM, valley, book, rulings.propose(SYSTEM, valley, book, number).id)
    make_ruling(valley, "unbillable-time-counts", "included", in_force=True)
    client = sign_in(app.test_client(), manager)
    text = papers.read(client.get(f"{AT}/2026-Q2.pdf").data).text
    assert (
        "This is the COHE’s own worksheet. It is not a determination of the Department of Labor and Industries." in text
    )
    assert "The claims of Q3 2025, Q4 2025." in text
    assert "How Bo Berg splits their time from Feb 3, 2026. It is taken as anything from 0 to 1 FTE." in text
    assert f"Q2 2026 701 5 {short_day(clock.today())} Mia Manager Corrected: One came late." in text
    assert f"Q1 2026 700 Not stated {short_day(clock.today())} Mia Manager" in text
    assert f"{bo.name} HSC Apr 1, 2026 Jun 30, 2026 Not recorded 0 to 1 91 0 to 91 0 0" in text
    # Ana is 1, Bo 0 to 1, and both count whether they may bill or not: 91 to 182 of 91 days.
    assert "All HSCs 91 to 182 ÷ 91 = 1 to 2 701 ÷ FTE = 350.5 to 701 May count" in text
    assert "600 claims" in text.partition("Without it")[2]
    assert "588 claims" in text.partition("Without it")[2]
    assert "Nothing is annualized." in text


def test_taking_it_is_an_entry_of_the_trail_and_who_reads_no_names_gets_none(app: Flask, valley: Organisation) -> None:
    count(valley, "2025-Q1", 500)
    lni = make_member(make_lni(), Role.CONTRACT_MANAGER)
    organisations.assign(SYSTEM, lni, valley)
    for member, status in (
        (make_member(valley, Role.AUDITOR), 200),
        (lni, 200),
        (make_member(valley, Role.HR), 403),
    ):
        assert sign_in(app.test_client(), member).get(f"{AT}/2025-Q1.pdf").status_code == status
    taken = trail.listed(valley.id, trail.Filters(action=Action.STAFFING_WORKSHEET_TAKEN)).rows
    assert len(taken) == 2
    client = sign_in(app.test_client(), make_member(valley, Role.MANAGER, name="Max"))
    for wrong in ("2024-Q4", "2999-Q1", "2025", "x"):
        assert client.get(f"{AT}/{wrong}.pdf").status_code == 404
