"""A table on the page: every fault by its line, a look before anything is kept, and then all or nobody."""

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient

from onboarding.extensions import db
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.roles import Role
from tests.accounts.steps import token_of
from tests.make import make_cohe, make_member, make_person, sign_in
from tests.page import Page, answered, fetch
from tests.stored import on_sqlite

pytestmark = on_sqlite

AT = "/at/valley/imports/applicants"
HEAD = "Applicant ID,Name,Email,Job title,Employer,Job start,Job end"


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


def browser(app: Flask, cohe: Organisation) -> FlaskClient:
    return sign_in(app.test_client(), make_member(cohe, Role.HR))


def send(client: FlaskClient, data: bytes) -> Page:
    sent = {"csrf_token": token_of(client, AT), "file": (io.BytesIO(data), "applicants.csv")}
    return answered(client, "POST", AT, data=sent)


def lines(count: int, *bad: int) -> bytes:
    rows = [
        f"a{number},Person {number},p{number}@example.org,Nurse,Clinic,{'soon' if number in bad else '2019-03'},present"
        for number in range(1, count + 1)
    ]
    return "\n".join([HEAD, *rows]).encode()


def test_the_template_is_read_back_as_a_table_without_lines(app: Flask, valley: Organisation) -> None:
    client = browser(app, valley)
    for name in ("template.csv", "template.xlsx"):
        answer = client.get(f"{AT}/{name}")
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert '/take"' not in send(client, answer.get_data()).html


def test_200_with_7_faulty_lines_name_each_and_take_in_nobody(app: Flask, valley: Organisation) -> None:
    bad = (3, 20, 21, 77, 140, 199, 200)
    page = send(browser(app, valley), lines(200, *bad))
    assert [row["Line"] for row in page.rows("7 faults")] == [str(number + 1) for number in bad]
    assert '/take"' not in page.html
    assert db.session.query(Person).count() == 0


def test_what_was_looked_at_is_taken_in_whole(app: Flask, valley: Organisation) -> None:
    client = browser(app, valley)
    page = send(client, lines(200))
    assert "200 applicants, and no fault." in page.main
    assert db.session.query(Person).count() == 0
    page = page.submit()
    assert page.messages[0].startswith("200 applicants were taken in.")
    assert db.session.query(Person).count() == 200


def test_who_is_here_already_is_named_and_nobody_is_taken_in(app: Flask, valley: Organisation) -> None:
    client = browser(app, valley)
    page = send(client, lines(3))
    person = make_person(valley, "Already Here")
    person_email = person.email or ""
    page = send(client, lines(3) + f"\na9,Again,{person_email.upper()},Nurse,Clinic,2019,present".encode())
    assert "Already Here is recorded here with this address" in page.rows("1 fault")[0]["What is wrong, and what to do"]


def test_what_was_added_meanwhile_stops_the_taking_in(app: Flask, valley: Organisation) -> None:
    client = browser(app, valley)
    page = send(client, lines(3))
    send(client, lines(1)).submit()
    page = page.submit()
    assert "Nobody can be taken in yet" in page.main
    assert db.session.query(Person).count() == 1


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\n\n"])
def test_what_is_no_table_is_said_of_the_file(app: Flask, valley: Organisation, data: bytes) -> None:
    page = send(browser(app, valley), data)
    assert page.faults["file"]
    assert "Imports" in page.links


def test_no_file_is_said_beside_the_field(app: Flask, valley: Organisation) -> None:
    assert "file" in send(browser(app, valley), b"").faults


@pytest.mark.parametrize("sent", [{}, {"revision": "7"}, {"revision": "%%%"}, {"table": "bm90aGluZw=="}])
def test_a_table_that_was_not_looked_at_takes_in_nobody(app: Flask, valley: Organisation, sent: dict[str, str]) -> None:
    client = browser(app, valley)
    send(client, lines(1))
    token = {"csrf_token": token_of(client, AT)}
    page = answered(client, "POST", "/at/valley/imports/open/1/take", data={**token, **sent})
    assert page.heading == "What the table holds"
    assert "changed the table or its columns meanwhile" in page.messages[0]
    assert client.post("/at/valley/imports/open/2/take", data={**token, **sent}).status_code == 404
    assert db.session.query(Person).count() == 0


def test_what_was_chosen_or_sent_meanwhile_is_looked_at_first(app: Flask, valley: Organisation) -> None:
    client = browser(app, valley)
    for change in (
        lambda page: fetch(client, page.links["Change which column is what"]).submit(c2="-"),
        lambda page: fetch(client, page.links["Send another table"]).submit(file=(io.BytesIO(lines(2)), "a.csv")),
    ):
        page = send(client, lines(3))
        change(page)
        assert "Look at what it holds now" in page.submit().messages[0]
    assert db.session.query(Person).count() == 0


def test_what_a_heading_with_a_slip_of_the_pen_means_is_asked(app: Flask, valley: Organisation) -> None:
    page = send(browser(app, valley), lines(1).replace(b"Job title", b"Job titel"))
    assert page.heading == "Which column is what"
    assert [each.get("value") for each in page.by_id("c3") if each.get("selected") is not None] == ["title"]
