"""Applicants: taken in with what a document says of them, and screened again on request."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from onboarding import clock
from onboarding.models.claim import ClaimSource, How
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.services import claims, following, owners, people, statements
from onboarding.services.change import Actor, Change, change
from onboarding.services.people import PersonFacts
from onboarding.services.projections import APPLICATIONS


class Changed(NamedTuple):
    """Whose answers are others than the list said before: as claimed, and as verified."""

    person: Person
    before: tuple[str | None, str | None]
    after: tuple[str | None, str | None]


def recompute(ids: Collection[int]) -> list[Changed]:
    """Screen these people again, today, and tell whose answers are others than before."""
    moved = following.recompute(APPLICATIONS, ids)
    found = (Changed(each.person, _answers(each.before), _answers(each.after)) for each in moved)
    return [each for each in found if each.before != each.after]


def _answers(line: Mapping[str, Any]) -> tuple[str | None, str | None]:
    return line["claimed"], line["verified"]


def take_in(actor: Actor, organisation: Organisation, facts: PersonFacts, document: Mapping[str, Any] | None) -> Person:
    """Add an applicant with what a document says of them, as one change.

    Raises OnboardingError where somebody with that address is there already, and Refused for a document that does not
    fit its shape.
    """
    with change(actor) as under_way:
        return start(under_way, organisation, facts, document, ClaimSource.API)


def start(
    under_way: Change,
    organisation: Organisation,
    facts: PersonFacts,
    document: Mapping[str, Any] | None,
    source: ClaimSource,
) -> Person:
    """The same within a change: the person, with what they claim, and what they say of skills and standing on the day
    of the application."""
    person = people.start_person(under_way, organisation, facts)
    owners.begin(under_way, person)
    if document is None:
        return person
    claims.add(under_way, person, document, source, None, 0)
    for about, value, how in _said(document.get("hsc") or {}):
        said_on = facts.applied_on or clock.today()
        statements.add_statement(under_way, person, statements.StatementFacts(about, value, how, facts.name, said_on))
    return person


def _said(ours: Mapping[str, Any]) -> Iterator[tuple[str, bool, How]]:
    for about, key in (("providerId", "able"), ("lniIssues", "reported")):
        if (value := (ours.get(about) or {}).get(key)) is not None:
            yield about, value, How.ATTESTATION
    for area, said in (ours.get("skills") or {}).items():
        if (value := (said or {}).get("demonstrated")) is not None:
            yield area, value, How.EXPERIENCE
