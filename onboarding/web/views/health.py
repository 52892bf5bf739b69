"""Whether the process lives, and whether it can work: for machines that watch. Says nothing of anybody."""

from datetime import timedelta

from flask import Blueprint
from sqlalchemy.exc import SQLAlchemyError

from onboarding import clock
from onboarding.extensions import db
from onboarding.queries import work
from onboarding.schema import Schema, stands
from onboarding.web.access import anyone

views = Blueprint("health", __name__)
CLOCK_IS_LATE = timedelta(minutes=5)
Answer = tuple[dict[str, object], int]


@views.get("/health")
@anyone
def health() -> dict[str, object]:
    """The process answers. Asks nothing of the database."""
    return {"status": "ok"}


@views.get("/ready")
@anyone
def ready() -> Answer:
    """200 when everything works, else 503: the database answers, has this version's tables, and the clock ticks."""
    checks = {"database": False, "migrated": False, "clock": False}
    try:
        checks["migrated"] = stands(db.session.connection()) is Schema.CURRENT
        checks["database"] = True
        ticked = work.last_tick() if checks["migrated"] else None
        checks["clock"] = ticked is not None and clock.now() - ticked < CLOCK_IS_LATE
    except SQLAlchemyError:
        db.session.rollback()
    well = all(checks.values())
    return {"status": "ready" if well else "not ready", **checks}, 200 if well else 503
