"""Rows into facts: the one bridge from what is stored to what the rules know."""

from onboarding.models.organisation import Organisation
from onboarding.models.person import Person, Posting
from onboarding.rules.facts import Trainee
from onboarding.rules.retention import Retained


def trainee(organisation: Organisation, posting: Posting) -> Trainee:
    """What the training rules know of somebody in a role: the day they entered it. No training is recorded here yet."""
    return Trainee(
        id=str(posting.person_id),
        role=posting.role.value,
        cohe=organisation.slug,
        hired_on=posting.hired_on,
        initial=(),
        required=(),
        activities=(),
    )


def retained(person: Person) -> Retained:
    """What the rules of keeping know of a person. The contract's end and what was billed are not recorded here yet."""
    posting = person.posting
    return Retained(hired=posting is not None, left_on=posting.left_on if posting else None)
