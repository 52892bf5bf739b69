"""Workers: on PostgreSQL any number of processes, on one machine or several, share the jobs of table.py.

Procrastinate hands them out: whichever worker is first puts the tick of a job into the database, once, and one worker
takes it. What a worker had that was killed is put back for the others. That a repeat does no harm rests on what the
jobs claim in the database, as with the clock.
"""

import asyncio
import logging
import signal
from contextlib import suppress
from datetime import timedelta
from functools import partial

from flask import Flask
from procrastinate import App, JobContext, PsycopgConnector, exceptions
from procrastinate.jobs import DeleteJobCondition, Status

from onboarding.config import Config
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.jobs import clock_process, table
from onboarding.jobs.table import Job, ended
from onboarding.queries import work

log = logging.getLogger("onboarding.workers")
AT_ONCE = 4  # jobs in one worker: a packet that takes minutes holds up no mail
BEATS = timedelta(seconds=5)  # a worker says so often that it lives
DEAD = work.DEAD  # a worker that said nothing for so long is taken for dead
TAKEN_OVER = timedelta(seconds=5)  # how often the jobs of the dead are looked for
LONGEST = timedelta(hours=1)  # a tick that no worker was there for is made up for within this time
UNITS = ((1, 60, "* * * * * */{}"), (60, 60, "*/{} * * * *"), (3600, 24, "0 */{} * * *"))


def work_for_ever(app: Flask) -> None:
    """Work until the process is told to end; jobs that run end first, the sender after its present message.

    Raises OnboardingError on SQLite, and the database's own error where it goes away for longer than a moment.
    """
    with app.app_context():
        url = db.engine.url
    if url.get_backend_name() != "postgresql":
        raise OnboardingError(
            "Workers share their work through PostgreSQL, and this installation has SQLite: start the clock instead "
            "(flask clock), or move to PostgreSQL first (flask move)."
        )
    logging.getLogger("procrastinate").setLevel(logging.WARNING)
    log.info("a worker works")
    try:
        asyncio.run(_work(queue(app, url.set(drivername="postgresql").render_as_string(hide_password=False))))
    except exceptions.ConnectorException as error:
        raise error.__cause__ or error from None


async def _work(jobs: App) -> None:
    loop = asyncio.get_running_loop()
    async with jobs.open_async():
        working = asyncio.create_task(
            jobs.run_worker_async(
                concurrency=AT_ONCE,
                delete_jobs=DeleteJobCondition.ALWAYS,
                install_signal_handlers=False,
                update_heartbeat_interval=BEATS.total_seconds(),
                stalled_worker_timeout=DEAD.total_seconds(),
            )
        )

        def told_to_end() -> None:
            if not ended.is_set():
                ended.set()
                working.cancel()

        for each in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(each, told_to_end)
        with suppress(asyncio.CancelledError):
            await working


def queue(app: Flask, address: str) -> App:
    """The jobs of the table as Procrastinate knows them: by name, and when each is due."""
    connector = PsycopgConnector(conninfo=address, min_size=1, max_size=AT_ONCE)
    jobs = App(connector=connector, periodic_defaults={"max_delay": LONGEST.total_seconds()})
    for job in table.JOBS:
        _add(jobs, app, job)
    take_over = jobs.task(name="take over")(partial(_take_over, jobs))  # without a lock, which the dead could keep
    jobs.periodic(cron=cron(TAKEN_OVER))(take_over)
    return jobs


def _add(jobs: App, app: Flask, job: Job) -> None:
    config: Config = app.extensions["config"]

    def run(context: JobContext, timestamp: int) -> None:
        again = context.job.attempts > 0
        clock_process.run(app, config, job, timestamp, again)

    def part() -> None:
        clock_process.run(app, config, job)

    async def hand_out(_context: JobContext, timestamp: int) -> None:  # noqa: ARG001 - which every tick is given
        for number in range(await asyncio.to_thread(_parts, app, job)):
            lock = f"{job.name} {number}"
            with suppress(exceptions.AlreadyEnqueued):
                await parts.configure(lock=lock, queueing_lock=lock).defer_async()

    parts = jobs.task(name=f"{job.name}, a part")(part)
    named = {"name": job.name, "lock": job.name, "queueing_lock": job.name}
    tick = jobs.task(**named, pass_context=True)(hand_out if job.waiting else run)  # type: ignore[call-overload]
    jobs.periodic(cron=cron(job.every))(tick)


def _parts(app: Flask, job: Job) -> int:
    """Among how many workers the work is divided: all there are, as long as there is something for each."""
    with app.app_context():
        return min(job.waiting() if job.waiting else 1, work.workers() or 0)


async def _take_over(jobs: App, timestamp: int) -> None:  # noqa: ARG001 - which every tick is given
    """Put back what dead workers had; where the same waits already, that will do."""
    manager = jobs.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=DEAD.total_seconds()):
        log.warning("a worker died with the job %s, which is put back", job.task_name)
        try:
            await manager.retry_job(job)
        except exceptions.UniqueViolation:
            await manager.finish_job(job, Status.FAILED, delete_job=True)


def cron(every: timedelta) -> str:
    """When something is due that runs so often. Raises ValueError for what fits no minute, hour or day evenly."""
    seconds = int(every.total_seconds())
    for unit, most, pattern in UNITS:
        count, rest = divmod(seconds, unit)
        if count and not rest and count < most and most % count == 0:
            return pattern.format(count)
    raise ValueError(f"{every} does not go evenly into a minute, an hour or a day")
