"""What is missing of an application, as somebody would ask the applicant for it."""

from collections.abc import Sequence
from datetime import date

from onboarding.models.determination import InformationItem
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import determinations, dossier, facts
from onboarding.rules.findings import Need
from onboarding.rules.qualification import screen
from onboarding.rules.rulings import Rulings
from onboarding.rules.wording import first_up, plainly, spoken

KIND_OF_WORK = "category"
SKILLS = "hsc.skills."
# What a rule needs, as the applicant is asked for it; by the fact that it needs.
ASKED = {
    "hsc.providerId.able": "Whether you can get and keep an L&I Provider ID, and bill L&I for your work",
    "hsc.providerId.verified": "A signed statement that you can get and keep an L&I Provider ID, and bill L&I",
    "hsc.lniIssues.reported": "Whether L&I has reported any issues with your work or your billing",
    "hsc.lniIssues.verified": "A signed and dated statement whether L&I has reported issues with your work or billing",
}


def facts_of(organisation: Organisation, person: Person, rulings: Rulings, on: date) -> Sequence[str]:
    """What would settle the screening, in words, without what is asked for already.

    What kind of work a job was is the screener's to decide: it is asked for only where nothing stated tells it.
    """
    found = screen(facts.applicant(organisation, person, dossier.of(person)), rulings, on)
    stated = [need for each in found.claimed.requirements.values() for need in each.needs]
    verified = [need for each in found.verified.requirements.values() for need in each.needs]
    needs = [*stated, *(need for need in verified if not need.fact.endswith(KIND_OF_WORK))]
    asked = {item.asks for item in of(person)}
    says = dict.fromkeys(map(asks, needs))
    return [each for each in says if each not in asked]


def of(person: Person) -> Sequence[InformationItem]:
    """What the person was asked for and neither answered nor sent."""
    return [item for item in determinations.asked_for(person) if item.is_missing]


def asks(need: Need) -> str:
    """What a rule needs, as the applicant is asked for it."""
    if need.fact in ASKED:
        return ASKED[need.fact]
    if not need.fact.startswith(SKILLS):
        return first_up(spoken(need.say)).replace("Proof of the work", "Proof of your work")
    area, _, proof = need.fact.removeprefix(SKILLS).partition(".")
    if proof:
        return f"Something that shows your skill in {plainly(area)}, such as a work sample"
    return f"Your experience or skill in {plainly(area)}"
