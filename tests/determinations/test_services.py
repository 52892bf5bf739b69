"""Determinations: one recommends, another decides, nothing follows that the findings do not bear, and it stays so."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from onboarding import clock
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.models.account import User
from onboarding.models.determination import Decision, Determination, Recommendation
from onboarding.models.message import Message
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import determinations as found, reminders as told
from onboarding.queries.determinations import Move
from onboarding.roles import Role
from onboarding.rules.ladder import Ladder
from onboarding.services import determinations, information, reminders
from onboarding.services.change import SYSTEM, Actor
from tests.accounts.race import at_once
from tests.make import make_claim, make_cohe, make_member, make_person

TODAY = date(2026, 3, 2)
Q, N, MORE = Decision.QUALIFIED, Decision.NOT_QUALIFIED, Decision.MORE_INFORMATION


def rests_on(claimed: str = "qualified", verified: str = "qualified", **changed: Any) -> dict[str, Any]:
    """What a determination rests on, in short."""
    answer = {"role": "hsc", "claimed": {"outcome": claimed}, "verified": {"outcome": verified}}
    whole = {"facts": {"id": "1"}, "evidence": [], "rulings": [], "rulebook": "v", "as_of": TODAY.isoformat()}
    return {**whole, "answer": answer, **changed}


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def ana(valley: Organisation) -> Person:
    person = make_person(valley, "Ana Ruiz")
    make_claim(person)
    return person


@pytest.fixture
def screener(valley: Organisation) -> Actor:
    return as_actor(make_member(valley, Role.SCREENER, Role.MANAGER))


@pytest.fixture
def manager(valley: Organisation) -> Actor:
    return as_actor(make_member(valley, Role.MANAGER))


def as_actor(user: User) -> Actor:
    return Actor(user.id, user.name)


def recommend(actor: Actor, person: Person, what: Decision = Q, on: dict[str, Any] | None = None) -> Recommendation:
    return determinations.recommend(actor, person, lambda: on or rests_on(), what, "As the findings say.")


def decide(
    actor: Actor, person: Person, recommendation: Recommendation, what: Decision = Q, **more: Any
) -> Determination:
    basis = more.pop("rests_on", rests_on())
    return determinations.decide(actor, person, recommendation.id, what, "Agreed.", lambda: basis, **more)


def test_one_recommends_and_another_decides(ana: Person, screener: Actor, manager: Actor) -> None:
    assert found.move_of(ana) is Move.OPEN
    recommendation = recommend(screener, ana)
    assert found.move_of(ana) is Move.RECOMMENDED
    decide(manager, ana, recommendation)
    assert found.move_of(ana) is Move.DECIDED
    (row,) = found.recommendations(ana)
    assert row.determination is not None
    assert (row.recommended_by_id, row.determination.decided_by_id) == (screener.user_id, manager.user_id)


def test_who_recommended_does_not_decide_whatever_their_roles(ana: Person, screener: Actor, manager: Actor) -> None:
    recommendation = recommend(screener, ana)
    for actor in (screener, SYSTEM, screener._replace(name="other", origin="192.0.2.1")):
        with pytest.raises(OnboardingError, match="somebody else has to decide"):
            decide(actor, ana, recommendation)
    decide(manager, ana, recommendation)


def test_nobody_decides_on_themselves(valley: Organisation, screener: Actor) -> None:
    user = make_member(valley, Role.HSC, Role.MANAGER)
    person = make_person(valley, "Max Self", user=user)
    make_claim(person)
    recommendation = recommend(screener, person)
    with pytest.raises(OnboardingError, match="your own application"):
        decide(as_actor(user), person, recommendation)


@pytest.mark.parametrize(
    ("claimed", "verified", "borne"),
    [
        ("qualified", "qualified", {Q}),
        ("qualified", "needs_review", set()),
        ("qualified", "not_qualified", {N}),
        ("needs_review", "needs_review", set()),
        ("not_qualified", "needs_review", {N}),
        ("not_qualified", "not_qualified", {N}),
    ],
)
def test_only_what_the_findings_bear_can_be_recommended(
    ana: Person, screener: Actor, claimed: str, verified: str, borne: set[Decision]
) -> None:
    for what in {Q, N} - borne:
        with pytest.raises(OnboardingError):
            recommend(screener, ana, what, rests_on(claimed, verified))
    for what in borne:
        recommend(screener, ana, what, rests_on(claimed, verified))


def test_what_was_asked_for_and_did_not_come_can_end_in_not_qualified(
    ana: Person, screener: Actor, manager: Actor
) -> None:
    unproven = rests_on("qualified", "needs_review")
    with pytest.raises(OnboardingError, match="First ask the applicant"):
        recommend(screener, ana, N, unproven)
    first = recommend(screener, ana)
    decide(manager, ana, first, MORE, items=["A letter from Harbor Clinic"])
    assert found.move_of(ana) is Move.OPEN
    recommend(screener, ana, N, unproven)
    assert found.move_of(ana) is Move.RECOMMENDED


@pytest.mark.parametrize("part", ["facts", "evidence", "rulings", "rulebook"])
def test_nothing_is_decided_on_what_has_moved_since(ana: Person, screener: Actor, manager: Actor, part: str) -> None:
    recommendation = recommend(screener, ana)
    with pytest.raises(OnboardingError, match="have changed since"):
        decide(manager, ana, recommendation, rests_on=rests_on(**{part: ["another"]}))
    assert found.move_of(ana) is Move.RECOMMENDED
    decide(manager, ana, recommendation, MORE, items=["The new diploma"], rests_on=rests_on(**{part: ["another"]}))


def test_what_is_frozen_keeps_its_bytes_and_its_hash(ana: Person, screener: Actor) -> None:
    recommendation = recommend(screener, ana)
    frozen = recommendation.frozen
    assert determinations.sha256(frozen) == recommendation.frozen_sha256
    db.session.expire_all()
    assert db.session.get_one(Recommendation, recommendation.id).frozen == frozen
    assert frozen.startswith('{"answer":')


def test_a_second_decision_or_one_on_an_older_recommendation_is_refused(
    ana: Person, screener: Actor, manager: Actor
) -> None:
    first = recommend(screener, ana)
    decide(manager, ana, first, MORE, items=["A letter"])
    second = recommend(screener, ana)
    with pytest.raises(OnboardingError, match="a newer recommendation"):
        decide(manager, ana, first)
    decide(manager, ana, second)
    with pytest.raises(OnboardingError, match="decided already"):
        decide(manager, ana, second, N)


def test_two_who_decide_at_once_decide_once(app: Flask, ana: Person, screener: Actor, manager: Actor) -> None:
    recommendation = recommend(screener, ana)
    id, person_id = recommendation.id, ana.id

    def agree() -> bool:
        try:
            person = db.session.get_one(Person, person_id)
            determinations.decide(manager, person, id, Q, "Agreed.", rests_on)
        except OnboardingError:
            return False
        return True

    assert sum(at_once(app, [agree] * 6)) == 1
    assert db.session.query(Determination).count() == 1


def test_an_applicant_withdraws_at_any_time_before_the_end(ana: Person, screener: Actor, manager: Actor) -> None:
    recommendation = recommend(screener, ana)
    determinations.withdraw(screener, ana, "Took another job.")
    assert found.move_of(ana) is Move.DECIDED
    with pytest.raises(OnboardingError):
        decide(manager, ana, recommendation)
    with pytest.raises(OnboardingError):
        determinations.withdraw(screener, ana, "Again.")


def test_reconsidering_reopens_and_keeps_the_history(ana: Person, screener: Actor, manager: Actor) -> None:
    with pytest.raises(OnboardingError, match="no decision to reopen"):
        determinations.reopen(manager, ana, "Too early.")
    decide(
        manager,
        ana,
        recommend(screener, ana, N, rests_on("not_qualified", "not_qualified")),
        N,
        rests_on=rests_on("not_qualified", "not_qualified"),
    )
    determinations.reopen(manager, ana, "Sent the diploma that was missing.")
    assert found.move_of(ana) is Move.OPEN
    with pytest.raises(OnboardingError, match="no decision to reopen"):
        determinations.reopen(manager, ana, "Twice.")
    decide(manager, ana, recommend(screener, ana))
    assert [each.recommends for each in found.recommendations(ana)] == [Q, N]


def test_a_withdrawal_that_was_reopened_begins_anew(ana: Person, screener: Actor, manager: Actor) -> None:
    recommend(screener, ana)
    determinations.withdraw(screener, ana, "By mistake.")
    determinations.reopen(manager, ana, "It was somebody else.")
    assert found.move_of(ana) is Move.OPEN


def test_a_person_of_another_organisation_is_not_there(ana: Person, screener: Actor) -> None:
    ana_elsewhere = Person(organisation_id=ana.organisation_id + 1, id=ana.id, name="x", sorted_as="x")
    with pytest.raises(NotFoundError):
        recommend(screener, ana_elsewhere)


@pytest.mark.parametrize("items", [[], [" "], ["x" * 501], [f"thing {n}" for n in range(21)]])
def test_asking_for_nothing_or_too_much_is_refused(
    ana: Person, screener: Actor, manager: Actor, items: list[str]
) -> None:
    recommendation = recommend(screener, ana)
    with pytest.raises(OnboardingError):
        decide(manager, ana, recommendation, MORE, items=items)
    assert found.move_of(ana) is Move.RECOMMENDED


@pytest.mark.usefixtures("by_day")
def test_what_is_missing_is_chased_item_by_item_until_it_is_settled(
    valley: Organisation, ana: Person, screener: Actor, manager: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide(manager, ana, recommend(screener, ana), MORE, items=["A letter", "The diploma"])
    letter, diploma = found.asked_for(ana)
    began = clock.now()
    at: Callable[[int], None] = lambda day: monkeypatch.setattr(  # noqa: E731
        clock, "now", lambda: began + timedelta(days=day, minutes=1)
    )
    at(6)
    assert reminders.remind(information.SOURCE) == 0
    at(7)
    assert reminders.remind(information.SOURCE) == 2
    assert "- A letter\n- The diploma" in bodies()[-1]
    information.settle(manager, valley, letter.id, "Came by mail.")
    at(14)
    assert reminders.remind(information.SOURCE) == 1
    assert "A letter" not in bodies()[-1]
    at(40)
    assert [reminders.remind(information.SOURCE), reminders.remind(information.SOURCE)] == [1, 0]
    assert len(bodies()) == 4  # as it was asked, and three times since
    assert [each.asks for each in found.asked_for(ana)] == ["The diploma", "A letter"]
    with pytest.raises(OnboardingError, match="settled already"):
        information.settle(manager, valley, letter.id, "Again.")
    assert told.times(Ladder.INFORMATION, valley.id, ana.id)[diploma.id] == 3


def bodies() -> list[str]:
    return [each.body for each in db.session.query(Message).order_by(Message.id)]
