"""A file that was added for several people is checked once, for those of them whom it is found to be right of.

Each copy keeps a check of its own (services/evidence.py): it is withdrawn, replaced and erased for one of them alone.
"""

from collections.abc import Sequence

from onboarding.errors import NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.models.evidence import EvidenceItem
from onboarding.queries import evidence as found
from onboarding.services import evidence
from onboarding.services.change import Actor, change
from onboarding.services.evidence import VerificationFacts
from onboarding.services.locks import lock_in_turn


def verify_for(actor: Actor, item: EvidenceItem, ids: Sequence[int], facts: VerificationFacts) -> list[str]:
    """Record the same check of these items, all of them copies of the one file; gives the names of whom they are about.

    For all or for none. Raises NotFoundError for an item that is no copy of it, OnboardingError for everybody of whom
    it cannot be recorded, each by name.
    """
    evidence.refuse_ahead(facts)
    with change(actor) as under_way:
        lock_in_turn(each.person_id for each in found.shared(item))
        copies = {each.id: each for each in found.shared(item)}
        chosen = list(dict.fromkeys(ids))
        if not copies.keys() >= set(chosen):
            raise NotFoundError
        faults = []
        for each in (copies[id] for id in chosen):
            try:
                evidence.check(under_way, each, facts)
            except OnboardingError as error:
                faults.append(f"{each.person.name}: {error}")
        if faults:
            raise OnboardingError(" ".join(["Nothing was recorded.", *faults]), "people")
        names = [copies[id].person.name for id in chosen]
    db.session.expire_all()
    return names
