"""What may be said of an applicant, by whom, and on what page it was said. Nothing is changed here."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from onboarding import clock
from onboarding.errors import ChangedMeanwhileError, NotFoundError, OnboardingError
from onboarding.models.claim import How
from onboarding.models.person import Person
from onboarding.queries import dossier, revisions, standing
from onboarding.rules.standing import SKILL_AREAS
from onboarding.services import own
from onboarding.services.change import Actor

if TYPE_CHECKING:
    from onboarding.services.statements import StatementFacts

# What is asked about skills and standing, by the key of the document.
IN_WORDS = {
    "communication": "Communication",
    "data_management": "Data management",
    "care_documentation": "Documentation of care",
    "data_analysis": "Data analysis",
    "providerId": "Can get and keep an L&I Provider ID, and bill",
    "lniIssues": "Issues with L&I were reported",
}
ABOUT = tuple(IN_WORDS)
# What is asked for where something is said of standing without what shows it.
NO_PAPER = {
    How.ATTESTATION: "Add the paper that the applicant signed. What they only said belongs on the interview sheet.",
    How.LNI: "Add L&I's letter or message.",
}


def as_seen(person: Person, fact: str, seen: str | None) -> Mapping[str, Any]:
    """A job or degree of the claim. Raises NotFoundError; ChangedMeanwhileError where a page showed it otherwise."""
    whole = dossier.of_facts(person)
    claim = whole.facts.get(fact)
    if claim is None:
        raise NotFoundError
    if seen is not None and (changed := revisions.changed_of_fact(whole, fact, seen)):
        raise ChangedMeanwhileError(changed)
    return claim


def refuse_unsayable(actor: Actor, person: Person, said: "StatementFacts", with_paper: bool = False) -> None:
    """Raises OnboardingError for what nobody can have said, and for L&I's word without its paper."""
    if said.about not in ABOUT:
        raise NotFoundError
    if said.said_on > clock.today():
        raise OnboardingError("The day cannot be after today.", "said_on")
    if said.how is How.LNI and said.about in SKILL_AREAS:
        raise OnboardingError("L&I does not confirm skills. Say how the skill was shown.", "how")
    if said.how not in standing.OWN_WORD and own.is_own(actor.user_id, person):
        raise OnboardingError("You cannot record this about yourself.", "how")
    if said.about not in SKILL_AREAS and said.how not in standing.OF_STANDING:
        raise OnboardingError("Choose how it is known: the applicant signed it, or L&I confirmed it.", "how")
    if said.how is How.LNI and not with_paper:
        raise OnboardingError(NO_PAPER[How.LNI], "file")
