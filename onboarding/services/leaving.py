"""Somebody leaves a role: the last day, what they leave and why, and what ends with it."""

from datetime import date
from enum import StrEnum

from onboarding.actions import Action
from onboarding.errors import OnboardingError
from onboarding.models.person import Person, Posting
from onboarding.queries import determinations
from onboarding.queries.determinations import Move
from onboarding.rules.wording import short_day
from onboarding.services import hiring
from onboarding.services.change import Actor, Change, change
from onboarding.services.locks import lock
from onboarding.services.people import PostingFacts, add_posting


class Leaves(StrEnum):
    """What somebody leaves."""

    JOB = "job"
    ROLE = "role"
    COHE = "cohe"


IN_WORDS = {
    Leaves.JOB: "Left the job",
    Leaves.ROLE: "Left the role, stays at the COHE",
    Leaves.COHE: "Went to another COHE",
}


def leave(actor: Actor, person: Person, left_on: date, leaves: Leaves, why: str | None, revision: int) -> Posting:
    """Record the last day in the role, as the next version of the posting. A promotion under way ends.

    Raises OnboardingError for who is in no role or has a last day already, a day before the first, a promotion that
    waits for a decision, or a record changed meanwhile.
    """
    with change(actor) as under_way:
        lock(person)
        before = person.posting
        if before is None:
            raise OnboardingError(f"{person.name} was not hired, so there is no role to leave.")
        if before.left_on:
            raise OnboardingError(
                f"The last day is recorded already: {short_day(before.left_on)}. Correct the days in the role instead."
            )
        reason = f"{IN_WORDS[leaves]}." + (f" {why}" if why else "")
        facts = PostingFacts(before.role, before.hired_on, left_on, reason)
        return end_posting(under_way, person, facts, revision)


def end_posting(under_way: Change, person: Person, facts: PostingFacts, revision: int) -> Posting:
    """Write the last day in the role down, within a change, of a person who is locked and has none yet."""
    posting = add_posting(under_way, person, facts, revision, Action.POSTING_ENDED)
    if determinations.move_of(person) is Move.RECOMMENDED:
        raise OnboardingError("A promotion is waiting for a decision. Decide first, or record that it was withdrawn.")
    hiring.end_open_promotion(under_way, person)
    return posting
