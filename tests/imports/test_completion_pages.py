"""The pages on which a learning system's export is taken in: sent, its columns and courses said, looked at, undone."""

from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import training
from onboarding.roles import Role
from tests.make import HIRED, make_cohe, make_member, make_person, sign_in
from tests.page import Page, fetch
from tests.stored import on_sqlite

pytestmark = on_sqlite
LINES = (
    "User,Email,Course Title,Completion Date,Status,Score,Department",
    "Ana Ruiz,{ana},COHE referrals,2/2/2026 4:30 PM,Completed,92,Clinic",
    "Ana Ruiz,{ana},Ethics,2/3/2026,Completed,88,Clinic",
    "Ana Ruiz,{ana},Fire drill,2/3/2026,Completed,,Clinic",
    "Bo Berg,,COHE referrals,2/4/2026,Completed,71,Clinic",
    "Una Known,una@example.org,COHE referrals,2/4/2026,Completed,71,Clinic",
    "Bo Berg,,Ethics,,In progress,,Clinic",
)


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def ana(valley: Organisation) -> Person:
    return make_person(valley, "Ana Ruiz", hired_on=HIRED)


@pytest.fixture
def bo(valley: Organisation) -> Person:
    return make_person(valley, "Bo Berg", hired_on=HIRED)


@pytest.fixture
def manager(app: Flask, valley: Organisation) -> FlaskClient:
    return sign_in(app.test_client(), make_member(valley, Role.MANAGER))


def sent(manager: FlaskClient, ana: Person) -> Page:
    """The page on which its courses are given a meaning."""
    page = fetch(manager, "/at/valley/several")
    page = fetch(manager, page.links["Import a table of completed training"])
    data = "\n".join(LINES).format(ana=ana.email).encode()
    page = page.submit(file=(BytesIO(data), "export.csv"))
    assert page.heading == "Which column is what"
    return page.submit(rest="y")


def test_an_export_is_taken_in_and_undone(manager: FlaskClient, ana: Person, bo: Person) -> None:
    page = sent(manager, ana)
    assert page.heading == "Which course is what"
    assert "COHE referrals 3 lines" in page.main
    page = page.submit(w1="lni_required:training", w2="-")
    assert page.heading == "What the table holds"
    assert "3 lines wait for your choice" in page.messages[0]
    assert "This could be Bo Berg" in page.main
    assert "1 line is about nobody here, and skipped." in page.main
    skipped = fetch(manager, page.links["See what is skipped"]).main
    assert all(each in skipped for each in ("Una Known", "Nobody here has", "The course is left", "not completed"))
    assert "Initial training: referrals" in page.main
    page = page.submit(all="update")
    assert "1 line waits for your choice" in page.messages[0]
    page = page.submit()  # Bo is the only one of that name, and chosen beforehand
    assert "Record 3 lines" in page.main
    page = page.submit()
    assert page.messages == ["Training was recorded of 2 people. It can be undone as one."]
    assert [len(training.of(each)) for each in (ana, bo)] == [2, 1]
    page = fetch(manager, next(to for says, to in page.links.items() if says.startswith("Undo the import")))
    assert "It is about 2 people:" in page.main
    page = page.submit(because="The wrong file")
    assert page.messages == ["Undone: every training from the table was taken away."]
    assert [len(training.of(each)) for each in (ana, bo)] == [0, 0]


def test_a_course_for_which_nothing_is_chosen_is_asked_about_or_left_out(manager: FlaskClient, ana: Person) -> None:
    page = sent(manager, ana)
    suggested = next(each for each in page.all("option") if each.get("selected") is not None and each.get("value"))
    assert suggested.get("value") == "initial:referrals"
    assert set(page.submit(w1="-").faults.values()) == {"Choose what this is, or leave it out."}
    assert page.submit(rest="y").heading == "What the table holds"


def test_the_next_table_is_offered_what_the_courses_were(manager: FlaskClient, ana: Person) -> None:
    page = sent(manager, ana).submit(w0="initial:barriers", rest="y").submit(all="update")
    for _ in range(3):  # somebody else is chosen, then it is taken in
        page = page.submit() if page.heading == "What the table holds" else page
    assert page.messages[0].startswith("Training was recorded")
    page = sent(manager, ana)
    assert "Chosen as in the table of" in page.main
    offered = [each.get("value") for each in page.all("option") if each.get("selected") is not None]
    assert offered[0] == "initial:barriers"  # and not what a word of its name suggests
    assert page.submit(w0="initial:referrals").heading == "What the table holds"


def test_the_look_leads_to_the_courses_until_each_has_a_meaning(manager: FlaskClient, ana: Person) -> None:
    page = sent(manager, ana)
    look = page.address.removesuffix("/meanings")
    assert fetch(manager, look).heading == "Which course is what"
    page = page.submit(rest="y")
    assert fetch(manager, page.links["which course is what"]).heading == "Which course is what"


def test_screeners_take_in_none(app: Flask, valley: Organisation) -> None:
    screener = sign_in(app.test_client(), make_member(valley, Role.SCREENER))
    assert screener.get("/at/valley/imports/completions").status_code == 404


def test_the_template_says_what_each_column_takes(manager: FlaskClient) -> None:
    page = fetch(manager, "/at/valley/imports/completions")
    assert page.rows("14 columns")[5]["Column"] == "Course"
    assert manager.get("/at/valley/imports/completions/template.csv").status_code == 200
