"""Proving a job or degree by a file that is taken in with it, or not at all."""

from onboarding.models.evidence import EvidenceItem
from onboarding.models.person import Person
from onboarding.services import evidence
from onboarding.services.change import Actor, Change
from onboarding.services.claims import add_fact_proof
from onboarding.services.evidence import ItemFacts
from onboarding.services.sayable import as_seen


def prove_by_file(
    actor: Actor, person: Person, fact: str, data: bytes, name: str, said: ItemFacts, seen: str | None = None
) -> EvidenceItem:
    """Take the file in, and say that it proves this. `seen` and what is raised: as of `claims.prove`, and of a file."""
    as_seen(person, fact, seen)  # before anything is made of the file

    def prove(under_way: Change, item: EvidenceItem) -> None:
        add_fact_proof(under_way, person, fact, item, seen)

    return evidence.take_in(actor, person, data, name, said, prove)
