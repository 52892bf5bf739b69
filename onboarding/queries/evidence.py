"""Evidence of a person: the items with their state, their pages, and what those outside may see."""

from collections.abc import Collection, Sequence
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from onboarding.extensions import db
from onboarding.models import evidence as tables
from onboarding.models.evidence import EvidenceItem, EvidencePage, EvidenceVerification, Redaction
from onboarding.models.person import Person
from onboarding.queries.duplicates import selves

Proves = tables.Proves  # for those who may not know the tables, like the next two
Source = tables.Source
Result = tables.Result
PAGE = 25
SOURCES = {
    Source.ISSUER: "The issuer, in writing",
    Source.CALL: "The issuer, by phone",
    Source.REGISTER: "A public register",
    Source.ORIGINAL: "The original, seen in person",
    Source.OTHER: "Something else, as the note says",
}
# What `state` asks for.
WITH_CHECKS = (
    joinedload(EvidenceItem.withdrawal),
    selectinload(EvidenceItem.verifications).joinedload(EvidenceVerification.verified_by),
)


class State(StrEnum):
    """What an item is worth: withdrawn and replaced ones count no more; else what the latest check came to."""

    UNVERIFIED = "unverified"
    CONFIRMED = "confirmed"
    CONTRADICTED = "contradicted"
    NOT_CONFIRMED = "not_confirmed"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"


def state(item: EvidenceItem) -> State:
    """What an item, loaded with its verifications and withdrawal, is worth today."""
    if item.withdrawal:
        return State.REPLACED if item.withdrawal.replaced_by_id else State.WITHDRAWN
    return State(item.verifications[0].result.value) if item.verifications else State.UNVERIFIED


def confirms(item: EvidenceItem | None) -> bool:
    """Whether there is a paper that was checked against its source and found right: what it shows is verified."""
    return item is not None and state(item) is State.CONFIRMED


def counts(item: EvidenceItem) -> bool:
    """Whether an item still says something."""
    return state(item) not in (State.WITHDRAWN, State.REPLACED)


def of_person(person: Person, page: int = 1) -> Sequence[EvidenceItem]:
    """A page of the person's items, the latest first; also those of records that were merged into this one."""
    chosen = _whole().where(*_about(person))
    chosen = chosen.order_by(EvidenceItem.id.desc()).limit(PAGE).offset((max(page, 1) - 1) * PAGE)
    return db.session.scalars(chosen).all()


def total(person: Person) -> int:
    """How many items there are about the person."""
    return db.session.scalar(select(func.count(EvidenceItem.id)).where(*_about(person))) or 0


def latest(ids: Collection[int]) -> tuple[Sequence[EvidenceItem], int]:
    """The latest items about a person, all of whose records are given, and how many there are in all."""
    chosen = _whole().add_columns(func.count().over()).where(EvidenceItem.person_id.in_(ids))
    rows = db.session.execute(chosen.order_by(EvidenceItem.id.desc()).limit(PAGE)).all()
    return [row[0] for row in rows], rows[0][-1] if rows else 0


def resume(person: Person) -> EvidenceItem | None:
    """The latest résumé of the person that still counts."""
    chosen = _whole().where(*_about(person), EvidenceItem.proves == Proves.RESUME).order_by(EvidenceItem.id.desc())
    return next((each for each in db.session.scalars(chosen) if counts(each)), None)


def others(item: EvidenceItem) -> Sequence[EvidenceItem]:
    """The same person's other items that still count, by which this one could be replaced; the latest first."""
    chosen = _whole().where(
        EvidenceItem.organisation_id == item.organisation_id,
        EvidenceItem.person_id == item.person_id,
        EvidenceItem.id != item.id,
    )
    return [each for each in db.session.scalars(chosen.order_by(EvidenceItem.id.desc())).all() if counts(each)]


def shared(item: EvidenceItem) -> Sequence[EvidenceItem]:
    """The items by which the same file was added for several people by the same member, this one too, by name; those
    that were withdrawn left out. One alone where it was added for nobody else.
    """
    same = (
        EvidenceItem.organisation_id == item.organisation_id,
        EvidenceItem.original == item.original,
        EvidenceItem.proves == item.proves,
        EvidenceItem.submitted_by_id == item.submitted_by_id,
    )
    rows = db.session.scalars(_whole().where(*same).order_by(EvidenceItem.id)).all()
    return sorted(filter(counts, rows), key=lambda each: (each.person.sorted_as, each.id))


def one(organisation_id: int, id: int, user_id: int | None = None) -> EvidenceItem | None:
    """The item, if it is this organisation's (and about that user, where one is given)."""
    chosen = _whole().where(EvidenceItem.organisation_id == organisation_id, EvidenceItem.id == id)
    if user_id:
        chosen = chosen.join(Person, Person.id == EvidenceItem.person_id).where(Person.user_id == user_id)
    return db.session.scalar(chosen)


def by_id(ids: Collection[int]) -> dict[int, EvidenceItem]:
    """Items, whole, by their ids; whoever asks has looked up the ids within an organisation."""
    if not ids:
        return {}
    return {item.id: item for item in db.session.scalars(_whole().where(EvidenceItem.id.in_(ids)))}


def pages(item: EvidenceItem, redaction: Redaction | None = None) -> Sequence[EvidencePage]:
    """The pages of an item, or of one redaction of it, in order."""
    of = EvidencePage.redaction_id == redaction.id if redaction else EvidencePage.redaction_id.is_(None)
    return db.session.scalars(
        select(EvidencePage)
        .where(EvidencePage.organisation_id == item.organisation_id, EvidencePage.item_id == item.id, of)
        .order_by(EvidencePage.number)
    ).all()


def redactions(item: EvidenceItem) -> Sequence[Redaction]:
    """Every redacted copy of an item, the one that is handed out first."""
    return db.session.scalars(
        select(Redaction)
        .where(Redaction.organisation_id == item.organisation_id, Redaction.item_id == item.id)
        .order_by(Redaction.version.desc())
    ).all()


def _about(person: Person) -> tuple[ColumnElement[bool], ...]:
    return EvidenceItem.organisation_id == person.organisation_id, EvidenceItem.person_id.in_(selves(person))


def _whole() -> Select[EvidenceItem]:
    return select(EvidenceItem).options(
        joinedload(EvidenceItem.person),
        joinedload(EvidenceItem.submitted_by),
        *WITH_CHECKS,
    )
