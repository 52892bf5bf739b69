"""The file of a person: everything on one page, and what is missing first."""

from datetime import date, timedelta

import pytest
from flask import Flask, current_app
from flask.testing import FlaskClient

from onboarding import clock
from onboarding.models.organisation import Organisation
from onboarding.queries import rulings
from onboarding.queries.credentials import TrackName as Track
from onboarding.roles import Role, StaffRole
from onboarding.rules.checklist import SHIPPED
from onboarding.services import account_details, checklist as checklists, credentials, hiring
from onboarding.services.change import SYSTEM
from onboarding.services.credentials import EventFacts
from tests.make import make_cohe, make_evidence, make_member, make_person, sign_in
from tests.page import Page, fetch

TODAY = clock.today()


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def pages(app: Flask, valley: Organisation) -> FlaskClient:
    return sign_in(app.test_client(), make_member(valley, Role.MANAGER))


def gaps(page: Page) -> list[str]:
    """What is missing, in the order of the page."""
    return ["".join(item.itertext()).strip() for item in page.all("main")[0].findall("ul")[0].findall("li")]


def test_what_is_missing_stands_first_and_the_pressing_above_the_rest(valley: Organisation, pages: FlaskClient) -> None:
    bo = make_person(valley, "Bo Lind", StaffRole.ASSISTANT, TODAY - timedelta(days=30))
    make_evidence(bo)
    found = gaps(fetch(pages, f"/at/valley/people/{bo.id}/file"))
    pressing = [each for each in found if each.startswith("now")]
    assert found[: len(pressing)] == pressing
    text = " ".join(found)
    for said in (
        "No supervising HSC is named",
        "May not bill",
        "Access to OHMS asked for",
        "Nobody has said whether there are reported issues",
        "Nobody has checked yet: Diploma",
        "Hired without a determination. Worked here before",
        "Send the provider account application to L&I",
    ):
        assert said in text, said


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
    page = fetch(pages, f"/at/valley/people/{bo.id}/file")
    assert not [each for each in gaps(page) if each.startswith("now")]
    assert page.facts["Billing"].startswith("may bill")
    assert page.facts["Supervising HSC"].startswith("Hera Head")
    assert "4 of 4 steps are done" in page.main
    assert "0123456" in page.main


def test_who_was_not_hired_has_no_file(valley: Organisation, pages: FlaskClient) -> None:
    eve = make_person(valley, "Eve Early")
    assert pages.get(f"/at/valley/people/{eve.id}/file").status_code == 404


def test_an_hsc_reads_their_own_and_nothing_of_their_application(app: Flask, valley: Organisation) -> None:
    user = make_member(valley, Role.HSC)
    own = make_person(valley, "Hana Own", hired_on=date(2025, 1, 6), user=user)
    page = fetch(sign_in(app.test_client(), user), f"/at/valley/people/{own.id}/file")
    assert "determination" not in page.main.casefold()
    assert "May not bill" in page.main
