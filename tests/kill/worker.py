"""What is killed: somebody at work through the product's own pages, a sender, and the clock.

A line of the file of what was acknowledged is on disk before the next step begins.
"""

import io
import os
import random
import time
import traceback
from datetime import timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TextIO

from flask import Flask
from jinja2 import FileSystemBytecodeCache

from onboarding import create_app
from onboarding.config import Config
from onboarding.extensions import db, writing
from onboarding.jobs import clock_process, table
from onboarding.jobs.sender import send_due
from onboarding.messages import smtp
from onboarding.models.organisation import Organisation
from onboarding.roles import Role
from onboarding.services import invitations, sending
from onboarding.services.change import SYSTEM
from tests.accounts.steps import Member, token_of
from tests.documents.make import make_picture
from tests.page import answered, fetch
from tests.stored import Browser, hashing_cheaply

LEASE = timedelta(seconds=6)  # the rounds are short; and long enough for a busy machine not to lose what it holds


class Patient(Member):
    """Who waits their turn to write: as requests do, and not within a reading that others' writing would break."""

    def code(self) -> str:
        db.session.rollback()
        with writing():
            self.user().tf_counter = None
            db.session.commit()
        return str(self.totp.generate().token)


def hurry() -> None:
    """Have leases and pauses of the clock fit the length of a round."""
    sending.LEASE, smtp.LONGEST = LEASE, LEASE / 2
    table.JOBS = tuple(job._replace(every=timedelta(seconds=1)) for job in table.JOBS)
    clock_process.JOBS = table.JOBS


def application(config: Config) -> Flask:
    """One that hashes cheaply, and takes templates as another on this installation has compiled them."""
    app = create_app(config)
    app.test_client_class = Browser
    hashing_cheaply(app)
    compiled = config.instance.parent / "templates"
    compiled.mkdir(exist_ok=True)
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(compiled))
    return app


def main(what: str, config: Config, acknowledged: Path, who: tuple[str, str], ready: Connection) -> None:
    """Work until killed. `who` has an address and an authenticator's key."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # the log of requests; how a worker ended is seen by its status
    hurry()
    app = application(config)
    try:
        _run(app, what, config, acknowledged, who, ready)
    except Exception:
        (config.instance / f"ended-{os.getpid()}").write_text(traceback.format_exc())
        raise


def _run(app: Flask, what: str, config: Config, acknowledged: Path, who: tuple[str, str], ready: Connection) -> None:
    with app.app_context():
        if what == "clock":
            ready.send("ready")
            clock_process.tick_for_ever(app)
        elif what == "send":
            ready.send("ready")
            send(config)
        else:
            work(app, acknowledged, Patient(app, *who), ready)


def send(config: Config) -> None:
    """Send what is due, without end."""
    while True:
        send_due(config)
        db.session.remove()
        time.sleep(0.02)


def work(app: Flask, acknowledged: Path, member: Member, ready: Connection) -> None:
    """Add people, hire them, invite members and sign in, without end."""
    client = member.signed_in()
    ready.send("ready")
    with acknowledged.open("a") as file:
        number = 0
        while True:
            number += 1
            id = f"p{os.getpid()}n{number}t{time.monotonic_ns()}"
            page = fetch(client, "/at/valley/people/new").submit(name=id, email=f"{id}@example.org")
            assert page.heading == id, page.main
            say(file, f"person {id}@example.org")
            page = fetch(client, f"{page.address}/posting").submit(hired_on="2026-01-15", reason="Here before.")
            assert "January 15, 2026" in page.main, page.main
            say(file, f"hired {id}@example.org")
            with writing():
                db.session.rollback()
                cohe = db.session.query(Organisation).filter_by(slug="valley").one()
            invitations.invite(SYSTEM, cohe, f"{id}@example.net", id, Role.AUDITOR)
            say(file, f"message {id}@example.net")
            page = answered(client, "POST", f"{page.address}/evidence/new", data=uploaded(client, page.address, id))
            assert page.messages == ["1 file was added."], page.main
            say(file, f"evidence {id}@example.org")
            if random.random() < 0.2:
                client = member.signed_in()
                say(file, "signed-in -")


def uploaded(client: Browser, person: str, id: str) -> dict[str, object]:
    """What a form sends to add a file that is like no other."""
    at = f"{person}/evidence/new"
    file = (io.BytesIO(make_picture(color=random.randbytes(3).hex().join(("#", "")), size=(90, 60))), f"{id}.png")
    return {"csrf_token": token_of(client, at), "proves": "degree", "title": id, "files": [file]}


def say(file: TextIO, line: str) -> None:
    """Acknowledge, on disk."""
    file.write(f"{line}\n")
    file.flush()
    os.fsync(file.fileno())
