"""The history of a person: what the trail says of them and of every record about them, in sentences, codes folded."""

from datetime import date, timedelta

import pytest
from flask import Flask, current_app
from sqlalchemy import select

from onboarding.actions import Action
from onboarding.extensions import db
from onboarding.formats.tables.applicants import Applicant
from onboarding.models.claim import How
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.records import RECORDS
from onboarding.queries import history, rulings
from onboarding.queries.credentials import TrackName as Track
from onboarding.queries.training import Part
from onboarding.roles import Role, StaffRole
from onboarding.services import (
    absences,
    checklist,
    claims,
    credentials,
    evidence,
    hiring,
    holds,
    people,
    statements,
    training,
    undoing,
)
from onboarding.services.change import SYSTEM, Actor
from onboarding.services.credentials import EventFacts
from onboarding.services.statements import StatementFacts
from onboarding.services.training import TrainingFacts
from onboarding.web.history import OF_KEEPING, told
from tests.make import make_claim, make_cohe, make_evidence, make_import, make_member, make_person, sign_in
from tests.page import fetch
from tests.page_rules import words as text_of
from tests.stored import on_sqlite

HIRED = date(2026, 1, 5)


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


def said(found: history.History) -> list[str]:
    return [f"{each.says} by {each.by}" for each in reversed(told(found))]


def test_every_action_has_words_of_its_own() -> None:
    words = [each.in_words for each in Action]
    assert all(words)
    assert len(set(words)) == len(words)


def test_it_tells_what_happened_to_one_person_and_to_nobody_else(valley: Organisation) -> None:
    mia = make_member(valley, Role.MANAGER, name="Mia Member")
    by = Actor(mia.id, mia.name)
    head, bo = make_person(valley, "Hera Head", hired_on=HIRED), make_person(valley, "Bo Lind", StaffRole.ASSISTANT)
    make_claim(bo, by)
    people.record_posting(by, bo, people.PostingFacts(StaffRole.ASSISTANT, HIRED, None, "Here before."), bo.revision)
    hiring.supervise(by, bo, head, HIRED)
    law = rulings.of(valley, current_app.extensions["rulebook"])
    credentials.record(by, bo, EventFacts(Track.PROVIDER, "sent", HIRED), law)
    facts = people.PersonFacts("Bo Lind", StaffRole.ASSISTANT, bo.email, "360 555 0100")
    people.edit_person(by, bo, facts, bo.revision)
    assert said(history.of(bo)) == [
        "Added the person by the product",
        "Recorded the application by Mia Member",
        "Recorded the first day in the role by Mia Member",
        "Named the supervising HSC: Hera Head by Mia Member",
        "Recorded what happened at L&I: Sent to L&I by Mia Member",
        "Changed the record: the phone by Mia Member",
    ]
    assert [each.action for each in history.of(head).entries] == ["posting.recorded", "person.added"]


def test_of_a_training_it_tells_which_and_of_what_day(valley: Organisation) -> None:
    bo = make_person(valley, "Bo Lind", hired_on=HIRED)
    area = training.record(SYSTEM, bo, TrainingFacts(Part.INITIAL, {"area": "barriers", "on": "2026-01-06"}))
    training.record(SYSTEM, bo, TrainingFacts(Part.LNI_REQUIRED, {"name": "Privacy", "completed_on": "2026-01-07"}))
    said_of_it = {"kind": "orientation", "on": "2026-01-08", "location": "headquarters"}
    training.correct(SYSTEM, bo, area, TrainingFacts(Part.ACTIVITIES, said_of_it), "Not that.")
    assert said(history.of(bo))[2:] == [
        "Recorded a training: Initial training on barriers to recovery, Jan 6, 2026 by the product",
        "Recorded a training: Training or test that L&I requires, Jan 7, 2026 by the product",
        "Corrected a training: L&I orientation, Jan 8, 2026 by the product",
    ]


