"""Each power has one keeper: who may ask the time, commit, schedule, render a PDF, send mail, or write the log."""

import ast
from collections.abc import Callable, Iterable, Iterator

import pytest

from tests.house.source import Module, every_module, imports, read, uses

CLOCK = "onboarding.clock"
ASKS_THE_TIME = {
    "datetime.datetime.now",
    "datetime.datetime.today",
    "datetime.datetime.utcnow",
    "datetime.date.today",
    "time.time",
    "time.time_ns",
    "time.gmtime",
    "time.localtime",
    "sqlalchemy.func.now",
    "sqlalchemy.func.current_date",
    "sqlalchemy.func.current_timestamp",
}
# What has it be another time than it is.
OTHER_TIMES, HAS_A_PAST = "onboarding.clock.as_if", "onboarding.sample"
# What would show evidence without asking the trail. Who looks whether files are whole, or redacts them, needs it too.
SHOWS = {"onboarding.services.files.get", "onboarding.services.files.read", "onboarding.queries.evidence.pages"}
ASKS_FIRST = "onboarding.services.handing_out"
# Packets are files too, which services/packets.py hands out after asking the trail.
OF_PACKETS = "onboarding.services.packet_files"
MAY_SHOW = {
    ASKS_FIRST,
    OF_PACKETS,
    *(f"onboarding.services.{name}" for name in ("reconciliation", "reinspection", "redacting")),
}
# What makes a page or a mail, and what an address is made of: services say neither, whoever reads what they did does.
SAYS = {"flask.render_template", "flask.render_template_string", "flask.url_for"}
MAY_SAY = ("onboarding.web", "onboarding.messages")
PLACES = {"base_url", "url_map"}
KEEPERS = {
    "apscheduler": "onboarding.jobs",
    "procrastinate": "onboarding.jobs",
    "weasyprint": "onboarding.packets.render",
    "smtplib": "onboarding.messages",
    "structlog": "onboarding.logs",
    "highspy": "onboarding.planning.model",
    "authlib": "onboarding.services.sign_in_provider",
    "joserfc": "onboarding.services.id_tokens",
    "pyhanko": "onboarding.packets",
    "webauthn": "onboarding.services.passkey_proofs",
    "pyhanko_certvalidator": "onboarding.packets",
}


# What opens a line to somewhere: where a member says to where, only what looks at the address may.
CONNECTS = {"http.client.HTTPConnection", "http.client.HTTPSConnection", "socket.create_connection"}
LOOKS_FIRST = "onboarding.messages.posting"


COMMITS = "onboarding.services"
BEGINS_A_PERSON = "onboarding.services.people"
PERSON = "onboarding.models.person.Person"


def commits(module: Module) -> Iterator[int]:
    """Give the line of every call of something's `commit`."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit":
            yield node.lineno


def places(module: Module) -> Iterator[int]:
    """Give the line of everything that an address is made of."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and node.attr in PLACES:
            yield node.lineno


def begins_a_person(module: Module) -> Iterator[int]:
    """Give the line of every record of a person that is made."""
    names = {written for _, full, written in imports(module) if full == PERSON}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            yield node.lineno


# What is found in a module's text, where it may stand, and what to do about it elsewhere.
FOUND: tuple[tuple[Callable[[Module], Iterator[int]], Callable[[str], bool], str], ...] = (
    (
        places,
        lambda name: not name.startswith("onboarding.services"),
        "services make no address. Pass the secret to a function in messages.",
    ),
    (
        commits,
        lambda name: name.startswith(COMMITS),
        f"commit() is for {COMMITS} alone. Call a service, inside `change(actor)`.",
    ),
    (
        begins_a_person,
        lambda name: name == BEGINS_A_PERSON,
        f"a person's record is for {BEGINS_A_PERSON} alone. Call its `start_person`.",
    ),
)


def used(full: str, name: str) -> Iterator[str]:
    """Give what is wrong with this being used by the module of that name."""
    if full in ASKS_THE_TIME and name != CLOCK:
        yield f"{full} is for {CLOCK} alone. Take the date from a caller who asked it."
    if full == OTHER_TIMES and not name.startswith(HAS_A_PAST):
        yield f"{full} is for {HAS_A_PAST} alone. Nothing real took place at another time."
    if full in CONNECTS and name != LOOKS_FIRST:
        yield f"{full} is for {LOOKS_FIRST} alone. Call its `post`, which looks where the address leads."
    if full in SHOWS and name not in MAY_SHOW:
        yield f"{full} is for {ASKS_FIRST} alone. Call that, which asks the trail first."
    if full in SAYS and not name.startswith(MAY_SAY):
        yield f"{full} is for {' and '.join(MAY_SAY)}. A mail is a function in messages."


