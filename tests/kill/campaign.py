"""SIGKILL at random moments, and then: is everything there that was acknowledged, whole, and told once?

    python -m tests.kill.campaign [ROUNDS]

Each round two processes work, one sends and the clock ticks, until all are killed, one after the other; on PostgreSQL
in every fourth round its server is killed first, while they work. After each round nothing is repaired by hand: what
the next start finds is what is checked. A worker that ends before it is killed is a fault too.
"""

import atexit
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from multiprocessing.process import BaseProcess
from pathlib import Path
from random import Random
from typing import NamedTuple
from uuid import uuid4

from flask import Flask
from sqlalchemy import text

from onboarding.config import Config, MailServer, Mode
from onboarding.extensions import db
from onboarding.formats.trail_verify import verify
from onboarding.jobs.sender import send_due
from onboarding.models.evidence import EvidenceItem
from onboarding.models.message import Message, MessageState
from onboarding.models.person import Person
from onboarding.models.trail import TrailEntry
from onboarding.queries import trail, trail_compare
from onboarding.services import reconciliation, trail_export
from tests.accounts.steps import joined
from tests.databases import Cluster, cluster
from tests.forks import forks
from tests.kill import worker
from tests.make import make_cohe
from tests.messages.server import Inbox, serving
from tests.stored import migrated

LONGEST = 1.5  # seconds a round lasts, after all are at work
APART = 0.2  # seconds between two kills of a round
WORKERS = ("work", "work", "send", "clock")
SENDERS = 2  # of them, each of which may have been killed between the mail server's answer and its own note
Who = tuple[str, str]  # an address and an authenticator's key


class Result(NamedTuple):
    """What a campaign counted. `again`: mails that arrived more than once, each with the id it had."""

    rounds: int
    kills: int
    acknowledged: int
    mails: int
    again: int
    faults: list[str]


def campaign(rounds: int, kind: str, seed: int = 1) -> Result:
    """Run the rounds on one kind of database; what was found."""
    chance, inbox, faults = Random(seed), Inbox(), list[str]()
    with installation(kind) as (bare, server), serving(inbox) as port:
        config = bare._replace(mail=MailServer("127.0.0.1", port, "none", None, None))
        app = worker.application(config)
        members = _begin(app)
        acknowledged = config.instance / "acknowledged"
        acknowledged.touch()
        kills = 0
        for number in range(rounds):
            victim = server if number % 4 == 3 else None
            found = [*_round(config, members, acknowledged, chance, victim), *_faults(app, config, acknowledged)]
            faults += [f"round {number + 1}: {fault}" for fault in found]
            kills += len(WORKERS) + bool(victim)
        faults += _all_sent(app, config, inbox, rounds * SENDERS)
        ids = Counter(str(mail["Message-ID"]) for mail in inbox.mails)
        again = sum(count - 1 for count in ids.values())
        return Result(rounds, kills, len(acknowledged.read_text().splitlines()), len(ids), again, faults)


@contextmanager
def installation(kind: str) -> Iterator[tuple[Config, Cluster | None]]:
    """Settings of a fresh installation on that kind of database, which writes as carefully as in production."""
    folder = Path(tempfile.mkdtemp(prefix="hsc-kill-"))
    config = Config(instance=folder / "instance", mode=Mode.SAMPLE)
    try:
        if kind == "sqlite":
            shutil.copytree(_empty(), config.instance)
            yield config, None
            return
        server = _server()
        name = f"k{uuid4().hex}"
        server.copy(_empty_on(server), name)
        shutil.copytree(_empty(), config.instance)
        yield config._replace(database=server.url(name)), server
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@cache
def _empty() -> Path:
    """An instance folder with keys and an empty, migrated database, to be copied."""
    folder = Path(tempfile.mkdtemp(prefix="hsc-kill-"))
    atexit.register(shutil.rmtree, folder)
    return migrated(Config(instance=folder / "instance", mode=Mode.SAMPLE)).instance


@cache
def _server() -> Cluster:
    """A PostgreSQL that writes as carefully as in production, for the campaigns of this process."""
    until = ExitStack()
    atexit.register(until.close)
    return until.enter_context(cluster(fsync="on"))


@cache
def _empty_on(server: Cluster) -> str:
    """The name of an empty, migrated database of that server, to be copied."""
    server.execute("CREATE DATABASE empty")
    migrated(Config(instance=_empty(), mode=Mode.SAMPLE, database=server.url("empty")))
    return "empty"


@contextmanager
def _looking(app: Flask) -> Iterator[None]:
    """Look with connections of our own: the database may have been killed since, and is again."""
    with app.app_context():
        yield
        db.session.remove()
        db.engine.dispose()


