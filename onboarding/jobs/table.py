"""The jobs: what runs, and how often. Adding one is a line in JOBS."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from threading import Event
from typing import NamedTuple

from onboarding import clock, turns
from onboarding.config import Config
from onboarding.messages.sender import send_due
from onboarding.services import (
    applicant_links,
    checkpoints,
    credential_reminders,
    following,
    information,
    knocks,
    open_tables,
    outbox,
    references,
    resets,
    seals,
    slots,
    sweeping,
    visits,
)


class Job(NamedTuple):
    """One job. `slots`: of several clocks one runs it; else each does, as work claimed piece by piece allows."""

    name: str
    every: timedelta
    run: Callable[[Config], object]
    slots: bool = True


def purge(config: Config) -> None:
    """Clear away what is no longer needed: ended visits, old attempts, runs and messages, tables nobody took in."""
    now = clock.now()
    visits.purge(now)
    outbox.purge(now)
    open_tables.purge(now)
    slots.purge(now)
    turns.clear(config.instance)


def chase(_config: Config) -> None:
    """Remind those who were asked for a reference, an application or more information and have not answered."""
    applicant_links.chase()
    references.chase()
    information.chase()


def answer(_config: Config) -> None:
    """Write to those who asked for a new password."""
    resets.answer()


def tell(_config: Config) -> None:
    """Tell the trail of who was refused."""
    knocks.tell()


def remind(_config: Config) -> None:
    """Remind managers of what is to be done with applications to L&I and provider accounts."""
    credential_reminders.remind()


def screen_again(_config: Config) -> None:
    """Bring the lists of applicants and staff to today, to the rulebook in use and to the rulings in force."""
    following.recompute_due()


ended = Event()  # set when the clock is told to end: what takes long looks at it between two pieces of work

JOBS = (
    Job("answer resets", timedelta(seconds=5), answer, slots=False),
    Job("send messages", timedelta(seconds=5), partial(send_due, ended=ended.is_set), slots=False),
    Job("sign checkpoints", timedelta(minutes=1), checkpoints.make_due),
    Job("check keys", timedelta(minutes=1), seals.check),
    Job("finish erasures", timedelta(minutes=1), sweeping.sweep),
    Job("screen again", timedelta(minutes=1), screen_again),
    Job("tell of refusals", timedelta(minutes=15), tell),
    Job("chase answers", timedelta(hours=1), chase),
    Job("remind of credentials", timedelta(hours=1), remind),
    Job("purge", timedelta(hours=1), purge),
)
NAMES = tuple(job.name for job in JOBS)
