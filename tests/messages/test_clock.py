"""The clock: of several that tick one runs a job, what goes wrong stops nothing, and nobody else ticks."""

import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from onboarding import clock
from onboarding.config import Config
from onboarding.extensions import db
from onboarding.jobs import clock_process, table
from onboarding.jobs.table import Job
from onboarding.models.work import JobRun
from onboarding.queries import work
from onboarding.services import slots


def test_of_several_clocks_one_runs_a_job(app: Flask, config: Config) -> None:
    ran: list[int] = []
    job = Job("count", timedelta(hours=1), lambda _config: ran.append(1))
    db.session.rollback()
    clocks = [threading.Thread(target=clock_process.run, args=(app, config, job)) for _ in range(6)]
    for each in clocks:
        each.start()
    for each in clocks:
        each.join()
    assert ran == [1]
    assert db.session.query(JobRun).one().ended_at is not None


def test_the_next_slot_runs_again(app: Flask, config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[int] = []
    job = Job("count", timedelta(minutes=1), lambda _config: ran.append(1))
    for minute in (0, 0, 1, 2, 2):
        now = datetime(2026, 3, 8, 9, 59, tzinfo=UTC) + timedelta(minutes=minute)  # the clocks go forward at 10:00
        monkeypatch.setattr(clock, "now", lambda now=now: now)
        clock_process.run(app, config, job)
    assert len(ran) == 3


def test_a_job_that_fails_is_told_and_stops_no_other(app: Flask, config: Config) -> None:
    def fail(_config: Config) -> None:
        raise ConnectionError("no network")

    assert clock_process.run(app, config, Job("fail", timedelta(hours=1), fail))
    assert clock_process.run(app, config, Job("work", timedelta(hours=1), lambda _config: None))
    errors = {run.name: run.error for run in db.session.query(JobRun)}
    assert errors == {"fail": "ConnectionError: no network", "work": None}


def test_every_job_of_the_table_runs(app: Flask, config: Config) -> None:
    assert work.of(table.NAMES).ticked_at is None
    db.session.rollback()
    for job in table.JOBS:
        assert clock_process.run(app, config, job)
    db.session.rollback()
    assert {run.error for run in db.session.query(JobRun)} == {None}
    assert work.of(table.NAMES).ticked_at is not None


def test_a_job_that_runs_often_leaves_a_run_where_it_failed_and_where_it_is_well_again(
    app: Flask, config: Config
) -> None:
    faults: list[Exception] = []

    def send(_config: Config) -> None:
        if faults:
            raise faults.pop()

    job = Job("send messages", timedelta(seconds=5), send, slots=False)
    clock_process.run(app, config, job)
    assert db.session.query(JobRun).count() == 0
    db.session.rollback()
    faults.append(ConnectionError("no network"))
    clock_process.run(app, config, job)
    db.session.rollback()
    assert work.of([job.name]).failing(clock.now()) == ["send messages"]
    db.session.rollback()
    clock_process.run(app, config, job)
    db.session.rollback()
    assert work.of([job.name]).failing(clock.now()) == []


def test_the_newest_runs_are_found_however_many_there_were(app: Flask, statements: list[str]) -> None:
    for job in ("a", "b"):
        for number in range(30):
            slots.done(job, f"{1764000000 + number}/60", "old" if number < 29 else None)
    statements.clear()
    newest = work.of(["a", "b", "never"]).runs
    assert [(run.name, run.slot, run.error) for run in newest] == [
        ("a", "1764000029/60", None),
        ("b", "1764000029/60", None),
    ]
    assert len([each for each in statements if each.startswith("SELECT")]) == 1


def test_old_runs_are_forgotten(app: Flask) -> None:
    slots.take("x", "1")
    slots.purge(clock.now() + timedelta(days=8))
    assert db.session.query(JobRun).count() == 0


def test_the_application_itself_starts_no_scheduler() -> None:
    watch = "import threading, onboarding; onboarding.create_app(); print(threading.active_count())"
    done = subprocess.run([sys.executable, "-c", watch], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "1"
