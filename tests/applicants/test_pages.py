"""From a blank form to a determination by two people, on the pages, with every refusal said where it belongs."""

import io
import json
import re
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from onboarding import clock
from onboarding.extensions import db
from onboarding.models.determination import Recommendation
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import dossier, evidence as items
from onboarding.roles import Role
from onboarding.services import claims, evidence, statements
from onboarding.services.change import SYSTEM
from tests import papers
from tests.accounts.steps import letter, link_in, token_of
from tests.make import (
    make_claim,
    make_cohe,
    make_evidence,
    make_member,
    make_person,
    make_ruling,
    make_standing,
    sign_in,
)
from tests.page import answered, fetch, text_of
from tests.stored import on_sqlite

pytestmark = on_sqlite

TODAY = date(2026, 3, 2)
JOB = {
    "work-0-position": "Registered Nurse",
    "work-0-name": "Foothill Clinic",
    "work-0-startDate": "January 2015",
    "work-0-still": "y",
    "work-0-hoursPerWeek": "37.5",
}
DEGREE = {"education-0-studyType": "Bachelor of Science", "education-0-endDate": "6/10/2014"}


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def ana(valley: Organisation) -> Person:
    return make_person(valley, "Ana Ruiz")


def browser(app: Flask, cohe: Organisation, *roles: Role) -> FlaskClient:
    return sign_in(app.test_client(), make_member(cohe, *roles))


def at(person: Person, what: str) -> str:
    return f"/at/valley/people/{person.id}/{what}"


def test_a_claim_is_typed_with_vague_dates_and_shown_for_screening(
    app: Flask, valley: Organisation, ana: Person
) -> None:
    client = browser(app, valley, Role.HR)
    page = fetch(client, at(ana, "screening"))
    assert "No work or education is entered yet." in page.main
    page = fetch(client, at(ana, "claim")).submit(**JOB, **DEGREE)
    assert page.heading == "Screening of Ana Ruiz"
    claim = dossier.of(ana).claim
    assert claim
    job = claim.facts["work"][0]
    assert (job["startDate"], job["hoursPerWeek"], "endDate" in job) == ("2015-01", "37.5", False)
    assert claim.facts["education"][0]["endDate"] == "2014-06-10"


def test_rows_are_added_and_nothing_typed_is_lost(app: Flask, valley: Organisation, ana: Person) -> None:
    page = fetch(browser(app, valley, Role.HR), at(ana, "claim")).submit(**JOB, more_work="1")
    assert "Job 2" in page.main
    page = page.submit(more_work=None, **{"work-1-position": "Aide", "work-1-startDate": "soon"})
    assert page.faults["work-1-startDate"].startswith("“soon”: it is no date.")
    assert "when it ended" in page.faults["work-1-endDate"]
    assert 'value="Registered Nurse"' in page.html
    assert dossier.of(ana).claim is None


def test_a_row_is_removed_said_and_put_back_before_anything_is_saved(
    app: Flask, valley: Organisation, ana: Person
) -> None:
    page = fetch(browser(app, valley, Role.HR), at(ana, "claim")).submit(**JOB, **DEGREE, more_work="1")
    assert page.by_id("work-1-position").get("autofocus") is not None
    page = page.submit(**{"work-1-position": "Aide", "work-1-summary": "Many\nthings"}, remove="work-1")
    (gone,) = page.with_class("entry--removed")
    assert text_of(gone) == "Job 2 (Aide) was removed. Put the job back"
    assert gone.get("autofocus") is not None  # and so it is read out, and the page goes on there
    assert page.by_id("work-0-position").get("value") == "Registered Nurse"
    page = page.submit(put_back="work-1")
    assert page.by_id("work-1-position").get("value") == "Aide"
    assert text_of(page.by_id("work-1-summary")) == "Many things"
    assert page.by_id("work-1-position").get("autofocus") is not None
    page = page.submit(remove="work-1").submit()
    claim = dossier.of(ana).claim
    assert claim
    assert [job["position"] for job in claim.facts["work"]] == ["Registered Nurse"]
    assert page.messages == ["The application was saved."]


