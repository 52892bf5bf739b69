"""Rulings: recorded, looked at, put in force and withdrawn; every answer of the COHE follows them from their day on."""

from datetime import date
from fractions import Fraction

import pytest
from flask import Flask
from flask.testing import FlaskClient

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.models.claim import How
from onboarding.models.organisation import Organisation
from onboarding.models.ruling import RecordedRuling, RulingState
from onboarding.queries import impact, rulings as found, trail
from onboarding.roles import Role, StaffRole
from onboarding.services import claims, hiring, organisations, ruling_papers, rulings, statements
from onboarding.services.change import SYSTEM
from tests.documents.make import make_pdf
from tests.make import make_claim, make_cohe, make_lni, make_member, make_person, make_ruling, make_standing, sign_in
from tests.page import Page, fetch

TODAY = date(2026, 3, 2)
NUMBER = rulings.RulingFacts(
    "training_months", None, Fraction(9), date(2026, 1, 1), None, "Cora Contract", "Contract K-7, section 4"
)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


def manager(app: Flask, cohe: Organisation) -> FlaskClient:
    return sign_in(app.test_client(), make_member(cohe, Role.MANAGER))


def record_months(client: FlaskClient, **given: object) -> Page:
    said = {"value": "9", "since": "2026-01-01", "by": "Cora Contract", "reference": "Contract K-7, section 4"}
    said |= {"holds_for": "all"}
    return fetch(client, "/at/valley/rulings/new?settles=training_months").submit(**{**said, **given})


def test_a_ruling_changes_no_answer_before_it_is_put_in_force(app: Flask, valley: Organisation) -> None:
    person = make_person(valley, "Ida Ibsen", hired_on=date(2025, 8, 1))  # six months: February 1; nine: May 1
    client = manager(app, valley)
    page = record_months(client)
    assert "not applied yet" in page.messages[0]
    assert "February 1, 2026" in fetch(client, f"/at/valley/people/{person.id}").main
    ruling_papers.add(SYSTEM, db.session.query(RecordedRuling).one(), make_pdf(), "letter.pdf")
    page = fetch(client, f"{page.address}/confirm").submit()
    assert page.messages == ["The ruling is in force."]
    assert "May 1, 2026" in fetch(client, f"/at/valley/people/{person.id}").main


def test_an_answer_cites_the_ruling_it_leans_on(app: Flask, valley: Organisation) -> None:
    ruling = rulings.propose(SYSTEM, valley, app.extensions["rulebook"], NUMBER)
    rulings.put_in_force(SYSTEM, valley, app.extensions["rulebook"], ruling.id)
    law = found.of(valley, app.extensions["rulebook"]).in_force(TODAY, "valley", "hsc")
    assert law.numbers.training_months == 9
    assert "Cora Contract (Contract K-7, section 4)" in law.source((), ("training_months",))[0]


def test_a_ruling_is_for_its_own_cohe_role_and_days(app: Flask, valley: Organisation) -> None:
    book, harbor = app.extensions["rulebook"], make_cohe("harbor")
    ruling = rulings.propose(SYSTEM, valley, book, NUMBER._replace(role=StaffRole.ASSISTANT, since=TODAY))
    rulings.put_in_force(SYSTEM, valley, book, ruling.id)

    def months(cohe: Organisation, role: str, on: date) -> int:
        return found.of(cohe, book).in_force(on, cohe.slug, role).numbers.training_months

    assert months(valley, "assistant", TODAY) == 9
    assert months(valley, "assistant", date(2026, 3, 1)) == 6
    assert months(valley, "hsc", TODAY) == 6
    assert months(harbor, "assistant", TODAY) == 6


def test_a_withdrawn_ruling_stays_visible_with_its_reason_and_counts_no_more(app: Flask, valley: Organisation) -> None:
    ruling = make_ruling(valley, in_force=True)
    client = manager(app, valley)
    page = fetch(client, f"/at/valley/rulings/{ruling.id}/withdraw").submit(because="")
    assert page.faults == {"because": "Say why."}
    page = page.submit(because="The letter was about another COHE.")
    assert page.rows("1 ruling")[0]["State"] == "Withdrawn"
    assert "another COHE" in fetch(client, f"/at/valley/rulings/{ruling.id}").main
    assert found.of(valley, app.extensions["rulebook"]).in_force(TODAY, "valley", None).rulings == {}


@pytest.mark.parametrize("value", ["-1", "6.5", "much", "1e400", "1/0", "12345", ""])
def test_a_value_that_cannot_be_is_named_beside_its_field(app: Flask, valley: Organisation, value: str) -> None:
    page = record_months(manager(app, valley), value=value)
    assert list(page.faults) == ["value"]
    assert not found.listed(valley.id)


