"""Whether the records stand as the trail last said: an edit behind the product's back has no entry, and shows."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from onboarding.actions import Action
from onboarding.extensions import Base, db
from onboarding.formats.trail import state_digest
from onboarding.models.organisation import Organisation
from onboarding.models.records import RECORDS, row_values, sealed_before, subject_of
from onboarding.models.trail import Chain, TrailDetail, TrailEntry

MODELS = {model.__tablename__: model for model in RECORDS}
Said = tuple[str, str] | None  # the salt and the digest; None where they were erased, and nothing can be said


def differences(organisation_id: int | None = None) -> Iterator[str]:
    """A sentence for each record that stands otherwise than its latest entry says, or that no entry speaks of.

    Of every organisation, or of one.
    """
    said = _latest(organisation_id)
    for model in RECORDS:
        of = model.id if model is Organisation else model.organisation_id  # type: ignore[union-attr]
        rows = select(model).where(of == organisation_id) if organisation_id else select(model)
        for row in db.session.scalars(rows.execution_options(yield_per=500)):
            subject = subject_of(row)
            if subject not in said:
                yield f"{subject}: no entry of the trail speaks of it: it was added behind the product's back"
            elif not _fits(row, said.pop(subject)):
                yield f"{subject}: stands otherwise than its last entry says: it was changed behind the product's back"
    for subject in said.keys() - _erased(organisation_id):
        yield f"{subject}: the trail speaks of it and it is gone: it was deleted behind the product's back"


def difference(row: Base) -> bool:
    """Whether one record stands otherwise than its latest entry says."""
    rows = select(TrailDetail.salt, TrailDetail.body).join(TrailEntry).where(TrailEntry.subject == subject_of(row))
    latest = next((each for each in db.session.execute(rows.order_by(TrailEntry.id.desc())) if _speaks(*each)), None)
    return latest is None or not _fits(row, _said(*latest))


def record(subject: str) -> Base | None:
    """The record that the trail names so."""
    table, _, id = subject.partition(":")
    found: Base | None = db.session.get(MODELS[table], int(id)) if table in MODELS and id.isdecimal() else None
    return found


def _fits(row: Base, said: Said) -> bool:
    """Whether a record stands as it was said to; what follows from other columns is no part of what was said."""
    if said is None or state_digest(said[0], row_values(row)) == said[1]:
        return True
    before = sealed_before(row)
    return before is not None and state_digest(said[0], before) == said[1]


def _speaks(salt: str | None, body: Any) -> bool:
    """Whether an entry says how the record stood, or did before that was erased: it may only mention it."""
    return salt is None or bool(body and "state" in body)


def _said(salt: str | None, body: Any) -> Said:
    state = body.get("state") if body else None
    return (salt, state) if salt and state else None


def _erased(organisation_id: int | None) -> set[str]:
    """The records that the trail itself says were erased."""
    rows = select(TrailEntry.subject).where(TrailEntry.action == Action.RECORD_ERASED.value)
    if organisation_id:
        rows = rows.join(Chain, Chain.id == TrailEntry.chain_id).where(Chain.organisation_id == organisation_id)
    return set(db.session.scalars(rows))


def _latest(organisation_id: int | None) -> dict[str, Said]:
    """What the latest entry says of each record."""
    found: dict[str, Said] = {}
    rows = select(TrailEntry.subject, TrailDetail.salt, TrailDetail.body).outerjoin(TrailDetail).order_by(TrailEntry.id)
    if organisation_id:
        rows = rows.join(Chain, Chain.id == TrailEntry.chain_id).where(Chain.organisation_id == organisation_id)
    for subject, salt, body in db.session.execute(rows.execution_options(yield_per=500)):
        if subject.partition(":")[0] in MODELS and _speaks(salt, body):
            found[subject] = _said(salt, body)
    return found
