"""What waits of applications on a home: requests whose day has passed, and who is determined and not hired."""

from datetime import timedelta

import pytest
from flask import Flask

from onboarding import clock
from onboarding.models.determination import Decision
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.roles import Role, StaffRole
from onboarding.services import applicant_links, determinations, hiring, organisations, owners, people
from onboarding.services.change import SYSTEM, Actor
from onboarding.services.people import PostingFacts
from tests.home.test_queue import LONG_AGO, home, under
from tests.make import (
    make_claim,
    make_cohe,
    make_complete,
    make_lni,
    make_member,
    make_person,
    make_reference,
    make_ruling,
    sign_in,
)
from tests.page import fetch
from tests.stored import on_sqlite

TODAY = clock.today()


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


def long_ago(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    then = clock.now() - timedelta(days=days)
    monkeypatch.setattr(clock, "now", lambda: then)


def qualified(cohe: Organisation) -> Person:
    """An applicant who was determined qualified."""
    person, (one, two) = make_person(cohe), (make_member(cohe, role) for role in (Role.SCREENER, Role.HR))
    make_complete(person)
    answer = {"role": "hsc", **{each: {"outcome": "qualified"} for each in ("claimed", "verified")}}
    now = {"facts": {}, "evidence": [], "rulings": [], "rulebook": "v", "as_of": str(TODAY), "answer": answer}
    row = determinations.recommend(Actor(one.id, one.name), person, lambda: now, Decision.QUALIFIED, "So it is.")
    determinations.decide(Actor(two.id, two.name), person, row.id, Decision.QUALIFIED, "Agreed.", lambda: now)
    return person


def test_what_was_asked_for_by_a_day_that_has_passed_is_overdue_on_the_screeners_home(
    app: Flask, valley: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, bo = make_person(valley, "Ana Ruiz"), make_person(valley, "Bo Lind")
    make_claim(ana)
    with monkeypatch.context() as then:
        long_ago(then, 30)
        make_reference(ana, "j1")
        applicant_links.send(SYSTEM, bo)
    overdue = under(home(app, valley, Role.SCREENER), "Overdue")
    assert "Ana Ruiz Reference by Rita Records. 9 days overdue Look at the reference" in " ".join(overdue.split())
    assert "Bo Lind" in overdue
    assert "Send the link again" in overdue
    assert "Overdue" not in home(app, valley, Role.AUDITOR).main


def test_who_is_determined_qualified_waits_to_be_hired(app: Flask, valley: Organisation) -> None:
    ana = qualified(valley)
    for role in (Role.HR, Role.MANAGER):
        page = home(app, valley, role)
        assert "Ana Ruiz Determined qualified, and not hired yet." in " ".join(under(page, "Waiting for you").split())
        assert page.links["Record the hire: Ana Ruiz"] == f"/at/valley/people/{ana.id}/hire"
    assert "not hired yet" not in home(app, valley, Role.SCREENER).main
    soon = PostingFacts(StaffRole.HSC, TODAY + timedelta(days=10))
    hiring.hire(SYSTEM, ana, soon, None, ana.revision)
    assert "not hired yet" not in home(app, valley, Role.MANAGER).main


def test_more_applications_stand_with_the_last_that_is_shown(app: Flask, valley: Organisation) -> None:
    other = make_member(valley, Role.SCREENER)
    for number in range(10):
        ana = make_person(valley, f"Ana {number}")
        make_claim(ana)
        owners.name_owner(SYSTEM, ana, other.id, None)
    page = home(app, valley, Role.SCREENER)
    assert "2 more applicants wait for screening" in under(page, "With others")
    assert "Waiting for you" not in page.main


def test_an_hsc_sees_what_is_overdue_about_them_and_what_is_coming(app: Flask, valley: Organisation) -> None:
    user = make_member(valley, Role.HSC)
    ana = make_person(valley, hired_on=LONG_AGO)
    people.link_account(SYSTEM, ana, user.id)
    page = fetch(sign_in(app.test_client(), user), "/at/valley/")
    assert "You Complete the additional training." in " ".join(under(page, "Overdue").split())
    assert page.links["See what you still need: You"] == f"/at/valley/people/{ana.id}/training"
    assert "Nothing is waiting" not in page.main


@on_sqlite
def test_a_contract_manager_arrives_where_each_cohe_is_shown(app: Flask, valley: Organisation) -> None:
    by = make_member(make_lni(), Role.CONTRACT_MANAGER)
    for cohe in (valley, make_cohe("harbor")):
        organisations.assign(SYSTEM, by, cohe)
    answer = sign_in(app.test_client(), by).get("/")
    assert answer.location == "/at/lni/"


@on_sqlite
def test_a_ruling_that_waits_is_named(app: Flask, valley: Organisation) -> None:
    make_ruling(valley)
    assert "A ruling is not in force yet: Does a day of part-time" in home(app, valley, Role.MANAGER).main
