"""The pages of training payment: the fees, the list with its files, marking, correcting, taking back."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient

from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.roles import Role
from onboarding.services import fees, training
from onboarding.services.change import SYSTEM
from tests.make import make_cohe, make_member, make_person, sign_in
from tests.page import Page, fetch
from tests.payments.make import EXAMPLE, TODAY, fee, had, make_fee, visited
from tests.stored import on_sqlite

pytestmark = on_sqlite
HIRED = TODAY - timedelta(days=100)
LIST = "/at/valley/payments"


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def ana(valley: Organisation) -> Person:
    return make_person(valley, "Ana Ruiz", hired_on=HIRED)


@pytest.fixture
def manager(app: Flask, valley: Organisation) -> FlaskClient:
    return sign_in(app.test_client(), make_member(valley, Role.MANAGER))


def chosen(client: FlaskClient, page: Page, *names: str) -> Page:
    """The page that comes when those lines are chosen whose box is called so, and the form is sent."""
    (form,) = [each for each in page.forms("get") if str(each.get("action")).endswith("/mark")]
    boxes = {each.get("aria-label"): each.get("value") for each in form.iter("input") if each.get("name") == "training"}
    picked = [value for label, value in boxes.items() if any(name in str(label) for name in names)]
    return fetch(client, f"{form.get('action')}?{urlencode({'training': picked}, doseq=True)}")


def rows(page: Page, caption: str) -> list[dict[str, str]]:
    return list(page.rows(caption))


def test_from_an_empty_table_to_what_was_billed_and_taken_away(
    app: Flask, manager: FlaskClient, valley: Organisation, ana: Person
) -> None:
    visited(ana)
    page = fetch(manager, "/at/valley/fees")
    assert "No fee is entered yet." in page.main
    page = fetch(manager, page.links["Enter a fee"]).submit(
        kind="shadowing", code="EXAMPLE-1", unit_minutes="15", rest="dropped", amount="12.50", since_on="1/1/2024",
        cited=EXAMPLE,
    )  # fmt: skip
    assert page.messages == ["The fee was entered."]
    (held,) = rows(page, "1 fee")
    assert (held["Code"], held["One unit"]) == ("EXAMPLE-1", "15 minutes A part of a unit is dropped")
    page = fetch(manager, LIST)
    (line,) = rows(page, "1 training payable and not billed")
    assert line["To bill"].startswith("8 units of EXAMPLE-1, $100.00 130 minutes are 8 units of 15 minutes")
    page = chosen(manager, page, "Ana Ruiz")
    assert page.heading == "Mark 1 training as billed"
    page = page.submit()
    assert page.messages == ["1 training was marked as billed."]
    assert "Every payable training is billed." in page.main
    training.strike(SYSTEM, ana, training.training.of(ana)[0], "It never was.")
    page = fetch(manager, f"{LIST}?state=changed")
    (line,) = rows(page, "1 training billed and changed since")
    assert "for a training that was since taken away." in line["Billed"]
    page = fetch(manager, page.links["Correct the bill of Ana Ruiz, Shadowing"])
    page = fetch(manager, page.links["Take the bill back"]).submit(because="Paid back.")
    assert page.messages == ["Taken back. The entry stays readable."]
    assert "Payment" not in page.main


def test_several_are_chosen_and_what_cannot_be_billed_is_no_choice(
    app: Flask, manager: FlaskClient, valley: Organisation, ana: Person
) -> None:
    make_fee(valley)
    make_fee(valley, "orientation")
    visited(ana, ago=10)
    visited(ana, 45, ago=9)
    had(ana, "orientation", location="headquarters")
    page = fetch(manager, LIST)
    assert [each["Choose"] for each in rows(page, "3 trainings")].count("not yet") == 1
    page = chosen(manager, page, "Shadowing")
    assert [each["To bill"].partition(" of")[0] for each in rows(page, "What is marked")] == ["8 units", "3 units"]
    assert page.submit().messages == ["2 trainings were marked as billed."]
    page = fetch(manager, fetch(manager, LIST).links["Enter the minutes of Ana Ruiz, L&I orientation"])
    assert "minutes" in page.submit(minutes="").faults
    page = page.submit(minutes="60")
    assert page.messages == ["The training was marked as billed."]
    assert "4 units of EXAMPLE-1" in page.main


def test_nothing_is_marked_without_a_choice(
    app: Flask, manager: FlaskClient, valley: Organisation, ana: Person
) -> None:
    assert fetch(manager, f"{LIST}/mark").messages == ["Choose a training first."]
    assert manager.get(f"{LIST}/mark?training=99").status_code == 404


def test_what_changed_while_the_page_was_open_is_said(
    app: Flask, manager: FlaskClient, valley: Organisation, ana: Person
) -> None:
    held, row = make_fee(valley), visited(ana)
    page = fetch(manager, f"{LIST}/mark?training={row.id}")
    fees.correct(SYSTEM, valley, held.id, fee(unit_minutes=30), "Misread.")
    page = page.submit()
    assert "Meanwhile a fee or one of these trainings was corrected." in page.main
    assert "4 units of EXAMPLE-1" in page.main
    assert page.submit().messages == ["1 training was marked as billed."]


def test_the_list_is_taken_away_as_it_is_narrowed(
    app: Flask, manager: FlaskClient, valley: Organisation, ana: Person
) -> None:
    make_fee(valley)
    visited(ana)
    visited(make_person(valley, "Bo Berg", hired_on=HIRED))
    page = fetch(manager, f"{LIST}?q=berg&of=shadowing&since=1/1/2024")
    assert [each["Name"] for each in rows(page, "1 training")] == ["Bo Berg"]
    table = manager.get(page.links["Download as CSV"]).get_data(as_text=True)
    assert '"Bo Berg","Shadowing"' in table
    assert '"EXAMPLE-1","8"' in table
    assert "Ana Ruiz" not in table
    assert manager.get(page.links["Download as XLSX"]).data.startswith(b"PK")


def test_a_period_that_cannot_be_read_is_said(app: Flask, manager: FlaskClient, valley: Organisation) -> None:
    page = fetch(manager, f"{LIST}?since=31/12/2026")
    assert "“31/12/2026” is not a date we can read." in page.main


def test_a_bill_is_corrected_with_a_reason(app: Flask, manager: FlaskClient, valley: Organisation, ana: Person) -> None:
    make_fee(valley)
    row = visited(ana)
    fetch(manager, f"{LIST}/mark?training={row.id}").submit()
    page = fetch(manager, f"/at/valley/people/{ana.id}/training")
    page = fetch(manager, next(to for says, to in page.links.items() if says.startswith("Correct the bill")))
    yesterday = f"{TODAY - timedelta(days=1):%m/%d/%Y}"
    assert "because" in page.submit(billed_on=yesterday).faults
    page = page.submit(billed_on=yesterday, because="Sent the day before.")
    assert page.messages == ["Corrected. The earlier entry stays readable."]


def test_who_reads_sees_no_button(app: Flask, valley: Organisation, ana: Person) -> None:
    make_fee(valley)
    row = visited(ana)
    auditor = sign_in(app.test_client(), make_member(valley, Role.AUDITOR))
    page = fetch(auditor, LIST)
    assert len(rows(page, "1 training payable and not billed")) == 1
    assert "Mark" not in page.main
    assert "Correct" not in fetch(auditor, "/at/valley/fees").main
    assert auditor.get(f"{LIST}/mark?training={row.id}").status_code == 403


def test_the_training_of_one_person_shows_what_is_paid_and_to_the_hsc_nothing_of_it(
    app: Flask, manager: FlaskClient, valley: Organisation
) -> None:
    make_fee(valley)
    hana = make_member(valley, Role.HSC, name="Hana Hsc")
    person = make_person(valley, "Hana Hsc", hired_on=HIRED, user=hana)
    visited(person)
    had(person, "orientation", location="headquarters")
    page = fetch(manager, f"/at/valley/people/{person.id}/training")
    (line,) = rows(page, "1 training, the latest first")
    assert line["Units"].startswith("8 units of EXAMPLE-1")
    assert "No fee is in force for 1 other training." in page.main
    own = fetch(sign_in(app.test_client(), hana), f"/at/valley/people/{person.id}/training")
    assert "EXAMPLE-1" not in own.main
