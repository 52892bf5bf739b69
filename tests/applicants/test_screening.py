"""The screening page: the answer, the shortest list of what is still needed, and a line for each job and degree."""

import io
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from onboarding import clock
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.packets import answer
from onboarding.packets.determined import degrees
from onboarding.queries import dossier, evidence as items, rests
from onboarding.roles import Role
from onboarding.rules.rulings import Rulings
from onboarding.rules.standing import SKILL_AREAS
from onboarding.services import claims, evidence, statements
from onboarding.services.change import SYSTEM, Actor
from tests.accounts.steps import token_of
from tests.documents.make import make_pdf
from tests.make import make_claim, make_cohe, make_evidence, make_member, make_person, make_standing, sign_in
from tests.page import Page, fetch
from tests.stored import on_sqlite

pytestmark = on_sqlite

TODAY = date(2026, 3, 2)
LONG = {"name": "Foothill Clinic", "position": "Registered Nurse", "startDate": "2012-01", "hoursPerWeek": "40"}
SHORT = {"name": "Bay Clinic", "position": "Medical Assistant", "startDate": "2009", "endDate": "2010-12"}
BACHELOR = {"institution": "State College", "studyType": "Bachelor of Science", "endDate": "2014-06-10"}


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def ana(valley: Organisation) -> Person:
    """Two jobs, of which the long one is enough by itself, and a degree."""
    person = make_person(valley, "Ana Ruiz")
    document: dict[str, Any] = {"work": [LONG, SHORT], "education": [BACHELOR]}
    claims.record(SYSTEM, person, document, dossier.Source.FORM)
    return person


@pytest.fixture
def client(app: Flask, valley: Organisation) -> FlaskClient:
    return sign_in(app.test_client(), make_member(valley, Role.SCREENER, name="Selma Stone"))


def at(person: Person, what: str = "") -> str:
    return f"/at/valley/people/{person.id}/screening{what}"


def needed(page: Page) -> list[str]:
    """What is still needed, each without what can be done about it."""
    lists = page.with_class("needed")
    return [" ".join("".join(line[0].itertext()).split()) for line in lists[0]] if lists else []


def actions(page: Page, line: int = 0) -> list[str]:
    return [" ".join("".join(each.itertext()).split()) for each in page.with_class("needed")[0][line].iter("a")]


def by_script(client: FlaskClient, address: str, **sent: str) -> Any:
    data = {"csrf_token": token_of(client, "/account"), **sent}
    return client.post(address, data=data, headers={"HX-Request": "true"})


def test_the_four_requirements_stand_side_by_side(ana: Person, client: FlaskClient) -> None:
    page = fetch(client, at(ana))
    rows = page.rows("Four requirements")
    assert [row["Requirement"] for row in rows] == [
        "Experience",
        "Provider ID and standing with L&I",
        "Skills",
        "L&I's training",
    ]
    assert rows[0]["As stated"].endswith("15 years of the 3 years needed")  # 14 years 1 month, and 11 months, at worst
    assert rows[0]["As verified"].endswith("up to 16 years 2 months of the 3 years needed")


def test_only_the_proofs_that_suffice_are_asked_for(ana: Person, client: FlaskClient) -> None:
    claims.decide(SYSTEM, ana, "j1", {"category": "direct_patient_care"}, "Bedside nursing.")
    page = fetch(client, at(ana))
    assert needed(page) == [
        "Registered Nurse, Foothill Clinic: proof",
        "Interview: communication, data management, care documentation and data analysis",
        "Standing with L&I: the Provider ID and reported issues",
    ]
    assert actions(page) == ["Ask the employer", "Add a file", "Ask Ana"]
    assert [each.text for each in page.all("a") if "usa-button" in each.get("class", "")][:1] == ["Ask the employer"]


def test_what_somebody_else_brought_is_to_be_checked_next(
    valley: Organisation, ana: Person, client: FlaskClient
) -> None:
    item = items.one(valley.id, make_evidence(ana).id)
    assert item
    claims.prove(SYSTEM, ana, "j1", item)
    assert "Check Diploma" in actions(fetch(client, at(ana)))


