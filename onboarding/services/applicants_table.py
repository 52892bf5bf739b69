"""A table of applicants: what it declares, and what each line of it becomes."""

from collections.abc import Iterator, Sequence

from onboarding import clock
from onboarding.formats.tables import applicants
from onboarding.formats.tables.applicant_columns import COLUMNS
from onboarding.formats.tables.applicants import COLUMN, Applicant
from onboarding.formats.tables.lines import Fault
from onboarding.models.claim import ClaimSource
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.permissions import May
from onboarding.roles import IN_WORDS, StaffRole
from onboarding.rules.rulings import Rulings
from onboarding.services import applications, people, sensible_days
from onboarding.services.change import Change
from onboarding.services.importable import Importable, of_addresses


def _refused(
    organisation: Organisation, entries: Sequence[Applicant], _rulings: Rulings, _others: Sequence[str]
) -> Iterator[Fault]:
    yield from of_addresses(organisation, entries, COLUMN["email"].heading)
    today = clock.today()
    for each in entries:
        if each.applied_on and (what := sensible_days.application(each.applied_on, today)):
            yield Fault(each.lines[0], COLUMN["applied_on"].heading, what)
        for fault in sensible_days.of_claim(each.document, today):
            line, heading, what = each.placed(fault)
            yield Fault(line, heading, f"{what}.")


def _add(under_way: Change, organisation: Organisation, entries: Sequence[Applicant]) -> list[Person]:
    return [_one(under_way, organisation, each) for each in entries]


def _one(under_way: Change, organisation: Organisation, each: Applicant) -> Person:
    facts = people.PersonFacts(each.name, StaffRole(each.applied_for), each.email, each.phone, each.applied_on)
    return applications.start(under_way, organisation, facts, each.document, ClaimSource.TABLE)


APPLICANTS = Importable(
    key="applicants",
    title="Import a table of applicants",
    says="Upload a table with one line for each job or degree.",
    each=("applicant", "applicants"),
    may=May.SCREEN,
    columns=COLUMNS,
    how=(
        "One line holds one job, one degree, or one of each.",
        "An applicant with three jobs takes three lines with the same applicant ID or email address.",
        "The name and the rest need not be repeated.",
    ),
    shown={
        "Applied for": lambda each: IN_WORDS[each.applied_for],
        "Email address": lambda each: each.email,
        "Jobs": lambda each: len(each.document.get("work", ())),
        "Degrees": lambda each: len(each.document.get("education", ())),
    },
    read=lambda data, mapped, _numbers, head: applicants.read(data, mapped, head),
    refused=_refused,
    add=_add,
)