def test_a_reading_that_the_question_does_not_have_is_refused(app: Flask, valley: Organisation) -> None:
    page = fetch(manager(app, valley), "/at/valley/rulings/new?settles=part-time-credit").submit(
        reading="guess", since="2026-01-01", by="Cora", reference="Letter"
    )
    assert "reading" in page.faults
    assert not found.listed(valley.id)


def test_an_unknown_subject_leads_back_to_what_can_be_settled(app: Flask, valley: Organisation) -> None:
    assert fetch(manager(app, valley), "/at/valley/rulings/new?settles=anything").heading == "Rulings"


def test_a_ruling_is_put_in_force_once_and_not_after_it_was_withdrawn(app: Flask, valley: Organisation) -> None:
    book, ruling = app.extensions["rulebook"], make_ruling(valley, in_force=True)
    with pytest.raises(OnboardingError, match="in force already"):
        rulings.put_in_force(SYSTEM, valley, book, ruling.id)
    rulings.withdraw(SYSTEM, valley, ruling.id, "A mistake.")
    for again in (
        lambda: rulings.put_in_force(SYSTEM, valley, book, ruling.id),
        lambda: rulings.withdraw(SYSTEM, valley, ruling.id, "Again."),
    ):
        with pytest.raises(OnboardingError):
            again()


def test_a_ruling_the_rulebook_lost_is_passed_by(app: Flask, valley: Organisation) -> None:
    ruling = make_ruling(valley, in_force=True)
    db.session.execute(db.text(f"UPDATE ruling SET reading = 'gone' WHERE id = {ruling.id}"))
    db.session.commit()
    db.session.refresh(ruling)
    assert found.of(valley, app.extensions["rulebook"]).in_force(TODAY, "valley", None).rulings == {}
    assert "gone" in fetch(manager(app, valley), f"/at/valley/rulings/{ruling.id}").main


def test_the_trail_says_who_recorded_applied_and_withdrew_it(app: Flask, valley: Organisation) -> None:
    ruling = make_ruling(valley, in_force=True)
    rulings.withdraw(SYSTEM, valley, ruling.id, "A mistake.")
    entries = trail.listed(valley.id, trail.Filters()).rows[:3]
    assert [each.action for each in reversed(entries)] == [
        Action.RULING_PROPOSED.value,
        Action.RULING_PUT_IN_FORCE.value,
        Action.RULING_WITHDRAWN.value,
    ]


def effect(app: Flask, cohe: Organisation, ruling: RecordedRuling, **options: int) -> impact.Part:
    book = app.extensions["rulebook"]
    now, then = found.of(cohe, book), found.with_change(cohe, book, ruling)
    return impact.part(cohe, now, then, found.effective_day(ruling, TODAY), **options)


def test_its_effect_lists_whose_answers_would_change_and_how(app: Flask, valley: Organisation) -> None:
    late = make_person(valley, "Lena Late", hired_on=date(2025, 8, 1))
    make_person(valley, "Otto Old", hired_on=date(2020, 1, 1))  # overdue under both; only the day changes
    make_person(valley, "Ada Applicant")
    make_person(make_cohe("harbor"), "Hal Harbor", hired_on=date(2025, 8, 1))
    part = effect(app, valley, rulings.propose(SYSTEM, valley, app.extensions["rulebook"], NUMBER))
    assert (part.done, part.total, part.after) == (3, 3, None)
    of_late = [(each.asked, each.before, each.after) for each in part.changes if each.person.id == late.id]
    assert of_late == [
        ("additional training", "overdue", "due"),
        ("training due", date(2026, 2, 1), date(2026, 5, 1)),
    ]


@pytest.mark.parametrize("role", [Role.SCREENER, Role.HR])
def test_who_sees_applicants_alone_reads_of_no_staff_in_its_effect(
    app: Flask, valley: Organisation, role: Role
) -> None:
    make_person(valley, "Lena Late", hired_on=date(2025, 8, 1))
    make_person(valley, "Ada Applicant")
    rising = make_person(valley, "Rita Rising", StaffRole.ASSISTANT, hired_on=date(2025, 8, 1))
    hiring.seek_promotion(SYSTEM, rising, StaffRole.HSC)
    ruling = rulings.propose(SYSTEM, valley, app.extensions["rulebook"], NUMBER)
    at = f"/at/valley/rulings/{ruling.id}/effect"
    page = fetch(sign_in(app.test_client(), make_member(valley, role)), at)
    assert "Lena Late" not in page.html
    assert "2 of 2 people" in page.main
    assert "Lena Late" in fetch(manager(app, valley), at).html


