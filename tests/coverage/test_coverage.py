"""Who covers, day by day of a period; how cover works in the COHE's words; and both on paper."""

from datetime import date, timedelta

import pytest
from flask import Flask

from onboarding import clock
from onboarding.errors import OnboardingError
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.packets import coverage as packet
from onboarding.queries import coverage as found, staffing
from onboarding.queries.coverage import Run
from onboarding.roles import Role, StaffRole
from onboarding.services import absences, cover_requests, coverage
from onboarding.services.change import SYSTEM
from tests.make import make_cohe, make_member, make_person
from tests.papers import read
from tests.staffing.make import law

HIRED, TODAY = date(2024, 1, 2), clock.today()
MAY = date(2025, 5, 1), date(2025, 5, 31)


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def ana(valley: Organisation) -> Person:
    return make_person(valley, hired_on=HIRED)


@pytest.fixture
def ben(valley: Organisation) -> Person:
    return make_person(valley, "Ben Stone", hired_on=HIRED)


def may(day: int) -> date:
    return date(2025, 5, day)


def runs(cohe: Organisation, days: tuple[date, date] = MAY) -> list[Run]:
    return found.runs(cohe, staffing.recorded(cohe), law(cohe), days, TODAY)


def said(cohe: Organisation, days: tuple[date, date] = MAY) -> list[tuple[str, int, int, str | None, bool]]:
    return [
        (each.person.name, each.first.day, each.last.day, each.by.name if each.by else None, each.uncovered)
        for each in runs(cohe, days)
    ]


def test_an_absence_is_cut_by_who_covers(valley: Organisation, ana: Person, ben: Person) -> None:
    absences.record(SYSTEM, ana, (may(5), may(16)))
    absences.cover(SYSTEM, ana, ben, (may(7), may(9)))
    assert said(valley) == [
        ("Ana Ruiz", 5, 6, None, True),
        ("Ana Ruiz", 7, 9, "Ben Stone", False),
        ("Ana Ruiz", 10, 16, None, True),
    ]
    assert found.uncovered_days(runs(valley)) == 9
    assert found.who_covers(runs(valley)) == {ben.id: 3}
    assert found.who_is_away(runs(valley)) == {ana.id: 12}


def test_who_covers_and_is_away_leaves_these_days_uncovered(valley: Organisation, ana: Person, ben: Person) -> None:
    absences.record(SYSTEM, ana, (may(5), may(9)))
    absences.cover(SYSTEM, ana, ben, (may(5), may(9)))
    absences.record(SYSTEM, ben, (may(8), may(8)))
    assert said(valley) == [
        ("Ana Ruiz", 5, 7, "Ben Stone", False),
        ("Ana Ruiz", 8, 8, "Ben Stone", True),
        ("Ben Stone", 8, 8, None, True),
        ("Ana Ruiz", 9, 9, "Ben Stone", False),
    ]
    on = found.on_days(runs(valley))
    assert [(each.person.name, each.uncovered) for each in on[may(8)]] == [("Ana Ruiz", True), ("Ben Stone", True)]
    assert found.uncovered_days(runs(valley)) == 1, "a day is counted once"
    assert packet.cover(on[may(8)][0]) == "Nobody. Ben Stone was to cover, and is away too or in no role then."


def test_only_the_days_of_the_period_are_its(valley: Organisation, ana: Person) -> None:
    absences.record(SYSTEM, ana, (date(2025, 4, 28), may(2)))
    absences.record(SYSTEM, ana, (may(31), date(2025, 6, 4)))
    assert said(valley) == [("Ana Ruiz", 1, 2, None, True), ("Ana Ruiz", 31, 31, None, True)]
    assert said(valley, (may(3), may(30))) == []


def test_an_assistant_away_needs_no_cover(valley: Organisation) -> None:
    absences.record(SYSTEM, make_person(valley, "Al Sis", StaffRole.ASSISTANT, HIRED), (may(5), may(6)))
    assert said(valley) == [("Al Sis", 5, 6, None, False)]
    assert packet.cover(runs(valley)[0]) == "No cover is needed"


