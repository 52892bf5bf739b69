"""Workers share mails, packets and a job of every second while one after the other is killed: each done, and once?

    python -m tests.kill.workers [JOBS WORKERS]

On PostgreSQL. Of so many jobs one in ten is a packet to prepare, the others mails to a server that now and then
refuses. Every few seconds one of the workers is killed, and another begins. Nothing is repaired by hand.
"""

import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from multiprocessing.process import BaseProcess
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from sqlalchemy import func, select, text

from onboarding import clock, create_app
from onboarding.actions import Action
from onboarding.config import Config, MailServer
from onboarding.extensions import db
from onboarding.jobs import table, workers
from onboarding.jobs.table import Job
from onboarding.models.message import Message, MessageState
from onboarding.models.packet import Packet, PacketState
from onboarding.models.trail import TrailEntry
from onboarding.queries import trail_compare, work
from onboarding.rules.packet_contents import Section
from onboarding.services import outbox, packet_builds, packets, sending
from onboarding.services.change import SYSTEM, change
from tests.forks import forks
from tests.kill.campaign import installation
from tests.kill.worker import hurry
from tests.make import make_cohe, make_person
from tests.messages.server import TAKEN, Inbox, serving
from tests.packets.issued import make_definition

PACKETS = 10  # one job in so many
REFUSED = 0.05  # of the mails, for now
TAKES = 0.05  # seconds, the mail server over each
PATIENCE = 300  # seconds until all has to be done
DEAD = timedelta(seconds=2)
UNDER_WAY = text("SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing'")


class Result(NamedTuple):
    """What a campaign counted. `again`: mails that arrived more than once; `by`: by how many workers ticks were run."""

    kills: int
    mails: int
    again: int
    packets: int
    ticks: int
    by: int
    seconds: float
    faults: list[str]