def test_who_brought_a_file_is_told_that_somebody_else_checks_it(valley: Organisation, ana: Person, app: Flask) -> None:
    user = make_member(valley, Role.SCREENER)
    item = items.one(valley.id, make_evidence(ana, actor=Actor(user.id, user.name)).id)
    assert item
    claims.prove(SYSTEM, ana, "j1", item)
    page = fetch(sign_in(app.test_client(), user), at(ana))
    assert "Diploma has to be checked by somebody else than who added it." in needed(page)[0]
    assert not any(each.startswith("Check") for each in actions(page))


def test_who_only_reads_is_told_what_is_needed_and_offered_nothing(
    app: Flask, valley: Organisation, ana: Person
) -> None:
    page = fetch(sign_in(app.test_client(), make_member(valley, Role.AUDITOR)), at(ana, "?open=j1"))
    assert len(needed(page)) == 3
    assert [each.tag for line in page.with_class("needed")[0] for each in line.iter("a")] == []
    assert page.forms() == []
    assert "The title names" in page.main


def test_nothing_is_asked_for_where_it_could_not_help(valley: Organisation, ana: Person, client: FlaskClient) -> None:
    claims.decide(SYSTEM, ana, "j1", {"category": "excluded"}, "Scheduling only.")
    claims.decide(SYSTEM, ana, "j2", {"category": "excluded"}, "Scheduling only.")
    page = fetch(client, at(ana))
    assert needed(page)[0].startswith("Interview")  # of the experience nothing could help
    assert page.rows("Four requirements")[0]["As verified"].startswith("Not met")


def test_each_job_and_degree_is_a_line_and_opens_where_it_is(ana: Person, client: FlaskClient) -> None:
    page = fetch(client, at(ana))
    assert page.forms() == []
    assert [row["Dates"] for row in page.rows("2 jobs, 1 degree")] == [
        "Jan 2012 to now",
        "2009 to Dec 2010",
        "Jun 10, 2014",
    ]
    assert [row["Counts for"] for row in page.rows("2 jobs")] == [
        "at least 14 years 1 month",
        "at least 11 months",
        "counts",
    ]
    opened = fetch(client, at(ana, "?open=j1"))
    assert len(opened.forms()) == 2
    assert fetch(client, at(ana, "?open=j9")).forms() == []


def test_a_kind_that_only_the_title_suggests_is_not_called_decided(valley: Organisation, client: FlaskClient) -> None:
    bo = make_person(valley, "Bo Berg")
    jobs = [{"position": "Referral Coordinator", "startDate": "2020-01-05", "hoursPerWeek": "40"}]
    claims.record(SYSTEM, bo, {"work": [*jobs, LONG], "education": []}, dossier.Source.FORM)
    doubted, plain = fetch(client, at(bo)).rows("2 jobs")
    assert doubted["Kind"] == "Not decided (the title suggests excluded)"
    assert doubted["Counts for"].startswith("may count, up to 6 years")
    assert plain["Kind"] == "Direct patient care (by its title)"


def test_a_degree_that_counts_says_as_what_and_by_what(
    app: Flask, valley: Organisation, ana: Person, client: FlaskClient
) -> None:
    line = fetch(client, at(ana)).rows("2 jobs")[2]
    assert (line["Kind"], line["Counts for"]) == ("Bachelor (by its title)", "counts")
    frozen = rests.on(valley, ana, Rulings(app.extensions["rulebook"]), TODAY)
    assert list(degrees(frozen)) == [
        ("Bachelor of Science, State College, Jun 10, 2014", "Bachelor, by its title, not verified")
    ]
    frozen.pop("levels")  # as it was kept before
    assert [judged for _, judged in degrees(frozen)] == ["Level not decided, not verified"]
    assert [way.because[0].isupper() for way in answer.paths(frozen["answer"]["verified"])] == [True, True]


def test_why_a_job_counts_is_a_list_of_short_sentences_said_once(ana: Person, client: FlaskClient) -> None:
    page = fetch(client, at(ana, "?open=j1"))
    points = [" ".join("".join(each.itertext()).split()) for each in page.by_id("j1").iter("li")]
    assert points == [
        "No category has been decided.",
        """The title names "nurse": L&I's page names nurses as direct patient care, whatever their kind.""",
        "Counted as that.",
        "Dates known only in part.",
        "5,145 days are certain, and 5,175 days may count.",
    ]
    assert page.main.casefold().count("the title names") == 1


