"""From a résumé to an applicant: looked at and typed from first, then everything in one change, once."""

import io
import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from onboarding import clock
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.models.account import User
from onboarding.models.claim import ClaimSource
from onboarding.models.evidence import EvidenceItem, PersonKey
from onboarding.models.imported import OpenTable
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import dossier, evidence, owners, trail_compare
from onboarding.roles import Role, StaffRole
from onboarding.services import files, open_tables, reconciliation, resumes
from onboarding.services.change import Actor
from onboarding.services.people import PersonFacts
from tests.accounts.race import at_once
from tests.documents.make import make_docx, make_pdf
from tests.make import make_cohe, make_member, make_person, sign_in
from tests.page import Page, fetch
from tests.stored import on_sqlite

NEW = "/at/valley/people/new"
JOB = {"name": "Hill Clinic", "position": "Nurse", "startDate": "2015-01", "highlights": ["Kept records"]}
DEGREE = {"institution": "College", "studyType": "BSN", "endDate": "2014"}
RESUME = {
    "basics": {"name": "Ana  Ruiz", "email": "ana@people.example", "phone": "509 555 0142", "url": "https://a.example"},
    "work": [JOB],
    "education": [DEGREE],
    "skills": [{"name": "care"}],
}
FACTS = PersonFacts("Ana Ruiz", StaffRole.HSC)


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def hedda(valley: Organisation) -> Actor:
    user = make_member(valley, Role.HR, name="Hedda")
    return Actor(user.id, user.name)


@pytest.fixture
def hr(app: Flask, valley: Organisation) -> FlaskClient:
    return sign_in(app.test_client(), make_member(valley, Role.HR))


def file(document: Any = RESUME, name: str = "cv.json") -> tuple[io.BytesIO, str]:
    return io.BytesIO(document if isinstance(document, bytes) else json.dumps(document).encode()), name


def send(client: FlaskClient, sent: tuple[io.BytesIO, str], **typed: str) -> Page:
    return fetch(client, NEW).submit(resume=sent, show="1", **typed)


def people() -> list[Person]:
    db.session.rollback()
    return db.session.query(Person).order_by(Person.id).all()


def test_a_json_resume_is_looked_at_corrected_and_becomes_an_applicant_with_jobs(
    hr: FlaskClient, valley: Organisation
) -> None:
    page = send(hr, file())
    assert page.heading == "Add an applicant from a résumé"
    assert [page.by_id(each).get("value") for each in ("name", "email", "work-0-name", "education-0-studyType")] == [
        "Ana Ruiz",
        "ana@people.example",
        "Hill Clinic",
        "BSN",
    ]
    (unread,) = page.with_class("unread")
    for each in ("“skills”", "“url” of the person", "“highlights” of each job"):
        assert each in "".join(unread.itertext())
    assert people() == []
    page = page.submit(name="Ana María Ruiz", **{"work-0-still": "y", "applied_for": "assistant"})
    assert page.messages == ["Ana María Ruiz was added."]
    (person,) = people()
    assert (person.email, person.applied_for) == ("ana@people.example", StaffRole.ASSISTANT)
    claim = dossier.of(person).claim
    assert claim
    assert (claim.source, claim.facts["work"][0]["name"]) == (ClaimSource.JSON_RESUME, "Hill Clinic")
    assert owners.of(person)
    assert db.session.query(OpenTable).count() == 0
    assert list(trail_compare.differences(valley.id)) == []


