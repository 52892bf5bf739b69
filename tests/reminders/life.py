"""Months of a COHE, day by day: the clock's own jobs run each morning, and its mail arrives at a real server."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

import pytest
from flask import Flask

from onboarding import clock
from onboarding.config import Config, MailServer
from onboarding.extensions import db
from onboarding.jobs import clock_process, table
from onboarding.models.account import User
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.training import TrainingPart
from onboarding.models.work import JobRun
from onboarding.queries import rulings
from onboarding.roles import Role
from onboarding.services import credentials, training
from onboarding.services.change import SYSTEM
from onboarding.services.credentials import EventFacts
from onboarding.services.training import TrainingFacts
from tests.make import make_cohe, make_member
from tests.messages.server import Inbox, serving

DAY = timedelta(days=1)
Mail = tuple[str, str, str]  # the day, to whom, and the subject
TRAINING = ("remind of training", "remind of training of staff")
EVERY = ("screen again", "remind of credentials", *TRAINING, "send messages")  # in the order in which they run


class Life(NamedTuple):
    """A COHE with a manager and HR. `known`: who has which address."""

    app: Flask
    config: Config
    patched: pytest.MonkeyPatch
    inbox: Inbox
    valley: Organisation
    known: dict[str, str]

    def knows(self, *people: Person | User) -> None:
        """Call them by the first word of their name."""
        self.known.update({str(each.email): each.name.split()[0] for each in people})

    def morning(self, day: date) -> None:
        """Set the clock to nine of that day in Washington."""
        set_to(self.patched, at(day))

    def live(self, days: Iterable[date], but: str = "") -> list[Mail]:
        """Have the clock's jobs run on the morning of each of these days, `but` this one; the mails that arrived."""
        jobs = {job.name: job for job in table.JOBS}
        told: list[Mail] = []
        for day in days:
            self.morning(day)
            seen = len(self.inbox.mails)
            db.session.rollback()
            for name in EVERY:
                if name != but:
                    clock_process.run(self.app, self.config, jobs[name])
            told += [(_short(day), self.known[mail["To"]], mail["Subject"]) for mail in self.inbox.mails[seen:]]
        db.session.rollback()
        assert {run.error for run in db.session.query(JobRun)} == {None}
        return told

    def trains(self, person: Person, on: date, **entry: Any) -> None:
        """Record an additional training of that day, on it."""
        self.morning(on)
        training.record(SYSTEM, person, TrainingFacts(TrainingPart.ACTIVITIES, {**entry, "on": on.isoformat()}))

    def hears(self, person: Person, on: date, track: str, event: str, **facts: Any) -> None:
        """Record what became of one of the two applications to L&I, on that day."""
        self.morning(on)
        law = rulings.of(self.valley, self.app.extensions["rulebook"])
        credentials.record(SYSTEM, person, EventFacts(credentials.Track(track), event, on, **facts), law)


def days(first: date, last: date) -> list[date]:
    """Each day from the first to the last."""
    return [first + number * DAY for number in range((last - first).days + 1)]


def beside(*each: date) -> list[date]:
    """These days, and the one before and after each."""
    return sorted({day + apart * DAY for day in each for apart in (-1, 0, 1)})


def _short(day: date) -> str:
    return f"{day:%b} {day.day}"


def at(day: date, hour: int = 9) -> datetime:
    """That hour of the day in Washington."""
    return datetime.combine(day, time(hour), clock.WASHINGTON).astimezone(clock.UTC)


def set_to(patched: pytest.MonkeyPatch, instant: datetime) -> None:
    """Set the clock."""
    patched.setattr(clock, "now", lambda: instant)
    patched.setattr(clock, "today", lambda: clock.day_of(instant))


@contextmanager
def living(app: Flask, config: Config, patched: pytest.MonkeyPatch, since: date) -> Iterator[Life]:
    """A COHE that begins on that day."""
    set_to(patched, at(since))
    inbox = Inbox()
    with serving(inbox) as port:
        valley = make_cohe()
        reachable = config._replace(mail=MailServer("127.0.0.1", port, "none", None, None))
        life = Life(app, reachable, patched, inbox, valley, {})
        life.knows(make_member(valley, Role.MANAGER, name="Max"), make_member(valley, Role.HR, name="Hana"))
        yield life
