"""The clock: one named process in which jobs run. Web workers never tick."""

import logging
import signal
from contextlib import suppress
from datetime import timedelta
from threading import Thread
from types import FrameType

from apscheduler.events import EVENT_SCHEDULER_STARTED
from apscheduler.schedulers import SchedulerNotRunningError
from apscheduler.schedulers.blocking import BlockingScheduler
from flask import Flask

from onboarding import clock
from onboarding.config import Config
from onboarding.extensions import db
from onboarding.jobs.table import JOBS, Job, ended
from onboarding.queries import work
from onboarding.services import rulebooks, slots

log = logging.getLogger("onboarding.clock")
NOTED_EVERY = timedelta(minutes=1)  # of a job that runs oftener, what went wrong and that it is well again


def slot_of(every: timedelta, tick: int | None = None) -> str:
    """The slot that this moment, or the second `tick`, falls in: the same on every machine whose clock is right."""
    seconds = int(every.total_seconds())
    began = (int(clock.now().timestamp()) if tick is None else tick) // seconds * seconds
    return f"{began}/{seconds}"


def run(app: Flask, config: Config, job: Job, tick: int | None = None, again: bool = False) -> bool:
    """Run a job once, unless another clock has its slot; whether it ran. What goes wrong stays in the log.

    `tick`: the second in which it was due, if not now. `again`: the process that took the slot died.
    """
    with app.app_context():
        slot, error = slot_of(job.every if job.slots else max(job.every, NOTED_EVERY), tick), None
        try:
            rulebooks.look()
            if job.slots and not slots.take(job.name, slot) and not again:
                return False
            job.run(config)
        except Exception as raised:
            log.exception("the job %s failed", job.name)
            error = f"{type(raised).__name__}: {raised}"
        db.session.rollback()
        if job.slots or error or work.of([job.name]).failing(clock.now()):
            slots.done(job.name, slot, error)
        return True


def tick_for_ever(app: Flask) -> None:
    """Tick until the process is told to end; a job that is running ends first, the sender after its present message."""
    config: Config = app.extensions["config"]
    scheduler = BlockingScheduler(timezone=clock.WASHINGTON)
    for job in JOBS:
        scheduler.add_job(
            run,
            "interval",
            seconds=int(job.every.total_seconds()),
            args=(app, config, job),
            id=job.name,
            next_run_time=clock.now(),
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )

    def stop(_event: object = None) -> None:
        if ended.is_set() and scheduler.running:
            with suppress(SchedulerNotRunningError):
                scheduler.shutdown(wait=False)

    def told_to_end(_signal: int, _frame: FrameType | None) -> None:
        """From a thread of its own, since the one that was interrupted may hold the scheduler's lock."""
        if not ended.is_set():  # Ctrl-C reaches every process of the terminal, and whoever started us tells us too
            ended.set()
            Thread(target=stop).start()

    scheduler.add_listener(stop, EVENT_SCHEDULER_STARTED)  # told before it began
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, told_to_end)
    log.info("the clock ticks: %s", ", ".join(job.name for job in JOBS))
    scheduler.start()
