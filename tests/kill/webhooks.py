"""Two clocks tell a webhook while they are killed, to a receiver that now and then refuses: is each told, in order?

    python -m tests.kill.webhooks [EVENTS KILLS]

So many people are hired before anything is told. What arrives again after a kill has the id that it had before.
"""

import os
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from random import Random
from typing import NamedTuple

from onboarding import create_app
from onboarding.config import Config
from onboarding.extensions import db
from onboarding.jobs.webhook_sender import tell_due
from onboarding.queries.webhook_kinds import Kind
from onboarding.roles import Role
from onboarding.services import webhook_turns
from tests.forks import forks
from tests.kill.campaign import installation
from tests.make import make_cohe, make_member, make_person
from tests.webhooks.make import make_webhook, to_loopback
from tests.webhooks.receiver import Receiver, answering, receiver

CLOCKS = 2
LEASE = timedelta(seconds=3)  # of an event that a dead clock had; the next waits for its end
REFUSED = 0.1  # of what is told, for now
LONGEST = 0.02  # seconds in which the receiver thinks, with the event in hand
HIRED = date(2026, 1, 5)


class Result(NamedTuple):
    """What a campaign counted. `again`: events that arrived more than once though they had been taken."""

    events: int
    again: int
    faults: list[str]


def campaign(count: int, kills: int, kind: str, seed: int = 1) -> Result:
    """Have so many events be told on one kind of database; what was found."""
    chance, taken = Random(seed), list[tuple[str, int]]()
    with installation(kind) as (bare, _), receiver() as inbox:
        inbox.behaves = lambda handler: _behave(chance, inbox, taken, handler)
        with create_app(bare).app_context():
            config, people = to_loopback(bare), _begin(inbox, count)
            db.session.remove()
            db.engine.dispose()
        _killed(config, chance, kills)
        hurry()
        app = create_app(config)
        with app.app_context():
            _finish(config, people, taken)
            db.session.remove()
            db.engine.dispose()
    return Result(len(set(taken)), len(taken) - len(set(taken)), list(_faults(people, taken, kills)))


def hurry() -> None:
    """Have what was refused be tried again at once, and what the dead had soon."""
    webhook_turns.LEASE = LEASE
    webhook_turns.PAUSES = tuple(timedelta(milliseconds=50) for _ in webhook_turns.PAUSES)


def main(config: Config, ready: Connection) -> None:
    """What is killed: tell, without end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    hurry()
    with create_app(config).app_context():
        ready.send("ready")
        while True:
            tell_due(config)
            db.session.remove()
            time.sleep(0.01)


def _begin(inbox: Receiver, count: int) -> list[int]:
    """A COHE whose webhook hears of who is hired, and those who are."""
    valley = make_cohe()
    make_webhook(valley, make_member(valley, Role.MANAGER), inbox.url, [Kind.STAFF_HIRED])
    return [make_person(valley, f"Person {number}", hired_on=HIRED).id for number in range(count)]


def _behave(chance: Random, inbox: Receiver, taken: list[tuple[str, int]], handler: BaseHTTPRequestHandler) -> None:
    said = inbox.said[-1]  # of one webhook one event is under way at a time
    time.sleep(chance.uniform(0, LONGEST))
    if chance.random() < REFUSED:
        answering(503)(handler)
        return
    taken.append((said["id"], int(said["about"].rpartition("/")[2])))
    answering(204)(handler)


def _killed(config: Config, chance: Random, kills: int) -> None:
    """Have clocks work of which one is killed again and again, and another begins."""
    clocks = [_start(config) for _ in range(CLOCKS)]
    for _ in range(kills):
        time.sleep(chance.uniform(0, LEASE.total_seconds()))
        _kill(clocks.pop(chance.randrange(CLOCKS)))
        clocks.append(_start(config))
    for each in clocks:
        _kill(each)


def _start(config: Config) -> BaseProcess:
    hears, says = forks.Pipe(duplex=False)
    clock = forks.Process(target=main, args=(config, says))
    clock.start()
    says.close()
    hears.recv()
    hears.close()
    return clock


def _kill(clock: BaseProcess) -> None:
    clock.kill()
    clock.join()
    clock.close()


def _finish(config: Config, people: list[int], taken: list[tuple[str, int]]) -> None:
    """Have one clock go on until everything was told, or nothing more comes."""
    until = time.monotonic() + LEASE.total_seconds() + 60
    while len({id for _, id in taken}) < len(people) and time.monotonic() < until:
        tell_due(config)
        time.sleep(0.05)


def _faults(people: list[int], taken: list[tuple[str, int]], kills: int) -> Iterator[str]:
    """What never came, came out of order, or came again with another id, or oftener than somebody was killed."""
    first = list(dict.fromkeys(id for _, id in taken))
    if first != people:
        yield f"{len(first)} of {len(people)} events came, in the order {first}"
    if len(set(taken)) != len(first):
        yield f"{len(first)} events came under {len(set(taken))} ids"
    if len(taken) - len(set(taken)) > kills + CLOCKS:
        yield f"{len(taken) - len(set(taken))} came again after {kills + CLOCKS} kills"


if __name__ == "__main__":
    many, times = (int(each) for each in (sys.argv[1:] if len(sys.argv) == 3 else ("500", "20")))
    failed = False
    for database in ("sqlite", "postgresql"):
        result = campaign(many, times, database)
        failed |= bool(result.faults)
        sys.stdout.write(f"{database}: {result}\n")
    sys.exit(failed)
