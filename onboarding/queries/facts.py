"""Rows into facts: the one bridge from what is stored to what the rules know."""

from onboarding.models.organisation import Organisation
from onboarding.models.person import Posting
from onboarding.rules.facts import Trainee


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
