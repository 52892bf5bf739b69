"""The list of applicants says what the records say, whatever happened and in whichever order."""

import io
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select, update

from onboarding import clock
from onboarding.extensions import db
from onboarding.models.application import Application
from onboarding.models.claim import How
from onboarding.models.determination import Decision
from onboarding.models.evidence import Result, Source
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import applications as found, determinations as waiting, rests, rulings as rulings_of
from onboarding.queries.applications import Filters, Order, State
from onboarding.roles import Role, StaffRole
from onboarding.rules.standing import SKILL_AREAS
from onboarding.services import (
    claims,
    determinations,
    erasures,
    evidence,
    following,
    information,
    people,
    references,
    statements,
)
from onboarding.services.change import SYSTEM, Actor
from tests.make import (
    make_claim,
    make_cohe,
    make_evidence,
    make_member,
    make_person,
    make_reference,
    make_ruling,
    make_standing,
    sign_in,
)
from tests.page import answered

TODAY = clock.today()


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


def actor(valley: Organisation) -> Actor:
    member = make_member(valley, Role.MANAGER)
    return Actor(member.id, member.name)


def said() -> dict[int, tuple[object, ...]]:
    """Every line of the list, by person."""
    db.session.expire_all()
    columns = [column for column in Application.__table__.columns if column.name not in ("id", "organisation_id")]
    return {row[0]: tuple(row[1:]) for row in db.session.execute(select(*columns).order_by(Application.person_id))}


def right() -> None:
    """What is listed is what computing everything anew lists."""
    before = said()
    db.session.execute(
        update(Application).values(as_of=None, claimed=None, verified=None, state=State.EMPTY, met_from=None)
    )
    db.session.commit()
    following.recompute_due()
    assert said() == before


def state(person: Person) -> State:
    line = found.of(person)
    assert line is not None
    return line.state


def test_each_step_of_an_application_is_in_the_list_at_once_and_computing_it_anew_changes_nothing(
    app: Flask, valley: Organisation
) -> None:
    one, two = actor(valley), actor(valley)
    ana = make_person(valley, "Ana Ruiz")
    assert state(ana) is State.EMPTY
    for step, expected in steps(app, valley, ana, one, two):
        assert (step, state(ana)) == (step, expected)
        right()


def steps(app: Flask, valley: Organisation, ana: Person, one: Actor, two: Actor) -> Iterator[tuple[str, State]]:
    make_claim(ana, one)
    yield "claimed", State.OPEN
    claims.decide(one, ana, "j1", {"category": "direct_patient_care"}, "A nurse.")
    item = make_evidence(ana, actor=one)
    claims.prove(one, ana, "d1", item)
    evidence.verify(two, item, evidence.VerificationFacts(Source.ISSUER, "The college", TODAY, Result.CONFIRMED, None))
    yield "proven", State.OPEN
    asked = make_reference(ana)
    references.withdraw(one, valley, asked.id, "Filters the wrong one.")
    yield "a reference asked and taken back", State.OPEN
    for about in SKILL_AREAS:
        statements.state(one, ana, statements.StatementFacts(about, True, How.INTERVIEW, "Ina", TODAY, None))
    make_standing(ana)
    yield "stated", State.OPEN
    recommendation = recommend(app, valley, ana, one)
    yield "recommended", State.RECOMMENDED
    now = rests.on(valley, ana, rulings_of.of(valley, app.extensions["rulebook"]), TODAY)
    determinations.decide(two, ana, recommendation, Decision.MORE_INFORMATION, "More.", lambda: now, ["The diploma"])
    yield "asked", State.ASKED
    information.settle(one, valley, waiting.asked_for(ana)[0].id, "It came.")
    yield "came", State.OPEN
    determinations.withdraw(one, ana, "She said so.")
    yield "withdrawn", State.WITHDRAWN
    determinations.reopen(two, ana, "She came back.")
    yield "reopened", State.OPEN
    make_ruling(valley, "claims-management-counts", "counts", in_force=True)
    following.recompute_due()
    yield "a ruling", State.OPEN
    people.record_posting(one, ana, people.PostingFacts(StaffRole.HSC, TODAY, None, "Here before."), ana.revision)
    yield "hired", State.OPEN
    evidence.withdraw(two, item, "Forged.")
    yield "the evidence counts no more", State.OPEN


def recommend(app: Flask, valley: Organisation, person: Person, by: Actor) -> int:
    now = rests.on(valley, person, rulings_of.of(valley, app.extensions["rulebook"]), TODAY)
    now["answer"]["verified"]["outcome"] = "qualified"
    what = Decision.QUALIFIED
    return determinations.recommend(by, person, lambda: now, what, "So it is.").id


def test_a_ruling_marks_every_line_of_its_cohe_until_it_was_computed_again(app: Flask, valley: Organisation) -> None:
    harbor = make_cohe("harbor")
    for cohe in (valley, harbor):
        make_claim(make_person(cohe))
    book = app.extensions["rulebook"]
    assert found.due(valley.id, TODAY, book) == found.due(harbor.id, TODAY, book) == 0
    make_ruling(valley, in_force=True)
    assert (found.due(valley.id, TODAY, book), found.due(harbor.id, TODAY, book)) == (1, 0)
    assert following.recompute_due() == 2  # the applicant, and what the COHE is compared by
    assert found.due(valley.id, TODAY, book) == 0
    assert found.due(valley.id, TODAY + timedelta(days=1), book) == 1