def test_without_a_script_the_line_stays_open_and_says_what_was_done(ana: Person, client: FlaskClient) -> None:
    page = fetch(client, at(ana, "?open=j1")).submit(**{"j1-category": "direct_patient_care", "j1-reason": "A nurse."})
    assert page.address == at(ana, "?open=j1&done=decided")
    assert "".join(page.by_id("j1-done").itertext()) == "The decision was saved."
    assert "Decided: direct patient care. A nurse." in page.main


def test_a_script_gets_the_line_and_what_it_changes_at_the_top(ana: Person, client: FlaskClient) -> None:
    sent = {"j1-category": "excluded", "j1-reason": "Scheduling only."}
    answer = by_script(client, at(ana, "/j1/decide"), **sent).get_data(as_text=True)
    assert answer.lstrip().startswith('<tbody id="j1"')
    assert 'id="answer" hx-swap-oob' in answer
    assert "The decision was saved." in answer
    assert 'id="j2"' not in answer


def test_a_script_opens_and_closes_a_line_alone(ana: Person, client: FlaskClient) -> None:
    for asked, forms in (("open", True), ("closed", False)):
        answer = client.get(at(ana, f"?{asked}=j1"), headers={"HX-Request": "true"}).get_data(as_text=True)
        assert answer.lstrip().startswith('<tbody id="j1"')
        assert ("<form" in answer) is forms
        assert "hx-swap-oob" not in answer
    assert client.get(at(ana, "?open=j9"), headers={"HX-Request": "true"}).status_code == 404


def test_what_is_refused_is_said_in_its_line_and_what_was_typed_is_kept(ana: Person, client: FlaskClient) -> None:
    answer = by_script(client, at(ana, "/j1/decide"), **{"j1-category": "excluded", "j1-reason": ""})
    assert answer.status_code == 422
    said = answer.get_data(as_text=True)
    assert "There is a problem" in said
    assert '<option selected value="excluded">' in said
    assert said.count("hx-swap-oob") == 3  # the top is brought up to date: somebody else may have changed it


def test_a_file_is_asked_for_in_its_own_place(ana: Person, client: FlaskClient) -> None:
    page = fetch(client, at(ana, "?open=j1")).submit(form=1)
    assert page.faults["j1-new-file"] == "Choose a file."


def test_a_precedent_is_shown_where_it_helps(valley: Organisation, ana: Person, client: FlaskClient) -> None:
    before = make_person(valley, "Bo Berg")
    make_claim(before)
    claims.decide(SYSTEM, before, "j1", {"category": "equivalent"}, "Told by the clinic.")
    assert "Told by the clinic." in fetch(client, at(ana, "?open=j1")).main
    assert "Told by the clinic." not in fetch(client, at(ana)).main


def test_a_proven_application_needs_nothing_more(valley: Organisation, ana: Person, client: FlaskClient) -> None:
    checker = make_member(valley, Role.HR)
    item = items.one(valley.id, make_evidence(ana).id)
    assert item
    claims.prove(SYSTEM, ana, "j1", item)
    check = evidence.VerificationFacts(evidence.Source.ISSUER, "It", date(2026, 1, 5), evidence.Result.CONFIRMED)
    evidence.verify(Actor(checker.id, checker.name), item, check)
    claims.decide(SYSTEM, ana, "j1", {"category": "direct_patient_care"}, "Bedside nursing.")
    for about in ("communication", "data_management", "care_documentation", "data_analysis"):
        statements.state(
            SYSTEM, ana, statements.StatementFacts(about, True, dossier.Way.INTERVIEW, "Sam", date(2026, 1, 5))
        )
    make_standing(ana)
    page = fetch(client, at(ana))
    assert needed(page) == []
    assert page.links["Recommend a decision"].endswith("/determination")


SHEET = {"interview-how": "interview", "interview-said_by": "Ina", "interview-said_on": "3/1/2026"}


def test_skills_and_standing_are_one_sheet(ana: Person, client: FlaskClient) -> None:
    page = fetch(client, at(ana, "?open=interview"))
    skills = dict.fromkeys((f"interview-{area}" for area in SKILL_AREAS), "yes")
    standing = {"interview-providerId": "yes", "interview-lniIssues": "no"}
    page = page.submit(**SHEET, **skills, **standing, **{"interview-communication_note": "Two calls, both clear."})
    assert page.address == at(ana, "?open=interview&done=interviewed")
    assert "The interview was recorded." in page.main
    rows = page.rows("What was recorded")
    assert [(row["Answer"], row["How it is known"], row["Said by"]) for row in rows[:4]] == [
        ("Yes", "Interview Verified", "Ina")
    ] * 4
    assert {row["How it is known"] for row in rows[4:]} == {"The applicant's own word Not verified"}
    assert "Two calls, both clear." in page.main
    assert needed(page)[1:] == ["Standing with L&I: the Provider ID and reported issues"]


