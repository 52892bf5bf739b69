"""The person that a page is about, and who may see them."""

from typing import TYPE_CHECKING

from onboarding import clock
from onboarding.errors import NotFoundError
from onboarding.permissions import May
from onboarding.queries import duplicates, hiring, people
from onboarding.queries.people import Stage
from onboarding.web.access import Scope

if TYPE_CHECKING:
    from onboarding.models.person import Person


def the_person(scope: Scope, id: int) -> "Person":
    """The person with that id whom this user may see. An HSC sees their own record.

    Screeners and HR see applicants, and staff for as long as a promotion of theirs is under way. A record that was
    merged is seen by those who see the one that goes on. Raises NotFoundError.
    """
    person = scope.load(people.one, id)
    if scope.own_only or scope.may(May.READ_STAFF):
        return person
    goes_on = duplicates.merged_into(person) or person
    if people.stage_on(goes_on, clock.today()) is Stage.APPLICANT or hiring.promotion(goes_on):
        return person
    raise NotFoundError
