"""SIGKILL at random moments, and then: is everything there that was acknowledged, whole, and told once?

    python -m tests.kill.campaign [ROUNDS]

Each round two processes work and one sends, until all three are killed; on PostgreSQL every fifth round its server is
killed too. After each round nothing is repaired by hand: what the next start finds is what is checked.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import text

from onboarding import create_app
from onboarding.config import Config, MailServer, Mode
from onboarding.extensions import db
from onboarding.formats.trail_verify import verify
from onboarding.messages.sender import send_due
from onboarding.models.message import Message, MessageState
from onboarding.models.person import Person
from onboarding.models.trail import TrailEntry
from onboarding.queries import trail, trail_compare
from onboarding.services import trail_export
from tests.accounts.steps import Member, joined
from tests.databases import Cluster, cluster
from tests.make import make_cohe
from tests.messages.server import Inbox, serving
from tests.stored import Browser, migrated

LONGEST = 1.5  # seconds a round lasts, after all are at work


class Result(NamedTuple):
    """What a campaign counted. `again`: mails that arrived more than once, each with the id it had."""

    rounds: int
    acknowledged: int
    mails: int
    again: int
    faults: list[str]


def campaign(rounds: int, kind: str, seed: int = 1) -> Result:
    """Run the rounds on one kind of database; what was found."""
    chance, inbox = random.Random(seed), Inbox()
    with installation(kind) as (bare, server), serving(inbox) as port:
        config = bare._replace(mail=MailServer("127.0.0.1", port, "none", None, None))
        member = _begin(config)
        acknowledged = config.instance / "acknowledged"
        acknowledged.touch()
        faults: list[str] = []
        for number in range(rounds):
            _round(config, member, acknowledged, chance.uniform(0.1, LONGEST))
            if server and number % 5 == 4:
                server.kill()
                server.start()
            faults += [f"round {number + 1}: {fault}" for fault in _faults(config, acknowledged)]
        faults += _all_sent(config, inbox, rounds)
        ids = Counter(str(mail["Message-ID"]) for mail in inbox.mails)
        lines = acknowledged.read_text().splitlines()
        return Result(rounds, len(lines), len(ids), sum(count - 1 for count in ids.values()), faults)


@contextmanager
def installation(kind: str) -> Iterator[tuple[Config, Cluster | None]]:
    """Settings of a fresh installation on that kind of database, which writes as carefully as in production."""
    folder = Path(tempfile.mkdtemp(prefix="hsc-kill-"))
    config = Config(instance=folder / "instance", mode=Mode.SAMPLE)
    try:
        if kind == "sqlite":
            yield migrated(config), None
            return
        with cluster(fsync="on") as server:
            server.execute("CREATE DATABASE onboarding")
            yield migrated(config._replace(database=server.url("onboarding"))), server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _begin(config: Config) -> Member:
    app = create_app(config)
    app.test_client_class = Browser
    with app.app_context():
        member = joined(app, make_cohe())
        db.session.remove()
        db.engine.dispose()
    return member


def _round(config: Config, member: Member, acknowledged: Path, seconds: float) -> None:
    environment = {
        **os.environ,
        "ONBOARDING_INSTANCE": str(config.instance),
        "ONBOARDING_DATABASE_URL": config.database,
        "ONBOARDING_MODE": config.mode,
        "ONBOARDING_SMTP_URL": f"smtp://127.0.0.1:{config.mail.port if config.mail else 0}?security=none",
        "KILL_EMAIL": member.email,
        "KILL_KEY": member.key,
    }
    workers = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.kill.worker", what, str(acknowledged)],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        for what in ("work", "work", "send")
    ]
    for worker in workers:
        assert worker.stdout
        worker.stdout.readline()
    time.sleep(seconds)
    for worker in workers:
        worker.send_signal(signal.SIGKILL)
    for worker in workers:
        worker.wait()
        assert worker.stdout
        worker.stdout.close()


def _faults(config: Config, acknowledged: Path) -> Iterator[str]:
    """What is not as it must be."""
    app = create_app(config)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            checked = db.session.execute(text("PRAGMA integrity_check")).scalar()
            if checked != "ok":
                yield f"the database is damaged: {checked}"
        for chain, _ in trail.chains():
            verify(trail_export.lines(config, chain))  # raises where it does not
        yield from trail_compare.differences()
        people = {person.email: person for person in db.session.query(Person)}
        written = {message.to_address for message in db.session.query(Message)}
        signed_in = db.session.query(TrailEntry).filter_by(action="account.signed_in").count()
        lines = acknowledged.read_text().splitlines()
        for what, whose in (line.split() for line in lines):
            if what in ("person", "hired") and whose not in people:
                yield f"{whose} was acknowledged and is not there"
            elif what == "hired" and people[whose].posting_id is None:
                yield f"the hire of {whose} was acknowledged and is not there"
            elif what == "message" and whose not in written:
                yield f"the invitation of {whose} was acknowledged and its message is not there"
        if signed_in < sum(line.startswith("signed-in") for line in lines):
            yield "a sign-in was acknowledged and is not there"
        db.session.remove()
        db.engine.dispose()


def _all_sent(config: Config, inbox: Inbox, kills: int) -> Iterator[str]:
    """Send what is left, and see that each message arrived, and at most once more for each kill."""
    app = create_app(config)
    with app.app_context():
        time.sleep(1.1)  # the leases of the dead: the workers' last a second
        while sum(send_due(config).values()):
            pass
        left = db.session.query(Message).filter(Message.state != MessageState.SENT).count()
        if left:
            yield f"{left} messages were not sent"
        arrived = Counter(str(mail["Message-ID"]) for mail in inbox.mails)
        known = {message.message_id for message in db.session.query(Message)}
        if lost := known - arrived.keys():
            yield f"{len(lost)} messages never arrived"
        if made_up := arrived.keys() - known:
            yield f"{len(made_up)} messages arrived that nobody wrote"
        if sum(arrived.values()) - len(arrived) > kills:
            yield f"{sum(arrived.values()) - len(arrived)} mails arrived again after {kills} kills"
        db.session.remove()
        db.engine.dispose()


if __name__ == "__main__":
    asked = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    failed = False
    for kind in ("sqlite", "postgresql"):
        result = campaign(asked, kind)
        print(
            f"{kind}: {result.rounds} rounds of kills, {result.acknowledged} changes acknowledged, "
            f"{result.mails} messages sent, {result.again} of them once more, {len(result.faults)} faults"
        )
        print(*result.faults, sep="\n", end="\n" if result.faults else "", flush=True)
        failed = failed or bool(result.faults)
    sys.exit(failed)
