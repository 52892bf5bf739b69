"""The pages of one person's time and absences: recorded, corrected, covered; and what an HSC sees of their own."""

from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from onboarding import clock
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import absences as away
from onboarding.queries.evidence import Result, Source
from onboarding.roles import Role
from onboarding.rules.wording import short_day, typed_day
from onboarding.services import absences, evidence
from onboarding.services.change import SYSTEM, Actor
from onboarding.services.evidence import VerificationFacts
from tests.make import make_cohe, make_evidence, make_member, make_person, sign_in
from tests.page import fetch
from tests.staffing.make import split
from tests.stored import on_sqlite

pytestmark = on_sqlite
STAFFING = "/at/valley/staffing"
HIRED = date(2024, 1, 2)


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def manager(app: Flask, valley: Organisation) -> FlaskClient:
    return sign_in(app.test_client(), make_member(valley, Role.MANAGER))


@pytest.fixture
def ana(valley: Organisation) -> Person:
    person = make_person(valley, hired_on=HIRED)
    split(person, HIRED)
    return person


def test_time_is_corrected_and_taken_away_on_the_pages_of_the_person(manager: FlaskClient, ana: Person) -> None:
    at = f"/at/valley/people/{ana.id}"
    assert "40 hours, of them 40 hours on claim-specific tasks" in fetch(manager, at).main
    page = fetch(manager, f"{at}/time")
    (row,) = page.rows("1 split")
    assert (row["Hours a week"], row["FTE"]) == ("40 hours", "1")
    correct = fetch(manager, next(to for says, to in page.links.items() if says.startswith("Correct")))
    assert correct.submit(claims="41", because="Typed wrong.").faults
    assert correct.submit(claims="33:20", because="Typed wrong.").messages
    (row,) = fetch(manager, f"{at}/time").rows("1 split")
    assert row["Claim-specific tasks"] == "33 hours 20 minutes"
    assert row["FTE"] == "0.8333 (5/6)"
    page = fetch(manager, f"{at}/time")
    correct = fetch(manager, next(to for says, to in page.links.items() if says.startswith("Correct")))
    gone = fetch(manager, correct.links["Take it away"]).submit(because="Never so.")
    assert gone.messages == ["Taken away. The entry stays readable."]
    assert "not recorded yet" in fetch(manager, f"{at}/time").main


def test_an_absence_is_recorded_and_covered(manager: FlaskClient, valley: Organisation, ana: Person) -> None:
    ben = make_person(valley, "Ben Stone", hired_on=HIRED)
    first, last = clock.today() + timedelta(10), clock.today() + timedelta(14)
    at = f"/at/valley/people/{ana.id}/absences"
    new = fetch(manager, f"{at}/new")
    assert new.submit(first_on=typed_day(first), last_on=typed_day(last)).messages
    assert f"{short_day(first)}" in fetch(manager, STAFFING).main
    assert "1 absence has uncovered days to come" in fetch(manager, STAFFING).main
    page = fetch(manager, at)
    cover = fetch(manager, next(to for says, to in page.links.items() if says.startswith("Say who covers")))
    assert cover.submit(by=str(ben.id)).messages == ["Who covers was recorded."]
    (row,) = fetch(manager, "/at/valley/staffing/absences").rows("1 absence")
    assert row["Who covers"] == f"Ben Stone, {short_day(first)} to {short_day(last)}"
    assert "Every absence is covered" in fetch(manager, STAFFING).main
    (one,) = away.of(ana)
    absences.end_cover(SYSTEM, ana, one.covers[0], "He cannot.")
    (row,) = fetch(manager, at).rows("1 absence")
    assert row["Who covers"].startswith("Nobody covers")


def test_a_paper_shows_a_split_and_an_absence_once_somebody_else_checks_it(
    manager: FlaskClient, valley: Organisation, ana: Person
) -> None:
    item, other = make_evidence(ana), make_evidence(make_person(valley, "Ben Stone", hired_on=HIRED))
    at = f"/at/valley/people/{ana.id}"
    page = fetch(manager, f"{at}/time")
    correct = next(to for says, to in page.links.items() if says.startswith("Correct"))
    assert fetch(manager, correct).submit(because="The schedule.", item=str(other.id)).faults, "another's file"
    assert fetch(manager, correct).submit(because="The schedule.", item=str(item.id)).messages
    days = {"first_on": "5/5/2025", "last_on": "5/9/2025"}
    assert fetch(manager, f"{at}/absences/new").submit(**days, item=str(item.id)).messages
    for place, caption in ((f"{at}/time", "1 split"), (f"{at}/absences", "1 absence")):
        (row,) = fetch(manager, place).rows(caption)
        assert row["Evidence"] == f"Not checked {item.title}"
    checked = VerificationFacts(Source.ISSUER, "The employer", date(2025, 6, 2), Result.CONFIRMED, None)
    evidence.verify(Actor(make_member(valley, Role.MANAGER, name="Vera").id, "Vera"), item, checked)
    for place, caption in ((f"{at}/time", "1 split"), (f"{at}/absences", "1 absence")):
        (row,) = fetch(manager, place).rows(caption)
        assert row["Evidence"] == f"Checked {item.title}"
    page = fetch(manager, f"{at}/absences")
    correct = fetch(manager, next(to for says, to in page.links.items() if says.startswith("Correct the days")))
    assert correct.submit(last_on="5/8/2025", because="Back sooner.").messages
    (row,) = fetch(manager, f"{at}/absences").rows("1 absence")
    assert row["Evidence"] == f"Checked {item.title}", "other days keep their paper"


def test_somebody_of_another_cohe_cannot_cover(
    app: Flask, manager: FlaskClient, valley: Organisation, ana: Person
) -> None:
    foreign = make_person(make_cohe("harbor"), "Fo Reign", hired_on=HIRED)
    make_person(valley, "Ben Stone", hired_on=HIRED)
    row = absences.record(SYSTEM, ana, (date(2025, 5, 1), date(2025, 5, 5)))
    page = fetch(manager, f"/at/valley/people/{ana.id}/absences/{row.id}/cover")
    assert page.submit(by=str(foreign.id)).status == 404
    assert not away.of(ana)[0].covers


def test_an_hsc_sees_their_own_time_and_absences(app: Flask, valley: Organisation) -> None:
    user = make_member(valley, Role.HSC)
    own = make_person(valley, "Hana Hsc", hired_on=HIRED, user=user)
    split(own, HIRED)
    client = sign_in(app.test_client(), user)
    assert fetch(client, f"/at/valley/people/{own.id}/time").heading == "Your working week"
    assert fetch(client, f"/at/valley/people/{own.id}/absences").heading == "Your absences"
