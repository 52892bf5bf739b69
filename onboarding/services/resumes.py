"""Résumés as they come: a file that is kept with somebody and typed from."""

from onboarding.models.evidence import EvidenceItem, Proves
from onboarding.models.person import Person
from onboarding.queries import evidence as found
from onboarding.services import evidence, files
from onboarding.services.change import Actor
from onboarding.services.evidence import ItemFacts

TITLE = "Résumé"


def keep(actor: Actor, person: Person, data: bytes, file_name: str) -> EvidenceItem:
    """Take a résumé in as evidence, once however often it is sent. Raises as `evidence.take_in` does."""
    known = found.resume(person)
    if known is not None and known.original == files.sha256(data):
        return known
    return evidence.take_in(actor, person, data, file_name, ItemFacts(TITLE, Proves.RESUME))
