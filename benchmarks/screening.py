"""What a change and a ruling cost, by how many people are stored, each with five jobs claimed; in one process.

`decide`: the median of deciding about one job, until the whole part of the page is there again. `lines/s`: lists of
applicants computed anew. `facts/s`: dossiers made into facts; `to read`: the time that writing the same out and reading
it takes, to that. `impact/s`: people of whom it is found out what a ruling on part-time work would change, `training/s`
the same of a ruling on training; `first`: until the first part of them is there. The smallest size of the same run is
the baseline: `to smallest` is the median to that there.

    python -m benchmarks.screening [SIZES]                on SQLite
    python -m benchmarks.screening --postgresql [SIZES]   on a throw-away PostgreSQL, which `make setup-dev` provides
"""

import gc
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from time import perf_counter, process_time

from flask import Flask
from sqlalchemy import select

from benchmarks.pages import SIZES, on_postgresql
from benchmarks.stored import fill
from onboarding import clock, create_app, keys
from onboarding.config import Config, Mode
from onboarding.extensions import db
from onboarding.formats import resume
from onboarding.formats.claims import exact
from onboarding.formats.shape import Shape
from onboarding.models.person import Person
from onboarding.queries import dossier, facts, impact, rests
from onboarding.queries.organisations import by_slug
from onboarding.rules.rulebook import Question
from onboarding.rules.rulings import Ruling, Rulings
from onboarding.services import following

DECISIONS = 60
WARM_UP = 5
HEADINGS = ("people", "decide ms", "95 % ms", "to smallest", "lines/s", "facts/s", "to read", "first s",
            "impact/s", "training/s")  # fmt: skip


def main(sizes: Iterable[int], database: Callable[[int], str] = lambda _: "", decisions: int = DECISIONS) -> None:
    """Print a row for each size. `database`: an empty one for each size; SQLite without."""
    print("  ".join(f"{heading:>11}" for heading in HEADINGS))
    base = 0.0
    for size in sizes:
        folder = Path(tempfile.mkdtemp(prefix="hsc-bench-"))
        keys.make_missing(folder)
        app = create_app(Config(instance=folder, database=database(size), mode=Mode.SAMPLE))
        cookie, _, id = fill(app, size)
        with app.app_context():
            began = perf_counter()
            lines = following.recompute_due() / (perf_counter() - began)
        took = decided(app, cookie, id, decisions)
        gc.collect()
        gc.freeze()  # as app.py does once everything is loaded
        direct, by_reading = facts_made(app)
        first, whole = asked(app, "part-time-credit")
        _, of_training = asked(app, "option-two-coverage")
        median = statistics.median(took)
        base = base or median
        high = sorted(took)[int(len(took) * 0.95)]
        row = (f"{size:,}", f"{median * 1000:.1f}", f"{high * 1000:.1f}", f"{median / base:.2f}",
               f"{lines:,.0f}", f"{size / direct:,.0f}", f"{by_reading / direct:.1f}", f"{first:.2f}",
               f"{size / whole:,.0f}", f"{size / of_training:,.0f}")  # fmt: skip
        print("  ".join(f"{figure:>11}" for figure in row), flush=True)
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
        shutil.rmtree(folder)


def decided(app: Flask, cookie: str, id: int, times: int) -> list[float]:
    """Seconds that each decision about a job of this applicant took, as the page sends it."""
    app.config["WTF_CSRF_ENABLED"] = False  # what is measured is not the token
    client, took = app.test_client(use_cookies=False), []
    for number in range(times + WARM_UP):
        sent = {"j1-category": ("direct_patient_care", "excluded")[number % 2], "j1-reason": f"Looked at, {number}."}
        began = perf_counter()
        answer = client.post(
            f"/at/valley/people/{id}/screening/j1/decide", data=sent, headers={"Cookie": cookie, "HX-Request": "true"}
        )
        if number >= WARM_UP:
            took.append(perf_counter() - began)
        if answer.status_code != 200 or f"Looked at, {number}." not in answer.text:
            raise RuntimeError(f"deciding answered {answer.status_code}")
    return took


def facts_made(app: Flask) -> tuple[float, float]:
    """CPU seconds to make facts of everybody's dossier, and to make them by writing it out and reading that."""
    with app.app_context():
        cohe = by_slug("valley")
        assert cohe
        people = db.session.scalars(select(Person)).all()
        whole = dossier.of_all(people)
        began = process_time()
        made = [facts.applicant(cohe, person, whole[person.id]) for person in people]
        direct, began = process_time() - began, process_time()
        documents = (rests.applicant_document(cohe, person, whole[person.id]) for person in people)
        read = [resume.applicant(Shape.of(exact(document)), document["id"]) for document in documents]
        assert made == read
        return direct, process_time() - began


def asked(app: Flask, question: str) -> tuple[float, float]:
    """Seconds until the first part of what a ruling would change is there, and until everybody was asked."""
    with app.app_context():
        cohe, book = by_slug("valley"), app.extensions["rulebook"]
        assert cohe
        reading = book.questions[Question(question)].readings[0].id
        ruling = Ruling(question, reading, None, date.min, None, None, "L&I", "A letter")
        began, past, first = perf_counter(), 0, 0.0
        while True:
            part = impact.part(cohe, Rulings(book), Rulings(book, [ruling]), clock.today(), past)
            first = first or perf_counter() - began
            if part.after is None:
                return first, perf_counter() - began
            past = part.after


if __name__ == "__main__":
    wanted = [int(each) for each in sys.argv[1:] if each.isdigit()] or SIZES
    if "--postgresql" in sys.argv:
        on_postgresql(main, wanted)
    else:
        main(wanted)
