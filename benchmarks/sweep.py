"""What it takes to find out who is to be reminded now, by how many deadlines are stored; in one process.

A hundred COHEs, and about everybody in them four things to do by a day and a reminder that was promised. Of some
hundred people something is to be told now. `bare ms`: to find them by SQL alone, handed to the driver as it stands;
`sweep ms`: by what the clock does each hour, for all its kinds of reminders; `ratio`: the medians of the same run.
`idle ms`: the whole of those jobs where nobody is to be told. `told ms`: what telling one person takes. The smallest
size of the same run is the baseline: `to smallest` is the sweep to that there, where as many are to be told.

    python -m benchmarks.sweep [DEADLINES]                on SQLite
    python -m benchmarks.sweep --postgresql [DEADLINES]   on a throw-away PostgreSQL, which `make setup-dev` provides
"""

import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

import flask_migrate
from flask import current_app
from sqlalchemy import DATE, bindparam, text

from benchmarks.pages import on_postgresql
from onboarding import clock, create_app, keys
from onboarding.config import Config, Mode
from onboarding.extensions import db, writing
from onboarding.jobs.table import REMINDED
from onboarding.models.base import Instant
from onboarding.roles import OrganisationKind
from onboarding.services import organisations, reminders
from onboarding.services.change import SYSTEM
from onboarding.services.training_reminders import SOURCE

SIZES = (10_000, 1_000_000)
EACH = 5  # deadlines of one person
COHES = 100
DUE = 500  # people of whom something is to be told now
TIMES = 15
DAY = timedelta(days=1)
HEADINGS = ("deadlines", "to be told", "bare ms", "sweep ms", "ratio", "idle ms", "told ms", "to smallest")
OF_ALL = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :people) SELECT"
WHOSE = ":first + i % :cohes, i"
IS_DUE = "i % :step = 0"
LATER = dict.fromkeys(("credentials_next_on", "training_of_staff_next_on"), ":later")
DUTIES = (
    ("credentials", "send", "provider"),
    ("credentials", "send", "supplemental"),
    ("training", "train", "additional"),
    ("checklist", "step", ""),
)
ROWS: tuple[tuple[str, dict[str, str]], ...] = (
    ("person", {"organisation_id, id": WHOSE, "name": "'Person ' || i", "sorted_as": "'person ' || i",
                "applied_for": "'hsc'", "email": "'p' || i || '@example.org'", "revision": "1", "created_at": ":now"}),
    ("posting", {"organisation_id, person_id": WHOSE, "id": "i", "version": "1", "role": "'hsc'",
                 "hired_on": f"CASE WHEN {IS_DUE} THEN :before ELSE :today END", "recorded_at": ":now"}),
    ("staff_line", {"organisation_id, person_id": WHOSE, "in_role": "true", "may_bill": "false", "as_of": ":today",
                    "rulebook": ":book", **LATER,
                    "training_next_on": f"CASE WHEN {IS_DUE} THEN :today ELSE :later END"}),
    ("reminder", {"organisation_id, person_id": WHOSE, "about": "'reference'", "thing": "'1'", "times": "0",
                  "promised_at": ":after"}),
    *(
        ("duty", {"organisation_id, person_id": WHOSE, "about": f"'{about}'", "kind": f"'{kind}'",
                  "place": f"'{place}'", "who": "'cohe'", "due_on": ":later", "says": "'Do it.'"})
        for about, kind, place in DUTIES
    ),
)  # fmt: skip
BARE = (
    *(
        f"SELECT organisation_id, person_id FROM staff_line WHERE {ladder}_next_on <= '{{today}}'"
        for ladder in ("credentials", "training", "training_of_staff")
    ),
    *(
        f"SELECT organisation_id, person_id FROM reminder WHERE about = '{ladder}' AND told_at IS NULL "
        "AND promised_at <= '{now}'"
        for ladder in ("application", "reference", "sign_off", "information")
    ),
)


