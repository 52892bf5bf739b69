"""Two records that could be of one person: merging them, or saying that they are of two people."""

from collections.abc import Iterator, Mapping
from typing import Any

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.formats.claims import KINDS
from onboarding.models.claim import ClaimSource
from onboarding.models.duplicate import Duplicate
from onboarding.models.person import Person
from onboarding.queries import applicant_links, determinations, dossier, duplicates as known, references
from onboarding.rules.wording import long_day
from onboarding.services import claims
from onboarding.services.change import Actor, Change, change
from onboarding.services.locks import lock
from onboarding.services.people import end_link


def tell_apart(actor: Actor, person: Person, other: Person) -> None:
    """Record that these are two people: the pair is not shown again. Raises OnboardingError for a merged record,
    and where somebody said so before.
    """
    with change(actor) as under_way:
        _lock(person, other)
        if told := known.told_apart(person, other):
            on = long_day(clock.day_of(told.decided_at))
            raise OnboardingError(f"That these are two people was said already, on {on}. Nothing was changed.")
        _decide(under_way, person, other, same=False)


def merge(actor: Actor, person: Person, other: Person, contact_of: Person, with_claim: bool) -> None:
    """Have the record `other` go on for both. `person` stays as it is, readable, and nothing is added to it any more.

    Its evidence counts as evidence of `other` too. `contact_of`: whose email address and phone hold from now on;
    `with_claim`: the jobs and degrees that `other` does not have become part of its claim, as its next version.
    Raises OnboardingError where the history of both cannot become one, with what to do about it.
    """
    with change(actor) as under_way:
        _lock(person, other)
        for because in refusals(person):
            raise OnboardingError(because, "goes_on")
        _decide(under_way, person, other, same=True)
        if with_claim:
            _take_claim_along(under_way, person, other)
        _settle_contact(under_way, person, other, contact_of)


def refusals(person: Person) -> Iterator[str]:
    """Why this record cannot end in another, each with what to do about it."""
    if person.posting or person.user_id:
        yield f"Record {person.id} is of somebody who was hired here: have that one go on."
    if determinations.latest_recommendation(person):
        yield f"Record {person.id} has a determination, or a recommendation for one: have that one go on."
    if any(
        references.state(each, clock.now()) is references.ReferenceState.WAITING
        for each in references.of_person(person)
    ):
        yield f"A reference about record {person.id} can still be answered: wait for it, or withdraw it."
    if applicant_links.of_person(person):
        yield f"The applicant still has a link to fill in record {person.id}: wait until it was used, or withdraw it."


def _lock(person: Person, other: Person) -> None:
    """In one order, so that two who merge the same pair at once take turns instead of waiting for each other."""
    for each in sorted((person, other), key=lambda one: one.id):
        lock(each)


def _decide(under_way: Change, person: Person, other: Person, same: bool) -> None:
    row = Duplicate(
        organisation_id=person.organisation_id,
        person_id=person.id,
        other_id=other.id,
        same=same,
        decided_by_id=under_way.actor.user_id,
        decided_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    action = Action.DUPLICATE_MERGED if same else Action.DUPLICATE_TOLD_APART
    under_way.record(person.organisation_id, action, row, person=person.id, other=other.id)


def _take_claim_along(under_way: Change, person: Person, other: Person) -> None:
    """The claim of `other` with what the other one has besides. What is there keeps its ids; the rest gets new ones."""
    ours, theirs = (whole.claim.facts if whole.claim else {} for whole in map(dossier.of, (other, person)))
    have = [_said(entry) for kind in KINDS for entry in ours.get(kind, ())]
    besides = {kind: [each for each in map(_said, theirs.get(kind, ())) if each not in have] for kind in KINDS}
    if not any(besides.values()):
        return
    document = {kind: [*ours.get(kind, ()), *besides[kind]] for kind in KINDS}
    reason = f"Merged with record {person.id}." if ours else None
    claims.begin(other)
    claims.add(under_way, other, document, ClaimSource.MERGED, reason, None)


def _said(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if key != "id"}


def _settle_contact(under_way: Change, person: Person, other: Person, contact_of: Person) -> None:
    """What the one whose contact holds does not have stays as it is. An address is in one record only."""
    chosen, rest = (person, other) if contact_of.id == person.id else (other, person)
    wanted = {"email": chosen.email or rest.email, "phone": chosen.phone or rest.phone}
    fields = [key for key, value in wanted.items() if getattr(other, key) != value]
    if "email" in fields and person.email == wanted["email"]:
        person.email = None
        db.session.flush()
        under_way.record(person.organisation_id, Action.PERSON_EDITED, person, fields=["email"])
    if fields:
        for key in fields:
            setattr(other, key, wanted[key])
        db.session.flush()
        under_way.record(other.organisation_id, Action.PERSON_EDITED, other, fields=fields)
    if "email" in fields:
        end_link(under_way, other)
