"""What is killed: somebody at work through the product's own pages, or a sender; each says what was acknowledged.

    python -m tests.kill.worker work|send ACKNOWLEDGED

The settings are the product's own; KILL_* name the member who works. A line of ACKNOWLEDGED is on disk before the next
step begins.
"""

import os
import random
import sys
import time
from pathlib import Path
from typing import TextIO

from flask import Flask

from onboarding import create_app
from onboarding.config import from_environment
from onboarding.extensions import db
from onboarding.messages.sender import send_due
from onboarding.models.organisation import Organisation
from onboarding.roles import Role
from onboarding.services import invitations, outbox
from onboarding.services.change import SYSTEM
from tests.accounts.steps import Member
from tests.page import fetch
from tests.stored import Browser

outbox.LEASE = outbox.LEASE / 300  # a second: the rounds are short


def main(what: str, acknowledged: Path) -> None:
    app = create_app(from_environment())
    app.test_client_class = Browser
    with app.app_context():
        if what == "send":
            print("ready", flush=True)
            while True:
                send_due(app.extensions["config"])
                db.session.remove()
                time.sleep(0.02)
        work(app, acknowledged)


def work(app: Flask, acknowledged: Path) -> None:
    """Add people, hire them, invite members and sign in, without end."""
    member = Member(app, os.environ["KILL_EMAIL"], os.environ["KILL_KEY"])
    client = member.signed_in()
    print("ready", flush=True)
    with acknowledged.open("a") as file:
        number = 0
        while True:
            number += 1
            id = f"p{os.getpid()}n{number}"
            page = fetch(client, "/at/valley/people/new").submit(name=id, email=f"{id}@example.org")
            assert page.heading == id, page.main
            say(file, f"person {id}@example.org")
            page = fetch(client, f"{page.address}/posting").submit(hired_on="2026-01-15")
            assert "January 15, 2026" in page.main, page.main
            say(file, f"hired {id}@example.org")
            cohe = db.session.query(Organisation).filter_by(slug="valley").one()
            invitations.invite(SYSTEM, cohe, f"{id}@example.net", id, Role.AUDITOR)
            say(file, f"message {id}@example.net")
            if random.random() < 0.2:
                client = member.signed_in()
                say(file, "signed-in -")


def say(file: TextIO, line: str) -> None:
    """Acknowledge, on disk."""
    file.write(f"{line}\n")
    file.flush()
    os.fsync(file.fileno())


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