def test_who_was_asked_is_said_and_covers_nothing(valley: Organisation, ana: Person) -> None:
    first = TODAY + timedelta(10)
    absences.record(SYSTEM, ana, (first, first + timedelta(4)))
    user = make_member(valley, Role.HSC, name="Chi Tran")
    chi = make_person(valley, "Chi Tran", hired_on=HIRED, user=user)
    cover_requests.ask(SYSTEM, ana, chi, (first, first + timedelta(1)))
    one, other = runs(valley, (first, first + timedelta(9)))
    assert ([each.name for each in one.asked], one.uncovered, one.days) == (["Chi Tran"], True, 2)
    assert (other.asked, other.uncovered, other.days) == ([], True, 3)
    assert packet.cover(one) == "Nobody. Asked, no answer yet: Chi Tran."


def test_how_cover_works_holds_from_a_day_until_the_next(valley: Organisation) -> None:
    first = coverage.word(SYSTEM, valley, date(2025, 1, 6), "The desk answers.")
    coverage.word(SYSTEM, valley, date(2025, 6, 2), "Another HSC answers.")

    def on(day: date) -> str | None:
        row = found.on(found.ways(valley), day)
        return row.text if row else None

    assert [on(each) for each in (date(2025, 1, 5), date(2025, 1, 6), date(2025, 6, 1), date(2025, 6, 2))] == [
        None,
        "The desk answers.",
        "The desk answers.",
        "Another HSC answers.",
    ]
    coverage.correct(SYSTEM, valley, first, date(2025, 1, 13), "The desk answers.", "A week later.")
    assert on(date(2025, 1, 12)) is None
    with pytest.raises(OnboardingError, match="corrected already"):
        coverage.strike(SYSTEM, valley, first, "Never so.")
    assert len(found.history(valley)) == 3


def test_texts_that_cannot_be(valley: Organisation, ana: Person) -> None:
    row = coverage.word(SYSTEM, valley, date(2025, 1, 6), "The desk answers.")
    for since, text, says in (
        (date(2025, 1, 6), "Again.", "is there already"),
        (date(1999, 12, 31), "Too soon.", "Enter a day from"),
        (TODAY + timedelta(200), "Too late.", "Enter a day from"),
        (date(2025, 2, 3), "Ask Ana Ruiz.", "Take out Ana Ruiz"),
        (date(2025, 2, 3), "Claim AB12345 waits.", "No worker's name or claim number"),
    ):
        with pytest.raises(OnboardingError, match=says):
            coverage.word(SYSTEM, valley, since, text)
    with pytest.raises(OnboardingError, match="Nothing is different"):
        coverage.correct(SYSTEM, valley, row, row.since, row.text, "Typed.")
    coverage.word(SYSTEM, valley, date(2025, 2, 3), coverage.DRAFT)
    assert len(coverage.DRAFT) <= coverage.LONGEST


def test_the_plan_on_paper_says_the_uncovered_days_first(valley: Organisation, ana: Person, ben: Person) -> None:
    absences.record(SYSTEM, ana, (may(5), may(9)))
    absences.cover(SYSTEM, ana, ben, (may(5), may(7)))
    coverage.word(SYSTEM, valley, date(2025, 1, 6), "The desk answers.\n\nThe manager\nhelps.")
    plan = found.plan(valley, staffing.recorded(valley), law(valley), MAY, TODAY)
    text = read(packet.printed(packet.of(valley.name, plan, TODAY))).text
    order = [
        "Nobody covers on 2 days",
        "May 8, 2025 to May 9, 2025",
        "May 5, 2025 to May 7, 2025",
        "The desk answers.",
        "All days",
        "has not approved it",
    ]
    places = [text.index(each) for each in order]
    assert places == sorted(places)


def test_an_empty_plan_says_what_it_does_not_know(valley: Organisation) -> None:
    plan = found.plan(valley, staffing.recorded(valley), law(valley), MAY, TODAY)
    text = read(packet.printed(packet.of(valley.name, plan, TODAY))).text
    for says in ("No absence is recorded", "The COHE has not written this yet.", "Nobody is recorded in a role"):
        assert says in text