def test_a_paper_is_shown_beside_the_form_and_kept_with_whom_it_makes(hr: FlaskClient, valley: Organisation) -> None:
    page = send(hr, file(make_pdf(), "cv.pdf"), name="Ana", applied_on="someday")
    assert page.by_id("name").get("value") == "Ana"
    assert page.by_id("applied_on").get("value") == "someday"
    (shown,) = page.with_class("viewer-page")
    with hr.get(shown.get("src", "")) as picture:
        assert picture.mimetype == "image/jpeg"
        drawn = picture.data
    assert people() == []
    assert not [each for each in reconciliation.faults() if each.orphan]
    job = {"work-0-position": "Nurse", "work-0-startDate": "2015", "work-0-still": "y"}
    page = page.submit(applied_on="", **job)
    assert page.heading == "Ana"
    (person,) = people()
    item = evidence.resume(person)
    assert item
    assert item.file_name == "cv.pdf"
    with hr.get(f"/at/valley/evidence/{item.id}/pages/1") as picture:
        assert picture.data == drawn
    with hr.get(f"/at/valley/evidence/{item.id}/original") as original:
        assert original.data == make_pdf()
    claim = dossier.of(person).claim
    assert claim
    assert claim.source is ClaimSource.FORM
    assert list(reconciliation.faults()) == list(trail_compare.differences(valley.id)) == []


def test_of_two_who_send_it_at_once_one_makes_a_person(app: Flask, valley: Organisation, hedda: Actor) -> None:
    row = resumes.send(hedda, valley, make_pdf(), "cv.pdf", {})
    cohe, id = valley.id, row.id

    def take() -> bool:
        try:
            resumes.take_in(hedda, db.session.get_one(Organisation, cohe), id, FACTS, {})
        except NotFoundError:
            return False
        return True

    assert sorted(at_once(app, [take, take])) == [False, True]
    assert len(people()) == db.session.query(EvidenceItem).count() == db.session.query(PersonKey).count() == 1


@on_sqlite
def test_as_many_jobs_as_a_claim_may_have_are_shown_and_kept(hr: FlaskClient) -> None:
    jobs = [{**JOB, "position": f"Nurse {number}", "endDate": "2016"} for number in range(60)]
    page = send(hr, file({**RESUME, "work": jobs, "education": [DEGREE] * 60}))
    assert page.submit().messages == ["Ana Ruiz was added."]
    (person,) = people()
    claim = dossier.of(person).claim
    assert claim
    assert (len(claim.facts["work"]), len(claim.facts["education"])) == (60, 60)
    page = fetch(hr, f"/at/valley/people/{person.id}/claim")
    assert "Job 60" in page.submit(resume=file(make_pdf(), "cv.pdf"), remove="work-59").main


@on_sqlite
def test_sending_it_again_leads_to_whom_it_made(hr: FlaskClient) -> None:
    page = send(hr, file())
    page.submit(**{"work-0-still": "y"})
    again = page.submit(**{"work-0-still": "y"})
    assert (again.heading, again.messages) == ("Ana Ruiz", ["Ana Ruiz was added already."])
    assert len(people()) == 1
    assert page.submit(name="Somebody Else").status == 404


@on_sqlite
def test_who_is_recorded_with_that_name_or_phone_is_shown_before(hr: FlaskClient, valley: Organisation) -> None:
    make_person(valley, "Ruiz Ana")
    page = send(hr, file())
    assert "Ruiz Ana, recorded" in page.main
    assert len(people()) == 1
    other = make_person(valley, "Bo Berg")
    page = page.submit(name="Bo Berg", email="bo2@people.example", **{"work-0-still": "y"})
    assert "Bo Berg, recorded" in page.main
    assert page.links["Bo Berg"].endswith(f"/people/{other.id}")
    assert len(people()) == 2
    page.submit()
    assert [each.name for each in people()] == ["Ruiz Ana", "Bo Berg", "Bo Berg"]


