"""Whether the process lives, and whether it can work: for machines that watch. Says nothing of anybody."""

from flask import Blueprint, current_app
from sqlalchemy.exc import SQLAlchemyError

from onboarding import clock
from onboarding.extensions import db
from onboarding.jobs import table
from onboarding.queries import overview, work
from onboarding.schema import Schema, stands
from onboarding.services import seals
from onboarding.web.access import anyone

views = Blueprint("health", __name__)
Answer = tuple[dict[str, object], int]


@views.get("/health")
@anyone
def health() -> dict[str, object]:
    """The process answers. Asks nothing of the database."""
    return {"status": "ok"}


@views.get("/ready")
@anyone
def ready() -> Answer:
    """200 when everything works, else 503: the database answers, its tables and keys fit, and the clock ticks.

    A job that fails, or a message of no organisation that was given up, needs somebody, but stops nobody: still 200.
    """
    needed = {"database": False, "migrated": False, "clock": False, "keys": False}
    wanted: dict[str, object] = {}
    try:
        needed["migrated"] = stands(db.session.connection()) is Schema.CURRENT
        needed["database"] = True
        if needed["migrated"]:
            fares, now = work.of(table.NAMES), clock.now()
            needed["clock"] = not fares.late(now)
            needed["keys"] = not any(seals.faults(current_app.extensions["config"]))
            wanted = {"failing_jobs": fares.failing(now), "undelivered": overview.undelivered(None)}
    except SQLAlchemyError:
        db.session.rollback()
    well = "needs attention" if any(wanted.values()) else "ready"
    works = all(needed.values())
    return {"status": well if works else "not ready", **needed, **wanted}, 200 if works else 503
