"""Reminders of training, day by day: who is told what and when, however the clock runs; and until when."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta

import pytest
from flask import Flask, current_app

from onboarding import clock
from onboarding.extensions import db
from onboarding.models.message import Message
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.reminder import Reminder
from onboarding.models.training import TrainingPart
from onboarding.queries import reminder_ledger, rulings, training_reminders
from onboarding.roles import Role, StaffRole
from onboarding.rules.ladder import Ladder
from onboarding.services import people, reminders, sending, training
from onboarding.services.change import SYSTEM
from onboarding.services.training import TrainingFacts
from onboarding.services.training_reminders import OF_STAFF, SOURCE
from tests.accounts.race import at_once
from tests.make import HIRED, make_cohe, make_member, make_person
from tests.stored import on_sqlite

DAY = timedelta(days=1)
DUE = date(2026, 7, 15)
ANA, MAX, HANA = "Ana", "Max", "Hana"
DAYS = ["Apr 16", "May 16", "Jun 15", "Jul 1", "Jul 8", "Jul 14", "Jul 15", "Jul 22"]
LADDER = [DUE - each * DAY for each in (90, 60, 30, 14, 7, 1, 0, -7)]
Mail = tuple[str, str, str]  # the day, to whom, and the subject
Clock = Callable[[datetime], None]


@pytest.fixture
def set_to(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Set the clock."""

    def to(instant: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: instant)
        monkeypatch.setattr(clock, "today", lambda: clock.day_of(instant))

    return to


@pytest.fixture
def valley(app: Flask, set_to: Clock) -> Organisation:
    """A COHE with a manager and HR, on the day of the hire."""
    set_to(at(HIRED))
    valley = make_cohe()
    make_member(valley, Role.MANAGER, name=MAX)
    make_member(valley, Role.HR, name=HANA)
    return valley


def at(day: date, hour: int = 9) -> datetime:
    return datetime.combine(day, time(hour), clock.WASHINGTON).astimezone(clock.UTC)


def run(set_to: Clock, days: Iterable[date]) -> None:
    """Have the clock's jobs run at nine of each day."""
    for day in days:
        set_to(at(day))
        for source in (SOURCE, OF_STAFF):
            reminders.remind(source)


def span(first: date, last: date) -> list[date]:
    """Of these days the first, the last, and each on or beside a day of the ladder."""
    near = {day + each * DAY for day in LADDER for each in (-1, 0, 1)} | {first, last}
    return sorted(day for day in near if first <= day <= last)


def mails() -> list[Mail]:
    """Every mail; to whom by the name with which the body begins."""
    rows = db.session.query(Message).filter(Message.kind == "training").order_by(Message.id)
    days = [clock.day_of(row.created_at) for row in rows]
    return [
        (f"{day:%b} {day.day}", row.body.split()[0].strip(","), row.subject)
        for day, row in zip(days, rows, strict=True)
    ]


def days_of(name: str) -> list[str]:
    return [day for day, to, _ in mails() if to == name]


def record(person: Person, **entry: object) -> None:
    training.record(SYSTEM, person, TrainingFacts(TrainingPart.ACTIVITIES, entry))


@pytest.mark.parametrize("down", [1, 3, 7])
def test_a_clock_that_was_down_tells_once_and_says_that_it_is_late(
    valley: Organisation, set_to: Clock, down: int
) -> None:
    make_person(valley, "Ana", hired_on=HIRED)
    back = date(2026, 7, 7) + down * DAY
    run(set_to, [*span(HIRED, date(2026, 7, 7)), *span(back + DAY, date(2026, 7, 22))])
    late = f"Jul {back.day + 1}"  # of July 8 a day or three late; after seven days July 15 is what has come
    expected = {1: [late, "Jul 14", "Jul 15"], 3: [late, "Jul 14", "Jul 15"], 7: ["Jul 15"]}[down]
    assert days_of(ANA) == [*DAYS[:4], *expected, "Jul 22"]
    body = next(row.body for row in db.session.query(Message).order_by(Message.id) if at(back + DAY) <= row.created_at)
    assert ("This reminder is late. It was meant for July 8, 2026." in body) is (down < 7)