def test_what_was_saved_is_removed_with_a_reason_and_earlier_versions_keep_it(
    app: Flask, valley: Organisation, ana: Person
) -> None:
    make_claim(ana)
    page = fetch(browser(app, valley, Role.HR), at(ana, "claim")).submit(remove="education-0")
    (gone,) = page.with_class("entry--removed")
    assert "Degree 1 (Bachelor of Science, State College) was removed. Earlier versions keep it." in text_of(gone)
    page = page.submit()
    assert "Say why you correct this" in page.faults["reason"]
    page = page.submit(reason="It is her sister's.")
    assert "Removed: Bachelor of Science, State College." in page.messages[0]
    latest, first = dossier.versions(ana)
    assert (latest.facts["education"], latest.reason) == ([], "It is her sister's.")
    assert first.facts["education"]


def test_a_button_names_no_row_that_is_not_there(app: Flask, valley: Organisation, ana: Person) -> None:
    page = fetch(browser(app, valley, Role.HR), at(ana, "claim")).submit(**JOB, remove="work-7")
    assert page.by_id("work-0-position").get("value") == "Registered Nurse"
    assert not page.with_class("entry--removed")
    assert dossier.of(ana).claim is None


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"work-0-startDate": "3/4/19"}, "work-0-startDate"),
        ({"work-0-startDate": ""}, "work-0-startDate"),
        ({"work-0-endDate": "2020"}, "work-0-endDate"),
        ({"work-0-still": None, "work-0-endDate": "2010"}, "work-0-endDate"),
        ({"work-0-hoursPerWeek": "200"}, "work-0-hoursPerWeek"),
        ({"work-0-hoursPerWeek": "full"}, "work-0-hoursPerWeek"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    app: Flask, valley: Organisation, ana: Person, said: dict[str, str | None], field: str
) -> None:
    page = fetch(browser(app, valley, Role.HR), at(ana, "claim")).submit(**{**JOB, **said})
    assert field in page.faults
    assert dossier.of(ana).claim is None


def test_everything_that_is_wrong_is_said_at_once_with_what_was_typed_and_of_which_job(
    app: Flask, valley: Organisation, ana: Person
) -> None:
    client = browser(app, valley, Role.HR)
    page = fetch(client, at(ana, "claim")).submit(**JOB, more_work="1")
    typed = {"work-1-position": "Aide", "work-1-startDate": "31/12/2019", "work-1-still": "y"}
    page = page.submit(more_work=None, **typed, **{"work-1-hoursPerWeek": "forty"})
    wrong = "“31/12/2019”: there is no month 31. The month comes first, then the day."
    assert page.faults == {
        "work-1-startDate": f"{wrong} Write it like 3/15/2019, March 2019 or 2019.",
        "work-1-hoursPerWeek": "“forty” is not a number.",
    }
    assert f"Job 2, From: {wrong}" in page.messages[0]
    assert "Job 2, Hours a week: “forty” is not a number." in page.messages[0]


def test_what_cannot_be_is_said_in_words(app: Flask, valley: Organisation, ana: Person) -> None:
    client = browser(app, valley, Role.HR)
    for typed, field, says in (
        ({"work-0-still": None, "work-0-endDate": "2010"}, "work-0-endDate", "It is before the first day."),
        ({"work-0-hoursPerWeek": "200"}, "work-0-hoursPerWeek", "It has to be above 0 and at most 168."),
        ({"work-0-hoursPerWeek": "full"}, "work-0-hoursPerWeek", "“full” is not a number."),
    ):
        page = fetch(client, at(ana, "claim")).submit(**{**JOB, **typed})
        assert says in page.faults[field]


def test_a_correction_asks_why_and_keeps_the_version_before(app: Flask, valley: Organisation, ana: Person) -> None:
    make_claim(ana)
    client = browser(app, valley, Role.HR)
    page = fetch(client, at(ana, "claim")).submit(**{"work-0-position": "Charge Nurse"})
    assert "Say why" in page.faults["reason"]
    page.submit(reason="As the letter says.")
    page = fetch(client, at(ana, "claim/versions"))
    assert "Charge Nurse" in page.main
    assert "Registered Nurse" in page.main
    assert "As the letter says." in page.main


HELD = {
    "nothing": "",
    "no JSON": "{",
    "a list": "[[]]",
    "a text": '{"work": "x"}',
    "lists": '{"work": [[]]}',
    "no day": '{"work": [{"startDate": "soon"}]}',
    "no text": '{"work": [{"startDate": "2019", "name": "a\\u0000b"}]}',
    "deep": "[" * 3000 + "]" * 3000,
    "deep inside": '{"work": ' + "[" * 3000 + "]" * 3000 + "}",
}


