"""What COHEs are compared by, kept right: a line is marked with every change that it follows from, and computed again.

A line is computed from everybody at a COHE, which takes a tenth of a second for a hundred people. So a change does not
wait for that: it marks the line within its transaction, and the clock computes it within a minute. Until then each
page that shows it has it computed.
"""

from collections.abc import Collection, Iterable

from flask import current_app
from sqlalchemy import inspect, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from onboarding import clock
from onboarding.extensions import Base, db, writing
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import rulings as rulings_of
from onboarding.queries.lines import is_due
from onboarding.services.projections import COHES


def note(session: Session, written: Iterable[Base], new: Collection[Base]) -> None:
    """Note, after a flush, at which COHEs something was written that their line is computed from."""
    moved = session.info.setdefault("followed cohes", set())
    for row in written:
        if type(row) in COHES.follows or (isinstance(row, Person) and _moves(row, row in new)):
            moved.add(row.organisation_id)  # type: ignore[attr-defined]


def _moves(person: Person, is_new: bool) -> bool:
    known = inspect(person).attrs
    return not is_new and any(known[column].history.has_changes() for column in COHES.columns)


def follow(session: Session) -> None:
    """Mark the lines, within the transaction that is about to be committed: the last that it does. The first change at
    a COHE begins its line.

    Each is marked whatever it says, so that this waits for the clock, should it compute now from what was there before.
    """
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    for id in sorted(session.info.pop("followed cohes", ())):
        row = dialect.insert(COHES.line).values(organisation_id=id, **COHES.begun())
        again = row.on_conflict_do_update(index_elements=[COHES.line.organisation_id], set_={"as_of": None})
        session.execute(again)


def forget(session: Session) -> None:
    """Forget what was noted: it is followed, or undone."""
    session.info.pop("followed cohes", None)


def recompute_due() -> int:
    """Compute every line that is of another day, another rulebook or before a change, one COHE in a transaction.

    Gives how many. A line that somebody else computes at the moment is left to them.
    """
    done = 0
    while _recompute_one():
        done += 1
    return done


def _recompute_one() -> bool:
    line, book = COHES.line, current_app.extensions["rulebook"]
    due = select(line).where(is_due(line, clock.today(), book)).order_by(line.organisation_id).limit(1)
    db.session.rollback()
    with writing():
        try:
            row = db.session.scalar(due.with_for_update(skip_locked=True))
            if row is None:
                return False
            organisation, today = db.session.get_one(Organisation, row.organisation_id), clock.today()
            said = COHES.computed(organisation, rulings_of.of(organisation, book), today)
            for column, value in {**said, "as_of": today, "rulebook": book.version}.items():
                setattr(row, column, value)
            db.session.commit()
            return True
        finally:
            db.session.rollback()
