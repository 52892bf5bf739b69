"""People at work all at once, through gunicorn as it is served and beside the clock: what they wait, and what fails.

20 COHEs of 500 people each, and a trail of a million entries at one of them, the chain unbroken. Half of those at work
are there, the others all over; every fifth is an auditor, who only reads. Everybody opens a page or writes something
down, reads for some three seconds, and goes on; every seventh thing is a change. `to first`: the median to that of the
same page while one person alone was at work, in the same run. Afterwards the whole trail is verified, and holds each
change that was made.

    python -m benchmarks.load [USERS] [MINUTES]                on SQLite; 25 people for 10 minutes
    python -m benchmarks.load --postgresql [USERS] [MINUTES]   on a throw-away PostgreSQL that waits for its disk
"""

import http.client
import random
import secrets
import statistics
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from itertools import islice
from typing import Any, NamedTuple
from urllib.parse import urlencode

from flask import Flask
from lxml import html
from sqlalchemy import func, insert, select, text, update

from benchmarks.pages import LOG, environment, serving, stored
from benchmarks.stored import analyze, cookie_of, fill
from onboarding import clock, create_app
from onboarding.actions import Action
from onboarding.config import Config
from onboarding.extensions import db, writing
from onboarding.formats import trail, trail_verify
from onboarding.formats.trail_lines import Tampering
from onboarding.models.account import User
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.trail import Chain, TrailDetail, TrailEntry
from onboarding.roles import Role
from onboarding.services import accounts, members, trail_export
from onboarding.services.change import SYSTEM, change

USERS, MINUTES, COHES, PEOPLE, ENTRIES = 25, 10.0, 20, 500, 1_000_000
READS_FOR = 3.0  # seconds, on average
CHANGES = 1 / 7
PAGES = {
    "home": "/at/{cohe}/",
    "people": "/at/{cohe}/people?page={page}",
    "found": "/at/{cohe}/people?q={id:05},+Person",
    "record": "/at/{cohe}/people/{id}",
    "history": "/at/{cohe}/people/{id}/history",
    "applicants": "/at/{cohe}/applicants?page={page}",
    "screening": "/at/{cohe}/people/{id}/screening",
    "credentials": "/at/{cohe}/credentials",
    "deadlines": "/at/{cohe}/deadlines",
    "staffing": "/at/{cohe}/staffing",
}
OF_AUDITORS = {
    **PAGES,
    "trail": "/at/{cohe}/trail",
    "trail of one": "/at/{cohe}/trail?subject=person:{id}",
}
FORMS = {
    "comment": ("/at/{cohe}/people/{id}/comments/new", {"says": "Called, and will call again on {number}."}),
    "edit": ("/at/{cohe}/people/{id}/edit", {"phone": "(360) 555-{number:04}"}),
    "add": ("/at/{cohe}/people/new", {"name": "Newcomer {number}", "applied_for": "hsc"}),
}
HEADINGS = ("page", "asked", "median ms", "95 % ms", "most ms", "to first")


class Worker(NamedTuple):
    """Somebody at work at a COHE, whose people have so many numbers from `first` on. `writes`: no auditor."""

    cookie: str
    cohe: str
    first: int
    writes: bool


class Seen(NamedTuple):
    """What those at work saw: seconds of each answer by what was asked, changes that were made, and what failed."""

    took: dict[str, list[float]]
    made: list[str]
    failed: list[str]


def main(
    users: int, minutes: float, database: str = "", cohes: int = COHES, people: int = PEOPLE, entries: int = ENTRIES,
    reads_for: float = READS_FOR,
) -> bool:  # fmt: skip
    """Print a row for each page and form. Gives whether nothing failed and the trail holds what was done."""
    with stored(database) as config:
        app = create_app(config)
        for number in range(cohes):
            fill(app, people, f"cohe-{number}")
        workers = _members(app, users, cohes)
        _remember(app, entries, people)
        with serving(config) as (port, _pid), _clock(config):
            alone = at_work(port, workers[:1], people, min(minutes, 1.0), reads_for)
            seen = at_work(port, workers, people, minutes, reads_for)
        _say(seen, alone)
        made, faults = len(alone.made) + len(seen.made), [*alone.failed, *seen.failed]
        faults += _faults_of_trail(app, config, made, entries)
        logged = [line for line in (config.instance / LOG).read_text().splitlines() if '"level":"error"' in line]
    for line in logged[:20]:  # what the product says of what failed
        print(line)
    print(f"{users} people for {minutes:g} minutes: {made} changes, {len(faults)} faults", *faults[:20], sep="\n")
    return not faults


