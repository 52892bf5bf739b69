"""What an HSC sees: what can be completed, its materials and its test, which gives no answer away."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from onboarding.models.account import User
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import course_tests as tests, courses as found
from onboarding.roles import Role
from onboarding.services import course_papers, course_tests, looks, members
from onboarding.services.change import SYSTEM, change
from onboarding.services.course_papers import Sent
from onboarding.services.course_tests import CourseTestFacts, Question
from tests.courses.make import ask, grant, make_test, make_version
from tests.documents.make import make_pdf
from tests.make import HIRED, make_cohe, make_member, make_person, sign_in
from tests.page import Page, fetch, filled
from tests.stored import on_sqlite

pytestmark = on_sqlite
AT = "/at/valley/training-to-complete"


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def hana(valley: Organisation) -> User:
    return make_member(valley, Role.HSC, name="Hana Hsc")


@pytest.fixture
def her(valley: Organisation, hana: User) -> Person:
    return make_person(valley, "Hana Hsc", hired_on=HIRED, user=hana)


@pytest.fixture
def client(app: Flask, hana: User, her: Person) -> FlaskClient:
    return sign_in(app.test_client(), hana)


@pytest.fixture
def manager(app: Flask, valley: Organisation) -> FlaskClient:
    return sign_in(app.test_client(), make_member(valley, Role.MANAGER))


def shown(page: Page) -> str:
    """The questions as the page has them, without what differs from visit to visit."""
    fields = re.search(r"<fieldset.*</fieldset>", page.html, re.DOTALL)
    assert fields
    return fields.group()


def test_what_lni_approved_is_listed_read_tested_and_confirmed(
    client: FlaskClient, manager: FlaskClient, valley: Organisation, her: Person
) -> None:
    assert "No course that L&I approved" in fetch(client, AT).main
    version, asked = make_version(valley), make_version(valley)
    course_papers.add_material(SYSTEM, valley, version.id, Sent(make_pdf(), "slides.pdf"))
    grant(valley, version)
    ask(valley, asked)
    make_test(valley, version, most_tries=3)
    (row,) = fetch(client, AT).rows("1 course")
    assert (row["Course"], row["How it is completed"], row["State"]) == (
        found.name(version),
        "By a test here",
        "Not completed",
    )
    assert client.get(f"{AT}/{asked.id}").status_code == 404
    page = fetch(client, f"{AT}/{version.id}")
    assert client.get(page.links["slides.pdf"]).data.startswith(b"%PDF")
    form = fetch(client, page.links["Take the test"])
    assert form.submit().faults == {f"question-{number}": "Choose an answer." for number in range(3)}
    failed = form.submit(**{"question-0": "0", "question-1": "1", "question-2": "0"})
    assert failed.messages == ["Not passed: 1 of 3 answers right, and 2 are needed."]
    assert "2 tries left." in failed.facts["Completed"]
    twice = form.submit(**{f"question-{number}": "0" for number in range(3)})
    assert "Nothing was counted" in twice.main
    test = tests.of(version.id)
    assert test
    right = {f"question-{number}": str(each["right"]) for number, each in enumerate(test.questions)}
    passed = fetch(client, f"{AT}/{version.id}/test").submit(**right)
    assert passed.messages == ["Passed, with 3 of 3 answers right. Your manager confirms the completion."]
    assert "Take the test" not in passed.links
    home = fetch(manager, "/at/valley/")
    address = next(to for label, to in home.links.items() if label.startswith("Confirm the completion"))
    confirm = fetch(manager, address)
    assert [row["Result"] for row in confirm.rows("3 answers")] == ["Right"] * 3
    assert "Test passed, confirmed" in confirm.submit().main
    assert [row["Result"] for row in fetch(manager, f"/at/valley/courses/versions/{version.id}").rows("2 tries")] == [
        "Passed",
        "Not passed",
    ]


def test_the_page_is_the_same_whichever_answer_is_right(client: FlaskClient, valley: Organisation) -> None:
    pages = []
    for right, wrong in (("Yes", "No"), ("No", "Yes")):
        version = make_version(valley)
        grant(valley, version)
        facts = CourseTestFacts([Question("Is it so?", right, [wrong])], 1, None)
        course_tests.write(SYSTEM, valley, version.id, facts, 0)
        pages.append(shown(fetch(client, f"{AT}/{version.id}/test")))
    assert pages[0] == pages[1]


def test_a_manager_with_a_record_of_their_own_is_not_shown_which_is_right(
    app: Flask, manager: FlaskClient, valley: Organisation, hana: User, her: Person
) -> None:
    version = make_version(valley)
    grant(valley, version)
    make_test(valley, version)
    members.give_role(SYSTEM, valley, hana, Role.MANAGER)
    client = sign_in(app.test_client(), hana)
    page, form = (f"/at/valley/courses/versions/{version.id}{to}" for to in ("", "/test"))
    mine, others = fetch(client, page), fetch(manager, page)
    assert mine.heading == others.heading == found.name(version)
    assert ("L&I Right" in mine.main, "L&I Right" in others.main) == (False, True)
    typed = [dict(filled(fetch(each, form).forms()[0])) for each in (client, manager)]
    assert [each["questions-0-right"] for each in typed] == [[""], ["L&I"]]
    assert typed[0]["questions-0-wrong"][0].split("\n")[-3:] == ["L&I", "The employer", "The worker"]


def test_a_test_is_written_and_changed_by_the_manager(manager: FlaskClient, valley: Organisation) -> None:
    version = make_version(valley)
    page = fetch(manager, f"/at/valley/courses/versions/{version.id}/test")
    begun = page.submit(**{"questions-0-asks": "Is it so?", "pass_mark": "1"})
    assert begun.faults == {
        "questions-0-right": "Enter the right answer.",
        "questions-0-wrong": "Enter one.",
    }
    whole = {"questions-0-asks": "Is it so?", "questions-0-right": "Yes", "questions-0-wrong": "No\r\nPerhaps"}
    assert page.submit(**whole, pass_mark="2").faults["pass_mark"].startswith("Enter 1 to 1")
    written = page.submit(**whole, pass_mark="1")
    assert "People pass with 1 of 1 answer right. It can be tried as often as one likes." in written.main
    test = tests.of(version.id)
    assert test
    assert tests.asked(test) == [("Is it so?", ["No", "Perhaps", "Yes"])]
    changed = fetch(manager, f"/at/valley/courses/versions/{version.id}/test").submit(most_tries="1")
    assert "Test 2, written" in changed.main
    again = page.submit(**whole, pass_mark="1")
    assert "Somebody else changed this test meanwhile" in again.main


def test_who_has_no_record_here_is_told(app: Flask, valley: Organisation) -> None:
    version = make_version(valley)
    grant(valley, version)
    make_test(valley, version)
    client = sign_in(app.test_client(), make_member(valley, Role.HSC, name="No Record"))
    assert "not linked to your account" in fetch(client, AT).main
    assert "not linked to your account" in fetch(client, f"{AT}/{version.id}").main
    assert client.get(f"{AT}/{version.id}/test").status_code == 404


def test_nobody_sees_the_papers_of_the_approval_as_materials(client: FlaskClient, valley: Organisation) -> None:
    version = make_version(valley)
    decision = grant(valley, version)
    looked = looks.look(make_pdf(), "letter.pdf")
    with change(SYSTEM) as under_way:
        paper = course_papers.keep(under_way, version, looked, decision.id)
    assert client.get(f"{AT}/materials/{paper.id}").status_code == 404