def _begin(app: Flask) -> list[Who]:
    """Somebody for each worker."""
    with _looking(app):
        cohe = make_cohe()
        return [(member.email, member.key) for member in (joined(app, cohe) for _ in WORKERS)]


def _round(
    config: Config, members: list[Who], acknowledged: Path, chance: Random, server: Cluster | None
) -> Iterator[str]:
    workers: list[BaseProcess] = []
    for what, who in zip(WORKERS, members, strict=True):
        hears, says = forks.Pipe(duplex=False)
        workers.append(forks.Process(target=worker.main, args=(what, config, acknowledged, who, says), name=what))
        workers[-1].start()
        says.close()
        try:
            hears.recv()
        except EOFError:
            yield f"{what} ended before it could begin"
        finally:
            hears.close()
    time.sleep(chance.uniform(0.1, LONGEST))
    if server:
        server.kill()
    for each in chance.sample(workers, len(workers)):
        time.sleep(chance.uniform(0, APART))
        if not server and not each.is_alive():
            why = config.instance / f"ended-{each.pid}"
            yield f"{each.name} ended by itself: {why.read_text() if why.exists() else each.exitcode}"
        each.kill()
        each.join()
        each.close()
    if server:
        server.start()


def _faults(app: Flask, config: Config, acknowledged: Path) -> Iterator[str]:
    """What is not as it must be."""
    with _looking(app):
        if db.engine.dialect.name == "sqlite":
            checked = db.session.execute(text("PRAGMA integrity_check")).scalar()
            if checked != "ok":
                yield f"the database is damaged: {checked}"
        for chain, _ in trail.chains():
            verify(trail_export.lines(config, chain))  # raises where it does not
        yield from trail_compare.differences()
        people = {person.email: person.posting_id for person in db.session.query(Person.email, Person.posting_id)}
        written = {address for (address,) in db.session.query(Message.to_address)}
        lines = [line.split() for line in acknowledged.read_text().splitlines()]
        for what, whose in lines:
            if what in ("person", "hired") and whose not in people:
                yield f"{whose} was acknowledged and is not there"
            elif what == "hired" and people[whose] is None:
                yield f"the hire of {whose} was acknowledged and is not there"
            elif what == "message" and whose not in written:
                yield f"the invitation of {whose} was acknowledged and its message is not there"
        yield from _faults_of_evidence({whose.partition("@")[0] for what, whose in lines if what == "evidence"})
        signed_in = db.session.query(TrailEntry).filter_by(action="account.signed_in").count()
        if signed_in < sum(what == "signed-in" for what, _ in lines):
            yield "a sign-in was acknowledged and is not there"


def _faults_of_evidence(acknowledged: set[str]) -> Iterator[str]:
    """A record without its whole file, or a file that was acknowledged and has no record."""
    yield from (f"evidence: {fault.where} {fault.says}" for fault in reconciliation.faults() if not fault.orphan)
    for lost in acknowledged - {title for (title,) in db.session.query(EvidenceItem.title)}:
        yield f"the evidence {lost} was acknowledged and is not there"


def _all_sent(app: Flask, config: Config, inbox: Inbox, at_most_again: int) -> Iterator[str]:
    """Send what is left, and see that each message arrived, and at most once more for each sender that was killed."""
    with _looking(app):
        time.sleep(worker.LEASE.total_seconds() + 0.1)  # the leases of the dead
        while sum(send_due(config).values()):
            pass
        left = db.session.query(Message).filter(Message.state != MessageState.SENT).count()
        if left:
            yield f"{left} messages were not sent"
        arrived = Counter(str(mail["Message-ID"]) for mail in inbox.mails)
        known = {id for (id,) in db.session.query(Message.message_id)}
        if lost := known - arrived.keys():
            yield f"{len(lost)} messages never arrived"
        if made_up := arrived.keys() - known:
            yield f"{len(made_up)} messages arrived that nobody wrote"
        if arrived.total() - len(arrived) > at_most_again:
            yield f"{arrived.total() - len(arrived)} mails arrived again after {at_most_again} kills of senders"


if __name__ == "__main__":
    asked = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    failed = False
    for kind in ("sqlite", "postgresql"):
        result = campaign(asked, kind)
        print(
            f"{kind}: {result.rounds} rounds, {result.kills} kills, {result.acknowledged} changes acknowledged, "
            f"{result.mails} messages sent, {result.again} of them once more, {len(result.faults)} faults"
        )
        print(*result.faults, sep="\n", end="\n" if result.faults else "", flush=True)
        failed = failed or bool(result.faults)
    sys.exit(failed)
