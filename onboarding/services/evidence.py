"""Evidence: taking in, verifying, withdrawing and replacing. Nothing that was there is changed by any."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from onboarding import clock
from onboarding.actions import Action
from onboarding.documents.names import clean_name
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.formats.trail import pages_digest
from onboarding.models.evidence import (
    EvidenceItem,
    EvidencePage,
    EvidenceVerification,
    EvidenceWithdrawal,
    Proves,
    Result,
    Source,
)
from onboarding.models.person import Person
from onboarding.queries import duplicates
from onboarding.services import files, own, twice
from onboarding.services.change import SYSTEM, Actor, Change, change
from onboarding.services.locks import lock, lock_all_of
from onboarding.services.sealed_files import Sealed, seal


class ItemFacts(NamedTuple):
    """What is said of a file: what it is called here, what it proves, the day it bears, and a note."""

    title: str | None
    proves: Proves
    dated_on: date | None = None
    note: str | None = None


class VerificationFacts(NamedTuple):
    """Against what an item was checked, with whom or where, on which day, and what came of it."""

    source: Source
    whom: str
    checked_on: date
    result: Result
    note: str | None = None


def take_in(
    actor: Actor,
    person: Person,
    data: bytes,
    file_name: str,
    facts: ItemFacts,
    also: Callable[[Change, EvidenceItem], None] | None = None,
) -> EvidenceItem:
    """Inspect a file, keep it, and record it. Raises RefusedFileError or BusyError, and nothing is kept.

    `also` is done within the same change; what it raises undoes the rest.

    Reading and sealing happen outside of any transaction: others go on working meanwhile.
    """
    sealed = seal(files.key_of(actor, person), data)
    with change(actor) as under_way:
        lock(person)
        if actor is not SYSTEM:
            _refuse_twice(actor, person, sealed.original.sha256, clean_name(file_name), facts)
        item = add(under_way, person, sealed, file_name, facts)
        if also:
            also(under_way, item)
    return item


def add(under_way: Change, person: Person, sealed: Sealed, file_name: str, facts: ItemFacts) -> EvidenceItem:
    """Record a file that was sealed with the person's key, within a change."""
    pages = [page.file for page in sealed.pages]
    files.note(person, [each for each in (sealed.original, sealed.copy, sealed.text, *pages) if each])
    recorded, name = numbered(sealed.pages), clean_name(file_name)
    item = EvidenceItem(
        organisation_id=person.organisation_id,
        person_id=person.id,
        title=facts.title or name,
        proves=facts.proves,
        dated_on=facts.dated_on,
        note=facts.note,
        file_name=name,
        file_kind=sealed.kind,
        size=sealed.size,
        original=sealed.original.sha256,
        copy=sealed.copy and sealed.copy.sha256,
        text=sealed.text and sealed.text.sha256,
        pages_sha256=pages_digest(recorded),
        removed=list(sealed.removed),
        submitted_by_id=under_way.actor.user_id,
        submitted_as=under_way.actor.name,
        received_at=clock.now(),
    )
    db.session.add(item)
    db.session.flush()
    add_pages(item, recorded)
    about = {"person": person.id, "proves": facts.proves.value}
    under_way.record(person.organisation_id, Action.EVIDENCE_ADDED, item, **about)
    return item


def _refuse_twice(actor: Actor, person: Person, original: str, name: str, facts: ItemFacts) -> None:
    """The very file that this actor added last about the person, with the same said of it, was sent twice."""
    chosen = select(EvidenceItem).where(
        EvidenceItem.organisation_id == person.organisation_id,
        EvidenceItem.person_id == person.id,
        EvidenceItem.submitted_by_id == actor.user_id,
        EvidenceItem.submitted_as == actor.name,
    )
    last = db.session.scalar(chosen.order_by(EvidenceItem.id.desc()).limit(1))
    if last is None or (last.original, last.title) != (original, facts.title or name) or _withdrawn(last):
        return
    if (last.proves, last.dated_on, last.note) == (facts.proves, facts.dated_on, facts.note):
        raise OnboardingError(f"This very file is there already, as “{last.title}”. It was not added twice.", "files")


def verify(actor: Actor, item: EvidenceItem, facts: VerificationFacts) -> EvidenceVerification:
    """Record that an item was checked. Whoever submitted it cannot, nor the person it is about, by any route.

    Nor can who submitted the same file before: it is what they brought, by whomever it came again.
    """
    refuse_ahead(facts)
    with change(actor) as under_way:
        row = check(under_way, item, facts)
    db.session.expire(item)
    return row