def test_nothing_is_listed_of_who_was_erased(valley: Organisation) -> None:
    ana, one, two = make_person(valley), actor(valley), actor(valley)
    make_claim(ana)
    erasures.ask(one, ana, "Request 1.")
    erasures.confirm(two, valley, ana.id)
    assert said() == {}


def test_the_list_is_narrowed_ordered_and_counted(valley: Organisation) -> None:
    for name, days in (("Ana", 3), ("Bo", 30), ("Cy", 10)):
        facts = people.PersonFacts(name, StaffRole.HSC, applied_on=TODAY - timedelta(days=days))
        people.add_person(SYSTEM, valley, facts)
    make_person(valley, "Hal Hired", hired_on=date(2026, 1, 5))

    def names(**asked: object) -> list[str]:
        return [line.person.name for line in found.listed(valley.id, Filters(**asked), TODAY).rows]  # type: ignore[arg-type]

    assert names() == ["Bo", "Cy", "Ana"]
    assert names(order=Order.NAME, descending=True) == ["Cy", "Bo", "Ana"]
    assert names(waits=10) == ["Bo", "Cy"]
    assert names(waits=11) == ["Bo"]
    assert names(name="a") == ["Ana"]
    assert names(state=State.OPEN) == []
    assert names(claimed="qualified") == []
    assert found.listed(valley.id, Filters(page=9), TODAY).page == 1


def test_the_watch_list_tells_the_day(valley: Organisation) -> None:
    for name, since in (("Later", "2024-01-01"), ("Soon", "2021-01-01"), ("Long ago", "2001-01-01")):
        person = make_person(valley, name)
        job = {"name": "Clinic", "position": "Registered Nurse", "startDate": since, "hoursPerWeek": "40"}
        claims.record(SYSTEM, person, {"work": [job], "education": []}, claims.ClaimSource.FORM)
    ended = make_person(valley, "Ended", role=StaffRole.ASSISTANT)
    job = {"name": "Clinic", "position": "Registered Nurse", "startDate": "2015-01-01", "endDate": "2019-01-01"}
    claims.record(SYSTEM, ended, {"work": [job], "education": []}, claims.ClaimSource.FORM)
    lines = found.watched(valley.id, date(2026, 11, 25), 1, all_stages=True)
    told = [(line.person.name, line.application.met_from) for line in lines.rows]
    assert told == [("Soon", date(2027, 12, 31)), ("Later", date(2030, 12, 31)), ("Ended", None)]


def test_the_file_holds_the_narrowed_list_without_a_formula_and_the_trail_says_who_took_it(
    app: Flask, valley: Organisation
) -> None:
    make_person(valley, "=HYPERLINK(1)")
    make_person(valley, "Bo")
    client = sign_in(app.test_client(), make_member(valley, Role.AUDITOR))
    text = client.get("/at/valley/applicants/applicants.csv?q=hyper").get_data(as_text=True)
    assert "Bo" not in text
    assert '"=HYPERLINK' not in text
    assert "HYPERLINK(1)" in text
    sheet = load_workbook(io.BytesIO(client.get("/at/valley/applicants/applicants.xlsx").get_data())).active
    assert sheet is not None
    assert [cell.value for cell in sheet["B"]] == ["Name", "=HYPERLINK(1)", "Bo"]
    assert {cell.data_type for cell in sheet["B"]} == {"s"}
    page = answered(client, "GET", "/at/valley/trail?action=applicants.exported")
    assert len(page.rows("2 entries")) == 2


def test_those_chosen_or_all_are_screened_again_and_the_list_keeps_its_place(app: Flask, valley: Organisation) -> None:
    client = sign_in(app.test_client(), make_member(valley, Role.SCREENER))
    people = [make_person(valley, name) for name in ("Ana", "Bo")]
    for person in people:
        make_claim(person)
    db.session.execute(update(Application).values(claimed="not_qualified"))
    db.session.commit()
    token = answered(client, "GET", "/at/valley/applicants").html.split('name="csrf_token" value="')[1].split('"')[0]
    at = "/at/valley/applicants/screen-again?state=open&sort=name&page=1"
    chosen = client.post(at, data={"csrf_token": token, "id": str(people[0].id)})
    assert chosen.headers["Location"].endswith("/at/valley/applicants?state=open&sort=name&page=1")
    assert "1 person was screened again. 1 answer changed." in answered(client, "GET", "/at/valley/applicants").html
    whole = client.post(at, data={"csrf_token": token, "all": "yes"}).get_data(as_text=True)
    assert "2 people were screened again. 1 answer changed." in " ".join(whole.split())
    hired = make_person(valley, "Cy", hired_on=date(2020, 1, 6)).id
    for nobody in (999999, hired):  # whom a screener sees nothing of, they do not count either
        assert client.post(at, data={"csrf_token": token, "id": str(nobody)}).status_code == 404
