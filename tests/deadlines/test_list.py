"""Deadlines as lists say them: in which order, narrowed, of whom, and the same whatever day the lines are of."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask, current_app
from sqlalchemy import event, select, update

from onboarding import clock
from onboarding.extensions import db
from onboarding.models.duty import ListedDuty, StaffLine
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import deadlines, rulings
from onboarding.queries.deadline_span import Span
from onboarding.queries.deadlines import Deadlines, Filters, Waits
from onboarding.rules.duties import About, Who
from onboarding.services import following, missing, putting_off
from onboarding.services.change import SYSTEM
from tests.make import make_claim, make_cohe, make_person, make_reference
from tests.stored import on_sqlite

TODAY = clock.today()
LONG_AGO = TODAY - timedelta(days=400)
ALL = Filters()


@pytest.fixture
def valley(app: Flask) -> Organisation:
    """Ana and Ben work here, one long since and one since today; Cleo applies, and two things wait of her."""
    cohe = make_cohe()
    make_person(cohe, "Ana Ruiz", hired_on=LONG_AGO)
    make_person(cohe, "Ben Stone", hired_on=TODAY)
    cleo = make_person(cohe, "Cleo Park")
    make_claim(cleo)
    make_reference(cleo)
    missing.ask(SYSTEM, cleo, ["The diploma"], "Not all.", by_mail=False)
    make_reference_elsewhere()
    return cohe


def make_reference_elsewhere() -> None:
    foreign = make_person(make_cohe("harbor"), "Fay Foreign")
    make_claim(foreign)
    make_reference(foreign)


def listed(cohe: Organisation, asked: Filters = ALL, staff: bool = True) -> Deadlines:
    law = rulings.of(cohe, current_app.extensions["rulebook"])
    return Deadlines(cohe, law, TODAY, deadlines.seen(staff, TODAY, None), asked)


def days(found: Deadlines) -> list[date | None]:
    return [each.duty.due_on for each in found.every()]


def names(cohe: Organisation, asked: Filters, staff: bool = True) -> set[str]:
    return {each.person.name for each in listed(cohe, asked, staff).every()}


def test_what_is_overdue_comes_first_and_what_has_no_day_last(valley: Organisation) -> None:
    found = days(listed(valley))
    dated = [day for day in found if day]
    assert dated[0] < TODAY < dated[-1]
    assert dated == sorted(dated)
    assert found == [*dated, *[None] * (len(found) - len(dated))]
    assert None in found


def test_pages_are_the_list_a_part_at_a_time(valley: Organisation) -> None:
    whole = [each.duty for each in listed(valley).every()]
    for size in (1, 3, 4):
        parts = [listed(valley, Filters(page=page)).page(size) for page in range(1, -(-len(whole) // size) + 1)]
        assert [row.duty for part in parts for row in part.rows] == whole
        assert {part.total for part in parts} == {len(whole)}
    assert listed(valley, Filters(page=999)).page(3).page == -(-len(whole) // 3)


def test_who_may_not_read_of_staff_sees_what_waits_of_applications(valley: Organisation) -> None:
    found = listed(valley, staff=False).every()
    assert {each.duty.about for each in found} == {About.REQUEST}
    assert {each.person.name for each in found} == {"Cleo Park"}


@pytest.mark.parametrize(
    ("asked", "whose"),
    [
        (Filters(name="ruiz"), {"Ana Ruiz"}),
        (Filters(about=About.CHECKLIST), {"Ana Ruiz", "Ben Stone"}),
        (Filters(who=Who.REFEREE), {"Cleo Park"}),
        (Filters(who=Who.APPLICANT, due=Span(dayless=True)), {"Cleo Park"}),
        (Filters(due=Span(until=TODAY - timedelta(days=1))), {"Ana Ruiz"}),
        (Filters(due=Span(TODAY), about=About.TRAINING), {"Ben Stone"}),
        (Filters(waits=Waits.PUT_OFF), set()),
    ],
)
def test_the_list_is_narrowed(valley: Organisation, asked: Filters, whose: set[str]) -> None:
    assert names(valley, asked) == whose


def test_what_is_put_off_says_until_when_and_why(valley: Organisation) -> None:
    first = listed(valley).every()[0]
    putting_off.put_off(SYSTEM, first.person, first.thing, TODAY + timedelta(days=9), "She is on leave.")
    [row] = listed(valley, Filters(waits=Waits.PUT_OFF)).every()
    assert (row.duty, row.put_off and row.put_off.because) == (first.duty, "She is on leave.")
    others = listed(valley, Filters(waits=Waits.NOT_PUT_OFF)).every()
    assert len(others) == listed(valley).total() - 1


def test_counts_and_days_say_what_the_list_says(valley: Organisation) -> None:
    rows = listed(valley).every()
    for span in (Span(until=TODAY - timedelta(days=1)), Span(TODAY), Span(dayless=True)):
        [counted] = listed(valley).counts([span])
        narrowed = listed(valley, Filters(due=span)).every()
        assert sum(counted.values()) == len(narrowed) > 0
        assert {each.duty for each in narrowed} == {each.duty for each in rows if span.has(each.duty.due_on)}
    for day, (shown, total) in listed(valley).by_day(1).items():
        of_day = [each.duty for each in rows if each.duty.due_on == day]
        assert ([each.duty for each in shown], total) == (of_day[:1], len(of_day))


@pytest.mark.parametrize("name", ["Ana Ruiz", "%"])
def test_lines_of_another_day_are_not_trusted(valley: Organisation, name: str) -> None:
    kinds = (ALL, Filters(name="ruiz"), Filters(about=About.TRAINING), Filters(due=Span(TODAY)), Filters(page=2))
    right = [said(valley, asked) for asked in kinds]
    whose = select(Person.id).where(Person.name.like(name))
    db.session.execute(update(StaffLine).where(StaffLine.person_id.in_(whose)).values(as_of=TODAY - timedelta(days=1)))
    of_them = ListedDuty.person_id.in_(whose), ListedDuty.about != About.REQUEST
    db.session.execute(update(ListedDuty).where(*of_them).values(says="Not so."))
    db.session.commit()
    assert [said(valley, asked) for asked in kinds] == right
    following.recompute_due()
    assert [said(valley, asked) for asked in kinds] == right


def said(cohe: Organisation, asked: Filters) -> object:
    found = listed(cohe, asked)
    page = found.page(3)
    return (
        [(each.person.id, each.duty) for each in page.rows],
        page.total,
        found.counts([Span(TODAY), Span(dayless=True)]) if asked.due == Span() else None,
        {day: ([each.duty for each in rows], total) for day, (rows, total) in found.by_day(2).items()},
    )


@on_sqlite
def test_a_page_is_read_in_the_order_of_an_index(valley: Organisation) -> None:
    """So that the first page costs as much of many deadlines as of few: nothing is sorted, and nothing read whole."""
    read: list[str] = []

    def explain(connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if "ORDER BY duty.due_on" in statement and not statement.startswith("EXPLAIN"):
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            read.extend(row[-1] for row in plan)

    event.listen(db.engine, "before_cursor_execute", explain)
    listed(valley).page(2)
    event.remove(db.engine, "before_cursor_execute", explain)
    assert read[0].startswith("SEARCH duty USING INDEX ix_duty_due (organisation_id=? AND due_on>")
    assert [each for each in read if "TEMP" in each or each.startswith("SCAN")] == []


def test_a_page_asks_as_often_of_many_as_of_few(valley: Organisation, statements: list[str]) -> None:
    def asked() -> int:
        db.session.expire_all()
        statements.clear()
        listed(valley).page(50)
        return len(statements)

    few = asked()
    for number in range(8):
        make_person(valley, f"More {number}", hired_on=LONG_AGO)
    assert few == asked() < 10
