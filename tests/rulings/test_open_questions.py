"""The open questions with whom they touch, and the letter that asks L&I: it counts people, and names none."""

from collections import Counter
from datetime import date

import pytest
from flask import Flask

from onboarding import clock
from onboarding.models.credential import Track
from onboarding.models.organisation import Organisation
from onboarding.queries import open_questions as found, rulings as rulings_of
from onboarding.roles import Role
from onboarding.services import claims, credentials, organisations
from onboarding.services.change import SYSTEM
from onboarding.services.credentials import EventFacts
from tests import papers
from tests.make import make_cohe, make_lni, make_member, make_person, make_ruling, sign_in
from tests.page import fetch
from tests.stored import on_sqlite

TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.fixture
def valley(app: Flask) -> Organisation:
    """Ben worked half time for four and a half years: three by calendar, too short by hours. An orientation alone for
    Ida, whose half year is over."""
    cohe = make_cohe()
    half = {"name": "Clinic", "position": "Registered Nurse", "startDate": "2022-03-01", "hoursPerWeek": "20"}
    degree = {"institution": "State College", "studyType": "Bachelor of Science", "endDate": "2014-06-10"}
    ben = make_person(cohe, "Ben Half")
    claims.record(SYSTEM, ben, {"work": [half], "education": [degree]}, claims.ClaimSource.FORM)
    make_person(cohe, "Nothing Yet")
    return cohe


def asked(app: Flask, cohe: Organisation, with_staff: bool = True) -> dict[str, found.Asked]:
    law = rulings_of.of(cohe, app.extensions["rulebook"])
    return {each.id: each for each in found.asked(cohe, law, TODAY, with_staff)}


def make_biller(app: Flask, cohe: Organisation, accepted: bool) -> None:
    person, law = (
        make_person(cohe, "Bill Biller", hired_on=date(2026, 1, 5)),
        rulings_of.of(cohe, app.extensions["rulebook"]),
    )
    events = [("sent", 6, None), ("issued", 7, "0123456"), ("effective", 8, None)]
    said = [EventFacts(Track.PROVIDER, event, date(2026, 1, day), number) for event, day, number in events]
    if accepted:
        said += [EventFacts(Track.SUPPLEMENTAL, event, date(2026, 1, 9)) for event in ("sent", "accepted")]
    credentials.record_several(SYSTEM, person, said, law)


def test_each_says_how_many_it_touches_and_what_each_reading_gives(app: Flask, valley: Organisation) -> None:
    part_time = asked(app, valley)["part-time-credit"]
    assert (part_time.applicants, part_time.staff, part_time.touched) == (1, 0, "1 applicant")
    assert [each.gives for each in part_time.readings] == ["1 meets it", "1 does not meet it"]
    assert next(iter(asked(app, valley))) == "part-time-credit"
    assert asked(app, valley)["shadowing-total"].touched == "nobody today"


def test_what_a_ruling_settles_is_asked_no_more(app: Flask, valley: Organisation) -> None:
    make_ruling(valley, in_force=True)
    assert "part-time-credit" not in asked(app, valley)


@pytest.mark.parametrize("accepted", [False, True])
def test_who_bills_before_the_supplemental_application_is_accepted_is_counted(
    app: Flask, valley: Organisation, accepted: bool
) -> None:
    make_biller(app, valley, accepted)
    question = asked(app, valley)[found.SUPPLEMENTAL]
    assert (question.staff, question.may_rule) == (0 if accepted else 1, False)
    assert question.readings[1].gives == ("" if accepted else "1 person who may bill today would have to wait")


def test_who_may_not_see_staff_is_told_of_applicants_alone(app: Flask, valley: Organisation) -> None:
    make_biller(app, valley, accepted=False)
    assert found.SUPPLEMENTAL not in asked(app, valley, with_staff=False)
    assert sum(each.staff for each in asked(app, valley, with_staff=False).values()) == 0


def test_every_outcome_has_words_for_one_and_for_several() -> None:
    assert found.GIVES.keys() == found.THEY.keys()
    assert found._gives(Counter({found.Outcome.MET: 2, found.Outcome.OVERDUE: 1})) == "2 meet it and 1 is overdue"


@on_sqlite
def test_the_letter_asks_what_was_chosen_and_names_nobody(app: Flask, valley: Organisation) -> None:
    cora = make_member(make_lni(), Role.CONTRACT_MANAGER, name="Cora Contract")
    organisations.assign(SYSTEM, cora, valley)
    client = sign_in(app.test_client(), make_member(valley, Role.MANAGER))
    page = fetch(
        client,
        fetch(client, "/at/valley/rulings").links["See who the open questions affect, and draft a letter to L&I"],
    )
    assert "Affects 1 applicant." in page.main
    checked = [each.get("value") for each in page.all("input") if each.get("checked") is not None]
    assert checked == ["part-time-credit"]
    letter = fetch(client, "/at/valley/rulings/questions/letter?about=part-time-credit&about=shadowing-total&about=x")
    assert "1. Does a day of part-time work count as a whole day?" in letter.main
    assert "Then 1 meets it." in letter.main
    text = client.get(letter.links["Download as text"])
    assert "Dear Cora Contract," in text.text
    assert "Ben Half" not in text.text
    assert "part-time-credit" not in text.text
    pdf = papers.read(client.get(letter.links["Download as PDF"]).data)
    assert "2. May several shadowing sessions add up" in " ".join(pdf.text.split())
    assert "Mia Member" in pdf.text
    assert "No question was chosen." in fetch(client, "/at/valley/rulings/questions/letter").main
