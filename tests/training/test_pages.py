"""The pages of somebody's training: what is owed, recording, correcting, taking away, and a trainee's own page."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from onboarding import clock
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import evidence as items
from onboarding.queries.training import Part
from onboarding.roles import Role, StaffRole
from onboarding.services import evidence, people, reminders, sending, training, training_reminders
from onboarding.services.change import SYSTEM, Actor
from onboarding.services.training import TrainingFacts
from tests.documents.make import make_pdf
from tests.make import make_cohe, make_evidence, make_member, make_person, sign_in
from tests.page import Page, fetch
from tests.stored import on_sqlite

pytestmark = on_sqlite
TODAY = clock.today()
HIRED = TODAY - timedelta(days=60)
A_DAY = f"{TODAY - timedelta(days=10):%m/%d/%Y}"


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def ana(valley: Organisation) -> Person:
    return make_person(valley, "Ana Ruiz", hired_on=HIRED)


@pytest.fixture
def manager(app: Flask, valley: Organisation) -> FlaskClient:
    return sign_in(app.test_client(), make_member(valley, Role.MANAGER))


def upload(data: bytes, name: str) -> tuple[BytesIO, str]:
    return BytesIO(data), name


def at(person: Person, to: str = "") -> str:
    return f"/at/valley/people/{person.id}/training{to}"


def had(person: Person, kind: str, on: date = TODAY - timedelta(days=5), **said: object) -> int:
    facts = {"kind": kind, "on": on.isoformat(), **said}
    return training.record(SYSTEM, person, TrainingFacts(Part.ACTIVITIES, facts)).id


def visited(person: Person, minutes: int, ago: int = 5) -> int:
    host = {"host_cohe": "Alliance", "host_role": "hsc"}
    return had(person, "shadowing", TODAY - timedelta(days=ago), minutes=minutes, **host)


def option(page: Page, name: str) -> dict[str, str]:
    return next(row for row in page.rows("The two options") if name in row["Option"])


def test_what_is_still_needed_comes_first_with_the_day(manager: FlaskClient, ana: Person) -> None:
    page = fetch(manager, at(ana))
    assert page.heading == "Training of Ana Ruiz"
    assert "an L&I orientation and one visit of 240 minutes" in page.main
    assert "Initial training in 8 areas: referrals, barriers" in page.main
    assert "Nothing is recorded as required by L&I." in page.main
    assert page.facts["Time used"].startswith("Day 60 of 18")
    assert page.facts["Shadowing"] == "0 of 240 minutes"
    assert option(page, "Shadowing")["How it stands"] == "Possible"
    assert "Arrange the visit, 5 working days ahead" in option(page, "Shadowing")["Last day to start"]


def test_visits_add_up_and_what_a_ruling_would_change_is_told(manager: FlaskClient, ana: Person) -> None:
    visited(ana, 150, 9)
    visited(ana, 90, 7)
    page = fetch(manager, at(ana))
    assert page.facts["Shadowing"].startswith("240 of 240 minutes In 2 visits, the longest 150 minutes.")
    assert option(page, "Shadowing")["How it stands"] == "Depends on a ruling"
    assert "What a ruling would change" in page.main
    assert "The longest visit so far has 150 of 240 minutes." in page.main


def test_once_all_is_done_nothing_is_missing(manager: FlaskClient, ana: Person) -> None:
    had(ana, "approved_content", topics=["lni_processes", "other_cohe_practice"], approved_on=HIRED.isoformat())
    manager_form = fetch(manager, at(ana, "/areas"))
    manager_form.submit(on=A_DAY, areas=[option["value"] for option in _boxes(manager_form, "areas")])
    fetch(manager, at(ana, "/lni_required/new")).submit(name="OHMS", completed_on=A_DAY)
    page = fetch(manager, at(ana))
    assert "Nothing is missing" in page.main
    assert option(page, "L&I orientation")["How it stands"] == "Not needed"


def test_several_areas_are_recorded_in_one_form_with_a_trainer_and_a_file(manager: FlaskClient, ana: Person) -> None:
    paper = make_evidence(ana)
    page = fetch(manager, at(ana, "/areas?area=surgical")).submit(
        on=A_DAY, areas=["surgical", "referrals"], trainer="Wanda Wells", item=str(paper.id)
    )
    assert "2 areas were recorded." in page.messages
    row = next(row for row in page.rows("The eight areas") if row["Area"] == "Surgical care")
    assert (row["Trainer"], row["Evidence"]) == ("Wanda Wells", "Not checked Diploma")
    refused = fetch(manager, at(ana, "/areas")).submit(on=A_DAY)
    assert refused.faults == {"areas": "Choose one area or more."}


def test_who_checks_the_file_is_somebody_else_and_then_it_is_checked(
    manager: FlaskClient, valley: Organisation, ana: Person
) -> None:
    paper = make_evidence(ana)
    fetch(manager, at(ana, "/orientation/new")).submit(on=A_DAY, location="headquarters", item=str(paper.id))
    assert "not checked" in option(fetch(manager, at(ana)), "L&I orientation")["How it stands"]
    checker = make_member(valley, Role.MANAGER, name="Cara Check")
    said = evidence.VerificationFacts(items.Source.REGISTER, "L&I", TODAY, items.Result.CONFIRMED)
    evidence.verify(Actor(checker.id, checker.name), paper, said)
    page = fetch(manager, at(ana))
    assert "not checked" not in option(page, "L&I orientation")["How it stands"]
    assert page.rows("1 training recorded")[0]["Evidence"] == "Checked Diploma"


@pytest.mark.parametrize(
    ("sort", "said", "more"),
    [
        ("orientation", {"location": "regional_office"}, "An L&I regional office."),
        ("shadowing", {"minutes": "90", "host_cohe": "Alliance"}, "90 minutes at Alliance."),
        ("conference", {"title": "HSC Day", "topics": ["lni_processes"]}, "HSC Day. On L&I's processes."),
        ("conference", {"attended": "no"}, "Does not count: registered, not attended."),
        ("approved_content", {"title": "Essentials", "topics": ["lni_processes"]},
         "Essentials. Does not count: not approved by L&I. On L&I's processes."),
    ],
)  # fmt: skip
def test_each_kind_is_recorded_by_a_form_of_its_own(
    manager: FlaskClient, ana: Person, sort: str, said: dict[str, object], more: str
) -> None:
    page = fetch(manager, at(ana, f"/{sort}/new")).submit(on=A_DAY, **said)
    assert page.rows("1 training recorded")[0]["More"] == more


def test_a_file_can_be_added_with_the_training_it_shows(manager: FlaskClient, ana: Person) -> None:
    form = fetch(manager, at(ana, "/orientation/new"))
    refused = form.submit(on="2/2/2062", location="headquarters", file=upload(make_pdf(), "sheet.pdf"))
    assert "is after today" in refused.faults["on"]
    assert items.total(ana) == 0  # what could not be recorded left no file behind
    page = form.submit(on=A_DAY, location="headquarters", file=upload(make_pdf(), "sheet.pdf"))
    assert page.rows("1 training recorded")[0]["Evidence"] == "Not checked sheet.pdf"
    both = form.submit(
        on=A_DAY, location="other", item=str(items.of_person(ana)[0].id), file=upload(make_pdf(), "b.pdf")
    )
    assert both.faults["file"].startswith("Choose a file of before or add one")


def test_a_test_of_lnis_is_failed_and_then_passed(manager: FlaskClient, ana: Person) -> None:
    def standing(page: Page) -> list[str]:
        return [row["How it stands"].split(" ")[0] for row in page.rows("1 name")]

    form = fetch(manager, at(ana, "/lni_required/new"))
    assert standing(form.submit(name="Privacy test")) == ["Not"]
    day = f"{TODAY - timedelta(days=9):%m/%d/%Y}"
    assert standing(form.submit(name="Privacy test", completed_on=A_DAY, passed="failed")) == ["Failed"]
    assert standing(form.submit(name="privacy test", completed_on=day, passed="passed")) == ["Passed"]
    assert form.submit(name="Another", passed="passed").faults == {"completed_on": "Enter the day of the test."}


def test_what_names_a_worker_or_a_claim_is_refused_at_its_field(manager: FlaskClient, ana: Person) -> None:
    form = fetch(manager, at(ana, "/shadowing/new"))
    assert "Leave out workers' names and claim numbers." in form.main
    page = form.submit(on=A_DAY, minutes="60", host_cohe="Alliance", host="On claim A123456")
    assert page.faults["host"].startswith("This looks like a claim number.")


def test_a_training_is_corrected_and_what_was_stays_readable(manager: FlaskClient, ana: Person) -> None:
    entry = visited(ana, 60)
    form = fetch(manager, at(ana, f"/entries/{entry}"))
    page = form.submit(minutes="90", because="By the sign-in sheet.")
    assert page.rows("1 training recorded")[0]["More"] == "90 minutes at Alliance."
    assert page.rows("1 correction")[0]["Why"] == "By the sign-in sheet."
    assert "corrected already" in form.submit(minutes="120", because="Again.").main


def test_a_training_is_taken_away_with_the_reason(manager: FlaskClient, ana: Person) -> None:
    entry = visited(ana, 60)
    page = fetch(manager, at(ana, f"/entries/{entry}/strike")).submit(because="She was ill.")
    assert page.rows("1 correction")[0]["Became"] == "taken away"
    assert "No training is recorded yet." in page.main


def test_of_an_applicant_there_is_no_training(manager: FlaskClient, valley: Organisation, ana: Person) -> None:
    applicant, other = make_person(valley, "Ben Stone"), make_person(valley, "Chi Park", hired_on=HIRED)
    assert "was not hired" in fetch(manager, at(applicant)).main
    for to in ("/new", "/areas", "/orientation/new"):
        fetch(manager, at(applicant, to), status=404)
    fetch(manager, at(other, f"/entries/{visited(ana, 60)}"), status=404)


def test_the_kinds_are_offered(manager: FlaskClient, ana: Person) -> None:
    links = fetch(manager, at(ana, "/new")).links
    assert links["L&I orientation"] == at(ana, "/orientation/new")
    assert links["Initial training"] == at(ana, "/areas")


def test_a_persons_page_and_the_next_step_lead_to_it(manager: FlaskClient, ana: Person) -> None:
    assert fetch(manager, f"/at/valley/people/{ana.id}", queries=25).links["See and record the training"] == at(ana)


def test_an_assistant_may_not_need_it(manager: FlaskClient, valley: Organisation) -> None:
    person = make_person(valley, "Aki Sato", role=StaffRole.ASSISTANT, hired_on=HIRED)
    assert "Still needed if L&I asks it of Assistants" in fetch(manager, at(person)).main


def test_of_who_has_left_nothing_is_asked_any_more(manager: FlaskClient, valley: Organisation) -> None:
    gone = make_person(valley, "Gia Gone", hired_on=HIRED, left_on=TODAY - timedelta(days=3))
    page = fetch(manager, at(gone))
    assert "Nothing is asked for any more." in page.main
    assert "Still needed: an L&I orientation" not in page.main.partition("Additional training")[0]


def test_trainees_see_what_they_still_need_and_their_history(app: Flask, valley: Organisation, ana: Person) -> None:
    visited(ana, 60)
    user = make_member(valley, Role.HSC, name="Ana Ruiz")
    people.link_account(SYSTEM, ana, user.id)
    own = sign_in(app.test_client(), user)
    page = fetch(own, at(ana))
    assert page.heading == "Your training"
    for part in ("What you still need", "Your history", "60 of 240 minutes"):
        assert part in page.main
    assert not [words for words in page.links if words.startswith(("Record", "Correct", "Ask your"))]
    assert fetch(own, "/at/valley/").links["See what you still need"] == at(ana)
    fetch(own, at(make_person(valley, "Chi Park", hired_on=HIRED)), status=404)


def _boxes(page: Page, name: str) -> list[dict[str, str]]:
    return [dict(each.attrib) for each in page.all("input") if each.get("name") == name]


def test_the_page_lists_the_reminders_and_who_could_not_be_reached(
    app: Flask, manager: FlaskClient, valley: Organisation
) -> None:
    own = make_member(valley, Role.HSC, name="Bea Lind")
    bea = make_person(valley, "Bea Lind", hired_on=TODAY - timedelta(days=120), user=own)
    reminders.remind(training_reminders.SOURCE, clock.start_of(TODAY) + timedelta(hours=12))
    claimed = sending.claim()
    assert claimed
    sending.failed(claimed, "550 no such mailbox", for_good=True)
    rows = fetch(manager, at(bea)).rows("Reminders")
    assert [row["To"] for row in rows][:2] == [f"HSC {bea.email}", "HSC"]
    assert rows[0]["How it stands"] == "Not delivered"
    assert rows[0]["Why"] == "550 no such mailbox"
    assert {row["How it stands"] for row in rows[1:]} == {"Planned"}
    mine = fetch(sign_in(app.test_client(), own), at(bea)).rows("Reminders")
    assert mine[0]["To"] == "HSC"
    assert "mailbox" not in mine[0]["Why"]
