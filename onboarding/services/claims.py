"""What an applicant claims of jobs and education, and what is made of it: taking in, correcting, deciding, proving."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.formats.claims import claimed, fact_hash, refuse_unreadable
from onboarding.formats.faults import Refused
from onboarding.models.claim import (
    Claim,
    ClaimSource,
    FactDecision,
    FactEvidence,
)
from onboarding.models.evidence import EvidenceItem
from onboarding.models.person import Person
from onboarding.queries import determinations, dossier, duplicates
from onboarding.queries.determinations import Move
from onboarding.services import sensible_days
from onboarding.services.change import Actor, Change, change
from onboarding.services.locks import lock
from onboarding.services.sayable import as_seen

DECIDED = {"j": ("category", "duties"), "d": ("level", "equivalency")}


def record(
    actor: Actor,
    person: Person,
    document: Mapping[str, Any],
    source: ClaimSource,
    reason: str | None = None,
    version: int = 0,
) -> Claim:
    """Record what the applicant says, as the next version. `version` is the one the page showed, 0 for none.

    Raises Refused for a document that does not fit, OnboardingError for a correction without a reason or out of date.
    """
    with change(actor) as under_way:
        begin(person)
        return add(under_way, person, document, source, reason, version)


def add(
    under_way: Change,
    person: Person,
    document: Mapping[str, Any],
    source: ClaimSource,
    reason: str | None,
    version: int | None,
) -> Claim:
    """The same within a change that has begun. `version` None: whichever there is now is followed."""
    versions = dossier.versions(person)
    before = versions[0] if versions else None
    now = before.version if before else 0
    if version is not None and version != now:
        raise OnboardingError("Somebody else changed this while you had it open. Reload the page and try again.")
    facts_now = claimed(document, before.facts if before else None, [each.facts for each in versions[1:]])
    if source is not ClaimSource.MERGED:  # which says nothing new: it was taken before
        sensible_days.refuse_claim(facts_now, clock.today())
    if before and before.facts == facts_now:
        return before
    if before and not reason:
        raise OnboardingError("Say why you correct this. The earlier version stays visible.", "reason")
    row = Claim(
        organisation_id=person.organisation_id,
        person_id=person.id,
        version=now + 1,
        facts=facts_now,
        source=source,
        reason=reason,
        recorded_by_id=under_way.actor.user_id,
        recorded_at=clock.now(),
    )
    db.session.add(row)
    action = Action.CLAIM_CORRECTED if before else Action.CLAIM_RECORDED
    under_way.record(person.organisation_id, action, row, person=person.id, version=row.version)
    return row


def decide(
    actor: Actor, person: Person, fact: str, decided: Mapping[str, Any], reason: str, seen: str | None = None
) -> FactDecision:
    """Decide about one job or degree of the claim; an empty decision takes the earlier one back.

    `seen`: of the page it was decided on (queries/revisions.py). Raises OnboardingError for what is no decision about
    such a fact, ChangedMeanwhileError where somebody else changed it since.
    """
    with change(actor) as under_way:
        begin(person)
        claim = as_seen(person, fact, seen)
        if set(decided) - set(DECIDED[fact[0]]):
            raise OnboardingError("That is not for a screener to decide about this.", "category")
        try:
            refuse_unreadable(claim, decided)
        except Refused as refused:
            raise OnboardingError(str(refused), "category") from refused
        row = FactDecision(
            organisation_id=person.organisation_id,
            person_id=person.id,
            fact=fact,
            title=dossier.title_of(claim),
            decided=dict(decided),
            reason=reason,
            decided_by_id=actor.user_id,
            decided_at=clock.now(),
        )
        db.session.add(row)
        db.session.flush()
        under_way.record(person.organisation_id, Action.FACT_DECIDED, row, person=person.id, fact=fact)
    return row


def prove(actor: Actor, person: Person, fact: str, item: EvidenceItem, seen: str | None = None) -> FactEvidence:
    """Say that an evidence item proves a job or degree as it is stated now. The item may be unchecked.

    `seen` as of `decide`.
    """
    with change(actor) as under_way:
        return add_fact_proof(under_way, person, fact, item, seen)


def add_fact_proof(under_way: Change, person: Person, fact: str, item: EvidenceItem, seen: str | None) -> FactEvidence:
    """The same within a change."""
    begin(person)
    claim = as_seen(person, fact, seen)
    if item.person_id not in duplicates.selves(person):
        raise NotFoundError
    row = FactEvidence(
        organisation_id=person.organisation_id,
        person_id=person.id,
        fact=fact,
        fact_hash=fact_hash(claim),
        item_id=item.id,
        attached_by_id=under_way.actor.user_id,
        attached_at=clock.now(),
    )
    known = db.session.scalar(
        select(FactEvidence).where(
            FactEvidence.person_id == person.id,
            FactEvidence.fact == fact,
            FactEvidence.item_id == item.id,
            FactEvidence.fact_hash == row.fact_hash,
        )
    )
    if known:
        return known
    db.session.add(row)
    db.session.flush()
    under_way.record(person.organisation_id, Action.FACT_PROVEN, row, person=person.id, fact=fact, item=item.id)
    return row


def begin(person: Person) -> None:
    """Takes turns, and refuses to move what waits for a decision or was decided."""
    lock(person)
    move = determinations.move_of(person)
    if move is Move.RECOMMENDED:
        raise OnboardingError("The application is waiting for a decision. Nothing was changed.")
    if move is Move.DECIDED:
        raise OnboardingError("The application was decided. Reopen it first.")
