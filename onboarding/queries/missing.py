"""What is missing of an application, as somebody would ask the applicant for it."""

from collections.abc import Sequence
from datetime import date

from onboarding.models.determination import InformationItem
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import determinations, dossier, facts
from onboarding.rules.qualification import screen
from onboarding.rules.rulings import Rulings
from onboarding.rules.wording import spoken

KIND_OF_WORK = "category"


def facts_of(organisation: Organisation, person: Person, rulings: Rulings, on: date) -> Sequence[str]:
    """What would settle the screening, in words, without what is asked for already.

    What kind of work a job was is the screener's to decide: it is asked for only where nothing stated tells it.
    """
    found = screen(facts.applicant(organisation, person, dossier.of(person)), rulings, on)
    stated = [need for each in found.claimed.requirements.values() for need in each.needs]
    verified = [need for each in found.verified.requirements.values() for need in each.needs]
    needs = [*stated, *(need for need in verified if not need.fact.endswith(KIND_OF_WORK))]
    asked = {item.asks for item in of(person)}
    says = dict.fromkeys(_sentence(need.say) for need in needs)
    return [each for each in says if each not in asked]


def of(person: Person) -> Sequence[InformationItem]:
    """What the person was asked for and neither answered nor sent."""
    return [item for item in determinations.asked_for(person) if item.is_missing]


def _sentence(text: str) -> str:
    text = spoken(text)
    return text[:1].upper() + text[1:]
