"""The jobs: what runs, and how often. Adding one is a line in JOBS."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from threading import Event
from typing import NamedTuple

from flask import current_app

from onboarding import clock, pace, turns
from onboarding.config import Config
from onboarding.jobs.sender import send_due
from onboarding.jobs.webhook_sender import tell_due
from onboarding.packets import building
from onboarding.queries import watch
from onboarding.services import (
    api_keys,
    applicant_links,
    bookings,
    checkpoints,
    cover_requests,
    credential_reminders,
    databases,
    following,
    information,
    knocks,
    open_tables,
    outbox,
    packet_cache,
    packet_replies,
    packet_tallies,
    packet_turns,
    references,
    reminders,
    resets,
    seals,
    sign_off_links,
    slots,
    storing,
    sweeping,
    training_reminders,
    training_sessions,
    vacancy_reminders,
    visits,
    webhook_turns,
)
from onboarding.services.reminders import Source


class Job(NamedTuple):
    """One job. `slots`: of several clocks one runs it; else each does, as work claimed piece by piece allows.

    `waiting`: how many pieces there are, which workers divide among them; without it, one worker at a time runs it.
    """

    name: str
    every: timedelta
    run: Callable[[Config], object]
    slots: bool = True
    waiting: Callable[[], int] | None = None


def purge(config: Config) -> None:
    """Clear away what is no longer needed: ended visits, old attempts, runs and messages, tables nobody took in."""
    now = clock.now()
    visits.purge(now)
    outbox.purge(now)
    open_tables.purge(now)
    slots.purge(now)
    api_keys.purge(now)
    turns.clear(config.instance)
    pace.clear(config.instance)
    packet_cache.purge(now)
    webhook_turns.purge(now)


def answer(_config: Config) -> None:
    """Write to those who asked for a new password."""
    resets.answer()


def tell(_config: Config) -> None:
    """Tell the trail of who was refused."""
    knocks.tell()


def remind(of: Source, _config: Config) -> None:
    """Remind of one kind of thing. Each is a job of its own: what goes wrong with one holds up no other."""
    reminders.remind(of)


def screen_again(_config: Config) -> None:
    """Bring the lists of applicants and staff to today, to the rulebook in use and to the rulings in force."""
    following.recompute_due()


def settle_bookings(_config: Config) -> None:
    """Cancel visits whose host left, free the seats of who left, and give free seats to who waits."""
    training_sessions.cancel_without_host()
    bookings.settle()


def ask_hosts(_config: Config) -> None:
    """Ask for the sign-off of visits that are over."""
    sign_off_links.ask_due()


def remind_of_questions(_config: Config) -> None:
    """Tell managers of questions about packets that wait for an answer."""
    packet_replies.remind()


def build_packets(config: Config) -> None:
    """Build the packets that wait, one after the other."""
    while not ended.is_set() and building.build_next(config, current_app.extensions["rulebook"], ended.is_set):
        pass


def count_packets(_config: Config) -> None:
    """Count how the exceptions stand of packets that were frozen before they were told apart."""
    packet_tallies.count_due()


def mail_waiting() -> int:
    """How many messages are due."""
    return watch.mail(None, clock.now()).due


def packets_waiting() -> int:
    """How many packets are to be built."""
    return watch.builds(None, clock.now()).waiting


def prepare_packets(_config: Config) -> None:
    """Have the packets prepared that are due after a quarter."""
    packet_turns.prepare_due(current_app.extensions["rulebook"])


def gather_statistics(_config: Config) -> None:
    """Have the database see how much is stored."""
    databases.gather_statistics()


ended = Event()  # set when the clock is told to end: what takes long looks at it between two pieces of work

STORAGE = "check storage"
REMINDED: dict[str, Source] = {
    "applications": applicant_links.SOURCE,
    "references": references.SOURCE,
    "sign-offs": sign_off_links.SOURCE,
    "information": information.SOURCE,
    "cover": cover_requests.SOURCE,
    "credentials": credential_reminders.SOURCE,
    "vacancies": vacancy_reminders.SOURCE,
    "training": training_reminders.SOURCE,
    "training of staff": training_reminders.OF_STAFF,
}
JOBS = (
    Job("answer resets", timedelta(seconds=5), answer, slots=False),
    Job("send messages", timedelta(seconds=5), partial(send_due, ended=ended.is_set), False, mail_waiting),
    Job("tell webhooks", timedelta(seconds=5), partial(tell_due, ended=ended.is_set), slots=False),
    Job("build packets", timedelta(seconds=5), build_packets, False, packets_waiting),
    Job("sign checkpoints", timedelta(minutes=1), checkpoints.make_due),
    Job("check keys", timedelta(minutes=1), seals.check),
    Job(STORAGE, timedelta(minutes=1), storing.check),
    Job("finish erasures", timedelta(minutes=1), sweeping.sweep),
    Job("screen again", timedelta(minutes=1), screen_again),
    Job("settle bookings", timedelta(minutes=1), settle_bookings),
    Job("ask hosts", timedelta(minutes=1), ask_hosts),
    Job("prepare packets of the quarter", timedelta(minutes=15), prepare_packets),
    Job("count packets", timedelta(minutes=15), count_packets),
    Job("gather statistics", timedelta(minutes=15), gather_statistics),
    Job("tell of refusals", timedelta(minutes=15), tell),
    *(Job(f"remind of {name}", timedelta(hours=1), partial(remind, source)) for name, source in REMINDED.items()),
    Job("remind of questions", timedelta(hours=1), remind_of_questions),
    Job("purge", timedelta(hours=1), purge),
)
NAMES = tuple(job.name for job in JOBS)
