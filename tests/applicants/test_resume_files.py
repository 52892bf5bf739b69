"""Résumés as other programs write them: read where it is plain what they say, and refused in words where it is not."""

import io
import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import dossier
from onboarding.roles import Role
from tests.accounts.steps import token_of
from tests.make import make_cohe, make_member, make_person, sign_in
from tests.page import Page, answered
from tests.stored import on_sqlite

pytestmark = on_sqlite

JOB = {"name": "Clinic", "position": "Nurse", "startDate": "2015-01", "endDate": "2016-01"}
DEGREE = {"institution": "College", "studyType": "BSN", "endDate": "2014"}


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def ana(valley: Organisation) -> Person:
    return make_person(valley, "Ana Ruiz")


@pytest.fixture
def client(app: Flask, valley: Organisation) -> FlaskClient:
    return sign_in(app.test_client(), make_member(valley, Role.HR))


def send(client: FlaskClient, person: Person, document: Any) -> Page:
    at = f"/at/valley/people/{person.id}/claim/resume"
    data = document.encode() if isinstance(document, str) else json.dumps(document).encode()
    return answered(
        client, "POST", at, data={"csrf_token": token_of(client, at), "file": (io.BytesIO(data), "cv.json")}
    )


def kept(client: FlaskClient, person: Person, document: Any) -> Any:
    send(client, person, document).submit()
    claim = dossier.of(person).claim
    assert claim
    return claim.facts


def test_the_employer_is_kept_from_a_file_of_the_older_format(client: FlaskClient, ana: Person) -> None:
    job = {"company": "Hill Clinic", "position": "Nurse", "website": "https://example.org", "startDate": "2015-01"}
    page = send(client, ana, {"work": [job]})
    assert page.rows("1 job")[0]["Employer"] == "Hill Clinic"
    assert kept(client, ana, {"work": [job]})["work"] == [
        {"id": "j1", "name": "Hill Clinic", "position": "Nurse", "startDate": "2015-01"}
    ]


def test_what_other_programs_put_under_our_keys_does_not_refuse_a_file(client: FlaskClient, ana: Person) -> None:
    theirs = {"category": "work", "duties": "many", "verified": "yes"}
    document = {
        "basics": "Ana",
        "work": [JOB | theirs],
        "education": [DEGREE | {"equivalency": 1, "verified": 0}],
        "hsc": 3,
    }
    data = f'{json.dumps(document)[:-1]}, "skills": [], "skills": [{{"name": "a", "name": "b"}}]}}'
    facts = kept(client, ana, data)
    assert facts == {"work": [{"id": "j1", **JOB}], "education": [{"id": "d1", **DEGREE}]}


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ({"work": [JOB, JOB | {"endDate": "2001-07"}]},
         "Job 2 (“Nurse”), last day: it is before the first day. Correct one of the two."),
        ({"work": [JOB | {"startDate": "2015-02-30"}]},
         "Job 1 (“Nurse”), first day: “2015-02-30” is not a date we can read."),
        ({"work": [{"position": "\u770b\u8b77\u5e2b", "endDate": "\u81f3\u4eca"}]},
         "Job 1 (“\u770b\u8b77\u5e2b”), last day: “\u81f3\u4eca” is not a date we can read."),
        ({"work": [{"name": "Clinic"}]}, "Job 1, first day: it is missing. The year alone will do."),
        ({"education": [DEGREE | {"endDate": "03/04/2014"}]},
         "Degree 1 (“BSN”), day it was conferred: “03/04/2014” may be Mar 4, 2014 or Apr 3, 2014. Write the one"),
        ({"work": [JOB, None]}, "Job 2: null is not a JSON object."),
        ({"education": [DEGREE | {"level": "university"}]},
         "Degree 1 (“BSN”), level: “university” is not a level we know. Leave it out, or write one of: “high_school”"),
        ('{"work": [{"startDate": "2015", "startDate": "2005"}]}', "Job 1, first day: it is in the file twice"),
        ('{"work": [{"startDate": "2015"}], "work": []}', "“work”: it is in the file twice"),
        ('{"work": [{"startDate": "2015", "see: me": 1, "see: me": 2}]}', "“work[0].see: me”: it is in the file twice"),
        ("{'work': []}", "The file: not JSON: it cannot be read from line 1, column 2 on."),
        ('{"work": [', "The file: not JSON: it ends too early."),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else "",
)  # fmt: skip
def test_a_fault_is_said_in_words(client: FlaskClient, ana: Person, document: Any, says: str) -> None:
    page = send(client, ana, document)
    assert says in " ".join(page.main.split())
    assert dossier.of(ana).claim is None


@pytest.mark.parametrize("document", [{}, {"work": []}, {"basic": {"name": "Ana"}}, {"skills": ["care"]}, []])
def test_a_file_with_no_job_and_no_degree_is_not_taken_for_an_empty_one(
    client: FlaskClient, ana: Person, document: Any
) -> None:
    assert "We found no jobs and no degrees in this file." in send(client, ana, document).main


def test_jobs_under_other_names_are_looked_for_before_a_file_is_taken_for_empty(
    client: FlaskClient, ana: Person
) -> None:
    for document in (
        {"work": [], "experience": [JOB]},
        {"education": [DEGREE], "workExpList": [JOB]},
        {"education": {"level": "high"}, "employment": {"history": [JOB]}},
    ):
        assert "where we do not read them" in send(client, ana, document).main


def test_more_jobs_beside_those_that_are_read_are_pointed_out(client: FlaskClient, ana: Person) -> None:
    page = send(client, ana, {"work": [JOB], "additionalWork": [JOB]})
    assert "The file has more under “additionalWork”, which we do not read." in page.main
    assert "Some jobs may be missing" not in send(client, ana, {"work": [JOB], "volunteerWork": [JOB]}).main
