"""Hires rest on a determination, a promotion is a new one, and an assistant without an HSC is shown."""

from datetime import date, timedelta

import pytest
from flask import Flask

from onboarding import clock
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.models.determination import Decision
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import (
    applications as lines,
    determinations as decided,
    dossier,
    grounds,
    hiring as found,
    people as known,
    rests,
    rulings,
)
from onboarding.queries.applications import Filters, State
from onboarding.queries.people import Stage
from onboarding.roles import Role, StaffRole
from onboarding.services import determinations, hiring, people
from onboarding.services.change import SYSTEM, Actor
from onboarding.services.people import PostingFacts
from tests.make import make_claim, make_cohe, make_member, make_person, sign_in
from tests.page import answered

TODAY = clock.today()
HSC, ASSISTANT = StaffRole.HSC, StaffRole.ASSISTANT


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


def qualified(person: Person, role: StaffRole, what: Decision = Decision.QUALIFIED) -> None:
    """Have one recommend and another decide on what the person says, which is entered if nothing is yet."""
    if dossier.of(person).is_empty:
        make_claim(person)
    cohe = db.session.get_one(Organisation, person.organisation_id)
    one, two = (Actor(make_member(cohe, Role.MANAGER).id, name) for name in ("One", "Two"))
    answer = {"role": role.value, "claimed": {"outcome": what.value}, "verified": {"outcome": what.value}}
    now = {"facts": {}, "evidence": [], "rulings": [], "rulebook": "v", "as_of": TODAY.isoformat(), "answer": answer}
    row = determinations.recommend(one, person, lambda: now, what, "So it is.")
    determinations.decide(two, person, row.id, what, "Agreed.", lambda: now)


def hire(person: Person, role: StaffRole = HSC, on: date = TODAY, supervisor: Person | None = None) -> None:
    hiring.hire(SYSTEM, person, PostingFacts(role, on), supervisor, person.revision)


def test_who_was_determined_qualified_is_hired_once_and_what_it_rests_on_is_shown(valley: Organisation) -> None:
    ana = make_person(valley, "Ana")
    for role in (HSC, ASSISTANT):
        with pytest.raises(OnboardingError, match="First determine"):
            hire(ana, role)
    qualified(ana, HSC)
    hire(ana)
    assert known.stage_on(ana, TODAY) is Stage.STAFF
    assert [basis.number for basis in grounds.bases(ana).values()] == [1]
    with pytest.raises(OnboardingError, match="The hire is recorded already"):
        hire(ana)


def test_not_qualified_or_reopened_is_not_hired(valley: Organisation) -> None:
    bo, cy = make_person(valley, "Bo"), make_person(valley, "Cy")
    qualified(bo, HSC, Decision.NOT_QUALIFIED)
    qualified(cy, HSC)
    determinations.reopen(SYSTEM, cy, "She asked.")
    for person in (bo, cy):
        with pytest.raises(OnboardingError, match="First determine"):
            hire(person)


def test_a_determination_for_assistants_makes_no_hsc(valley: Organisation) -> None:
    ana = make_person(valley, "Ana", role=ASSISTANT)
    qualified(ana, ASSISTANT)
    with pytest.raises(OnboardingError, match="another role"):
        hire(ana, HSC)


def test_a_promotion_is_a_new_determination_and_a_new_first_day_and_history_stays(valley: Organisation) -> None:
    ana = make_person(valley, "Ana", role=ASSISTANT)
    qualified(ana, ASSISTANT)
    hire(ana, ASSISTANT, TODAY - timedelta(days=400))
    with pytest.raises(OnboardingError):
        hire(ana, HSC)
    hiring.seek_promotion(SYSTEM, ana, HSC)
    with pytest.raises(OnboardingError, match="under way already"):
        hiring.seek_promotion(SYSTEM, ana, HSC)
    line = lines.listed(valley.id, Filters(role=HSC), TODAY).rows[0]
    assert (line.person.id, line.role, line.application.state) == (ana.id, HSC, State.OPEN)
    with pytest.raises(OnboardingError, match="First determine"):
        hire(ana)
    qualified(ana, HSC)
    with pytest.raises(OnboardingError, match="after the hire"):
        hire(ana, HSC, TODAY - timedelta(days=400))
    with pytest.raises(OnboardingError, match="on its day or later"):
        hire(ana, HSC, TODAY + timedelta(days=1))
    hire(ana, HSC)
    assert [(each.role, each.hired_on) for each in known.versions(ana)] == [
        (HSC, TODAY),
        (ASSISTANT, TODAY - timedelta(days=400)),
    ]
    assert sorted((basis.number, basis.role) for basis in grounds.bases(ana).values()) == [(1, ASSISTANT), (2, HSC)]
    assert found.promotion(ana) is None
    assert lines.listed(valley.id, Filters(), TODAY).total == 0