def test_it_names_the_job_the_file_the_skill_and_who_covers(valley: Organisation) -> None:
    bo, cy = make_person(valley, "Bo Lind", hired_on=HIRED), make_person(valley, "Cy Cole", hired_on=HIRED)
    make_claim(bo)
    item = make_evidence(bo)
    statements.state(SYSTEM, bo, StatementFacts("data_management", True, How.INTERVIEW, "Ina", HIRED))
    claims.prove(SYSTEM, bo, "d1", item)
    away = (HIRED, HIRED + timedelta(days=4))
    absences.record(SYSTEM, bo, away)
    absences.cover(SYSTEM, bo, cy, away)
    checklist.mark(SYSTEM, bo, "ohms", True, HIRED, None)
    assert said(history.of(bo))[-5:] == [
        "Recorded a statement about skills or standing: data management; Interview by the product",
        "Chose the file that proves a job or degree: Diploma; Bachelor of Science, State College by the product",
        "Recorded an absence: Jan 5, 2026 to Jan 9, 2026 by the product",
        "Recorded who covers an absence: Cy Cole; Jan 5, 2026 to Jan 9, 2026 by the product",
        "Marked a step of the first weeks as done: Access to OHMS requested, and working by the product",
    ]


def test_what_belongs_to_a_record_of_theirs_is_theirs(valley: Organisation) -> None:
    bo, ana = make_person(valley, "Bo"), make_person(valley, "Ana")
    item = make_evidence(bo)
    evidence.withdraw(SYSTEM, item, "Not his.", None)
    assert said(history.of(bo))[1:] == [
        f"Added a file: {item.title} by the product",
        f"Withdrew a file: {item.title} by the product",
    ]
    assert said(history.of(ana)) == ["Added the person by the product"]


def test_every_record_about_a_person_is_asked_for() -> None:
    known = {table for table, _ in history._of_each_table()}
    about = {each.__tablename__ for each in RECORDS if "person_id" in each.__table__.c}
    assert about < known
    assert {"person", "evidence_verification", "reference_answer", "reopening", "hold_lifting"} < known


def test_it_is_read_a_page_at_a_time(valley: Organisation) -> None:
    bo = make_person(valley, "Bo")
    for number in range(4):
        people.edit_person(SYSTEM, bo, people.PersonFacts(f"Bo {number}", StaffRole.HSC, bo.email, None), bo.revision)
    first = history.of(bo, most=3)
    rest = history.of(bo, most=3, before=first.before)
    assert [len(first.entries), len(rest.entries), rest.before] == [3, 2, None]


def test_of_holds_those_are_told_who_keep_records(valley: Organisation) -> None:
    bo = make_person(valley, "Bo")
    holds.place(SYSTEM, valley, bo, "Records request 14.")
    assert said(history.of(bo))[-1] == "Placed a legal hold by the product"
    assert said(history.of(bo, without=OF_KEEPING)) == ["Added the person by the product"]


@on_sqlite
def test_the_page_ends_with_it_and_folds_the_codes_away(app: Flask, valley: Organisation) -> None:
    bo = make_person(valley, "Bo Lind", hired_on=HIRED)
    for role, opens in ((Role.AUDITOR, True), (Role.MANAGER, False)):
        client = sign_in(app.test_client(), make_member(valley, role))
        page = fetch(client, f"/at/valley/people/{bo.id}")
        folded = [each for each in page.all("details") if "posting.recorded" in text_of(each)]
        assert len(folded) == 1
        assert page.main.count("posting.recorded") == 1
        assert any(address.startswith("/at/valley/trail/") for address in page.links.values()) is opens
        assert (
            "Recorded the first day in the role by the product"
            in fetch(client, f"/at/valley/people/{bo.id}/history").main
        )
    hsc = make_member(valley, Role.HSC)
    own = make_person(valley, "Olga Own", hired_on=HIRED, user=hsc)
    client = sign_in(app.test_client(), hsc)
    assert "Recorded the first day" not in fetch(client, f"/at/valley/people/{own.id}").main
    assert client.get(f"/at/valley/people/{own.id}/history").status_code == 403


def test_who_comes_after_an_undone_import_has_a_number_and_a_history_of_their_own(valley: Organisation) -> None:
    batch = make_import(valley, Applicant((2,), None, "Ana Ruiz", None, None, "hsc", None, {"hsc": {}}))
    (ana,) = db.session.scalars(select(Person.id))
    undoing.undo(SYSTEM, valley, batch.id, "The wrong table.")
    bo = make_person(valley, "Bo")
    assert bo.id > ana
    assert said(history.of(bo)) == ["Added the person by the product"]