@pytest.mark.parametrize(
    ("sent", "field", "says"),
    [
        ({}, "interview-how", "Answer at least one question."),
        ({"interview-providerId": "yes", "interview-how": "reference"}, "interview-how", "Provider ID"),
        ({"interview-communication": "yes", "interview-said_by": ""}, "interview-said_by", "Enter who."),
        ({"interview-communication": "yes", "interview-said_on": "3/3/2026"}, "interview-said_on", "after today"),
    ],
)
def test_what_a_sheet_cannot_say_is_refused_beside_its_field(
    ana: Person, client: FlaskClient, sent: dict[str, str], field: str, says: str
) -> None:
    page = fetch(client, at(ana, "?open=interview")).submit(**{**SHEET, "interview-data_analysis_note": "Kept", **sent})
    assert says in " ".join([page.faults.get(field, ""), *page.messages])
    assert 'value="Kept"' in page.html
    assert dossier.of(ana).statements == {}


# Two people at work


def test_the_second_who_decides_is_told_what_the_first_decided(
    app: Flask, valley: Organisation, ana: Person, client: FlaskClient
) -> None:
    page = fetch(client, at(ana, "?open=j1"))
    hedda = make_member(valley, Role.HR, name="Hedda Hale")
    claims.decide(Actor(hedda.id, hedda.name), ana, "j1", {"category": "excluded"}, "Scheduling only.")
    refused = page.submit(**{"j1-category": "direct_patient_care", "j1-reason": "A nurse."})
    assert "Meanwhile Hedda Hale decided “excluded”: Scheduling only. Your change was not saved." in refused.main
    assert 'value="A nurse."' in refused.html
    assert dossier.of(ana).decided("j1") == {"category": "excluded"}
    refused.submit()
    assert dossier.of(ana).decided("j1") == {"category": "direct_patient_care"}


def test_the_second_who_proves_is_told_and_keeps_no_file(
    valley: Organisation, ana: Person, client: FlaskClient
) -> None:
    page = fetch(client, at(ana, "?open=j1"))
    item = items.one(valley.id, make_evidence(ana).id)
    assert item
    claims.prove(SYSTEM, ana, "j1", item)
    refused = page.submit(form=1, **{"j1-new-file": (io.BytesIO(make_pdf()), "letter.pdf"), "j1-new-title": "Letter"})
    assert "the files that prove it are now Diploma" in refused.main
    assert items.total(ana) == 1


def test_the_second_interview_is_told_of_the_first(valley: Organisation, ana: Person, client: FlaskClient) -> None:
    page = fetch(client, at(ana, "?open=interview"))
    hedda = make_member(valley, Role.HR, name="Hedda Hale")
    said = statements.StatementFacts("communication", False, dossier.Way.INTERVIEW, "Sam", date(2026, 1, 5))
    statements.state(Actor(hedda.id, hedda.name), ana, said)
    refused = page.submit(**SHEET, **{"interview-communication": "yes"})
    assert "Meanwhile Hedda Hale recorded Communication: no." in refused.main
    assert dossier.of(ana).statements["communication"].value is False
    refused.submit()
    assert dossier.of(ana).statements["communication"].value is True


def test_what_others_do_elsewhere_holds_nobody_up(ana: Person, client: FlaskClient) -> None:
    page = fetch(client, at(ana, "?open=j1"))
    claims.decide(SYSTEM, ana, "j2", {"category": "excluded"}, "Scheduling only.")
    page.submit(**{"j1-category": "direct_patient_care", "j1-reason": "A nurse."})
    assert dossier.of(ana).decided("j1") == {"category": "direct_patient_care"}


def test_a_script_is_never_led_to_the_page_to_sign_in(app: Flask, ana: Person) -> None:
    stranger = app.test_client()
    assert stranger.get(at(ana)).location.startswith("/login")
    answer = stranger.get(at(ana, "?open=j1"), headers={"HX-Request": "true"})
    assert (answer.status_code, answer.location) == (401, None)
    assert "You are signed out" in answer.get_data(as_text=True)
    assert "Registered Nurse" not in answer.get_data(as_text=True)
