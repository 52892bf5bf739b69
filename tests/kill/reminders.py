"""Two clocks remind and send while they are killed, to a mail server that now and then refuses: is each told, and once?

    python -m tests.kill.reminders [PEOPLE ROUNDS]

So many people have a reminder due, and managers and HR one mail of all. After each round nothing is repaired by hand.
"""

import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from multiprocessing.connection import Connection
from random import Random
from typing import NamedTuple

from flask import current_app
from sqlalchemy import func, select

from onboarding import clock, create_app
from onboarding.config import Config, MailServer
from onboarding.extensions import db
from onboarding.jobs.sender import send_due
from onboarding.models.message import Message, MessageState
from onboarding.models.organisation import Organisation
from onboarding.models.reminder import Reminder, ReminderMail
from onboarding.roles import Role, StaffRole
from onboarding.rules.ladder import Ladder
from onboarding.services import people, reminders, rulings, sending
from onboarding.services.change import SYSTEM, change
from onboarding.services.locks import lock
from onboarding.services.training_reminders import OF_STAFF, SOURCE
from tests.forks import forks
from tests.kill.campaign import installation
from tests.kill.worker import LEASE, hurry
from tests.make import HERE_BEFORE, make_cohe, make_member
from tests.messages.server import TAKEN, Inbox, serving

CLOCKS = 2
TOGETHER = 100  # people who are added in one change
REFUSED = 0.1  # of the mails, for now


class Result(NamedTuple):
    """What a campaign counted. `again`: mails that arrived more than once."""

    mails: int
    again: int
    faults: list[str]


def campaign(count: int, rounds: int, kind: str, longest: float = 1.5, seed: int = 1) -> Result:
    """Have so many people be reminded on one kind of database; what was found."""
    chance, inbox = Random(seed), Inbox()
    inbox.answer = lambda _mail: "451 try again" if chance.random() < REFUSED else TAKEN
    with installation(kind) as (bare, _), serving(inbox) as port:
        config = bare._replace(mail=MailServer("127.0.0.1", port, "none", None, None))
        app = create_app(config)
        with app.app_context():
            _begin(count)
            db.session.remove()
            db.engine.dispose()
        for _ in range(rounds):
            _round(config, chance, longest)
        with app.app_context():
            hurry_sending()
            _finish(config)
            arrived = Counter(str(mail["Message-ID"]) for mail in inbox.mails)
            faults = list(_faults(count, arrived, rounds * CLOCKS))
            db.session.remove()
            db.engine.dispose()
        return Result(len(arrived), arrived.total() - len(arrived), faults)


def hurry_sending() -> None:
    """Have what was refused be tried again at once."""
    hurry()
    sending.PAUSES = tuple(timedelta(milliseconds=50) for _ in sending.PAUSES)


def main(config: Config, ready: Connection) -> None:
    """What is killed: remind and send, without end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    hurry_sending()
    app = create_app(config)
    with app.app_context():
        ready.send("ready")
        while True:
            _tick(config)


def _tick(config: Config) -> int:
    told = sum(reminders.remind(source) for source in (OF_STAFF, SOURCE))
    sent = sum(send_due(config).values())
    db.session.remove()
    return told + sent


def _begin(count: int) -> None:
    """A COHE with people whose training is due in less than a week, and without quiet hours."""
    valley = make_cohe()
    for name, role in (("Max", Role.MANAGER), ("Hana", Role.HR)):
        make_member(valley, role, name=name)
    book = current_app.extensions["rulebook"]
    for number in ("quiet_from_hour", "quiet_until_hour"):
        said = rulings.RulingFacts(number, None, Fraction(0), date(2026, 1, 1), None, "Cora Contract", "A letter")
        rulings.put_in_force(SYSTEM, valley, book, rulings.propose(SYSTEM, valley, book, said).id)
    hired_on = clock.today() - timedelta(days=178)
    for first in range(0, count, TOGETHER):
        with change(SYSTEM) as under_way:
            valley = db.session.scalars(select(Organisation)).one()
            for number in range(first, min(count, first + TOGETHER)):
                facts = people.PersonFacts(f"Person {number}", StaffRole.HSC, f"p{number}@example.org")
                person = people.start_person(under_way, valley, facts)
                lock(person)
                posting = people.PostingFacts(StaffRole.HSC, hired_on, None, HERE_BEFORE)
                people.put_posting(under_way, person, posting, person.revision)
        db.session.remove()


def _round(config: Config, chance: Random, longest: float) -> None:
    clocks = []
    for _ in range(CLOCKS):
        hears, says = forks.Pipe(duplex=False)
        clocks.append(forks.Process(target=main, args=(config, says)))
        clocks[-1].start()
        says.close()
        hears.recv()
        hears.close()
    time.sleep(chance.uniform(0.1, longest))
    for each in chance.sample(clocks, len(clocks)):
        each.kill()
        each.join()
        each.close()
        time.sleep(chance.uniform(0, 0.2))


def _finish(config: Config) -> None:
    """Have one clock go on until nothing is left."""
    time.sleep(LEASE.total_seconds() + 0.1)  # the leases of the dead
    while _tick(config) or _waiting():
        time.sleep(0.05)


def _waiting() -> int:
    open_still = Message.state.in_([MessageState.WAITING, MessageState.CLAIMED])
    return db.session.scalar(select(func.count()).select_from(Message).where(open_still)) or 0


def _faults(count: int, arrived: Counter[str], at_most_again: int) -> Iterator[str]:
    """Whom nobody reminded, or twice, or whose mail never came."""
    for ladder in (Ladder.TRAINING, Ladder.TRAINING_OF_STAFF):
        told = Counter(db.session.scalars(select(Reminder.person_id).where(Reminder.about == ladder)))
        if len(told) != count or told.total() != count:
            yield f"{ladder}: {told.total()} reminders of {len(told)} people, for {count}"
    mails = db.session.scalar(select(func.count()).select_from(ReminderMail))
    if mails != 3 * count:  # to the HSC, the manager and HR
        yield f"{mails} recipients are recorded, for {3 * count}"
    written = dict(db.session.execute(select(Message.message_id, Message.state)).all())
    if len(written) != count + 2:
        yield f"{len(written)} mails were written, for {count + 2}"
    if lost := written.keys() - arrived.keys():
        yield f"{len(lost)} mails never arrived: {Counter(written[each] for each in lost)}"
    if arrived.total() - len(arrived) > at_most_again:
        yield f"{arrived.total() - len(arrived)} mails arrived again after {at_most_again} kills"


if __name__ == "__main__":
    many, times = (int(each) for each in (sys.argv[1:] if len(sys.argv) == 3 else ("10000", "40")))
    failed = False
    for database in ("sqlite", "postgresql"):
        result = campaign(many, times, database)
        found = f"{result.mails} mails, {result.again} of them once more, {len(result.faults)} faults"
        print(f"{database}: {many} people, {times * CLOCKS} kills, {found}", *result.faults, sep="\n", flush=True)
        failed = failed or bool(result.faults)
    sys.exit(failed)