@on_sqlite
@pytest.mark.parametrize(
    ("sent", "says"),
    [
        (file({**RESUME, "work": [{**JOB, "startDate": "2015-02-30"}]}), "Job 1 (“Nurse”), first day: “2015-02-30” is"),
        (file({**RESUME, "work": [{**JOB, "startDate": "1015"}]}), "Job 1 (“Nurse”), first day: "),
        (file({"basics": {}}), "We found no jobs and no degrees in this file."),
        (file(b"{", "cv.json"), "The file: not JSON"),
        (file(b"MZ", "cv.exe"), "cv.exe: This is none of the kinds that are taken"),
    ],
    ids=["day", "year", "empty", "cut", "program"],
)
def test_a_resume_that_is_refused_loses_nothing_that_was_typed(
    hr: FlaskClient, sent: tuple[io.BytesIO, str], says: str
) -> None:
    page = send(hr, (io.BytesIO(sent[0].getvalue()), sent[1]), name="Ana Ruiz", phone="509")
    assert says in page.faults["resume"]
    assert (page.by_id("name").get("value"), page.by_id("phone").get("value")) == ("Ana Ruiz", "509")
    assert people() == []
    assert db.session.query(OpenTable).count() == 0


@on_sqlite
def test_a_fault_of_the_form_keeps_the_resume_and_what_was_typed(hr: FlaskClient, valley: Organisation) -> None:
    bo = make_person(valley, "Bo")
    page = send(hr, file(make_docx("Ana Ruiz, nurse"), "cv.docx"))
    page = page.submit(name="", **{"work-0-position": "Aide"}, more_work="1")
    assert "Job 2" in page.main
    page = page.submit()
    assert "Enter the person's name." in page.faults["name"]
    assert "work-0-startDate" in page.faults
    page = page.submit(name="Ana", email=bo.email, remove="work-0").submit()
    assert "is recorded here already" in page.faults["email"]
    assert page.with_class("beside-text")
    assert [each.name for each in people()] == ["Bo"]


@on_sqlite
def test_what_was_sent_is_gone_on_with_or_discarded(hr: FlaskClient) -> None:
    send(hr, file(make_pdf(), "cv.pdf"))
    page = fetch(hr, NEW)
    page = fetch(hr, page.links["Go on with cv.pdf"])
    page = page.submit(form=1)
    assert page.messages == ["The résumé was discarded. Nobody was added."]
    assert "Go on with" not in page.main
    assert db.session.query(OpenTable).count() == 0


@on_sqlite
def test_it_is_nobody_elses_and_no_table(app: Flask, valley: Organisation, hedda: Actor, hr: FlaskClient) -> None:
    id = resumes.send(hedda, valley, make_pdf(), "cv.pdf", {}).id
    for path in ("", "/pages/1"):
        assert hr.get(f"{NEW}/{id}{path}").status_code == 404
    own = sign_in(app.test_client(), db.session.get_one(User, hedda.user_id))
    assert own.get(f"{NEW}/{id}/pages/1").status_code == 200
    assert own.get(f"{NEW}/{id}/pages/2").status_code == 404
    assert own.get(f"/at/valley/imports/open/{id}").status_code == 404
    assert "cv.pdf" not in fetch(own, "/at/valley/imports").main


def test_it_waits_a_day_sealed_and_then_nothing_is_left(
    valley: Organisation, hedda: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    resumes.send(hedda, valley, make_docx("Zylphquist"), "zylphquist.docx", {"name": "Zylphquist"})
    rows = [str(tuple(row)) for table in db.metadata.sorted_tables for row in db.session.execute(table.select())]
    assert not [row for row in rows if "ylphquist" in row]
    (folder,) = resumes.folders()
    later = clock.now() + 2 * reconciliation.YOUNG
    assert reconciliation.remove_orphans(later) == 0  # it waits
    monkeypatch.setattr(clock, "now", lambda: later)
    open_tables.purge(later)
    assert db.session.query(OpenTable).count() == 0
    assert reconciliation.remove_orphans(later) > 0
    assert list(files.store().names(folder)) == []


@on_sqlite
def test_an_account_has_only_so_many_open(valley: Organisation, hedda: Actor) -> None:
    for _ in range(open_tables.MOST):
        resumes.send(hedda, valley, json.dumps(RESUME).encode(), "cv.json", {})
    with pytest.raises(OnboardingError, match="You have 5 files open"):
        resumes.send(hedda, valley, json.dumps(RESUME).encode(), "cv.json", {})