def breaches(modules: Iterable[Module]) -> Iterator[str]:
    """Give a sentence for every use of a power outside its keeper."""
    for module in modules:
        for line, full in sorted(set(uses(module))):
            yield from (f"{module.path}:{line}: {says}" for says in used(full, module.name))
        for found, may, says in FOUND:
            for line in () if may(module.name) else found(module):
                yield f"{module.path}:{line}: {says}"
        for line, full, _ in imports(module):
            keeper = KEEPERS.get(full.partition(".")[0], module.name)
            if module.name != keeper and not module.name.startswith(f"{keeper}."):
                yield f"{module.path}:{line}: {full} is for {keeper} alone. Call what {keeper} offers, or add it there."


def test_every_power_stays_with_its_keeper() -> None:
    found = list(breaches(every_module()))
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("onboarding/rules/training.py", "import datetime\nTODAY = datetime.date.today()"),
        ("onboarding/services/hire.py", "from datetime import datetime as moment, UTC\nmoment.now(UTC)"),
        ("onboarding/models/event.py", "import datetime as dt\nfields = dict(default=dt.datetime.utcnow)"),
        ("onboarding/web/views/home.py", "def index():\n    from time import time\n    return time()"),
        ("onboarding/models/person.py", "from sqlalchemy import func\nWHEN = func.now()"),
        ("onboarding/services/due.py", "from apscheduler.schedulers.background import BackgroundScheduler"),
        ("onboarding/packets/assemble.py", "import weasyprint"),
        ("onboarding/web/views/passkeys.py", "import webauthn"),
        ("onboarding/web/views/packets.py", "from weasyprint import HTML"),
        ("onboarding/services/notify.py", "import smtplib"),
        ("onboarding/web/views/people.py", "import structlog"),
        ("onboarding/services/hire.py", "from onboarding import clock\nwith clock.as_if(None):\n    pass"),
        ("onboarding/queries/training_plan.py", "import highspy"),
        ("onboarding/queries/people.py", "def save(db):\n    db.session.commit()"),
        ("onboarding/web/views/evidence.py", "from onboarding.queries import evidence as found\nfound.pages(1)"),
        ("onboarding/services/packets.py", "from onboarding.services import files\nfiles.get(1, 2, '')"),
        ("onboarding/services/hiring.py", "from flask import render_template\nrender_template('emails/hired.txt')"),
        ("onboarding/jobs/table.py", "import flask\nflask.url_for('home.index')"),
        ("onboarding/services/hiring.py", "def link(config):\n    return f'{config.base_url}/people/1'"),
        ("onboarding/services/staff_table.py", "from onboarding.models.person import Person\nPerson(name='Ana')"),
        ("onboarding/jobs/purge.py", "with engine.connect() as connection:\n    connection.commit()"),
    ],
)
def test_a_planted_breach_is_caught(path: str, text: str) -> None:
    (found,) = breaches([read(path, text)])
    assert found.startswith(path)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("onboarding/clock.py", "from datetime import UTC, datetime\ndatetime.now(UTC)"),
        ("onboarding/cli/rules.py", "from onboarding import clock\nclock.today()"),
        ("onboarding/rules/days.py", "import datetime\ndatetime.date(2026, 1, 15)\ntime = now = 1\ntime + now"),
        ("onboarding/jobs/__init__.py", "from apscheduler.schedulers.background import BackgroundScheduler"),
        ("onboarding/packets/render.py", "import weasyprint"),
        ("onboarding/messages/smtp.py", "import smtplib"),
        ("onboarding/services/passkey_proofs.py", "import webauthn"),
        ("onboarding/services/change.py", "def end(session):\n    session.commit()"),
        ("onboarding/logs.py", "import structlog"),
        ("onboarding/planning/model.py", "import highspy"),
        ("onboarding/messages/words.py", "from flask import render_template\nrender_template('emails/hired.txt')"),
        ("onboarding/web/views/people.py", "def commit():\n    return 1\ncommit()"),
    ],
)
def test_a_keeper_and_its_callers_are_let_be(path: str, text: str) -> None:
    assert list(breaches([read(path, text)])) == []