def check(under_way: Change, item: EvidenceItem, facts: VerificationFacts) -> EvidenceVerification:
    """The same within a change."""
    actor, item = under_way.actor, counting(item)
    if actor.user_id is None or _submitted(actor.user_id, item):
        raise OnboardingError("You added this file, so somebody else has to check it.")
    if own.is_own(actor.user_id, item.person):
        raise OnboardingError("This file is about you, so somebody else has to check it.")
    own.refuse_both_ends(actor.user_id, item)
    row = EvidenceVerification(
        organisation_id=item.organisation_id,
        item_id=item.id,
        verified_by_id=actor.user_id,
        verified_at=clock.now(),
        **facts._asdict(),
    )
    twice.refuse(actor, row, "organisation_id", "item_id")
    db.session.add(row)
    db.session.flush()
    under_way.record(item.organisation_id, Action.EVIDENCE_VERIFIED, row, item=item.id, result=facts.result.value)
    return row


def refuse_ahead(facts: VerificationFacts) -> None:
    """Raises OnboardingError for a check of a day to come."""
    if facts.checked_on > clock.today():
        raise OnboardingError("The day of the check cannot be after today.", "checked_on")


def withdraw(actor: Actor, item: EvidenceItem, because: str, replaced_by: EvidenceItem | None = None) -> None:
    """Have an item count no more; it stays visible, with the reason. Raises OnboardingError for one withdrawn."""
    with change(actor) as under_way:
        item = counting(item)
        if replaced_by is not None and (replaced_by.person_id != item.person_id or replaced_by.id == item.id):
            raise OnboardingError("Choose another file of the same person.", "replaced_by")
        if replaced_by is not None and _withdrawn(replaced_by):
            raise OnboardingError("That file was withdrawn. Choose another.", "replaced_by")
        end(under_way, item, because, replaced_by)
    db.session.expire(item)


def end(
    under_way: Change,
    item: EvidenceItem,
    because: str,
    replaced_by: EvidenceItem | None = None,
    action: Action = Action.EVIDENCE_WITHDRAWN,
) -> None:
    """Have an item that is `counting` count no more, within a change. `action`: of whom it is theirs to say."""
    row = EvidenceWithdrawal(
        organisation_id=item.organisation_id,
        item_id=item.id,
        replaced_by_id=replaced_by.id if replaced_by else None,
        because=because,
        withdrawn_by_id=under_way.actor.user_id,
        withdrawn_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    under_way.record(item.organisation_id, action, row, item=item.id)


def numbered(pages: Sequence[files.KeptPage]) -> list[tuple[int, str, int, int]]:
    """The pages as they are recorded, and sealed: number, hash, width and height of each."""
    return [(number, file.sha256, width, height) for number, (file, width, height) in enumerate(pages, start=1)]


def add_pages(item: EvidenceItem, pages: Sequence[tuple[int, str, int, int]], redaction_id: int | None = None) -> None:
    """Record the pages of an item, or of a redacted copy of it."""
    for number, name, width, height in pages:
        db.session.add(
            EvidencePage(
                organisation_id=item.organisation_id,
                person_id=item.person_id,
                item_id=item.id,
                redaction_id=redaction_id,
                number=number,
                sha256=name,
                width=width,
                height=height,
            )
        )
    db.session.flush()


def _submitted(user_id: int, item: EvidenceItem) -> bool:
    """Whether the user brought this item, or the same file about the same person in another."""
    chosen = select(EvidenceItem.id).where(
        EvidenceItem.organisation_id == item.organisation_id,
        EvidenceItem.person_id.in_(duplicates.selves(duplicates.merged_into(item.person) or item.person)),
        EvidenceItem.original == item.original,
        EvidenceItem.submitted_by_id == user_id,
    )
    return db.session.scalar(chosen.limit(1)) is not None


def counting(item: EvidenceItem) -> EvidenceItem:
    """The item, held until the change ends. Raises NotFoundError, or OnboardingError where it counts no more."""
    lock_all_of(item.person)
    chosen = select(EvidenceItem).where(
        EvidenceItem.organisation_id == item.organisation_id, EvidenceItem.id == item.id
    )
    row = db.session.scalar(chosen.with_for_update(of=EvidenceItem).execution_options(populate_existing=True))
    if row is None:
        raise NotFoundError
    if _withdrawn(row):
        raise OnboardingError("This file was withdrawn and no longer counts.")
    return row


def _withdrawn(item: EvidenceItem) -> bool:
    return db.session.scalar(select(EvidenceWithdrawal.id).where(EvidenceWithdrawal.item_id == item.id)) is not None
