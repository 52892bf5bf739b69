"""Each power has one keeper: who may ask the time, schedule, render a PDF, or send mail."""

from collections.abc import Iterable, Iterator

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
KEEPERS = {
    "apscheduler": "onboarding.jobs",
    "weasyprint": "onboarding.packets.render",
    "smtplib": "onboarding.messages",
    "structlog": "onboarding.logs",
}


def breaches(modules: Iterable[Module]) -> Iterator[str]:
    """Give a sentence for every use of a power outside its keeper."""
    for module in modules:
        for line, full in sorted(set(uses(module))):
            if full in ASKS_THE_TIME and module.name != CLOCK:
                yield f"{module.path}:{line}: {full} is for {CLOCK} alone. Take the date from a caller who asked it."
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
        ("onboarding/reminders/due.py", "from apscheduler.schedulers.background import BackgroundScheduler"),
        ("onboarding/packets/assemble.py", "import weasyprint"),
        ("onboarding/web/views/packets.py", "from weasyprint import HTML"),
        ("onboarding/services/notify.py", "import smtplib"),
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
        ("onboarding/messages/sender.py", "import smtplib"),
    ],
)
def test_a_keeper_and_its_callers_are_let_be(path: str, text: str) -> None:
    assert list(breaches([read(path, text)])) == []
