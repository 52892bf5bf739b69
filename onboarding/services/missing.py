"""Asking an applicant for what is missing while the application is open: by their link, or on paper."""

from collections.abc import Sequence

from onboarding.errors import OnboardingError
from onboarding.models.determination import Determination
from onboarding.models.person import Person
from onboarding.queries import missing as found
from onboarding.services import applicant_links, determinations, information
from onboarding.services.change import Actor, change
from onboarding.services.locks import lock


def ask(actor: Actor, person: Person, items: Sequence[str], because: str, by_mail: bool) -> Determination:
    """Ask for these things. By mail they go out with the applicant's link, by which each can be answered.

    What was asked for and is still missing is not asked for again. Raises OnboardingError where nothing is entered yet,
    where the application waits for a decision or was decided, for nothing, nothing new or too much, and for mail to
    somebody without an address.
    """
    if by_mail and not person.email:
        raise OnboardingError("No email address is recorded. Print the letter, or record an address first.", "how")
    with change(actor) as under_way:
        lock(person)
        known = {item.asks for item in found.of(person)}
        row = determinations.ask_more(under_way, person, because)
        if (wanted := information.wanted(items)) and known.issuperset(wanted):
            raise OnboardingError("All of this was asked for already, and they are reminded of it. Nothing was sent.")
        if by_mail:
            applicant_links.open_anew(under_way, person)
        information.ask(under_way, person, row, [each for each in wanted if each not in known], by_mail)
    return row
