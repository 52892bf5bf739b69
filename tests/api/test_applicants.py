"""A journey of a COHE's own system: an applicant in, once however often it is sent, and the verdict out."""

from datetime import date
from typing import Any

import pytest
from flask import Flask

from onboarding.models.account import User
from onboarding.models.organisation import Organisation
from onboarding.queries import trail, trail_names
from onboarding.roles import Role, StaffRole
from tests.accounts.race import MANY, at_once
from tests.api.make import Program, make_token, problem
from tests.make import make_cohe, make_member, make_person
from tests.stored import on_sqlite

AT = "/cohes/valley/applicants"
RESUME = {
    "work": [
        {"name": "Valley Clinic", "position": "Medical Assistant", "startDate": "2015-03-15", "endDate": "2023-03-14",
         "category": "other", "verified": True, "hoursPerWeek": 37.5}
    ],
    "hsc": {"providerId": {"able": True}, "lniIssues": {"reported": False}},
}  # fmt: skip
ANA = {"name": "Ana  Ruiz", "applied_for": "hsc", "email": "ana@example.org", "applied_on": "2026-01-05"}


@pytest.fixture
def cohe(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def manager(cohe: Organisation) -> User:
    return make_member(cohe, Role.MANAGER, name="Mona Manager")


@pytest.fixture
def program(app: Flask, cohe: Organisation, manager: User) -> Program:
    return Program(app, make_token(cohe, manager, name="HR sync"))


def test_an_applicant_comes_in_and_the_verdict_goes_out(program: Program, cohe: Organisation) -> None:
    made = program.post(AT, {**ANA, "resume": RESUME}, key="1")
    assert made.status_code == 201
    assert made.headers["Location"] == f"/api/v1{AT}/{made.get_json()['id']}"
    at = made.headers["Location"].removeprefix("/api/v1")
    said = program.get(at).get_json()
    assert said == made.get_json()
    assert (said["name"], said["state"], said["claimed"]) == ("Ana Ruiz", "open", "needs_review")
    job = program.get(f"{at}/application").get_json()["work"][0]
    assert (job["hoursPerWeek"], job.keys() & {"category", "verified"}) == ("37.5", set())  # not for them to say
    verdict = program.get(f"{at}/screening").get_json()
    assert verdict["claimed"]["requirements"]["provider_id"]["outcome"] == "met"
    assert verdict["verified"]["requirements"]["provider_id"]["outcome"] == "undetermined"
    assert program.get(f"{at}/determination").get_json()["move"] == "open"
    assert [each["id"] for each in program.get(AT, q="ruiz", state="open").get_json()["items"]] == [said["id"]]
    assert program.get(AT, state="qualified").get_json()["items"] == []


def test_the_trail_says_that_the_token_did_it(program: Program, cohe: Organisation) -> None:
    program.post(AT, ANA, key="1")
    rows = trail.listed(cohe.id, trail.Filters()).rows
    (added,) = [each for each in rows if each.action == "person.added"]
    assert added.actor == "token:1"
    assert trail_names.names(cohe.id, [added])["token:1"] == "the token HR sync"


def test_what_is_sent_again_creates_nothing_more(program: Program) -> None:
    first, again = (program.post(AT, ANA, key="same") for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert (first.get_json(), first.headers["Location"]) == (again.get_json(), again.headers["Location"])
    assert len(program.get(AT).get_json()["items"]) == 1
    assert problem(program.post(AT, {**ANA, "name": "Ana Cruz"}, key="same"))[0] == 422
    assert problem(program.post(AT, ANA, key="other"))[0] == 409
    assert problem(program.post(AT, ANA))[0] == 400


def test_of_many_at_once_one_creates(app: Flask, program: Program) -> None:
    answers = at_once(app, [lambda: program.post(AT, ANA, key="same").get_json()] * MANY)
    assert {each["id"] for each in answers} == {answers[0]["id"]}
    assert len(program.get(AT).get_json()["items"]) == 1


def test_a_key_of_one_token_is_not_another_s(app: Flask, program: Program, cohe: Organisation, manager: User) -> None:
    other = Program(app, make_token(cohe, manager))
    assert program.post(AT, ANA, key="1").status_code == 201
    assert problem(other.post(AT, ANA, key="1"))[0] == 409  # is tried, and there already


@on_sqlite
def test_a_correction_names_the_version_that_it_corrects(program: Program) -> None:
    at = f"{AT}/{program.post(AT, {**ANA, 'resume': RESUME}, key='1').get_json()['id']}/application"
    job = RESUME["work"][0]  # type: ignore[index]
    later: dict[str, Any] = {"work": [{**job, "startDate": "2014-01-01"}]}
    assert problem(program.ask("PUT", at, {"resume": later, "version": 0}))[0] == 409
    assert problem(program.ask("PUT", at, {"resume": later, "version": 1}))[0] == 409  # without why
    said = program.ask("PUT", at, {"resume": later, "version": 1, "because": "A slip."})
    assert (said.get_json()["version"], said.get_json()["work"][0]["startDate"]) == (2, "2014-01-01")


@on_sqlite
@pytest.mark.parametrize(
    ("said", "at"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": "a\0b"}, "name"),
        ({"applied_for": "manager"}, "applied_for"),
        ({"email": "ana"}, "email"),
        ({"applied_on": "2026-02-30"}, "applied_on"),
        ({"applied": "2026-01-05"}, "applied"),
        ({"resume": []}, "resume"),
        ({"resume": {"work": [{"startDate": "2020", "endDate": "2019"}]}}, "resume.work[0].endDate"),
        ({"resume": {"work": [{"startDate": "1900"}]}}, "resume.work[0].startDate"),
        ({"resume": {"work": [{"startDate": "2020", "name": "a\x01b"}]}}, "resume.work[0].name"),
        ({"resume": {"experience": [{"title": "Nurse"}]}}, "resume.work"),
    ],
)
def test_what_does_not_fit_is_named_by_its_path(program: Program, said: dict[str, Any], at: str) -> None:
    got = program.post(AT, {**ANA, **said}, key="1")
    assert problem(got)[0] == 422
    assert [each["at"] for each in got.get_json()["faults"]] == [at]
    assert program.get(AT).get_json()["items"] == []


def test_a_long_list_comes_in_parts_that_are_all_of_it(program: Program, cohe: Organisation) -> None:
    made = [make_person(cohe, f"Person {number:02}").id for number in range(7)]
    found, path = [], f"{AT}?limit=3"
    while True:
        got = program.ask("GET", path)
        found += [each["id"] for each in got.get_json()["items"]]
        if "Link" not in got.headers:
            break
        link, rel = got.headers["Link"].split("; ")
        assert rel == 'rel="next"'
        path = link.strip("<>").removeprefix("/api/v1")
    assert found == made


@on_sqlite
@pytest.mark.parametrize("query", [{"limit": "0"}, {"limit": "x"}, {"cursor": "x"}, {"cursor": "é"}, {"stat": "open"}])
def test_an_argument_that_is_none_is_refused(program: Program, query: dict[str, str]) -> None:
    got = program.ask("GET", AT, query_string=query)
    assert problem(got)[0] == 422
    assert [each["at"] for each in got.get_json()["faults"]] == list(query)


@on_sqlite
def test_who_works_here_is_no_applicant_to_who_sees_applicants_alone(
    app: Flask, cohe: Organisation, manager: User
) -> None:
    screener = Program(app, make_token(cohe, manager, Role.SCREENER))
    worker = make_person(cohe, "Works Here", hired_on=date(2025, 1, 6), role=StaffRole.HSC)
    assert problem(screener.get(f"{AT}/{worker.id}"))[0] == 404
    assert screener.get(AT).get_json()["items"] == []


@on_sqlite
def test_a_list_that_is_taken_is_an_entry(program: Program, cohe: Organisation) -> None:
    make_person(cohe, "Ana Ruiz")
    program.get(AT)
    (taken,) = [each for each in trail.listed(cohe.id, trail.Filters()).rows if each.action == "api.list_taken"]
    assert (taken.actor, taken.detail.body["kind"], taken.detail.body["rows"]) == ("token:1", "list_applicants", 1)