def test_a_clock_set_back_an_hour_or_forward_a_day_doubles_nothing(valley: Organisation, set_to: Clock) -> None:
    make_person(valley, "Ana", hired_on=HIRED)
    run(set_to, span(HIRED, date(2026, 7, 7)))
    for instant in (at(date(2026, 7, 8)), at(date(2026, 7, 8), 8), at(date(2026, 7, 14)), at(date(2026, 7, 13))):
        set_to(instant)
        reminders.remind(SOURCE)
    run(set_to, span(date(2026, 7, 14), date(2026, 7, 22)))
    assert days_of(ANA) == DAYS


def test_two_clocks_at_once_tell_each_once(app: Flask, valley: Organisation, set_to: Clock) -> None:
    for name in ("Ana", "Bo", "Cy"):
        make_person(valley, name, hired_on=HIRED)
    then = at(date(2026, 7, 8))
    set_to(then)
    told = at_once(app, [lambda: reminders.remind(SOURCE, then), lambda: reminders.remind(OF_STAFF, then)] * 2)
    told += [reminders.remind(source, then) for source in (SOURCE, OF_STAFF)]  # whom another clock had locked just then
    assert sum(told) == 6
    assert sorted(to for _, to, _ in mails()) == ["Ana", "Bo", "Cy", "Hana", "Max"]


def test_nobody_is_reminded_at_night(valley: Organisation, set_to: Clock) -> None:
    make_person(valley, "Ana", hired_on=HIRED)
    for hour, told in ((7, 0), (18, 0), (17, 1)):
        then = at(date(2026, 4, 16), hour)
        set_to(then)
        assert reminders.remind(SOURCE, then) == told


TOPICS = ["lni_processes", "other_cohe_practice"]
ORIENTATION = {"kind": "orientation", "location": "headquarters"}
SHADOWING = {"kind": "shadowing", "minutes": 240, "host_cohe": "hills", "host_role": "hsc"}
OPTIONS: dict[str, list[dict[str, object]]] = {
    "content": [{"kind": "approved_content", "topics": TOPICS, "approved_on": "2026-02-02"}],
    "orientation and shadowing": [ORIENTATION, SHADOWING],
    "conference": [{"kind": "conference", "topics": TOPICS, "sponsor": "lni", "attended": True}],
}


def test_of_what_is_done_before_the_first_reminder_nobody_hears(valley: Organisation, set_to: Clock) -> None:
    ana = make_person(valley, "Ana", hired_on=HIRED)
    set_to(at(date(2026, 3, 2)))
    for entry in OPTIONS["orientation and shadowing"]:
        record(ana, **entry, on="2026-03-02")
    run(set_to, span(date(2026, 3, 2), date(2026, 7, 22)))
    assert mails() == []


def test_who_has_no_address_is_told_late_when_there_is_one(valley: Organisation, set_to: Clock) -> None:
    ana = make_person(valley, "Ana", hired_on=HIRED)
    email = ana.email
    people.edit_person(SYSTEM, ana, people.PersonFacts(ana.name, StaffRole.HSC, None), ana.revision)
    run(set_to, span(HIRED, date(2026, 4, 20)))
    assert mails() == []
    people.edit_person(SYSTEM, ana, people.PersonFacts(ana.name, StaffRole.HSC, email), ana.revision)
    run(set_to, span(date(2026, 4, 20), date(2026, 4, 21)))
    assert days_of(ANA) == ["Apr 20"]
    assert "This reminder is late. It was meant for April 16, 2026." in db.session.query(Message.body).all()[-1][0]


def test_managers_have_one_mail_of_everybody_and_who_is_hr_too_has_no_second(
    valley: Organisation, set_to: Clock
) -> None:
    make_member(valley, Role.MANAGER, Role.HR, name="Both")
    for name in ("Ana", "Bo"):
        make_person(valley, name, hired_on=HIRED)
    run(set_to, [date(2026, 7, 8)])
    assert sorted(mails()) == [
        ("Jul 8", "Ana", "Your training is due in 7 days, on July 15, 2026"),
        ("Jul 8", "Bo", "Your training is due in 7 days, on July 15, 2026"),
        ("Jul 8", "Both", "Training of 2 people at Valley COHE"),
        ("Jul 8", "Hana", "Training of 2 people at Valley COHE"),
        ("Jul 8", "Max", "Training of 2 people at Valley COHE"),
    ]
    assert {row.promised_at for row in db.session.query(Reminder).filter_by(about=Ladder.TRAINING)} == {
        clock.start_of(date(2026, 7, 8))
    }


