"""What a COHE's people are mailed in the months after a hire, each day of them: who, when, and with which subject.

Every day is counted by hand from the hire on January 15, 2026, of which the training is due on July 15.
"""

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask, current_app

from onboarding import clock
from onboarding.config import Config
from onboarding.models.person import Person
from onboarding.models.training import TrainingPart
from onboarding.queries import duties, reminder_ledger, rulings, training_reminders
from onboarding.queries.reminder_ledger import Became
from onboarding.roles import StaffRole
from onboarding.rules.duties import About
from onboarding.services import absences, leaving, people, training
from onboarding.services.change import SYSTEM
from onboarding.services.leaving import Leaves
from onboarding.services.training import TrainingFacts
from tests.make import HIRED, make_person, make_ruling
from tests.reminders.life import Life, Mail, beside, days, living
from tests.stored import on_sqlite

ANA, MAX, HANA = "Ana", "Max", "Hana"
TO_SEND = "2 things to do with L&I credentials at Valley COHE"
TO_CHECK = "1 thing to do with L&I credentials at Valley COHE"
OF_ONE = "Training of 1 person at Valley COHE"
DONE = "Your training is recorded as done"
BOTH = ["lni_processes", "other_cohe_practice"]
VISIT = {"kind": "shadowing", "host_cohe": "hills", "host_role": "hsc"}
ORIENTATION = {"kind": "orientation", "location": "headquarters"}
CREDENTIALS = "remind of credentials"
# The first four reminders of a hire on January 15.
UNTIL_JUNE: list[Mail] = [
    ("Apr 16", ANA, "Your training is due in 90 days, on July 15, 2026"),
    ("May 16", ANA, "Your training is due in 60 days, on July 15, 2026"),
    ("Jun 15", ANA, "Your training is due in 30 days, on July 15, 2026"),
    ("Jun 15", MAX, OF_ONE),
]
# The mails after that where nothing is done, up to a week after the due day.
IN_JULY_TOO_LATE: list[Mail] = [
    ("Jul 1", ANA, "Your training is due in 14 days, on July 15, 2026"),
    ("Jul 1", MAX, OF_ONE),
    ("Jul 8", ANA, "Your training is due in 7 days, on July 15, 2026"),
    ("Jul 8", MAX, OF_ONE),
    ("Jul 8", HANA, OF_ONE),
    ("Jul 14", ANA, "Your training is due in 1 day, on July 15, 2026"),
    ("Jul 14", MAX, OF_ONE),
    ("Jul 14", HANA, OF_ONE),
    ("Jul 15", ANA, "Your training is due today, on July 15, 2026"),
    ("Jul 15", MAX, OF_ONE),
    ("Jul 15", HANA, OF_ONE),
    ("Jul 22", ANA, "Your training is 7 days overdue"),
    ("Jul 22", MAX, OF_ONE),
    ("Jul 22", HANA, OF_ONE),
]
FIRST_THREE = [date(2026, 4, 16), date(2026, 5, 16), date(2026, 6, 15)]
IN_JULY = [date(2026, 7, day) for day in (1, 8, 14, 15, 22)]


@pytest.fixture
def life(app: Flask, config: Config, monkeypatch: pytest.MonkeyPatch) -> Iterator[Life]:
    with living(app, config, monkeypatch, HIRED) as life:
        yield life


@pytest.fixture
def ana(life: Life) -> Person:
    """Hired as HSC on January 15."""
    ana = make_person(life.valley, "Ana Ruiz", hired_on=HIRED)
    life.knows(ana)
    return ana


def ledger(life: Life, person: Person) -> list[tuple[str, str]]:
    """Each reminder of training that went out, by the day it was for, and to whom."""
    law = rulings.of(life.valley, current_app.extensions["rulebook"])
    (owing,) = training_reminders.owing(life.valley, [person], law, clock.today())
    lines = reminder_ledger.of(owing, clock.today(), law.in_force(clock.today(), life.valley.slug, None).numbers)
    sent = [line for line in lines if line.became is Became.SENT]
    return [(f"{line.on:%b} {line.on.day}", life.known[line.address or ""]) for line in sent]


