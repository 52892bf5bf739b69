"""Workers: several share what the clock does; who is killed is followed by another; on SQLite there are none."""

import hashlib
import os
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from multiprocessing.process import BaseProcess

import pytest
from flask import Flask
from sqlalchemy import select

from onboarding import clock, packet_keys
from onboarding.config import Config
from onboarding.extensions import db
from onboarding.jobs import clock_process, table, workers
from onboarding.jobs.table import Job
from onboarding.models.packet import PacketBuild, PacketState
from onboarding.models.work import JobRun
from onboarding.packets import building
from onboarding.packets.checking import Verdict, checked
from onboarding.queries import trail_compare, work
from onboarding.roles import Role
from onboarding.services import packet_builds, packets
from onboarding.services.change import SYSTEM
from tests.kill import workers as killed
from tests.make import make_cohe, make_member, make_person, sign_in
from tests.packets.issued import make_building
from tests.page import fetch
from tests.stored import on_postgresql, on_sqlite

PATIENCE = 60


def soon(question: Callable[[], bool]) -> bool:
    """Whether it becomes so."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        db.session.rollback()
        if question():
            return True
        time.sleep(0.1)
    return False


@pytest.fixture
def started(config: Config) -> Iterator[Callable[[], BaseProcess]]:
    """Start another worker, which ends with the test."""
    processes: list[BaseProcess] = []

    def start() -> BaseProcess:
        db.session.rollback()
        processes.append(killed.start(config))
        return processes[-1]

    yield start
    for each in processes:
        each.kill()
        each.join()


def test_each_job_of_the_table_has_its_time() -> None:
    every = {workers.cron(job.every) for job in table.JOBS}
    assert every == {"* * * * * */5", "*/1 * * * *", "*/15 * * * *", "0 */1 * * *"}


@pytest.mark.parametrize("seconds", [0, 7, 90, 25 * 60, 86400])
def test_what_fits_no_minute_hour_or_day_evenly_is_refused(seconds: int) -> None:
    with pytest.raises(ValueError, match="evenly"):
        workers.cron(timedelta(seconds=seconds))


@on_sqlite
def test_on_sqlite_there_is_the_clock_instead(app: Flask) -> None:
    done = app.test_cli_runner().invoke(args=["worker"])
    assert done.exit_code == 1
    assert "start the clock instead" in done.output
    assert work.workers() is None


def test_a_job_that_died_in_its_slot_runs_again_and_no_other_does(app: Flask, config: Config) -> None:
    ran: list[int] = []
    job = Job("count", timedelta(hours=1), lambda _config: ran.append(1))
    at = int(clock.now().timestamp())
    assert clock_process.run(app, config, job, at)
    assert not clock_process.run(app, config, job, at)
    assert clock_process.run(app, config, job, at, again=True)
    db.session.rollback()
    assert len(ran) == 2
    assert db.session.query(JobRun).one().ended_at is not None


@on_postgresql
def test_of_three_workers_one_runs_a_tick_and_more_than_one_does(
    app: Flask, config: Config, started: Callable[[], BaseProcess]
) -> None:
    file = config.instance / "ticks"
    file.touch()

    def by() -> list[int]:
        """Which process ran each tick."""
        return [int(line.split()[1]) for line in file.read_text().splitlines()]

    three = [started() for _ in range(3)]
    assert soon(lambda: work.workers() == 3)
    assert soon(lambda: len(by()) >= 5 and len(set(by())) > 1)
    for each in three:
        each.terminate()
    for each in three:
        each.join(PATIENCE)
        assert each.exitcode == 0
    assert set(by()) <= {each.pid for each in three}
    db.session.rollback()
    assert len(by()) == len(db.session.scalars(select(JobRun.slot).where(JobRun.name == "count")).all())


@on_postgresql
def test_a_packet_whose_worker_is_killed_is_taken_up_by_another(
    app: Flask, config: Config, started: Callable[[], BaseProcess]
) -> None:
    valley = make_cohe()
    make_person(valley, hired_on=clock.today() - timedelta(days=100))
    packet = make_building(valley)
    (config.instance / "slowly").touch()  # whoever builds it waits, with the packet in hand
    first = started()
    assert soon(lambda: db.session.query(PacketBuild).one().claim is not None)
    assert first.pid
    os.kill(first.pid, 9)
    first.join()
    (config.instance / "slowly").unlink()
    started()
    assert soon(lambda: db.session.get_one(type(packet), packet.id).state is PacketState.READY)
    assert db.session.query(PacketBuild).one().attempts == 2
    assert packet_builds.claim() is None


@on_postgresql
def test_a_packet_is_laid_out_by_another_where_its_worker_is_killed_within(
    app: Flask, config: Config, started: Callable[[], BaseProcess]
) -> None:
    valley = make_cohe()
    make_person(valley, hired_on=clock.today() - timedelta(days=100))
    packet = make_building(valley)
    assert building.build_next(config, app.extensions["rulebook"], lambda: False)
    packets.issue(SYSTEM, valley, packet.id)
    (config.instance / "held").touch()  # whoever lays it out stops after the first part of it
    first = started()
    assert soon(lambda: (build := _build()).claim is not None and bool(build.done))
    assert first.pid
    os.kill(first.pid, 9)
    first.join()
    assert db.session.get_one(type(packet), packet.id).state is PacketState.BUILDING
    (config.instance / "held").unlink()
    second, third = started(), started()
    assert soon(lambda: db.session.get_one(type(packet), packet.id).state is PacketState.ISSUED)
    assert _build().attempts >= 2  # a slow machine may outlast the short lease of these workers once more
    row = db.session.get_one(type(packet), packet.id)
    pdf = packets.hand_out(SYSTEM, row)
    assert hashlib.sha256(pdf).hexdigest() == row.file_sha256
    assert checked(pdf, packet_keys.known(config)).verdict is Verdict.WHOLE
    assert second.is_alive()
    assert third.is_alive()
    assert list(trail_compare.differences()) == []


def _build() -> PacketBuild:
    """The build of the packet that was begun last."""
    return db.session.scalars(select(PacketBuild).order_by(PacketBuild.id.desc())).first() or PacketBuild()


@on_postgresql
def test_the_status_page_counts_the_workers_that_live(
    app: Flask, config: Config, started: Callable[[], BaseProcess], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "DEAD", killed.DEAD)  # as these workers have it
    client = sign_in(app.test_client(), make_member(make_cohe(), Role.ADMINISTRATOR))

    def says() -> dict[str, str]:
        rows = fetch(client, "/at/valley/status").rows("What is watched")
        return {row["What"]: row["How it is"] for row in rows}

    assert "Workers" not in says()
    several = [started() for _ in range(3)]
    assert soon(lambda: work.workers() == 3)
    assert says()["Workers"] == "3 workers at work"
    os.kill(several[0].pid or 0, 9)
    several[0].join()
    assert soon(lambda: says()["Workers"] == "2 workers at work")
