"""The database knows how much is stored, so that pages over many people look things up by the right index."""

from flask import Flask, current_app
from sqlalchemy import text

from onboarding.extensions import db
from onboarding.jobs.table import JOBS
from tests.make import make_cohe, make_person


def test_the_clock_has_sqlite_count_what_is_stored_and_keep_no_value_of_anybodys(app: Flask) -> None:
    valley = make_cohe()
    for number in range(20):
        make_person(valley, f"Ana {number}")
    (job,) = [each for each in JOBS if each.name == "gather statistics"]
    for _ in range(2):  # also where there are some already
        job.run(current_app.extensions["config"])
    if db.engine.dialect.name != "sqlite":
        return  # PostgreSQL does it by itself
    kept = db.session.execute(text("SELECT tbl, stat FROM sqlite_stat1 WHERE tbl = 'person'")).all()
    assert {counts.split()[0] for _, counts in kept} == {"20"}
    names = db.session.scalars(text("SELECT name FROM sqlite_master WHERE name LIKE 'sqlite_stat%'")).all()
    assert names == ["sqlite_stat1"]
