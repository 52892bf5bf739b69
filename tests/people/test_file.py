"""A person's page is their file: the next step, how far they have come, what is missing, and then everything."""

import json
from datetime import date, timedelta

import pytest
from flask import Flask, current_app
from flask.testing import FlaskClient

from onboarding import clock
from onboarding.models.determination import Decision, Recommendation
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import rulings
from onboarding.queries.credentials import TrackName as Track
from onboarding.roles import Role, StaffRole
from onboarding.rules.checklist import SHIPPED
from onboarding.rules.wording import short_day
from onboarding.services import (
    account_details,
    checklist as checklists,
    credentials,
    determinations,
    hiring,
    references,
)
from onboarding.services.change import SYSTEM, Actor
from onboarding.services.credentials import EventFacts
from tests.make import (
    make_claim,
    make_cohe,
    make_complete,
    make_evidence,
    make_member,
    make_person,
    make_reference,
    sign_in,
)
from tests.page import Page, fetch
from tests.page_rules import words as text_of

TODAY = clock.today()


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def pages(app: Flask, valley: Organisation) -> FlaskClient:
    return sign_in(app.test_client(), make_member(valley, Role.MANAGER))


def gaps(page: Page) -> list[str]:
    """What is missing, in the order of the page."""
    lists = page.with_class("gaps")
    return ["".join(item.itertext()).strip() for item in lists[0].findall("li")] if lists else []


def recommended(person: Person, by: Actor) -> Recommendation:
    """Have the application recommended as qualified."""
    answer = {"role": "hsc", "claimed": {"outcome": "qualified"}, "verified": {"outcome": "qualified"}}
    now = {"facts": {}, "evidence": [], "rulings": [], "rulebook": "v", "as_of": TODAY.isoformat(), "answer": answer}
    return determinations.recommend(by, person, lambda: now, Decision.QUALIFIED, "So it is.")


def steps(page: Page) -> dict[str, str]:
    """What stands below each step."""
    return {text_of(step[0]): text_of(step[1]) for step in page.with_class("step")}


def button(page: Page) -> str:
    """The words of the one primary button, or what stands in its place."""
    (found,) = page.with_class("next-step")
    return text_of(found)


def test_what_is_missing_stands_first_and_the_pressing_above_the_rest(valley: Organisation, pages: FlaskClient) -> None:
    bo = make_person(valley, "Bo Lind", StaffRole.ASSISTANT, TODAY - timedelta(days=30))
    make_evidence(bo)
    found = gaps(fetch(pages, f"/at/valley/people/{bo.id}"))
    pressing = [each for each in found if each.startswith("Now")]
    assert found[: len(pressing)] == pressing
    text = " ".join(found)
    for said in (
        "No supervising HSC yet",
        "May not bill",
        "Access to OHMS requested",
        "Nobody has stated whether there are reported issues",
        "Nobody has checked yet: Diploma",
        "Hired without a determination. Worked here before",
        "Send the provider account application to L&I",
    ):
        assert said in text, said


def test_of_an_application_what_is_unknown_and_who_has_not_answered_is_missing(
    valley: Organisation, pages: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, job, now = make_person(valley), {"kind": "job", "name": "Foothill Clinic"}, clock.now()
    make_claim(ana)
    first = make_reference(ana, "j1", job)
    page = f"/at/valley/people/{ana.id}"
    assert gaps(fetch(pages, page)) == [
        "Application: More information is needed before it can be decided.",
        "Application: Foothill Clinic was asked for a reference and has not answered yet.",
    ]
    references.withdraw(SYSTEM, valley, first.id, "Sent to the wrong clinic.")
    with monkeypatch.context() as then:
        then.setattr(clock, "now", lambda: now - timedelta(days=30))
        asked = make_reference(ana, "j1", job)
    assert gaps(fetch(pages, page))[1] == (
        "Application: Foothill Clinic did not answer, and its link has expired. Ask again."
    )
    references.withdraw(SYSTEM, valley, asked.id, "It closed.")
    assert len(gaps(fetch(pages, page))) == 1


def test_what_is_not_verified_yet_is_missing(valley: Organisation, pages: FlaskClient) -> None:
    ana = make_person(valley)
    make_complete(ana)
    assert gaps(fetch(pages, f"/at/valley/people/{ana.id}")) == ["Application: Not all of what counts is verified yet."]


def test_of_somebody_with_everything_nothing_pressing_is_missing(valley: Organisation, pages: FlaskClient) -> None:
    head = make_person(valley, "Hera Head", hired_on=date(2024, 1, 8))
    bo = make_person(valley, "Bo Lind", StaffRole.ASSISTANT, TODAY - timedelta(days=60))
    hiring.supervise(SYSTEM, bo, head, TODAY - timedelta(days=60))
    law = rulings.of(valley, current_app.extensions["rulebook"])
    days = (("sent", 55, None), ("issued", 20, "0123456"), ("effective", 10, None))
    for event, ago, number in days:
        on = TODAY - timedelta(days=ago)
        credentials.record(SYSTEM, bo, EventFacts(Track.PROVIDER, event, on, number), law)
    for event, ago in (("sent", 55), ("accepted", 30)):
        credentials.record(SYSTEM, bo, EventFacts(Track.SUPPLEMENTAL, event, TODAY - timedelta(days=ago)), law)
    account_details.attest(SYSTEM, bo, reported=False, said_by="Bo Lind", said_on=TODAY, note=None)
    for key in SHIPPED:
        checklists.mark(SYSTEM, bo, key, True, TODAY, None)
    page = fetch(pages, f"/at/valley/people/{bo.id}")
    assert not [each for each in gaps(page) if each.startswith("Now")]
    assert page.facts["Billing"].startswith("May bill")
    assert page.facts["Supervising HSC"].startswith("Hera Head")
    assert "4 of 4 steps are done" in page.main
    assert "0123456" in page.main


def test_the_page_that_the_file_was_leads_to_the_persons(valley: Organisation, pages: FlaskClient) -> None:
    eve = make_person(valley, "Eve Early")
    answer = pages.get(f"/at/valley/people/{eve.id}/file")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"/at/valley/people/{eve.id}")
    assert pages.get("/at/valley/people/999/file").status_code == 404


