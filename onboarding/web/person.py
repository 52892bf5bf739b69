"""The person that a page is about: who may see them, and who may do something about them; asked nowhere else."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from onboarding import clock
from onboarding.errors import NotFoundError
from onboarding.permissions import May
from onboarding.queries import duplicates, hiring, people
from onboarding.queries.people import Stage
from onboarding.web.access import Scope

if TYPE_CHECKING:
    from onboarding.models.base import OfPerson
    from onboarding.models.person import Person

Entry = TypeVar("Entry", bound="OfPerson")


class Seen(NamedTuple):
    """A person, and whether this user may do no more than read the page."""

    person: "Person"
    only_read: bool


def the_person(scope: Scope, id: int) -> "Person":
    """The person with that id about whom this user may do something. An HSC sees their own record.

    Screeners and HR see applicants, and staff for as long as a promotion of theirs is under way. A record that was
    merged is seen by those who see the one that goes on. Raises NotFoundError.
    """
    seen = the_person_read(scope, id)
    if seen.only_read:
        raise NotFoundError
    return seen.person


def the_person_read(scope: Scope, id: int) -> Seen:
    """The same, and for whoever hired somebody, who goes on reading their page; for pages that change nothing."""
    person = scope.load(people.one, id)
    if scope.own_only or scope.may(May.READ_STAFF):
        return Seen(person, only_read=False)
    goes_on = duplicates.merged_into(person) or person
    if people.stage_on(goes_on, clock.today()) is Stage.APPLICANT or hiring.promotion(goes_on):
        return Seen(person, only_read=False)
    if scope.may(May.HIRE) and people.was_hired_by(goes_on, scope.user.id):
        return Seen(person, only_read=True)
    raise NotFoundError


def the_worker(scope: Scope, id: int) -> "Person":
    """The same of somebody who is or was in a role. Raises NotFoundError: of nobody else is it recorded."""
    person = the_person(scope, id)
    if person.posting is None:
        raise NotFoundError
    return person


def entry_of(scope: Scope, query: Callable[..., Entry | None], person_id: int, id: int) -> Entry:
    """What is recorded under that number, of the person of the page. Raises NotFoundError."""
    row = scope.load(query, id)
    if row.person_id != person_id:
        raise NotFoundError
    return row