def test_a_promotion_is_for_assistants_and_can_be_given_up(valley: Organisation) -> None:
    ana = make_person(valley, "Ana", hired_on=date(2026, 1, 5))
    with pytest.raises(OnboardingError, match="Only an Assistant"):
        hiring.seek_promotion(SYSTEM, ana, HSC)
    bo = make_person(valley, "Bo", role=ASSISTANT, hired_on=date(2026, 1, 5))
    hiring.seek_promotion(SYSTEM, bo, HSC)
    hiring.end_promotion(SYSTEM, bo)
    assert found.promotion(bo) is None
    with pytest.raises(OnboardingError, match="No promotion"):
        hiring.end_promotion(SYSTEM, bo)


def test_screeners_see_staff_only_while_a_promotion_is_under_way(app: Flask, valley: Organisation) -> None:
    bo = make_person(valley, "Bo", role=ASSISTANT, hired_on=date(2026, 1, 5))
    client = sign_in(app.test_client(), make_member(valley, Role.SCREENER))
    at = f"/at/valley/people/{bo.id}/screening"
    assert client.get(at).status_code == 404
    hiring.seek_promotion(SYSTEM, bo, HSC)
    assert client.get(at).status_code == 200
    hiring.end_promotion(SYSTEM, bo)
    assert client.get(at).status_code == 404


def test_a_promotion_is_screened_for_the_new_role(app: Flask, valley: Organisation) -> None:
    bo = make_person(valley, "Bo", role=ASSISTANT, hired_on=date(2026, 1, 5))
    make_claim(bo)
    hiring.seek_promotion(SYSTEM, bo, HSC)
    law = rulings.of(valley, app.extensions["rulebook"])
    assert rests.on(valley, bo, law, TODAY)["answer"]["role"] == "hsc"


def test_an_assistant_whose_hsc_leaves_is_shown_until_there_is_another(valley: Organisation) -> None:
    hsc, other = (make_person(valley, name, hired_on=date(2026, 1, 5)) for name in ("Hana", "Hugo"))
    ana = make_person(valley, "Ana", role=ASSISTANT)
    qualified(ana, ASSISTANT)
    with pytest.raises(OnboardingError, match="does not work here as an HSC"):
        hire(ana, ASSISTANT, date(2026, 1, 4), hsc)
    hire(ana, ASSISTANT, date(2026, 2, 2), hsc)
    bo = make_person(valley, "Bo", role=ASSISTANT, hired_on=date(2026, 1, 5))

    def shown() -> list[str]:
        rows, total = found.unsupervised(valley.id, TODAY, 10)
        assert total == len(rows)
        return [each.name for each in rows]

    assert shown() == ["Bo"]
    facts = PostingFacts(HSC, date(2026, 1, 5), TODAY - timedelta(days=1), "Left.")
    people.record_posting(SYSTEM, hsc, facts, hsc.revision)
    assert shown() == ["Ana", "Bo"]
    hiring.supervise(SYSTEM, ana, other, TODAY)
    hiring.supervise(SYSTEM, bo, other, TODAY)
    assert shown() == []
    with pytest.raises(OnboardingError, match="Only assistants"):
        hiring.supervise(SYSTEM, other, other, TODAY)


def test_a_supervisor_of_another_cohe_does_not_exist(app: Flask, valley: Organisation) -> None:
    stranger = make_person(make_cohe("harbor"), "Stranger", hired_on=date(2026, 1, 5))
    bo = make_person(valley, "Bo", role=ASSISTANT, hired_on=date(2026, 1, 5))
    client = sign_in(app.test_client(), make_member(valley, Role.MANAGER))
    at = f"/at/valley/people/{bo.id}/supervisor"
    token = client.get(at).get_data(as_text=True).split('name="csrf_token" value="')[1].split('"')[0]
    sent = {"csrf_token": token, "supervisor": str(stranger.id), "since": "1/5/2026"}
    assert client.post(at, data=sent).status_code == 404
    assert found.supervision(bo) is None


def test_the_hire_follows_from_the_page_of_the_determination(app: Flask, valley: Organisation) -> None:
    ana = make_person(valley, "Ana")
    make_claim(ana)
    client = sign_in(app.test_client(), make_member(valley, Role.MANAGER))
    at = f"/at/valley/people/{ana.id}/hire"
    assert client.get(at).headers["Location"].endswith("/determination")
    qualified(ana, HSC)
    assert "Record the hire" in answered(client, "GET", f"/at/valley/people/{ana.id}/determination").html
    page = client.get(at).get_data(as_text=True)
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    revision = page.split('name="revision"')[1].split('value="')[1].split('"')[0]
    sent = {"csrf_token": token, "revision": revision, "role": "hsc", "hired_on": "11/2/2026", "supervisor": ""}
    assert client.post(at, data=sent).headers["Location"].endswith(f"/people/{ana.id}")
    shown = answered(client, "GET", f"/at/valley/people/{ana.id}").html
    assert "Determination 1" in shown
    assert (
        "As of the first day in the role" in answered(client, "GET", f"/at/valley/people/{ana.id}/determination").main
    )
    assert decided.move_of(ana) is decided.Move.DECIDED
