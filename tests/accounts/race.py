"""Many who do the same at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from flask import Flask

from onboarding.extensions import db

Done = TypeVar("Done")
MANY = 12


def at_once(app: Flask, jobs: list[Callable[[], Done]]) -> list[Done]:
    """What each job gave; all of them began together."""
    db.session.rollback()
    together = Barrier(len(jobs))

    def run(job: Callable[[], Done]) -> Done:
        with app.app_context():
            together.wait(30)
            return job()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))