def test_its_effect_asks_of_nothing_that_does_not_hang_on_it(
    app: Flask, valley: Organisation, statements: list[str]
) -> None:
    ada = make_person(valley, "Ada Assistant", StaffRole.ASSISTANT, hired_on=date(2025, 8, 1))
    make_claim(make_person(valley, "Lena Late", hired_on=date(2025, 8, 1)))
    book = app.extensions["rulebook"]
    of_training = rulings.propose(SYSTEM, valley, book, NUMBER._replace(role=StaffRole.ASSISTANT))
    of_accounts = rulings.propose(SYSTEM, valley, book, NUMBER._replace(settles="dormancy_months"))
    statements.clear()
    assert {each.person.id for each in effect(app, valley, of_training).changes} == {ada.id}
    assert not any("claim" in each for each in statements)
    statements.clear()
    assert effect(app, valley, of_accounts).changes == []
    assert not any("claim" in each or "training_record" in each for each in statements)


def test_its_effect_comes_in_parts_that_meet_everybody_once(app: Flask, valley: Organisation) -> None:
    for number in range(5):
        make_person(valley, f"Person {number}", hired_on=date(2025, 8, 1))
    ruling = rulings.propose(SYSTEM, valley, app.extensions["rulebook"], NUMBER)
    past: int | None = 0
    seen, done = [], []
    while past is not None:
        part = effect(app, valley, ruling, past=past, size=2)
        seen += [each.person.id for each in part.changes if each.asked == "training due"]
        done.append(part.done)
        past = part.after
    assert len(seen) == len(set(seen)) == 5
    assert done == [2, 4, 5]


def test_the_effect_of_withdrawing_is_what_holds_without_it(app: Flask, valley: Organisation) -> None:
    book = app.extensions["rulebook"]
    make_person(valley, "Ida Ibsen", hired_on=date(2025, 8, 1))
    ruling = rulings.propose(SYSTEM, valley, book, NUMBER)
    rulings.put_in_force(SYSTEM, valley, book, ruling.id)
    changed = {each.asked: (each.before, each.after) for each in effect(app, valley, ruling).changes}
    assert changed["training due"] == (date(2026, 5, 1), date(2026, 2, 1))


def test_the_page_of_its_effect_goes_on_from_part_to_part(
    app: Flask, valley: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(impact.part, "__defaults__", (0, 2, None))
    for number in range(3):
        make_person(valley, f"Person {number}", hired_on=date(2025, 8, 1))
    client = manager(app, valley)
    ruling = record_months(client)
    page = fetch(client, f"{ruling.address}/effect")
    assert "2 of 3 people checked" in page.main
    page = fetch(client, page.links["Check the next people"])
    assert "3 of 3 people checked" in page.main
    assert "Check the next people" not in page.links
    piece = client.get(f"{ruling.address}/effect", headers={"HX-Request": "true"}).get_data(as_text=True)
    assert '<progress max="3" value="2">' in piece
    assert "<html" not in piece


def test_a_contract_manager_settles_a_question_of_an_assigned_cohe(app: Flask, valley: Organisation) -> None:
    user = make_member(make_lni(), Role.CONTRACT_MANAGER)
    organisations.assign(SYSTEM, user, valley)
    client = sign_in(app.test_client(), user)
    page = fetch(client, "/at/valley/rulings/new?settles=part-time-credit").submit(
        reading="calendar", since="2026-01-01", by="Cora Contract", reference="Letter of January 5"
    )
    page = fetch(client, f"{page.address}/confirm").submit()
    assert found.listed(valley.id)[0].state is RulingState.IN_FORCE
    question = fetch(client, "/at/valley/rulings").rows("10 questions")[2]
    assert question["Answer"].startswith("Settled A day of work is a day")


def test_its_effect_lists_applicants_whose_verdict_would_change(app: Flask, valley: Organisation) -> None:
    ana = make_person(valley, "Ana Ruiz")
    make_claim(ana)  # full time: as many days under either reading, until her hours are halved
    half = {"name": "Clinic", "position": "Registered Nurse", "startDate": "2022-03-01", "hoursPerWeek": "20"}
    ben = make_person(valley, "Ben Half")
    degree = {"institution": "State College", "studyType": "Bachelor of Science", "endDate": "2014-06-10"}
    claims.record(SYSTEM, ben, {"work": [half], "education": [degree]}, claims.ClaimSource.FORM)
    for person in (ana, ben):
        for area in ("communication", "data_management", "care_documentation", "data_analysis"):
            said = statements.StatementFacts(area, True, How.INTERVIEW, "Sam", date(2026, 1, 5))
            statements.state(SYSTEM, person, said)
        make_standing(person)
    changed = effect(app, valley, make_ruling(valley, "part-time-credit", "calendar")).changes
    assert [(each.person.name, each.asked, each.before, each.after) for each in changed] == [
        ("Ben Half", "screening, as stated", "needs_review", "qualified")
    ]
