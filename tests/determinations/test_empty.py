"""An application in which nothing was entered: it can be withdrawn, and nothing else is made of it."""

from typing import Any

import pytest
from flask import Flask

from onboarding import clock
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.models.claim import ClaimSource
from onboarding.models.determination import Decision, Recommendation
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import applications, determinations as found, letters as written, rests, rulings
from onboarding.queries.applications import State
from onboarding.queries.determinations import Move
from onboarding.roles import Role
from onboarding.services import claims, determinations, letters
from onboarding.services.change import SYSTEM, Actor, change
from tests.make import make_claim, make_cohe, make_member, make_person, sign_in
from tests.page import fetch
from tests.stored import on_sqlite

Q, N, MORE = Decision.QUALIFIED, Decision.NOT_QUALIFIED, Decision.MORE_INFORMATION
NOTHING: dict[str, Any] = {"work": [], "education": []}


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def ana(valley: Organisation) -> Person:
    return make_person(valley, "Ana Ruiz")


@pytest.fixture
def one(valley: Organisation) -> Actor:
    return Actor(make_member(valley, Role.MANAGER).id, "One")


@pytest.fixture
def two(valley: Organisation) -> Actor:
    return Actor(make_member(valley, Role.MANAGER).id, "Two")


def basis(app: Flask, person: Person) -> dict[str, Any]:
    """What a recommendation of today rests on, answered so that the answer is no reason to refuse it."""
    valley = db.session.get_one(Organisation, person.organisation_id)
    now = rests.on(valley, person, rulings.of(valley, app.extensions["rulebook"]), clock.today())
    now["answer"]["verified"]["outcome"] = N.value
    return now


def recommend(app: Flask, actor: Actor, person: Person) -> Recommendation:
    return determinations.recommend(actor, person, lambda: basis(app, person), N, "So it is.")


def of_before(app: Flask, actor: Actor, person: Person) -> Recommendation:
    """A recommendation on an empty record, as could be made before that was refused."""
    make_claim(person)
    row = recommend(app, actor, person)
    emptied(person)
    return row


def emptied(person: Person) -> None:
    with change(SYSTEM) as under_way:
        claims.add(under_way, person, NOTHING, ClaimSource.FORM, "It was another person's.", None)


@pytest.mark.parametrize("taken_back", [False, True])
def test_what_nobody_applied_with_is_not_recommended(app: Flask, ana: Person, one: Actor, taken_back: bool) -> None:
    if taken_back:
        make_claim(ana)
        emptied(ana)
    line = applications.of(ana)
    assert line is not None
    assert (line.state, line.claimed, line.met_from) == (State.EMPTY, None, None)
    with pytest.raises(OnboardingError, match="Ana Ruiz has no application yet"):
        recommend(app, one, ana)
    assert found.move_of(ana) is Move.OPEN
    determinations.withdraw(one, ana, "She found other work.")
    assert found.move_of(ana) is Move.DECIDED


def test_one_job_or_one_school_is_an_application(app: Flask, ana: Person, one: Actor) -> None:
    claims.record(SYSTEM, ana, {"education": [{"studyType": "High school"}]}, ClaimSource.FORM)
    assert recommend(app, one, ana).recommends is N


@pytest.mark.parametrize("decision", [Q, N])
def test_what_was_recommended_before_and_is_empty_now_is_not_decided(
    app: Flask, ana: Person, one: Actor, two: Actor, decision: Decision
) -> None:
    row = of_before(app, one, ana)
    with pytest.raises(OnboardingError, match="no application yet"):
        determinations.decide(two, ana, row.id, decision, "So be it.", lambda: basis(app, ana))
    determinations.decide(two, ana, row.id, MORE, "Tell us.", lambda: basis(app, ana), ["Where you worked"])


def test_no_letter_is_about_what_was_decided_on_nothing(
    app: Flask, valley: Organisation, ana: Person, one: Actor, two: Actor
) -> None:
    make_claim(ana)
    nothing = {**basis(app, ana), "facts": {"work": [], "education": []}}
    row = determinations.recommend(one, ana, lambda: nothing, N, "1,096 days short.")
    decided = determinations.decide(two, ana, row.id, N, "1,096 days short.", lambda: nothing)
    assert written.can_be_about(ana) is None
    with pytest.raises(OnboardingError, match="You can no longer write a letter"):
        letters.write(SYSTEM, ana, decided.id, "No", "You are 1,096 days short.", by_mail=True)


@on_sqlite
def test_pages_say_so_and_offer_the_link_and_the_form(app: Flask, valley: Organisation, ana: Person) -> None:
    screener = sign_in(app.test_client(), make_member(valley, Role.SCREENER))
    page = fetch(screener, f"/at/valley/people/{ana.id}/determination")
    assert "No application yet" in page.main
    assert "days short" not in page.main
    assert "Send Ana Ruiz the link" in page.main
    assert "Enter the application" in page.main
    assert "Record the recommendation" not in page.main
    make_claim(ana)
    page = fetch(screener, f"/at/valley/people/{ana.id}/determination")
    assert "Ready to screen As stated" in page.main
    assert "No job" not in page.main
    assert "Recommendation" in page.main


@on_sqlite
def test_only_more_can_be_asked_for_where_the_record_was_emptied(
    app: Flask, valley: Organisation, ana: Person, one: Actor
) -> None:
    of_before(app, one, ana)
    manager = sign_in(app.test_client(), make_member(valley, Role.MANAGER))
    page = fetch(manager, f"/at/valley/people/{ana.id}/determination")
    assert "Waiting for decision" in page.main
    assert "More information is needed" in page.main
    assert 'value="qualified"' not in page.html
    page = page.submit(decision="more_information", because="Tell us.", items="Where you worked")
    assert "Waiting for applicant" in page.main