@on_sqlite
def test_somebody_who_owes_everything_and_does_it_late(life: Life, ana: Person) -> None:
    training.record(SYSTEM, ana, TrainingFacts(TrainingPart.LNI_REQUIRED, {"name": "OHMS"}))
    law = rulings.of(life.valley, current_app.extensions["rulebook"])
    owed = duties.of_all(life.valley, [ana], law, clock.today())[ana.id].duties
    # Initial training and what L&I requires by name have no day, so that no mail tells of them.
    assert sorted((each.place, each.due_on) for each in owed if each.about is About.TRAINING) == [
        ("additional", date(2026, 7, 15)),
        ("initial", None),
        ("lni_required", None),
    ]

    told = life.live(days(HIRED, date(2026, 2, 1)))
    for track in ("provider", "supplemental"):
        life.hears(ana, date(2026, 2, 2), track, "sent")
    told += life.live(days(date(2026, 2, 2), date(2026, 3, 8)))
    life.hears(ana, date(2026, 3, 9), "supplemental", "accepted")
    life.hears(ana, date(2026, 3, 9), "provider", "issued", number="1234567")
    told += life.live(days(date(2026, 3, 9), date(2026, 3, 15)))
    life.hears(ana, date(2026, 3, 16), "provider", "effective")
    told += life.live(days(date(2026, 3, 16), date(2026, 6, 21)))
    life.hears(ana, date(2026, 6, 22), "provider", "checked")
    told += life.live(days(date(2026, 6, 22), date(2026, 8, 5)))
    life.trains(ana, date(2026, 8, 6), **ORIENTATION)
    told += life.live(days(date(2026, 8, 6), date(2026, 8, 7)))
    life.trains(ana, date(2026, 8, 8), **VISIT, minutes=240)
    told += life.live(days(date(2026, 8, 8), date(2026, 8, 31)))

    assert told == [
        ("Jan 29", MAX, TO_SEND),  # 14 days after the hire: neither application is sent
        ("Mar 4", MAX, TO_SEND),  # 30 days without a word from L&I
        ("Apr 16", ANA, "Your training is due in 90 days, on July 15, 2026"),
        ("May 16", ANA, "Your training is due in 60 days, on July 15, 2026"),
        ("Jun 14", MAX, TO_CHECK),  # 90 days after the account became active; and again a week later
        ("Jun 15", ANA, "Your training is due in 30 days, on July 15, 2026"),
        ("Jun 15", MAX, OF_ONE),
        ("Jun 21", MAX, TO_CHECK),
        *IN_JULY_TOO_LATE,
        ("Jul 29", ANA, "Your training is 14 days overdue"),
        ("Jul 29", MAX, OF_ONE),
        ("Jul 29", HANA, OF_ONE),
        ("Aug 5", ANA, "Your training is 21 days overdue"),
        ("Aug 5", MAX, OF_ONE),
        ("Aug 5", HANA, OF_ONE),
        ("Aug 8", ANA, DONE),
        ("Aug 8", MAX, OF_ONE),
        ("Aug 8", HANA, OF_ONE),
    ]
    assert ledger(life, ana) == [(day, to) for day, to, subject in told if subject not in (TO_SEND, TO_CHECK)]


OPTIONS = {
    "content that L&I approved": [(20, {"kind": "approved_content", "topics": BOTH, "approved_on": "2026-02-02"})],
    "an orientation and a visit": [(17, ORIENTATION), (20, {**VISIT, "minutes": 240})],
    "visits that add up": [(17, {**VISIT, "minutes": 170}), (18, ORIENTATION), (20, {**VISIT, "minutes": 70})],
    "visits alone": [(20, {**VISIT, "minutes": 240})],
    "a conference": [(20, {"kind": "conference", "topics": BOTH, "sponsor": "lni", "attended": True})],
}
RULED = {"visits that add up": ("shadowing-total", "sum"), "visits alone": ("option-two-coverage", "any-one")}


@pytest.mark.parametrize("option", OPTIONS)
def test_each_option_ends_the_reminders_on_the_day_it_is_done(life: Life, ana: Person, option: str) -> None:
    if option in RULED:
        make_ruling(life.valley, *RULED[option], in_force=True)
    told, since = life.live([*beside(*FIRST_THREE)], but=CREDENTIALS), 17
    for day, entry in OPTIONS[option]:
        told += life.live(days(date(2026, 6, since), date(2026, 6, day - 1)), but=CREDENTIALS)
        life.trains(ana, date(2026, 6, day), **entry)
        since = day
    told += life.live(days(date(2026, 6, 20), date(2026, 7, 23)), but=CREDENTIALS)
    assert told == [*UNTIL_JUNE, ("Jun 20", ANA, DONE), ("Jun 20", MAX, OF_ONE)]


@on_sqlite
def test_half_of_an_option_ends_nothing(life: Life, ana: Person) -> None:
    told = life.live(beside(*FIRST_THREE), but=CREDENTIALS)
    life.trains(ana, date(2026, 6, 20), **ORIENTATION)
    told += life.live(days(date(2026, 6, 20), date(2026, 7, 2)), but=CREDENTIALS)
    assert told[len(UNTIL_JUNE) :] == [
        ("Jul 1", ANA, "Your training is due in 14 days, on July 15, 2026"),
        ("Jul 1", MAX, OF_ONE),
    ]


