"""The pages of courses: adding, asking, answering, confirming, completing, and who completed which version."""

from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from onboarding import clock
from onboarding.extensions import db
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.trail import TrailEntry
from onboarding.queries import courses as found
from onboarding.roles import Role
from onboarding.services import organisations
from onboarding.services.change import SYSTEM
from tests.courses.make import ask, complete, grant, make_version, refuse
from tests.documents.make import make_pdf
from tests.make import make_cohe, make_lni, make_member, make_person, sign_in
from tests.page import Page, fetch
from tests.stored import on_sqlite

pytestmark = on_sqlite
TODAY = clock.today()
A_DAY = TODAY - timedelta(days=10)
AT = "/at/valley/courses"


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def ana(valley: Organisation) -> Person:
    return make_person(valley, "Ana Ruiz", hired_on=TODAY - timedelta(days=60))


@pytest.fixture
def manager(app: Flask, valley: Organisation) -> FlaskClient:
    return sign_in(app.test_client(), make_member(valley, Role.MANAGER))


@pytest.fixture
def cora(app: Flask, valley: Organisation) -> FlaskClient:
    user = make_member(make_lni(), Role.CONTRACT_MANAGER, name="Cora Contract")
    organisations.assign(SYSTEM, user, valley)
    return sign_in(app.test_client(), user)


def letter() -> tuple[BytesIO, str]:
    return BytesIO(make_pdf()), "letter.pdf"


def waiting(client: FlaskClient, says: str) -> Page:
    """The page on which what waits for somebody on their home is done."""
    links = fetch(client, "/at/valley/").links
    return fetch(client, next(address for label, address in links.items() if label.startswith(says)))


def test_a_course_is_added_asked_about_approved_and_completed(
    manager: FlaskClient, cora: FlaskClient, ana: Person
) -> None:
    assert "No course is in the register yet." in fetch(manager, AT).main
    added = fetch(manager, f"{AT}/new").submit(
        title="Claims in a day", label="Version 1", since="01/05/2026", topics=["lni_processes", "other_cohe_practice"]
    )
    assert added.heading == "Claims in a day, Version 1"
    assert "The file was added." in added.submit(file=(BytesIO(make_pdf()), "slides.pdf")).messages[0]
    asked = fetch(manager, f"{added.address.partition('?')[0]}/ask").submit(says="For the new hires.")
    assert "Expect an answer by" in asked.facts["Approval"]
    assert "Add the file" not in asked.main
    answer = waiting(cora, "Approve or refuse the course")
    assert "Answer by" not in answer.main  # it is their own
    done = answer.submit(answer="granted", since=f"{A_DAY:%m/%d/%Y}")
    assert done.messages == ["The version is approved. The COHE's managers are told by mail."]
    recording = fetch(manager, f"/at/valley/people/{ana.id}/training/course/new")
    trained = recording.submit(on=f"{A_DAY:%m/%d/%Y}")
    assert trained.facts["Where it stands"].startswith("Met")
    (row,) = fetch(manager, added.address).rows("1 completion")
    assert (row["Name"], row["Counts"].startswith("Approved by L&I from")) == ("Ana Ruiz", True)


def test_the_cohe_records_the_answer_with_its_paper_and_lni_confirms_it(
    manager: FlaskClient, cora: FlaskClient, valley: Organisation
) -> None:
    version = make_version(valley)
    form = fetch(manager, f"{AT}/versions/{version.id}/answer")
    without = form.submit(answer="granted", since="01/06/2026", by="Cora Contract")
    assert without.faults == {"file": "Add the letter or message from L&I."}
    assert (
        form.submit(answer="granted", by="Cora Contract", file=letter()).faults["since"].startswith("Enter the first")
    )
    assert form.submit(answer="refused", by="Cora Contract", file=letter()).faults["says"].startswith("Say what is")
    recorded = form.submit(answer="granted", since="01/06/2026", by="Cora Contract", file=letter())
    assert "Not confirmed by L&I" in recorded.facts["Approval"]
    (step,) = recorded.rows("1 step")
    assert "on Cora Contract’s word" in step["Who and when"]
    assert manager.get(recorded.links["letter.pdf"]).data.startswith(b"%PDF")
    (line,) = fetch(cora, "/at/lni/").rows("1 COHE")
    assert line["Courses waiting"] == "1 of Valley COHE"
    confirm = waiting(cora, "Confirm or dispute the answer")
    assert confirm.submit(answer="no").faults == {"because": "Say what is wrong with the answer."}
    assert confirm.submit(answer="yes").messages == ["The answer is confirmed as L&I's."]
    assert fetch(cora, f"{AT}/versions/{version.id}/confirm").heading == found.name(version)