def at_work(port: int, workers: Sequence[Worker], people: int, minutes: float, reads_for: float) -> Seen:
    """Have each of them work for so many minutes, all at once; they read a page for so many seconds, on average."""
    seen, until = Seen(defaultdict(list), [], []), time.monotonic() + minutes * 60
    threads = [
        threading.Thread(
            target=_work, args=(port, worker, people, until, reads_for, random.Random(f"{len(workers)} {number}"), seen)
        )
        for number, worker in enumerate(workers)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return seen


def _dice(many: int) -> list[random.Random]:
    """For each of so many the same in each run, and others for other numbers: what is said twice is refused."""
    return [random.Random(f"{many} {number}") for number in range(many)]


def _work(
    port: int, worker: Worker, people: int, until: float, reads_for: float, dice: random.Random, seen: Seen
) -> None:
    pages = PAGES if worker.writes else OF_AUDITORS
    while time.monotonic() + (pause := dice.expovariate(1 / reads_for)) < until:
        time.sleep(pause)
        given = {"cohe": worker.cohe, "id": worker.first + dice.randrange(people), "page": dice.randrange(1, 10),
                 "number": dice.randrange(10_000)}  # fmt: skip
        try:
            if worker.writes and dice.random() < CHANGES:
                _change(port, worker.cookie, dice.choice(tuple(FORMS)), given, seen)
            else:
                page = dice.choice(tuple(pages))
                _ask(port, worker.cookie, pages[page].format(**given), page, seen)
        except (OSError, http.client.HTTPException, RuntimeError, ValueError) as error:  # what people would have met
            seen.failed.append(f"{type(error).__name__}: {error}")


def _change(port: int, cookie: str, form: str, given: dict[str, Any], seen: Seen) -> None:
    """Open the form, fill it in and send it, as a browser does."""
    path, fills = FORMS[form]
    path = path.format(**given)
    page = html.document_fromstring(_ask(port, cookie, path, f"{form}: form", seen))
    (sent,) = page.xpath("//main//form[@method='post']")
    fields = {**dict(sent.form_values()), **{name: each.format(**given) for name, each in fills.items()}}
    _ask(port, cookie, path, f"{form}: sent", seen, urlencode(fields))
    seen.made.append(form)


def _ask(port: int, cookie: str, path: str, what: str, seen: Seen, body: str | None = None) -> bytes:
    began = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST" if body else "GET", path, body, headers)
    answer = connection.getresponse()
    page = answer.read()
    connection.close()
    seen.took[what].append(time.perf_counter() - began)
    if answer.status != (302 if body else 200):
        raise RuntimeError(f"{what}, {path}, answered {answer.status}")
    return page


def _members(app: Flask, users: int, cohes: int) -> list[Worker]:
    """So many people, half of them at the first COHE."""
    workers = []
    with app.app_context():
        for number in range(users):
            slug = f"cohe-{number % cohes if number % 2 else 0}"
            cohe = _cohe(slug)
            role = Role.AUDITOR if number % 5 == 4 else Role.MANAGER
            with change(SYSTEM) as under_way:
                user = accounts.start_account(under_way, f"{number}@example.org", f"Member {number}", sample=True)
            members.give_role(SYSTEM, cohe, user, role)
            first = db.session.scalars(select(func.min(Person.id)).where(Person.organisation_id == cohe.id)).one()
            workers.append(Worker(cookie_of(app, user), slug, first or 0, role is Role.MANAGER))
        db.session.remove()
        db.engine.dispose()
    return workers


def _cohe(slug: str) -> Organisation:
    return db.session.scalars(select(Organisation).where(Organisation.slug == slug)).one()


def _remember(app: Flask, entries: int, people: int) -> None:
    """Put so many changes of people into the trail, chained as the product would, by hand: in a minute or two."""
    with app.app_context():
        chain = db.session.scalars(select(Chain).where(Chain.organisation_id == _cohe("cohe-0").id)).one()
        actor = f"user:{db.session.scalars(select(User.id).order_by(User.id)).first()}"
        first = (db.session.scalars(select(TrailEntry.id).order_by(TrailEntry.id.desc())).first() or 0) + 1
        chain_id = chain.id
        rows = _chained(chain_id, chain.name, chain.number, chain.head, actor, first, entries, people)
        db.session.rollback()
        with writing(), db.engine.begin() as connection:
            last: dict[str, Any] = {}
            while some := list(islice(rows, 10_000)):
                connection.execute(insert(TrailEntry), [entry for entry, _ in some])
                connection.execute(insert(TrailDetail), [detail for _, detail in some])
                last = some[-1][0]
            connection.execute(
                update(Chain).where(Chain.id == chain_id).values(number=last["number"], head=last["hash"])
            )
            if db.engine.dialect.name == "postgresql":
                connection.execute(text("SELECT setval('trail_entry_id_seq', (SELECT max(id) FROM trail_entry))"))
        analyze()
        db.session.remove()
        db.engine.dispose()


def _chained(
    chain: int, name: str, number: int, head: str, actor: str, id: int, entries: int, people: int
) -> Iterator[tuple[dict[str, object], dict[str, object]]]:
    """Each entry and its detail, over the last year."""
    start, step = clock.now() - timedelta(days=365), timedelta(days=364) / entries
    body = {"fields": ["phone"], "origin": "", "request": ""}
    for place in range(entries):
        salt, number = secrets.token_hex(16), number + 1
        written = {
            "number": number,
            "at": clock.in_utc(start + place * step),
            "actor": actor,
            "action": Action.PERSON_EDITED.value,
            "subject": f"person:{place % people + 1}",
            "commitment": trail.commitment(salt, body),
            "previous": head,
        }
        head = trail.entry_hash({"chain": name, **written})
        yield {"id": id + place, "chain_id": chain, "hash": head, **written}, {
            "entry_id": id + place, "salt": salt, "body": body,
        }  # fmt: skip


@contextmanager
def _clock(config: Config) -> Iterator[None]:
    """The clock that a server has beside it."""
    command = [sys.executable, "-m", "flask", "--app", "app", "clock"]
    running = subprocess.Popen(command, env=environment(config), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        running.terminate()
        running.wait(60)


def _faults_of_trail(app: Flask, config: Config, made: int, entries: int) -> list[str]:
    """What the trail says: that a chain is broken, or that it holds fewer changes than were made."""
    found = 0
    with app.app_context():
        try:
            for chain in db.session.scalars(select(Chain).order_by(Chain.id)).all():
                found += trail_verify.verify(trail_export.lines(config, chain)).entries
        except Tampering as error:
            return [f"the trail: {error}"]
        finally:
            db.session.remove()
            db.engine.dispose()
    print(f"the trail is whole: {found:,} entries")
    return [] if found >= entries + made else [f"{made} changes were made, and the trail lacks some of them"]


def _say(seen: Seen, alone: Seen) -> None:
    print("  ".join([f"{HEADINGS[0]:>14}", *(f"{heading:>9}" for heading in HEADINGS[1:])]))
    everything = {"all": [each for took in seen.took.values() for each in took]}
    for what, took in {**dict(sorted(seen.took.items())), **everything}.items():
        before = alone.took.get(what, [each for took in alone.took.values() for each in took] if what == "all" else [])
        figures = (len(took), *(f"{each * 1000:.0f}" for each in (statistics.median(took), _high(took), max(took))),
                   f"{statistics.median(took) / statistics.median(before):.1f}" if before else "")  # fmt: skip
        print("  ".join([f"{what:>14}", *(f"{figure:>9}" for figure in figures)]))


def _high(took: list[float]) -> float:
    return sorted(took)[int(len(took) * 0.95)]


if __name__ == "__main__":
    given = [float(each) for each in sys.argv[1:] if not each.startswith("-")]
    minutes = given[1] if given[1:] else MINUTES
    if "--postgresql" in sys.argv:
        from tests.databases import cluster  # needs what tests need, and no server that is there

        with cluster(fsync="on") as running:
            running.execute("CREATE DATABASE load")
            fine = main(int(given[0]) if given else 2 * USERS, minutes, running.url("load"))
    else:
        fine = main(int(given[0]) if given else USERS, minutes)
    sys.exit(not fine)