def campaign(count: int, many: int, every: float = 3.0, seed: int = 1) -> Result:
    """Have so many jobs done by so many workers, one of which is killed about every so many seconds."""
    chance, inbox = Random(seed), Inbox()
    inbox.answer = lambda _mail: "451 try again" if chance.random() < REFUSED else TAKEN
    inbox.seconds = TAKES
    with installation("postgresql") as (bare, _), serving(inbox) as port:
        config = bare._replace(mail=MailServer("127.0.0.1", port, "none", None, None))
        with create_app(config).app_context():
            _begin(count)
            began, kills = time.monotonic(), 0
            at_work = [start(config) for _ in range(many)]
            until = began + chance.uniform(every / 2, every * 1.5)
            while _left() and time.monotonic() < began + PATIENCE:
                if time.monotonic() >= until:
                    kill(at_work.pop(chance.randrange(many)))
                    kills, until = kills + 1, time.monotonic() + chance.uniform(every / 2, every * 1.5)
                    at_work.append(start(config))
                time.sleep(0.1)
            seconds = time.monotonic() - began
            time.sleep(2 * DEAD.total_seconds())  # what the last of the dead had is put back too
            faults = list(_ended(at_work))
            arrived = Counter(str(mail["Message-ID"]) for mail in inbox.mails)
            ticks = [line.split() for line in (config.instance / "ticks").read_text().splitlines()]
            faults += _faults(count, arrived, Counter(at for at, _ in ticks), kills)
            db.session.remove()
            db.engine.dispose()
        by = len({process for _, process in ticks})
        again = arrived.total() - len(arrived)
        return Result(kills, len(arrived), again, count // PACKETS, len(ticks), by, seconds, faults)


def main(config: Config) -> None:
    """A worker that works until it is killed, or told to end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    hurry()
    sending.PAUSES = tuple(timedelta(milliseconds=50) for _ in sending.PAUSES)
    packet_builds.LEASE, packet_builds.TRIES = timedelta(seconds=5), 10_000
    workers.BEATS, workers.TAKEN_OVER, workers.DEAD, work.DEAD = DEAD / 4, DEAD / 2, DEAD, DEAD
    second, freeze = timedelta(seconds=1), packet_builds.freeze

    def slowly(*arguments: Any) -> None:
        while (config.instance / "slowly").exists():  # for a test that kills whoever has a packet in hand
            time.sleep(0.05)
        freeze(*arguments)

    progress = packet_builds.progress

    def held(*arguments: Any) -> None:
        progress(*arguments)
        while arguments[1] and (config.instance / "held").exists():  # the same of whoever laid a part of one out
            time.sleep(0.05)

    packet_builds.freeze, packet_builds.progress = slowly, held
    shared = tuple(job._replace(every=second) for job in table.JOBS if job.waiting)
    table.JOBS = (*shared, Job("count", second, partial(_tick, config.instance / "ticks")))
    workers.work_for_ever(create_app(config))


def start(config: Config) -> BaseProcess:
    """Another worker."""
    process = forks.Process(target=main, args=(config,), daemon=True)
    process.start()
    return process


def kill(process: BaseProcess) -> None:
    """End it, without a word."""
    process.kill()
    process.join()
    process.close()


def _tick(file: Path, _config: Config) -> None:
    with file.open("a") as ticks:
        ticks.write(f"{int(clock.now().timestamp())} {os.getpid()}\n")


def _begin(count: int) -> None:
    valley = make_cohe()
    make_person(valley, "Ana Ruiz", hired_on=clock.today() - timedelta(days=100))
    for number in range(count // PACKETS):
        definition = make_definition(valley, name=f"Packet {number}", sections=(Section.ROSTER,))
        packets.prepare(SYSTEM, valley, definition.id)
    with change(SYSTEM):
        for number in range(count - count // PACKETS):
            outbox.write(valley.id, f"job:{number}", "invitation", f"p{number}@example.org", "Hi", "There.", about=[])
    db.session.remove()


def _left() -> int:
    """How many jobs are not done yet."""
    db.session.rollback()
    mails = select(func.count(Message.id)).where(Message.state.in_([MessageState.WAITING, MessageState.CLAIMED]))
    prepared = select(func.count(Packet.id)).where(Packet.state == PacketState.PREPARING)
    left = (db.session.scalar(mails) or 0) + (db.session.scalar(prepared) or 0)
    db.session.rollback()
    return left


def _ended(at_work: list[BaseProcess]) -> Iterator[str]:
    """Have the workers end as an operator does."""
    for each in at_work:
        if each.pid and each.is_alive():
            os.kill(each.pid, signal.SIGTERM)
    for each in at_work:
        each.join(30)
        if each.exitcode != 0:
            yield f"a worker ended with {each.exitcode}"
            each.kill()
            each.join()
        each.close()
    if under_way := db.session.execute(UNDER_WAY).scalar_one():
        yield f"{under_way} jobs are under way, and nobody is at work"


def _faults(count: int, arrived: Counter[str], ticks: Counter[str], kills: int) -> Iterator[str]:
    """What was lost, or done twice."""
    written = dict(db.session.execute(select(Message.message_id, Message.state)).all())
    if len(written) != count - count // PACKETS or set(written.values()) != {MessageState.SENT}:
        yield f"mails stand so: {Counter(written.values())}"
    if lost := written.keys() - arrived.keys():
        yield f"{len(lost)} mails never arrived"
    if arrived.total() - len(arrived) > kills:
        yield f"{arrived.total() - len(arrived)} mails arrived again after {kills} kills"
    states = Counter(db.session.scalars(select(Packet.state)))
    if states != {PacketState.READY: count // PACKETS}:
        yield f"packets stand so: {states}"
    frozen = select(TrailEntry.subject).where(TrailEntry.action == Action.PACKET_FROZEN.value)
    if any(times != 1 for times in Counter(db.session.scalars(frozen)).values()):
        yield "a packet was prepared twice"
    if ticks.total() - len(ticks) > kills:
        yield f"{ticks.total() - len(ticks)} seconds had a second tick after {kills} kills"
    yield from trail_compare.differences()


if __name__ == "__main__":
    jobs, at_once = (int(each) for each in (sys.argv[1:] if len(sys.argv) == 3 else ("2000", "4")))
    result = campaign(jobs, at_once)
    print(
        f"{jobs} jobs by {at_once} workers in {result.seconds:.0f} s, {result.kills} killed: {result.mails} mails, "
        f"{result.again} of them once more, {result.packets} packets, {result.ticks} ticks by {result.by} workers, "
        f"{len(result.faults)} faults",
        *result.faults,
        sep="\n",
    )
    sys.exit(bool(result.faults))
