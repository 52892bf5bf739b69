"""Whether the records stand as the trail last said: an edit behind the product's back has no entry, and shows.

Pages of evidence are no records of their own: they are compared with the item or redaction that they belong to.
"""

from collections.abc import Iterator
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, ScalarSelect, null, or_, select

from onboarding.actions import Action
from onboarding.extensions import Base, db
from onboarding.formats.trail import pages_digest, state_digest
from onboarding.formats.trail_erasure import take_out
from onboarding.models.evidence import EvidenceItem, EvidencePage, Redaction
from onboarding.models.organisation import Organisation
from onboarding.models.records import RECORDS, row_values, sealed_before, subject_of
from onboarding.models.trail import Chain, TrailDetail, TrailEntry

MODELS = {model.__tablename__: model for model in RECORDS}
NO_PAGES = pages_digest(())
Said = tuple[str, str] | None  # the salt and the digest; None where they were erased, and nothing can be said


class Whose(NamedTuple):
    """Whose pages: an item's, or where one is named a redaction's of it."""

    person_id: int
    item_id: int
    redaction_id: int | None = None


def differences(organisation_id: int | None = None) -> Iterator[str]:
    """A sentence for each record that stands otherwise than its latest entry says, or that no entry speaks of.

    Of every organisation, or of one.
    """
    said, pages = _latest(organisation_id), _pages(organisation_id)
    for model in RECORDS:
        of = model.id if model is Organisation else getattr(model, "organisation_id", null())  # of the installation
        rows = select(model).where(of == organisation_id) if organisation_id else select(model)
        for row in db.session.scalars(rows.execution_options(yield_per=500)):
            subject = subject_of(row)
            if subject not in said:
                yield f"{subject}: no entry of the trail speaks of it: it was added behind the product's back"
            elif not _fits(row, said.pop(subject)):
                yield f"{subject}: stands otherwise than its last entry says: it was changed behind the product's back"
            if isinstance(row, EvidenceItem | Redaction) and pages.pop(_whose(row), NO_PAGES) != row.pages_sha256:
                yield f"{subject}: its pages are not those that were recorded: changed behind the product's back"
    for subject in said.keys() - _erased(organisation_id):
        yield f"{subject}: the trail speaks of it and it is gone: it was deleted behind the product's back"
    for whose in pages:
        yield f"evidence_item:{whose.item_id}: has pages of no record: they were added behind the product's back"


def difference(row: Base) -> bool:
    """Whether one record, with its pages, stands otherwise than its latest entry says.

    Where that entry has no details any more, an entry must say that they were erased.
    """
    chain = _chain_of(row)
    speaks = or_(TrailDetail.salt.is_(None), TrailDetail.body["state"].as_string().is_not(None))
    rows = select(TrailEntry.number, TrailDetail.salt, TrailDetail.body).outerjoin(TrailDetail)
    rows = rows.where(TrailEntry.chain_id == chain, TrailEntry.subject == subject_of(row), speaks)
    latest = db.session.execute(rows.order_by(TrailEntry.number.desc()).limit(1)).first()
    if latest is None or not _fits(row, said := _said(latest.salt, latest.body)):
        return True
    if said is None and _unlisted(chain, {latest.number}):
        return True
    if isinstance(row, EvidenceItem | Redaction):
        whose = _whose(row)
        pages = _pages(row.organisation_id, EvidencePage.item_id == whose.item_id)
        return pages.get(whose, NO_PAGES) != row.pages_sha256
    return False


def redactions(item: EvidenceItem) -> set[str]:
    """The redacted copies of an item that the trail speaks of, as it names them; a person's erasure takes all away.

    Those too that are gone with what their entries said: they may have been of this item.
    """
    chain = _chain_of(item)
    rows = select(TrailEntry.subject, TrailEntry.number, TrailDetail.salt).outerjoin(TrailDetail)
    rows = rows.where(
        TrailEntry.chain_id == chain,
        TrailEntry.action == Action.EVIDENCE_REDACTED.value,
        or_(TrailDetail.salt.is_(None), TrailDetail.body["item"].as_integer() == item.id),
    )
    found = db.session.execute(rows).all()
    unlisted = _unlisted(chain, {row.number for row in found if row.salt is None})
    lost = {row.subject for row in found if row.number in unlisted and record(row.subject) is None}
    return lost | {row.subject for row in found if row.salt is not None}


def record(subject: str) -> Base | None:
    """The record that the trail names so."""
    table, _, id = subject.partition(":")
    found: Base | None = db.session.get(MODELS[table], int(id)) if table in MODELS and id.isdecimal() else None
    return found


def _fits(row: Base, said: Said) -> bool:
    """Whether a record stands as it was said to; what follows from other columns is no part of what was said."""
    if said is None or state_digest(said[0], row_values(row)) == said[1]:
        return True
    return any(state_digest(said[0], before) == said[1] for before in sealed_before(row))


def _whose(row: EvidenceItem | Redaction) -> Whose:
    """Whose pages a record has."""
    if isinstance(row, Redaction):
        return Whose(row.person_id, row.item_id, row.id)
    return Whose(row.person_id, row.id)


def _pages(organisation_id: int | None, *chosen: ColumnElement[bool]) -> dict[Whose, str]:
    """The digest of the pages of each that has any."""
    whose = (EvidencePage.person_id, EvidencePage.item_id, EvidencePage.redaction_id)
    each = (EvidencePage.number, EvidencePage.sha256, EvidencePage.width, EvidencePage.height)
    rows = select(*whose, *each).where(*chosen).order_by(*whose)
    if organisation_id:
        rows = rows.where(EvidencePage.organisation_id == organisation_id)
    read = db.session.execute(rows.execution_options(yield_per=500))
    grouped = groupby(read, key=lambda row: Whose(row.person_id, row.item_id, row.redaction_id))
    return {
        of: pages_digest((page.number, page.sha256, page.width, page.height) for page in pages) for of, pages in grouped
    }


def _speaks(salt: str | None, body: Any) -> bool:
    """Whether an entry says how the record stood, or did before that was erased: it may only mention it."""
    return salt is None or bool(body and "state" in body)


def _said(salt: str | None, body: Any) -> Said:
    state = body.get("state") if body else None
    return (salt, state) if salt and state else None


def _chain_of(row: Base) -> ScalarSelect[int]:
    """The id of the chain that speaks of a record: its organisation's. Asked for within another question."""
    organisation_id = row.id if isinstance(row, Organisation) else getattr(row, "organisation_id", None)
    return select(Chain.id).where(Chain.organisation_id == organisation_id).scalar_subquery()


def _unlisted(chain_id: ScalarSelect[int], missing: set[int]) -> set[int]:
    """Those of these entries, whose details are gone, of which no entry says that they were erased."""
    bodies = select(TrailDetail.body).join(TrailEntry)
    of = TrailEntry.chain_id == chain_id, TrailEntry.action == Action.DETAIL_ERASED.value
    for body in db.session.scalars(bodies.where(*of)) if missing else ():
        take_out(missing, body and body.get("erased"))
    return missing


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
