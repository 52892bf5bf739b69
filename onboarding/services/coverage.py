"""How cover works at a COHE, in its own words: written from a day on, corrected, taken back."""

from datetime import date

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import OnboardingError
from onboarding.models.organisation import Organisation
from onboarding.models.staffing import CoverageWay
from onboarding.queries import coverage as found
from onboarding.rules.wording import long_day
from onboarding.services import correcting, names, sensible_days
from onboarding.services.change import Actor, change
from onboarding.services.locks import lock_organisation

LONGEST = 4000  # signs; about a page of the plan
# What the form begins with where nothing was written yet. The COHE's own text says what it really does.
DRAFT = """An HSC tells the manager about planned days away as soon as they are known.

The manager records the days and asks another HSC here to cover. The days count as covered once that HSC accepts.

On these days the HSC who covers takes the calls, messages and claims of the HSC who is away.

When somebody is away without notice, the manager finds cover on the same day.

When nobody can cover, the manager answers for the COHE, and tells providers whom to call."""


def word(actor: Actor, organisation: Organisation, since: date, text: str) -> CoverageWay:
    """Write how cover works from a day on. Raises OnboardingError where a text begins on that day already."""
    with change(actor) as under_way:
        lock_organisation(organisation.id)
        _refuse(organisation, since, text, None)
        row = CoverageWay(since=since, text=text)
        return correcting.put(under_way, Action.COVERAGE_WORDED, row, organisation.id, since=str(since))


def correct(
    actor: Actor, organisation: Organisation, earlier: CoverageWay, since: date, text: str, because: str
) -> CoverageWay:
    """Put another text in the place of one; both stay readable."""
    with change(actor) as under_way:
        lock_organisation(organisation.id)
        names.refuse_any(organisation.id, because=because)
        _refuse(organisation, since, text, earlier)
        if (earlier.since, earlier.text) == (since, text):
            raise OnboardingError("Nothing is different from the current text. Nothing was changed.")
        row = CoverageWay(since=since, text=text)
        return correcting.replace(under_way, Action.COVERAGE_REWORDED, row, earlier, because, since=str(since))


def strike(actor: Actor, organisation: Organisation, earlier: CoverageWay, because: str) -> CoverageWay:
    """Take away a text that never held; the one before it goes on."""
    with change(actor) as under_way:
        lock_organisation(organisation.id)
        names.refuse_any(organisation.id, because=because)
        return correcting.take_back(under_way, Action.COVERAGE_WORDS_STRUCK, earlier, because)


def _refuse(organisation: Organisation, since: date, text: str, instead_of: CoverageWay | None) -> None:
    last = clock.today() + sensible_days.STARTS_WITHIN
    if not sensible_days.FIRST <= since <= last:
        raise OnboardingError(
            f"Enter a day from {long_day(sensible_days.FIRST)} to {long_day(last)}.",
            "since",
        )
    if any(row.since == since and row is not instead_of for row in found.ways(organisation)):
        raise OnboardingError(
            f"A text from {long_day(since)} on is there already. Correct that one, or choose another day.", "since"
        )
    names.refuse_any(organisation.id, text=text)
