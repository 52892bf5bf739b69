"""Whether the records stand as the trail last said: an edit behind the product's back has no entry, and shows."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from onboarding.extensions import Base, db
from onboarding.formats.trail import state_digest
from onboarding.models.records import RECORDS, row_values, subject_of
from onboarding.models.trail import TrailDetail, TrailEntry


def differences() -> Iterator[str]:
    """A sentence for each record that stands otherwise than its latest entry says, or that no entry speaks of."""
    said = _latest()
    for model in RECORDS:
        for row in db.session.scalars(select(model).execution_options(yield_per=500)):
            subject = subject_of(row)
            if subject not in said:
                yield f"{subject}: no entry of the trail speaks of it: it was added behind the product's back"
            elif (latest := said.pop(subject)) is not None and not _fits(row, *latest):
                yield f"{subject}: stands otherwise than its last entry says: it was changed behind the product's back"
    for subject in said:
        yield f"{subject}: the trail speaks of it and it is gone: it was deleted behind the product's back"


def _fits(row: Base, salt: str, state: str) -> bool:
    return state_digest(salt, row_values(row)) == state


def _latest() -> dict[str, tuple[str, str] | None]:
    """What the latest entry says of each record; None where its details were erased, and nothing can be said."""
    tables = {model.__tablename__ for model in RECORDS}
    found: dict[str, tuple[str, str] | None] = {}
    rows = select(TrailEntry.subject, TrailDetail.salt, TrailDetail.body).outerjoin(TrailDetail).order_by(TrailEntry.id)
    for subject, salt, body in db.session.execute(rows.execution_options(yield_per=500)):
        if subject.partition(":")[0] in tables:
            state: Any = (body or {}).get("state")
            found[subject] = (salt, state) if salt and state else None
    return found
