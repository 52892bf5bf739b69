"""Tables that were taken in as one; and tables and résumés that were sent and not taken in yet."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from onboarding import clock
from onboarding.extensions import db
from onboarding.models.imported import (
    ImportBatch as ImportBatch,
    ImportedPerson,
    OpenTable as OpenTable,
)
from onboarding.models.person import Person

SHOWN = 100
KEPT = timedelta(days=1)  # how long a table that was sent waits to be taken in


def listed(organisation_id: int, kinds: Sequence[str]) -> Sequence[ImportBatch]:
    """The last tables of these kinds, the latest first."""
    return db.session.scalars(
        select(ImportBatch)
        .options(joinedload(ImportBatch.imported_by), joinedload(ImportBatch.undone_by))
        .where(ImportBatch.organisation_id == organisation_id, ImportBatch.kind.in_(kinds))
        .order_by(ImportBatch.id.desc())
        .limit(SHOWN)
    ).all()


def one(organisation_id: int, id: int, _user_id: int | None = None) -> ImportBatch | None:
    """The table, if it is this organisation's."""
    return db.session.scalar(
        select(ImportBatch)
        .options(joinedload(ImportBatch.imported_by), joinedload(ImportBatch.undone_by))
        .where(ImportBatch.organisation_id == organisation_id, ImportBatch.id == id)
    )


class Updated(NamedTuple):
    """Somebody whom a table updated, and the keys of what it changed."""

    person: Person
    keys: Sequence[str]


def updated(organisation_id: int, ids: Iterable[int]) -> dict[int, list[Updated]]:
    """Whom these tables updated, by table; by name."""
    found: dict[int, list[Updated]] = {}
    chosen = (
        select(ImportedPerson.batch_id, Person, ImportedPerson.updated)
        .join(Person, Person.id == ImportedPerson.person_id)
        .where(ImportedPerson.organisation_id == organisation_id, ImportedPerson.batch_id.in_(list(ids)))
        .where(ImportedPerson.updated.is_not(None))
    )
    for batch, person, keys in db.session.execute(chosen.order_by(Person.sorted_as, Person.id)):
        found.setdefault(batch, []).append(Updated(person, keys or ()))
    return found


def open_table(organisation_id: int, user_id: int, id: int) -> OpenTable | None:
    """The table, if this account sent it here and it still waits."""
    return next((each for each in waiting(organisation_id, user_id) if each.id == id), None)


def waiting(organisation_id: int, user_id: int | None) -> Sequence[OpenTable]:
    """What the account sent here and has not taken in yet, the latest first."""
    mine = select(OpenTable).where(OpenTable.organisation_id == organisation_id, OpenTable.user_id == user_id)
    return db.session.scalars(
        mine.where(OpenTable.sent_at > clock.now() - KEPT).order_by(OpenTable.sent_at.desc(), OpenTable.id.desc())
    ).all()


def all_waiting(kind: str) -> Sequence[OpenTable]:
    """What anybody sent of a kind and has not taken in yet."""
    return db.session.scalars(
        select(OpenTable).where(OpenTable.kind == kind, OpenTable.sent_at > clock.now() - KEPT).order_by(OpenTable.id)
    ).all()