def main(sizes: Iterable[int], database: Callable[[int], str] = lambda _: "", times: int = TIMES) -> None:
    """Print a row for each number of deadlines. `database`: an empty one for each; SQLite without."""
    print("  ".join(f"{heading:>11}" for heading in HEADINGS))
    base = 0.0
    for size in sizes:
        folder = Path(tempfile.mkdtemp(prefix="hsc-bench-"))
        keys.make_missing(folder)
        app = create_app(Config(instance=folder, database=database(size), mode=Mode.SAMPLE))
        noon = clock.start_of(clock.today()) + timedelta(hours=12)
        with app.app_context():
            fill(size // EACH, noon)
            due, bare, sweep = measured(noon, times)
            idle = _took(lambda: [reminders.remind(source, noon - DAY) for source in REMINDED.values()])[1]  # noqa: B023
            told, telling = _took(lambda: reminders.remind(SOURCE, noon))  # noqa: B023
            assert told == due, "who is found is who is told"
            db.session.remove()
            db.engine.dispose()
        base = base or sweep
        row = (f"{size:,}", f"{due:,}", f"{bare:.2f}", f"{sweep:.2f}", f"{sweep / bare:.1f}", f"{idle:.1f}",
               f"{telling / told:.1f}", f"{sweep / base:.2f}")  # fmt: skip
        print("  ".join(f"{figure:>11}" for figure in row), flush=True)
        shutil.rmtree(folder)


def fill(people: int, now: datetime) -> None:
    """Make so many people, by SQL. Something is to be told of DUE of them, or of all where there are fewer."""
    flask_migrate.upgrade()
    cohes = [
        organisations.add_organisation(SYSTEM, OrganisationKind.COHE, f"cohe-{number}", f"COHE {number}").id
        for number in range(COHES)
    ]
    today = clock.day_of(now)
    days = {"today": today, "before": today - 105 * DAY, "later": today + 100 * DAY}  # due in less than 90 days
    instants = {"now": now, "after": now + 100 * DAY}
    given = {"people": people, "step": max(1, people // DUE), "first": cohes[0], "cohes": len(cohes),
             "book": current_app.extensions["rulebook"].version, **days, **instants}  # fmt: skip
    typed = [*(bindparam(day, type_=DATE()) for day in days), *(bindparam(each, type_=Instant()) for each in instants)]
    db.session.rollback()
    with writing(), db.engine.begin() as connection:
        for table, columns in ROWS:
            rows = f"INSERT INTO {table} ({', '.join(columns)}) {OF_ALL} {', '.join(columns.values())} FROM n"
            asked = text(rows)
            used = [each for each in typed if f":{each.key}" in rows]
            connection.execute(asked.bindparams(*used), given)
        connection.execute(text("UPDATE person SET posting_id = id"))
        connection.execute(text("ANALYZE"))  # as a server does by itself, a minute after so many rows


def measured(now: datetime, times: int) -> tuple[int, float, float]:
    """How many people are found, and the milliseconds that it takes: by SQL alone, and as the clock does it."""
    day: date = clock.day_of(now)
    bare = [each.format(today=day, now=clock.in_utc(now)) for each in BARE]
    took: list[tuple[float, float]] = []
    connection = db.engine.raw_connection()
    for _ in range(times + 1):  # the first of each only warms up
        by_sql, by_itself = _took(lambda: [connection.cursor().execute(each).fetchall() for each in bare])
        found, as_the_clock = _took(lambda: [source.waiting(now) for source in REMINDED.values()])
        assert sum(map(len, found)) == sum(map(len, by_sql)), "both find the same"
        took.append((by_itself, as_the_clock))
    connection.close()
    db.session.rollback()
    return sum(map(len, found)), *(statistics.median(each) for each in zip(*took[1:], strict=True))


def _took(do: Callable[[], Any]) -> tuple[Any, float]:
    """What it gives, and how many milliseconds it took."""
    began = perf_counter()
    return do(), (perf_counter() - began) * 1000


if __name__ == "__main__":
    wanted = [int(each) for each in sys.argv[1:] if each.isdigit()] or SIZES
    if "--postgresql" in sys.argv:
        on_postgresql(main, wanted)
    else:
        main(wanted)