@pytest.mark.parametrize("held", HELD)
def test_what_a_hidden_field_holds_is_checked_anew(app: Flask, valley: Organisation, ana: Person, held: str) -> None:
    client = sign_in(app.test_client(), make_member(valley, Role.SCREENER))
    sent = {"csrf_token": token_of(client, at(ana, "claim/resume")), "document": HELD[held]}
    page = answered(client, "POST", at(ana, "claim/resume/keep"), data=sent)
    assert page.address == at(ana, "claim/resume")
    assert "Read the file again." in page.main
    assert dossier.of(ana).claim is None


def test_a_json_resume_is_shown_before_it_is_kept(app: Flask, valley: Organisation, ana: Person) -> None:
    client = browser(app, valley, Role.HR)
    resume = {
        "basics": {"name": "Ana"},
        "work": [{"name": "Clinic", "position": "Nurse", "startDate": "2015-01", "hoursPerWeek": 37.5}],
        "education": [{"institution": "College", "studyType": "BSc", "endDate": "2014"}],
        "skills": [{"name": "Karate"}],
    }

    def send(data: bytes) -> object:
        sent = {"csrf_token": token_of(client, at(ana, "claim/resume")), "file": (io.BytesIO(data), "cv.json")}
        return answered(client, "POST", at(ana, "claim/resume"), data=sent)

    for bad, says in (
        (b"{", "cannot be read"),
        (b"[]", "no jobs and no degrees"),
        (b"\xff", "UTF-8"),
        (b'{"work": [{}]}', "Job 1, first day: it is missing"),
        (b'{"experience": [{"title": "Nurse"}]}', "experience"),
        (b'{"work": [{"startDate": "03/04/2019"}]}', "Mar 4, 2019 or Apr 3, 2019"),
    ):
        page = send(bad)
        assert says in page.main  # type: ignore[attr-defined]
    page = send(json.dumps(resume).encode())
    assert dossier.of(ana).claim is None
    page = page.submit()  # type: ignore[attr-defined]
    assert page.heading == "Screening of Ana Ruiz"
    claim = dossier.of(ana).claim
    assert claim
    assert claim.facts["work"] == [
        {"id": "j1", "name": "Clinic", "position": "Nurse", "startDate": "2015-01", "hoursPerWeek": "37.5"}
    ]


