"""The clock: one named process in which jobs run. Web workers never tick."""

import logging
import signal
from datetime import timedelta
from types import FrameType

from apscheduler.schedulers.blocking import BlockingScheduler
from flask import Flask

from onboarding import clock
from onboarding.config import Config
from onboarding.extensions import db
from onboarding.jobs.table import JOBS, Job
from onboarding.services import slots

log = logging.getLogger("onboarding.clock")


def slot_of(every: timedelta) -> str:
    """The slot that this moment falls in: the same on every machine whose clock is right."""
    seconds = int(every.total_seconds())
    began = int(clock.now().timestamp()) // seconds * seconds
    return f"{began}/{seconds}"


def run(app: Flask, config: Config, job: Job) -> bool:
    """Run a job once, unless another clock has its slot; whether it ran. What goes wrong stays in the log."""
    with app.app_context():
        slot = slot_of(job.every)
        try:
            if job.slots and not slots.take(job.name, slot):
                return False
            job.run(config)
        except Exception as error:
            log.exception("the job %s failed", job.name)
            db.session.rollback()
            if job.slots:
                slots.done(job.name, slot, f"{type(error).__name__}: {error}")
            return True
        if job.slots:
            slots.done(job.name, slot, None)
        return True


def tick_for_ever(app: Flask) -> None:
    """Tick until the process is told to end; a job that is running ends first."""
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

    def end(_signal: int, _frame: FrameType | None) -> None:
        if scheduler.running:  # Ctrl-C reaches every process of the terminal, and whoever started us tells us too
            scheduler.shutdown(wait=False)

    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, end)
    log.info("the clock ticks: %s", ", ".join(job.name for job in JOBS))
    scheduler.start()
