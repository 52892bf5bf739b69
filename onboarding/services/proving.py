"""Proving a job, a degree or a word on standing by a file that is taken in with it, or not at all."""

from onboarding.errors import NotFoundError
from onboarding.models.evidence import EvidenceItem, Proves
from onboarding.models.person import Person
from onboarding.rules.standing import SKILL_AREAS
from onboarding.services import evidence
from onboarding.services.change import Actor, Change
from onboarding.services.claims import add_fact_proof
from onboarding.services.evidence import ItemFacts
from onboarding.services.sayable import as_seen, refuse_unsayable
from onboarding.services.statements import StatementFacts, add_shown, refuse_changed


def prove_by_file(
    actor: Actor, person: Person, fact: str, data: bytes, name: str, said: ItemFacts, seen: str | None = None
) -> EvidenceItem:
    """Take the file in, and say that it proves this. `seen` and what is raised: as of `claims.prove`, and of a file."""
    as_seen(person, fact, seen)  # before anything is made of the file

    def prove(under_way: Change, item: EvidenceItem) -> None:
        add_fact_proof(under_way, person, fact, item, seen)

    return evidence.take_in(actor, person, data, name, said, prove)


def state_by_file(
    actor: Actor, person: Person, said: StatementFacts, data: bytes, name: str, title: str, seen: int | None = None
) -> EvidenceItem:
    """Take the file in, and record what it shows of standing. Raises as `statements.state` does, and for a bad file."""
    if said.about in SKILL_AREAS:
        raise NotFoundError
    refuse_unsayable(actor, person, said, with_paper=True)
    refuse_changed(person, seen)  # before anything is made of the file

    def state(under_way: Change, item: EvidenceItem) -> None:
        add_shown(under_way, person, said, item, seen)

    return evidence.take_in(actor, person, data, name, ItemFacts(title, Proves.STANDING), state)