def test_a_decision_answers_anew_at_once(app: Flask, valley: Organisation, ana: Person) -> None:
    make_claim(ana)
    client = browser(app, valley, Role.SCREENER)
    page = fetch(client, at(ana, "screening"))
    token = {"csrf_token": token_of(client, at(ana, "screening"))}
    said = {**token, "j1-category": "excluded", "j1-reason": "Only scheduling, as the letter says."}
    answer = client.post(at(ana, "screening/j1/decide"), data=said, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    part = answer.get_data(as_text=True)
    assert "<html" not in part
    assert "Not qualified" in part
    assert "Only scheduling" in part
    page = fetch(client, at(ana, "screening"))
    assert "Not qualified" in page.main


def test_mixed_duties_come_to_a_hundred(app: Flask, valley: Organisation, ana: Person) -> None:
    make_claim(ana)
    client = browser(app, valley, Role.SCREENER)
    page = fetch(client, at(ana, "screening?open=j1"))
    said = {"j1-category": "mixed", "j1-part0": "direct_patient_care", "j1-share0": "60", "j1-reason": "Half the week."}
    page = page.submit(**said, **{"j1-part1": "excluded", "j1-share1": "30"})
    assert "The shares come to 90 %" in page.main
    page = page.submit(**said, **{"j1-part1": "excluded", "j1-share1": "40"})
    assert dossier.of(ana).decisions["j1"].decided["duties"] == [
        {"category": "direct_patient_care", "share": "0.6"},
        {"category": "excluded", "share": "0.4"},
    ]


def test_an_employer_is_asked_and_the_answer_is_shown(app: Flask, valley: Organisation, ana: Person) -> None:
    make_claim(ana)
    client = browser(app, valley, Role.HR)
    page = fetch(client, at(ana, "references"))
    page = fetch(client, page.links["Ask about Registered Nurse, Foothill Clinic"])
    page = page.submit(to_name="Rita Records", to_address="rita@clinic.example")
    assert page.rows("1 question")[0]["State"] == "Waiting"
    stranger = app.test_client()
    fetch(stranger, link_in(letter("rita@clinic.example"))).submit(
        answered="confirmed", name="Rita Records", position="Records officer"
    )
    page = fetch(client, at(ana, "references"))
    assert page.rows("1 question")[0]["State"] == "Answered"
    assert dossier.of(ana).verified("j1")


def make_proven(cohe: Organisation, person: Person) -> None:
    """Everything the rules ask for, claimed and verified."""
    make_claim(person)
    checker = make_member(cohe, Role.SCREENER)
    from onboarding.services.change import Actor

    item = items.one(cohe.id, make_evidence(person).id)
    assert item
    for fact in ("j1", "d1"):
        claims.prove(SYSTEM, person, fact, item)
    check = evidence.VerificationFacts(
        evidence.Source.ISSUER, "The office", date(2026, 1, 5), evidence.Result.CONFIRMED
    )
    evidence.verify(Actor(checker.id, checker.name), item, check)
    claims.decide(SYSTEM, person, "j1", {"category": "direct_patient_care"}, "Bedside nursing.")
    for about in ("communication", "data_management", "care_documentation", "data_analysis"):
        statements.state(
            SYSTEM, person, statements.StatementFacts(about, True, dossier.Way.INTERVIEW, "Sam", date(2026, 1, 5))
        )
    make_standing(person)


def test_an_application_is_determined_by_two_and_its_record_never_changes(
    app: Flask, valley: Organisation, ana: Person
) -> None:
    make_proven(valley, ana)
    one, two = browser(app, valley, Role.SCREENER, Role.MANAGER), browser(app, valley, Role.HR)
    page = fetch(one, at(ana, "determination"))
    assert page.submit().faults.keys() == {"recommends-0", "recommends", "why"} & page.submit().faults.keys()
    page = page.submit(recommends="qualified", why="A nurse for eleven years.")
    assert "It cannot be the person who recommended it" in page.main
    page = fetch(two, at(ana, "determination")).submit(decision="qualified", because="Agreed.")
    assert "Determined qualified" in page.main
    frozen = db.session.query(Recommendation).one().frozen
    paper = two.get(page.links["Download PDF of number 1"])
    assert paper.mimetype == "application/pdf"
    assert len(papers.read(paper.get_data()).pages) <= 2
    make_ruling(valley, "part-time-credit", "prorated", in_force=True)
    page = fetch(two, at(ana, "determination/reopen")).submit(why="The applicant wrote.")
    fetch(two, at(ana, "claim")).submit(**{"work-0-position": "Clerk", "reason": "A new letter."})
    db.session.expire_all()
    assert db.session.query(Recommendation).one().frozen == frozen
    again = two.get(at(ana, "determination/1.pdf")).get_data()
    assert again == paper.get_data()


def test_what_the_findings_do_not_bear_is_refused_on_the_page(app: Flask, valley: Organisation, ana: Person) -> None:
    make_claim(ana)
    page = fetch(browser(app, valley, Role.SCREENER), at(ana, "determination"))
    page = page.submit(recommends="qualified", why="I like her.")
    assert "As verified, the answer is not Qualified." in page.main
    assert db.session.query(Recommendation).count() == 0


def test_more_is_asked_for_item_by_item_and_settled(app: Flask, valley: Organisation, ana: Person) -> None:
    make_proven(valley, ana)
    one, two = browser(app, valley, Role.SCREENER), browser(app, valley, Role.MANAGER)
    fetch(one, at(ana, "determination")).submit(recommends="qualified", why="Good.")
    page = fetch(two, at(ana, "determination"))
    assert "items" in page.submit(decision="more_information", because="Not all is here.").faults
    page = page.submit(
        decision="more_information", because="Not all is here.", items="The diploma\n\nA letter from the clinic"
    )
    assert [row["What"] for row in page.rows("2 requests")] == ["The diploma", "A letter from the clinic"]
    assert "- The diploma\n- A letter from the clinic" in letter(ana.email or "")
    link = next(each for label, each in page.links.items() if re.search("The diploma", label))
    page = fetch(one, link).submit(how="Came by mail.")
    assert page.rows("2 requests")[1]["State"] == "Settled Came by mail."