@on_sqlite
def test_what_the_mails_say(valley: Organisation, set_to: Clock) -> None:
    user = make_member(valley, Role.HSC, name="Ana")
    ana = make_person(valley, "Ana", hired_on=HIRED, user=user)
    run(set_to, [date(2026, 7, 9), date(2026, 7, 22), date(2026, 7, 23)])
    for entry in OPTIONS["conference"]:
        record(ana, **entry, on="2026-07-10")
    run(set_to, [date(2026, 7, 24)])
    link = f"http://127.0.0.1:8000/at/valley/people/{ana.id}/training"
    needed = (
        "Due on Jul 15, 2026. Still needed: an L&I orientation and one visit of 240 minutes to an HSC of another COHE. "
        "Content that L&I approved beforehand does as well."
    )
    bodies: dict[str, list[str]] = {ANA: [], MAX: [], HANA: []}
    for (_, to, _), (body,) in zip(mails(), db.session.query(Message.body).order_by(Message.id), strict=True):
        bodies[to].append(body)
    assert bodies[ANA] == [
        f"""Ana,

You have training to do for Valley COHE. {needed}

See what counts, and what is recorded:

{link}

Your managers and HR get a reminder too.

This reminder is late. It was meant for July 8, 2026.

If you have done the training, tell your manager. The reminders stop once it is recorded.""",
        f"""Ana,

You have training to do for Valley COHE. {needed}

It is 7 days overdue.

See what counts, and what is recorded:

{link}

Your managers and HR get a reminder too.

If you have done the training, tell your manager. The reminders stop once it is recorded.""",
        """Ana,

Valley COHE has recorded your training as done. It was due on July 15, 2026. You get no more reminders of it.""",
    ]
    end = "\nEach HSC with an email address is reminded too. Reminders stop once the training is recorded."
    assert bodies[MAX][0] == (
        f"Max,\n\nThis is new about training at Valley COHE:\n\n- Ana: {needed} This reminder is late. "
        f"It was meant for July 8, 2026.\n\n  {link}\n{end}"
    )
    assert bodies[HANA][1:] == [
        f"Hana,\n\nThis is new about training at Valley COHE:\n\n- Ana: {needed} It is 7 days overdue.\n{end}",
        (
            "Hana,\n\nThis is new about training at Valley COHE:\n\n"
            f"- Ana: Done. It was due on July 15, 2026. There are no more reminders of it.\n{end}"
        ),
    ]


def test_the_ledger_says_of_every_day_what_became_of_it_and_why(valley: Organisation, set_to: Clock) -> None:
    ana = make_person(valley, "Ana", hired_on=HIRED)
    run(set_to, [date(2026, 4, 16), date(2026, 6, 17), date(2026, 7, 8)])
    for (written_at,) in db.session.query(Message.created_at).order_by(Message.id).all()[:3]:
        set_to(written_at)
        claimed = sending.claim()
        assert claimed
        sending.sent(claimed)
    set_to(at(date(2026, 7, 8), 11))
    refused = sending.claim()
    assert refused
    sending.failed(refused, "550 no such mailbox", for_good=True)
    set_to(at(date(2026, 7, 8), 11))
    assert ledger(valley, ana) == [
        ("Apr 16", "hsc", "sent", None),
        ("May 16", "hsc", "overtaken", None),
        ("Jun 15", "hsc", "late", None),
        ("Jun 15", "manager", "late", None),
        ("Jul 1", "hsc", "overtaken", None),
        ("Jul 1", "manager", "overtaken", None),
        ("Jul 8", "hsc", "failed", "550 no such mailbox"),
        ("Jul 8", "manager", "sending", None),
        ("Jul 8", "hr", "sending", None),
        ("Jul 14", "hsc", "promised", None),
        ("Jul 14", "manager hr", "promised", None),
        ("Jul 15", "hsc", "promised", None),
        ("Jul 15", "manager hr", "promised", None),
    ]
    for entry in OPTIONS["conference"]:
        record(ana, **entry, on="2026-07-08")
    assert ledger(valley, ana)[9:] == [("Jul 14", "hsc", "done", None), ("Jul 14", "manager hr", "done", None)]


def ledger(valley: Organisation, person: Person) -> list[tuple[str, str, str, str | None]]:
    law = rulings.of(valley, current_app.extensions["rulebook"])
    (owing,) = training_reminders.owing(valley, [person], law, clock.today())
    lines = reminder_ledger.of(owing, clock.today(), law.in_force(clock.today(), valley.slug, None).numbers)
    return [(f"{each.on:%b} {each.on.day}", " ".join(each.whom), each.became.value, each.because) for each in lines]
