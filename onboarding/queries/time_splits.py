"""How people split their working week, as it is recorded."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from onboarding.extensions import db
from onboarding.models.person import Person
from onboarding.models.staffing import TimeSplit
from onboarding.queries.correctable import in_force
from onboarding.queries.evidence import WITH_CHECKS


def one(organisation_id: int, id: int, _user_id: int | None = None) -> TimeSplit | None:
    """The row, if it is this organisation's."""
    chosen = select(TimeSplit).where(TimeSplit.organisation_id == organisation_id, TimeSplit.id == id)
    return db.session.scalar(chosen)


def history(person: Person) -> Sequence[TimeSplit]:
    """Every row of the person's, corrected ones and corrections included, as they were recorded."""
    chosen = select(TimeSplit).where(
        TimeSplit.organisation_id == person.organisation_id, TimeSplit.person_id == person.id
    )
    papers = selectinload(TimeSplit.paper).options(*WITH_CHECKS)
    return db.session.scalars(chosen.options(joinedload(TimeSplit.recorded_by), papers).order_by(TimeSplit.id)).all()


def by_day(rows: Iterable[TimeSplit]) -> list[TimeSplit]:
    """Those that hold, the earliest first: each until the day before the next."""
    return sorted(in_force(rows), key=lambda row: row.since)


def on(rows: Sequence[TimeSplit], day: date) -> TimeSplit | None:
    """The one that holds on a day, of those in order of day."""
    return next((row for row in reversed(rows) if row.since <= day), None)
