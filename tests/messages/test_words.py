"""What every message says, and by which key it is written once: as `mails.txt` beside this has it, word for word."""

import re
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from flask import Flask

from onboarding import clock
from onboarding.extensions import db
from onboarding.jobs import table
from onboarding.models.determination import Decision
from onboarding.models.message import Message, MessagePerson
from onboarding.models.person import Person
from onboarding.roles import Role
from onboarding.services import applicant_links, determinations, invitations, links, reminders, resets
from onboarding.services.change import SYSTEM, Actor
from onboarding.services.throttle import Place
from tests import word_rules
from tests.accounts.steps import enrolled
from tests.make import HIRED, make_claim, make_cohe, make_member, make_person, make_reference
from tests.stored import on_sqlite

pytestmark = on_sqlite
MAILS = Path(__file__).with_name("mails.txt")
HIDDEN = (  # what is never the same twice
    (r"(/(?:apply|references|invitations|reset)/)\S+", r"\1<secret>"),
    (r"(?<=reset_instructions:)\w+", "<any>"),
    (r"(?<=^Day )(\d+: credentials:)\d+", r"\1<row>"),
)
JOB = {"work": [{"name": "Harbor Clinic", "position": "Nurse", "startDate": "2019", "hoursPerWeek": "40"}]}
WAITED = 70


@pytest.fixture
def written(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, Message]]:
    """Every message of ten weeks in which nobody answers but one applicant, each with the day that it was written."""
    found: list[tuple[int, Message]] = []

    def turn(day: int) -> None:
        on = HIRED + timedelta(days=day)
        noon = datetime.combine(on, time(12), clock.WASHINGTON).astimezone(clock.UTC)
        monkeypatch.setattr(clock, "today", lambda: on)
        monkeypatch.setattr(clock, "now", lambda: noon)

    turn(0)
    valley = make_cohe()
    manager, screener = (Actor(make_member(valley, Role.MANAGER, name=name).id, name) for name in ("Max", "Sam"))
    invitations.invite(SYSTEM, valley, "hana@example.org", "Hana Help", Role.HR)
    applicant_links.send(screener, make_person(valley, "Ana Ruiz"))
    again = make_person(valley, "Bo Lind")
    applicant_links.send(screener, again)
    make_reference(make_person(valley, "Cy Poe"))
    asked = make_person(valley, "Di Orr")
    rests = {"role": "hsc", "claimed": {"outcome": "qualified"}, "verified": {"outcome": "qualified"}}
    basis = {"facts": {}, "evidence": [], "rulings": [], "rulebook": "v", "as_of": str(HIRED), "answer": rests}
    make_claim(asked)
    more = determinations.recommend(screener, asked, lambda: basis, Decision.QUALIFIED, "As the findings say.")
    items = ["A letter", "The diploma"]
    determinations.decide(manager, asked, more.id, Decision.MORE_INFORMATION, "Not yet.", lambda: basis, items=items)
    make_person(valley, "Ed Ito", hired_on=HIRED)
    una = enrolled(app, name="Una User")
    resets.ask(SYSTEM, una.email, Place("192.0.2.7", None))
    resets.answer()
    for day in range(WAITED):
        turn(day)
        if day == 6:
            applicant_links.send(screener, again)
        if day == 8:
            link = applicant_links.of_person(again)
            assert link
            token = links.token_of(applicant_links.PURPOSE, link.nonce)
            applicant_links.hand_in(SYSTEM, token, JOB, {})
        for source in table.REMINDED.values():
            reminders.remind(source)
        known = {each.id for _, each in found}
        found += [(day, each) for each in db.session.query(Message).order_by(Message.id) if each.id not in known]
    return found


def test_every_message_says_what_it_said(written: list[tuple[int, Message]]) -> None:
    seen: set[str] = set()
    assert "".join(said(day, message, seen) for day, message in written) == MAILS.read_text()


def test_every_message_is_in_words_that_people_read(written: list[tuple[int, Message]]) -> None:
    broken = [fault for _, message in written for fault in word_rules.wrong(f"{message.subject}. {message.body}")]
    assert broken == []


def said(day: int, message: Message, seen: set[str]) -> str:
    """A line on each message, and below it what it says where none before said the same."""
    people = db.session.query(Person.name).join(MessagePerson, MessagePerson.person_id == Person.id)
    about = ", ".join(sorted(name for (name,) in people.where(MessagePerson.message_id == message.id)))
    line = f"Day {day}: {message.key} ({message.kind}{', secret' * message.secret}), about {about or 'nobody'}\n"
    text = f"\nSubject: {message.subject}\n\n{message.body}\n\n"
    for pattern, shown in HIDDEN:
        line, text = re.sub(pattern, shown, line), re.sub(pattern, shown, text)
    if text in seen:
        return line
    seen.add(text)
    return line + text
