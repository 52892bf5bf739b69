"""The pages on which one thing is recorded for several people, and how many clicks they save."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from onboarding import clock
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import checklist, credentials, evidence, training
from onboarding.roles import Role
from onboarding.services import checklist as steps
from onboarding.services.change import SYSTEM
from onboarding.web.training_words import RECORD
from tests.documents.make import make_pdf
from tests.make import make_cohe, make_member, make_person, sign_in
from tests.page import Page, fetch
from tests.stored import on_sqlite

pytestmark = on_sqlite
TODAY = clock.today()
HIRED = date(2026, 1, 5)
A_DAY = f"{TODAY - timedelta(days=10):%m/%d/%Y}"
ORIENTATION = RECORD["orientation"]
NAMES = ("Ana Ruiz", "Bo Berg", "Cy Chan", "Di Diaz", "Ed Eng", "Fay Fox")


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def six(valley: Organisation) -> list[Person]:
    return [make_person(valley, name, hired_on=HIRED) for name in NAMES]


@pytest.fixture
def manager(app: Flask, valley: Organisation) -> FlaskClient:
    return sign_in(app.test_client(), make_member(valley, Role.MANAGER, Role.HSC))


class Journey:
    """A way through pages from home, and its clicks: a link, a field that is chosen or filled in, a button each."""

    def __init__(self, client: FlaskClient) -> None:
        self.client, self.clicks, self.page = client, 0, fetch(client, "/at/valley/")

    def follow(self, *links: str) -> "Journey":
        """Follow links by their words."""
        for words in links:
            self.page, self.clicks = fetch(self.client, self.page.links[words]), self.clicks + 1
        return self

    def send(self, **typed: Any) -> Page:
        """Fill these in and send the form."""
        self.clicks += sum(len(each) if isinstance(each, list) else 1 for each in typed.values()) + 1
        self.page = self.page.submit(**typed)
        return self.page


def test_one_training_for_six_takes_a_quarter_of_the_clicks(manager: FlaskClient, six: list[Person]) -> None:
    said = {"on": A_DAY, "location": "headquarters"}
    one = Journey(manager)
    way = ("People", six[0].name, "See and record the training", "Record training", ORIENTATION)
    one.follow(*way).send(**said)
    several = Journey(manager).follow("Record for several people", ORIENTATION)
    page = several.send(people=[person.id for person in six[1:]], **said)
    assert page.messages == ["Recorded for 5 people: Bo Berg, Cy Chan, Di Diaz, Ed Eng and Fay Fox."]
    assert [row.facts["on"] for person in six for row in training.of(person)] == [_iso(A_DAY)] * 6
    assert (one.clicks * 6, several.clicks + 1) == (48, 11)


def test_one_event_for_six_takes_half_the_clicks(manager: FlaskClient, six: list[Person]) -> None:
    one = Journey(manager).follow("Credentials", six[0].name)
    one.follow("Record what happened with the Provider account").send(event="sent")
    several = Journey(manager).follow("Record for several people", "Provider account")
    assert "Bo Berg, HSC since Jan 5, 2026. Not started" in several.page.main
    page = several.send(people=[person.id for person in six], event="sent")
    skipped = "It was there already for Ana Ruiz, and was not added again."
    assert page.messages == [f"Recorded for 5 people: Bo Berg, Cy Chan, Di Diaz, Ed Eng and Fay Fox. {skipped}"]
    assert {each.event for person in six for each in credentials.events_of([person])[person.id]} == {"sent"}
    assert (one.clicks * 6, several.clicks) == (30, 10)


def test_a_step_of_the_first_weeks_is_done_for_all_for_whom_it_is_not(
    manager: FlaskClient, valley: Organisation, six: list[Person]
) -> None:
    steps.mark(SYSTEM, six[0], "ohms", True, HIRED, None)
    page = fetch(manager, "/at/valley/several/checklist/ohms?all=yes")
    assert "It is done already for 1 person." in page.main
    assert "Ana Ruiz" not in page.main
    page.submit()
    lists = checklist.of_all(valley.id, six)
    assert all(line.done for lines in lists.values() for line in lines if line.step.key == "ohms")
    assert "done already for everybody" in fetch(manager, "/at/valley/several/checklist/ohms").main
    assert "recorded already" in page.submit().faults["people"]
    assert manager.get("/at/valley/several/checklist/nothing").status_code == 404


def test_everybody_is_chosen_by_one_link_and_the_file_is_kept_with_each(
    manager: FlaskClient, six: list[Person]
) -> None:
    page = fetch(manager, "/at/valley/several/training/initial")
    page = fetch(manager, page.links["Choose all 6 people"])
    page.submit(areas=["referrals"], on=A_DAY, file=(BytesIO(make_pdf()), "sheet.pdf"))
    papers = [row.paper for person in six for row in training.of(person)]
    assert [(each.person_id, each.title) for each in papers if each] == [(each.id, "sheet.pdf") for each in six]
    assert not any(map(evidence.confirms, papers))


def test_ones_own_record_is_not_offered_and_is_told(
    app: Flask, valley: Organisation, manager: FlaskClient, six: list[Person]
) -> None:
    with manager.session_transaction() as session:
        who = session["_user_id"]
    user = app.extensions["security"].datastore.find_user(fs_uniquifier=who)
    make_person(valley, "Mia Member", hired_on=HIRED, user=user)
    page = fetch(manager, "/at/valley/several/training/orientation?all=yes")
    assert "Mia Member is your own record, so somebody else records it." in page.main
    page = page.submit(on=A_DAY, location="headquarters")
    assert page.messages[0].startswith("Recorded for 6 people")


def test_what_is_wrong_stands_with_its_field_and_everybody_it_is_about(manager: FlaskClient, six: list[Person]) -> None:
    page = fetch(manager, "/at/valley/several/training/orientation")
    assert page.submit().faults == {
        "people": "Choose somebody.",
        "on": "Enter the day.",
        "location": "Choose where it was.",
    }
    one = {"people": [six[0].id], "on": A_DAY, "location": "headquarters"}
    assert "No worker's name or claim number" in page.submit(**one, trainer="Claim AB12345").faults["trainer"]
    page = fetch(manager, "/at/valley/several/credentials/provider")
    assert "issued" not in page.html.split('name="event"')[1].split("</select>")[0]
    faults = page.submit(people=[each.id for each in six[:2]], event="effective", happened_on=A_DAY).faults
    assert all(f"{name}: That does not fit" in faults["people"] for name in NAMES[:2])
    assert credentials.events_of(six[:1])[six[0].id] == []


def test_nobody_is_offered_where_nobody_is_in_a_role(manager: FlaskClient) -> None:
    assert "Nobody else is in a role here yet." in fetch(manager, "/at/valley/several/training/conference").main


def _iso(typed: str) -> str:
    month, day, year = typed.split("/")
    return f"{year}-{month}-{day}"