def test_a_refused_version_is_followed_by_another(manager: FlaskClient, valley: Organisation) -> None:
    version = make_version(valley)
    refuse(valley, version)
    page = fetch(manager, f"{AT}/versions/{version.id}")
    assert page.facts["Approval"].endswith("The steps are missing.")
    following = fetch(manager, page.links["Add another version"])
    there = following.submit(label="version 1", since="02/02/2026")
    assert there.faults["label"].startswith("This course has a version")
    second = there.submit(label="Version 2")
    assert second.facts["Topics"] == "L&I's processes and how HSCs of another COHE work"
    assert "Version 1" in second.links


def test_while_lni_has_not_answered_the_training_waits(manager: FlaskClient, ana: Person, valley: Organisation) -> None:
    version = make_version(valley)
    ask(valley, version)
    complete(ana, version, A_DAY)
    page = fetch(manager, f"/at/valley/people/{ana.id}/training")
    assert page.facts["Where it stands"].startswith("Can't tell yet")
    assert "Waiting for L&I's answer" in page.main
    (row,) = page.rows("1 training")
    assert "Can't tell yet: L&I was asked to approve it and has not answered." in row["More"]


def test_a_completion_is_corrected_to_another_version(manager: FlaskClient, ana: Person, valley: Organisation) -> None:
    one, two = make_version(valley), make_version(valley)
    row = complete(ana, one, A_DAY)
    grant(valley, two)
    page = fetch(manager, f"/at/valley/people/{ana.id}/training/entries/{row.id}")
    page = page.submit(version=str(two.id), because="The other one.")
    assert page.facts["Where it stands"].startswith("Met")


def test_several_complete_a_version_at_once(manager: FlaskClient, ana: Person, valley: Organisation) -> None:
    assert "No course is in the register" in fetch(manager, "/at/valley/several/training/course").messages[0]
    version = make_version(valley)
    ben = make_person(valley, "Ben Bell", hired_on=TODAY - timedelta(days=60))
    page = fetch(manager, "/at/valley/several/training/course?all=yes").submit(on=f"{A_DAY:%m/%d/%Y}")
    assert page.messages == ["Recorded for 2 people: Ana Ruiz and Ben Bell."]
    assert {each.person.id for each in found.every_completion([version.id])} == {ana.id, ben.id}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_who_completed_it_is_taken_away_as_a_file(
    manager: FlaskClient, ana: Person, valley: Organisation, kind: str
) -> None:
    version = make_version(valley)
    complete(ana, version, A_DAY)
    page = fetch(manager, f"{AT}/versions/{version.id}")
    answer = manager.get(page.links[f"Download as {kind.upper()}"])
    assert answer.status_code == 200
    if kind == "csv":
        assert answer.text.splitlines()[1].startswith('"Ana Ruiz","Course ')
    assert db.session.query(TrailEntry).filter_by(action="completions.exported").count() == 1


def test_hr_reads_and_sees_whom_they_hired(app: Flask, ana: Person, valley: Organisation) -> None:
    version = make_version(valley)
    complete(ana, version, A_DAY)
    page = fetch(sign_in(app.test_client(), make_member(valley, Role.HR)), f"{AT}/versions/{version.id}")
    assert "Ana Ruiz" not in page.main
    assert not {"Ask L&I to approve it", "Withdraw this version"} & page.links.keys()


def test_a_withdrawn_version_stays_to_be_read(manager: FlaskClient, valley: Organisation) -> None:
    version = make_version(valley)
    page = fetch(manager, f"{AT}/versions/{version.id}/withdraw").submit(because="Out of date.")
    assert "Out of date." in page.main
    assert "Withdrawn" in fetch(manager, AT).main
    again = fetch(manager, f"{AT}/versions/{version.id}/withdraw")
    assert (again.heading, again.messages[0]) == (found.name(version), "This version was withdrawn already.")
