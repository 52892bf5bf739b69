"""Rows into facts: the one bridge from what is stored to what the rules know."""

from onboarding import clock
from onboarding.models.determination import Decision, Determination
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person, Posting
from onboarding.rules.facts import Trainee
from onboarding.rules.retention import Retained

CLOSED = (Decision.NOT_QUALIFIED, Decision.WITHDRAWN)


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


def retained(person: Person, decided: Determination | None) -> Retained:
    """What the rules of keeping know of a person, and of what was last decided of the application.

    The contract's end and what was billed are not recorded here yet.
    """
    posting = person.posting
    closed = decided is not None and decided.decision in CLOSED and decided.reopening is None
    closed_on = clock.day_of(decided.decided_at) if decided and closed else None
    return Retained(posting is not None, posting.left_on if posting else None, closed_on)
