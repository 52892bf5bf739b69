"""The checklist of the first weeks: the COHE words it, and marks survive that."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from flask import Flask, current_app
from flask.testing import FlaskClient

from onboarding import clock
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import checklist as found
from onboarding.roles import Role
from onboarding.services import checklist, rulings
from onboarding.services.change import SYSTEM
from tests.make import make_cohe, make_member, make_person, sign_in
from tests.page import fetch

TODAY = clock.today()


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def ana(valley: Organisation) -> Person:
    return make_person(valley, "Ana Ruiz", hired_on=date(2025, 1, 6))


@pytest.fixture
def pages(app: Flask, valley: Organisation) -> FlaskClient:
    return sign_in(app.test_client(), make_member(valley, Role.MANAGER))


def test_every_cohe_begins_with_four_steps_of_the_first_week(ana: Person) -> None:
    assert [(line.step.key, line.due_on) for line in found.of(ana)] == [
        ("ohms", date(2025, 1, 13)),
        ("updates", date(2025, 1, 13)),
        ("work_list", date(2025, 1, 13)),
        ("supervisor", date(2025, 1, 13)),
    ]


def test_rewording_and_dropping_lose_no_mark(valley: Organisation, ana: Person) -> None:
    checklist.mark(SYSTEM, ana, "ohms", True, date(2025, 1, 8), "Ticket 12")
    step = found.step(valley.id, "ohms")
    assert step
    checklist.word(SYSTEM, valley, step._replace(says="OHMS works", within_days=3))
    worded = found.step(valley.id, "ohms")
    assert worded
    checklist.word(SYSTEM, valley, worded, dropped=True)
    bo = make_person(valley, "Bo Lind", hired_on=date(2025, 3, 3))
    line = next(each for each in found.of(ana) if each.step.key == "ohms")
    assert (line.step.says, line.done, line.due_on) == ("OHMS works", True, date(2025, 1, 9))
    assert "ohms" not in [each.step.key for each in found.of(bo)]


def test_the_list_of_one_cohe_is_its_own(valley: Organisation, ana: Person) -> None:
    checklist.add(SYSTEM, make_cohe("harbor"), "Badge handed out", None)
    assert len(found.of(ana)) == 4


def test_two_who_change_a_step_at_once_are_told(valley: Organisation) -> None:
    step = found.step(valley.id, "updates")
    assert step
    checklist.word(SYSTEM, valley, step._replace(says="Bulletins subscribed"))
    with pytest.raises(OnboardingError, match="Somebody else changed this step"):
        checklist.word(SYSTEM, valley, step._replace(says="Newsletters subscribed"))
    with pytest.raises(OnboardingError, match="on the checklist already"):
        checklist.add(SYSTEM, valley, "bulletins SUBSCRIBED", None)


def test_nothing_is_marked_before_the_hire_or_in_days_to_come(valley: Organisation, ana: Person) -> None:
    with pytest.raises(NotFoundError):
        checklist.mark(SYSTEM, make_person(valley, "Eve Early"), "ohms", True, TODAY, None)
    with pytest.raises(NotFoundError):
        checklist.mark(SYSTEM, ana, "parking", True, TODAY, None)
    with pytest.raises(OnboardingError, match="after today"):
        checklist.mark(SYSTEM, ana, "ohms", True, TODAY + timedelta(days=1), None)


def test_steps_are_added_worded_dropped_and_marked_on_pages(
    valley: Organisation, ana: Person, pages: FlaskClient
) -> None:
    page = fetch(pages, "/at/valley/checklist").submit(says="Badge  handed out", within_days="1")
    assert page.rows("5 steps")[-1]["Step"] == "Badge handed out"
    page = fetch(pages, "/at/valley/checklist/own_1").submit(says="Badge and keys", within_days="")
    assert page.rows("5 steps")[-1]["Due, in days from the first day"] == "no day"
    assert fetch(pages, "/at/valley/checklist/own_1").submit(within_days="soon").faults["within_days"]
    at = f"/at/valley/people/{ana.id}/checklist"
    assert [row["State"] for row in fetch(pages, at).rows("0 of 5")] == ["Overdue"] * 4 + ["Open"]
    page = fetch(pages, f"{at}/own_1").submit(done_on="2025-01-07", note="Key 7")
    assert page.rows("1 of 5")[-1]["State"] == "Done Jan 7, 2025"
    page = fetch(pages, f"{at}/own_1").submit(note="The keys came back")
    assert page.rows("0 of 5")[-1]["State"] == "Open"
    assert len(fetch(pages, f"{at}/own_1").rows("2 entries")) == 2
    fetch(pages, "/at/valley/checklist/supervisor/drop").submit()
    assert len(fetch(pages, at).rows("0 of 4")) == 4
    fetch(pages, "/at/valley/checklist/supervisor/drop").submit()
    assert len(fetch(pages, at).rows("0 of 5")) == 5


def test_a_ruling_moves_the_first_week_but_no_step_of_the_cohe_s_own(valley: Organisation, ana: Person) -> None:
    book = current_app.extensions["rulebook"]
    facts = rulings.RulingFacts(
        "first_week_days", None, Fraction(10), date(2025, 1, 1), None, "Cora Contract", "A letter"
    )
    rulings.put_in_force(SYSTEM, valley, book, rulings.propose(SYSTEM, valley, book, facts).id)
    own = checklist.add(SYSTEM, valley, "Badge handed out", 3)
    days = {line.step.key: line.due_on for line in found.of(ana)}
    assert (days["ohms"], days[own.key]) == (date(2025, 1, 16), date(2025, 1, 9))