def test_an_hsc_reads_their_own_and_nothing_of_their_application(app: Flask, valley: Organisation) -> None:
    user = make_member(valley, Role.HSC)
    own = make_person(valley, "Hana Own", hired_on=date(2025, 1, 6), user=user)
    page = fetch(sign_in(app.test_client(), user), f"/at/valley/people/{own.id}")
    assert "determination" not in page.main.casefold()
    assert "May not bill" in page.main
    assert list(steps(page)) == ["Hired", "Sent to L&I", "May bill", "Trained"]
    assert not page.with_class("next-step")
    assert not page.with_class("more")


def test_an_applicant_goes_step_by_step_and_one_thing_is_next(app: Flask, valley: Organisation) -> None:
    ana = make_person(valley, "Ana Lopez")
    at = f"/at/valley/people/{ana.id}"
    screener, hr = make_member(valley, Role.SCREENER), make_member(valley, Role.HR)
    screens, decides = (sign_in(app.test_client(), user) for user in (screener, hr))
    assert button(page := fetch(screens, at)).startswith("Add the application")
    assert steps(page)["Applied"] == "Now"
    make_claim(ana)
    assert button(page := fetch(screens, at)) == "Start screening"
    assert steps(page) | {"Applied": ""} == {
        "Applied": "", "Screened": "Now", "Decided": "Not yet", "Hired": "Not yet", "Sent to L&I": "Not yet",
        "May bill": "Not yet", "Trained": "Not yet",
    }  # fmt: skip
    row = recommended(ana, Actor(hr.id, hr.name))
    assert button(fetch(screens, at)) == "Waiting for a decision by HR or a manager."
    assert button(fetch(decides, at)) == "You recommended this. Waiting for a decision by somebody else."
    other = make_member(valley, Role.HR)
    assert button(fetch(sign_in(app.test_client(), other), at)) == "Decide about Ana Lopez"
    now = json.loads(row.frozen)
    determinations.decide(Actor(other.id, "Other"), ana, row.id, Decision.QUALIFIED, "Agreed.", lambda: now)
    assert button(page := fetch(decides, at)) == "Record the hire"
    assert steps(page)["Decided"].startswith(short_day(TODAY))


def test_who_was_hired_is_to_be_sent_to_lni_and_each_button_leads_to_a_page(
    valley: Organisation, pages: FlaskClient
) -> None:
    bo = make_person(valley, "Bo Lind", hired_on=TODAY - timedelta(days=30))
    page = fetch(pages, f"/at/valley/people/{bo.id}")
    assert button(page) == "Record that the application went to L&I 16 days overdue"
    assert fetch(pages, page.links["Record that the application went to L&I"]).heading.startswith("Provider account")
    assert steps(page)["Screened"] == "Not recorded"
    assert steps(page)["Sent to L&I"] == "Now"
    auditor = sign_in(current_app.test_client(), make_member(valley, Role.AUDITOR))
    assert (
        button(fetch(auditor, f"/at/valley/people/{bo.id}"))
        == "Waiting for a manager to record that the application went to L&I."
    )


def test_of_who_has_left_nothing_is_missing_and_nothing_next(valley: Organisation, pages: FlaskClient) -> None:
    bo = make_person(valley, "Bo Lind", hired_on=date(2024, 1, 8), left_on=date(2025, 3, 3))
    page = fetch(pages, f"/at/valley/people/{bo.id}")
    assert gaps(page) == []
    assert not page.with_class("next-step")
    assert "Left March 3, 2025" in page.main


def test_few_words_stand_before_the_first_thing_to_do(valley: Organisation, pages: FlaskClient) -> None:
    bo = make_person(valley, "Bo Lind", hired_on=TODAY)
    page = fetch(pages, f"/at/valley/people/{bo.id}")
    before = page.main.split("Record that the application went to L&I")[0]
    assert len(before.split()) < 60
    buttons = [each for each in page.all("main")[0].iter() if "usa-button" in (each.get("class") or "").split()]
    assert len(buttons) == 1