def test_a_promotion_in_the_middle_of_it(life: Life) -> None:
    # Promoted on May 1: due on November 1, and so on 90, 60, 30, 14, 7 and 1 days before, on the day, a week after.
    ladder = [date(2026, 8, 3), date(2026, 9, 2), date(2026, 10, 2), date(2026, 10, 18), date(2026, 10, 25)]
    ladder += [date(2026, 10, 31), date(2026, 11, 1), date(2026, 11, 8)]
    ana = make_person(life.valley, "Ana Ruiz", StaffRole.ASSISTANT, hired_on=HIRED)
    life.knows(ana)
    told = life.live(beside(FIRST_THREE[0]), but=CREDENTIALS)
    promoted = people.PostingFacts(StaffRole.HSC, date(2026, 5, 1), None, "Promotion")
    life.morning(date(2026, 5, 1))
    people.record_posting(SYSTEM, ana, promoted, ana.revision)
    told += life.live([*beside(*FIRST_THREE[1:], *IN_JULY), *beside(*ladder)], but=CREDENTIALS)
    assert told == [
        ("Apr 16", ANA, "Your training is due in 90 days, on July 15, 2026"),  # as an assistant: whether is open
        ("Aug 3", ANA, "Your training is due in 90 days, on November 1, 2026"),
        ("Sep 2", ANA, "Your training is due in 60 days, on November 1, 2026"),
        ("Oct 2", ANA, "Your training is due in 30 days, on November 1, 2026"),
        ("Oct 2", MAX, OF_ONE),
        ("Oct 18", ANA, "Your training is due in 14 days, on November 1, 2026"),
        ("Oct 18", MAX, OF_ONE),
        ("Oct 25", ANA, "Your training is due in 7 days, on November 1, 2026"),
        ("Oct 25", MAX, OF_ONE),
        ("Oct 25", HANA, OF_ONE),
        ("Oct 31", ANA, "Your training is due in 1 day, on November 1, 2026"),
        ("Oct 31", MAX, OF_ONE),
        ("Oct 31", HANA, OF_ONE),
        ("Nov 1", ANA, "Your training is due today, on November 1, 2026"),
        ("Nov 1", MAX, OF_ONE),
        ("Nov 1", HANA, OF_ONE),
        ("Nov 8", ANA, "Your training is 7 days overdue"),
        ("Nov 8", MAX, OF_ONE),
        ("Nov 8", HANA, OF_ONE),
    ]


@on_sqlite
def test_a_leave_moves_no_day_and_silences_no_reminder(life: Life, ana: Person) -> None:
    """Away from July 1 to August 31: nothing that L&I publishes moves the day, so that nothing here does."""
    told = life.live(beside(*FIRST_THREE), but=CREDENTIALS)
    life.morning(date(2026, 6, 20))
    absences.record(SYSTEM, ana, (date(2026, 7, 1), date(2026, 8, 31)))
    told += life.live(beside(*IN_JULY), but=CREDENTIALS)
    assert told == [
        *UNTIL_JUNE,
        *IN_JULY_TOO_LATE,
    ]


def test_who_leaves_is_told_up_to_the_last_day_and_anew_once_they_are_back(life: Life, ana: Person) -> None:
    told = life.live(beside(*FIRST_THREE), but=CREDENTIALS)
    life.morning(date(2026, 6, 20))
    leaving.leave(SYSTEM, ana, date(2026, 7, 10), Leaves.JOB, None, ana.revision)
    told += life.live(days(date(2026, 6, 29), date(2026, 7, 31)), but=CREDENTIALS)
    assert told == [
        *UNTIL_JUNE,
        ("Jul 1", ANA, "Your training is due in 14 days, on July 15, 2026"),
        ("Jul 1", MAX, OF_ONE),
        ("Jul 8", ANA, "Your training is due in 7 days, on July 15, 2026"),
        ("Jul 8", MAX, OF_ONE),
        ("Jul 8", HANA, OF_ONE),
    ]
    # Back from September 1: due on March 1, with 90 days before on December 1.
    life.morning(date(2026, 8, 20))
    again = people.PostingFacts(StaffRole.HSC, date(2026, 9, 1), None, "Came back.")
    people.record_posting(SYSTEM, ana, again, ana.revision)
    ladder = [date(2026, 12, 1), date(2026, 12, 31), date(2027, 1, 30), date(2027, 2, 15), date(2027, 2, 22)]
    told = life.live([*beside(date(2026, 9, 1)), *beside(*ladder)], but=CREDENTIALS)
    life.trains(ana, date(2027, 2, 26), kind="conference", topics=BOTH, sponsor="lni", attended=True)
    told += life.live(days(date(2027, 2, 26), date(2027, 3, 9)), but=CREDENTIALS)
    assert told == [
        ("Dec 1", ANA, "Your training is due in 90 days, on March 1, 2027"),
        ("Dec 31", ANA, "Your training is due in 60 days, on March 1, 2027"),
        ("Jan 30", ANA, "Your training is due in 30 days, on March 1, 2027"),
        ("Jan 30", MAX, OF_ONE),
        ("Feb 15", ANA, "Your training is due in 14 days, on March 1, 2027"),
        ("Feb 15", MAX, OF_ONE),
        ("Feb 22", ANA, "Your training is due in 7 days, on March 1, 2027"),
        ("Feb 22", MAX, OF_ONE),
        ("Feb 22", HANA, OF_ONE),
        ("Feb 26", ANA, DONE),
        ("Feb 26", MAX, OF_ONE),
        ("Feb 26", HANA, OF_ONE),
    ]
