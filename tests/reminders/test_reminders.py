"""One loop and one table for every reminder: what was promised and not told is told, once, and what ended is not."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest
from flask import Flask, current_app
from sqlalchemy import text

from onboarding import clock
from onboarding.extensions import db
from onboarding.jobs import table
from onboarding.models.determination import Decision
from onboarding.models.message import Message
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.reminder import Reminder
from onboarding.queries import dossier, reminders as found, trail_compare
from onboarding.roles import Role, StaffRole
from onboarding.rules.ladder import Ladder
from onboarding.services import (
    applicant_links,
    credential_reminders,
    determinations,
    information,
    people,
    references,
    reminders,
    rulings,
)
from onboarding.services.change import SYSTEM, Actor
from tests.accounts.race import at_once
from tests.make import make_claim, make_cohe, make_member, make_person, make_reference

pytestmark = pytest.mark.usefixtures("by_day")
DAY = timedelta(days=1)
Later = Callable[[int], datetime]


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    """Set the clock so many days, and a minute, later than it is."""
    began = clock.now()

    def to(days: int) -> datetime:
        then = began + days * DAY + timedelta(minutes=1)
        monkeypatch.setattr(clock, "now", lambda: then)
        return then

    return to


def promised() -> list[tuple[Ladder, int]]:
    return [(row.about, row.times) for row in db.session.query(Reminder).filter(Reminder.told_at.is_(None))]


def keys() -> list[str]:
    return [key for (key,) in db.session.query(Message.key).order_by(Message.id)]


def ask_for(person: Person, *items: str) -> None:
    valley = db.session.get_one(Organisation, person.organisation_id)
    one, other = (Actor(make_member(valley, Role.MANAGER, name=name).id, name) for name in ("Max", "Mo"))
    rests = {"role": "hsc", "claimed": {"outcome": "qualified"}, "verified": {"outcome": "qualified"}}
    basis = {"facts": {}, "evidence": [], "rulings": [], "rulebook": "v", "as_of": "2026-01-15", "answer": rests}
    if dossier.of(person).is_empty:
        make_claim(person)
    asked = determinations.recommend(one, person, lambda: basis, Decision.QUALIFIED, "Good.")
    more = Decision.MORE_INFORMATION
    determinations.decide(other, person, asked.id, more, "Not yet.", lambda: basis, items=list(items))


def test_every_ladder_has_its_source_and_every_source_its_job() -> None:
    assert {each.ladder for each in table.REMINDED.values()} == set(Ladder)
    ours = [*table.REMINDED, "questions"]  # the last is about a packet, and about nobody: packet_replies.remind
    assert [name for name in table.NAMES if name.startswith("remind")] == [f"remind of {name}" for name in ours]


def test_two_clocks_at_once_tell_each_manager_once(app: Flask, valley: Organisation, later: Later) -> None:
    for name in ("Max", "Mo"):
        make_member(valley, Role.MANAGER, name=name)
    for name in ("Ana Ruiz", "Bo Lind", "Cy Poe"):
        make_person(valley, name, hired_on=clock.today())
    then = later(15)
    told = at_once(app, [lambda: reminders.remind(credential_reminders.SOURCE, then)] * 4)
    assert sum(told) == 6  # both applications of three people
    assert len({key.rpartition(":")[2] for key in keys()}) == len(keys()) == 2
    assert reminders.remind(credential_reminders.SOURCE, then) == 0


def test_a_clock_that_stood_still_tells_all_that_it_missed_in_one_message_each(
    valley: Organisation, later: Later
) -> None:
    make_member(valley, Role.MANAGER)
    make_person(valley, "Ana Ruiz", hired_on=clock.today())
    make_reference(make_person(valley, "Bo Lind"))
    applicant_links.send(SYSTEM, make_person(valley, "Cy Poe"))
    before = len(keys())
    later(17)
    assert [reminders.remind(each) for each in table.REMINDED.values()] == [1, 1, 0, 0, 0, 2, 0, 0, 0]
    assert [reminders.remind(each) for each in table.REMINDED.values()] == [0, 0, 0, 0, 0, 0, 0, 0, 0]
    assert len(keys()) - before == 3
    assert promised() == []  # the last rung of each is behind


def test_what_ended_is_promised_no_more(valley: Organisation, later: Later) -> None:
    ana = make_person(valley, "Ana Ruiz")
    request = make_reference(ana)
    applicant_links.send(SYSTEM, ana)
    ask_for(make_person(valley, "Di Orr"), "A letter")
    assert sorted(promised()) == [(Ladder.APPLICATION, 0), (Ladder.INFORMATION, 0), (Ladder.REFERENCE, 0)]
    references.withdraw(SYSTEM, valley, request.id, "Sent to the wrong office.")
    applicant_links.withdraw(SYSTEM, ana)
    information.settle(SYSTEM, valley, 1, "It came.")
    assert promised() == []
    later(8)
    assert [reminders.remind(each) for each in table.REMINDED.values()] == [0, 0, 0, 0, 0, 0, 0, 0, 0]


def test_a_link_that_is_sent_again_is_promised_anew_and_counts_on(valley: Organisation, later: Later) -> None:
    ana = make_person(valley, "Ana Ruiz")
    link = applicant_links.send(SYSTEM, ana)
    assert reminders.remind(applicant_links.SOURCE, later(5)) == 1
    applicant_links.send(SYSTEM, ana)
    assert reminders.remind(applicant_links.SOURCE, later(9)) == 0
    assert reminders.remind(applicant_links.SOURCE, later(11)) == 1
    assert keys()[1::2] == [f"applicant-link:{link.id}:chased:{times}" for times in (1, 2)]
    assert found.times(Ladder.APPLICATION, valley.id, ana.id) == {link.id: 2}


def test_who_has_no_address_is_reminded_when_there_is_one(valley: Organisation, later: Later) -> None:
    di = make_person(valley, "Di Orr")
    email = di.email
    ask_for(di, "A letter")
    people.edit_person(SYSTEM, di, people.PersonFacts(di.name, StaffRole.HSC, None), di.revision)
    assert reminders.remind(information.SOURCE, later(8)) == 0
    people.edit_person(SYSTEM, di, people.PersonFacts(di.name, StaffRole.HSC, email), di.revision)
    assert reminders.remind(information.SOURCE, later(9)) == 1
    assert keys() == ["information:1:0", "information:1:1"]


def test_a_ruling_moves_no_promise_but_the_next(valley: Organisation, later: Later) -> None:
    make_reference(make_person(valley, "Ana Ruiz"))
    book = current_app.extensions["rulebook"]
    for number in ("reference_first_days", "reference_second_days"):
        said = rulings.RulingFacts(number, None, Fraction(8), date(2026, 1, 1), None, "Cora Contract", "A letter")
        rulings.put_in_force(SYSTEM, valley, book, rulings.propose(SYSTEM, valley, book, said).id)
    assert [reminders.remind(references.SOURCE, later(day)) for day in (5, 7, 8, 10)] == [1, 0, 1, 0]


def test_each_reminder_of_what_was_asked_has_its_entry(valley: Organisation, later: Later) -> None:
    make_reference(make_person(valley, "Ana Ruiz"))
    for day in (5, 10):
        reminders.remind(references.SOURCE, later(day))
    assert list(trail_compare.differences(valley.id)) == []


def test_an_hour_in_which_nobody_is_told_asks_one_question_of_each_kind(
    valley: Organisation, statements: list[str]
) -> None:
    others = [make_cohe(f"cohe-{number}") for number in range(5)]
    for cohe in (valley, *others):
        make_member(cohe, Role.MANAGER)
        make_person(cohe, hired_on=clock.today())
        make_reference(make_person(cohe, "Bo Lind"))
    db.session.rollback()
    for source in table.REMINDED.values():
        statements.clear()
        assert reminders.remind(source) == 0
        assert len([each for each in statements if each.startswith("SELECT")]) == 1, source


def test_who_is_told_is_found_by_an_index(valley: Organisation) -> None:
    on_sqlite = db.engine.dialect.name == "sqlite"
    if not on_sqlite:
        db.session.execute(text("SET enable_seqscan = off"))  # of so few rows none would be looked up
    asked = {f"ix_staff_line_{ladder}": chosen.params(on=clock.today()) for ladder, chosen in found.COMING.items()}
    asked["ix_reminder_promised"] = found.PROMISED.params(about=Ladder.REFERENCE, at=clock.now())
    for index, chosen in asked.items():
        explained = "EXPLAIN QUERY PLAN" if on_sqlite else "EXPLAIN"
        statement = chosen.compile(db.engine, compile_kwargs={"literal_binds": True})
        plan = str(db.session.execute(text(f"{explained} {statement}".replace(":", "\\:"))).all())
        assert index in plan


def test_of_many_only_those_are_looked_at_of_whom_the_day_has_come(
    valley: Organisation, later: Later, statements: list[str]
) -> None:
    make_member(valley, Role.MANAGER)
    make_person(valley, "Ana Ruiz", hired_on=clock.today() - 7 * DAY)
    asked, here = [], valley.id
    for number in (1, 20):
        for each in range(number):
            make_person(valley, f"Of {number}, {each}", hired_on=clock.today())
        statements.clear()
        assert found.coming(Ladder.CREDENTIALS, clock.today() + 7 * DAY) == [(here, 1)]
        asked.append([each for each in statements if each.startswith("SELECT")])
    assert [len(each) for each in asked] == [1, 1]
    assert reminders.remind(credential_reminders.SOURCE, later(7)) == 2


def test_nobody_is_reminded_of_anything_at_night(valley: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    make_member(valley, Role.MANAGER)
    make_person(valley, "Ana Ruiz", hired_on=clock.today())
    make_reference(make_person(valley, "Bo Lind"))
    applicant_links.send(SYSTEM, make_person(valley, "Cy Poe"))
    night, morning = (clock.start_of(clock.today() + 15 * DAY) + timedelta(hours=hour) for hour in (3, 10))
    monkeypatch.setattr(clock, "now", lambda: night)
    assert [reminders.remind(each) for each in table.REMINDED.values()] == [0, 0, 0, 0, 0, 0, 0, 0, 0]
    monkeypatch.setattr(clock, "now", lambda: morning)
    assert [reminders.remind(each) for each in table.REMINDED.values()] == [1, 1, 0, 0, 0, 2, 0, 0, 0]


def test_a_clock_that_was_ahead_for_a_day_tells_managers_nothing_twice(valley: Organisation, later: Later) -> None:
    make_member(valley, Role.MANAGER)
    make_person(valley, "Ana Ruiz", hired_on=clock.today())
    told = [reminders.remind(credential_reminders.SOURCE, later(day)) for day in (14, 22, 21, 20, 21, 28, 27, 35)]
    assert told == [2, 2, 0, 0, 0, 2, 0, 2]
