"""The person that a page is about: who may see them, and what the rules say of their training."""

from datetime import date
from typing import TYPE_CHECKING

from onboarding import clock
from onboarding.errors import NotFoundError
from onboarding.permissions import May
from onboarding.queries import duplicates, facts, hiring, people
from onboarding.queries.people import Stage
from onboarding.rules.training import TrainingAnswer, train
from onboarding.web.access import Scope
from onboarding.web.law import rulings_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onboarding.models.person import Person
    from onboarding.models.training import TrainingRecord


def the_person(scope: Scope, id: int) -> "Person":
    """The person with that id whom this user may see. An HSC sees their own record.

    Screeners and HR see applicants, and staff for as long as a promotion of theirs is under way. A record that was
    merged is seen by those who see the one that goes on. Raises NotFoundError.
    """
    person = scope.load(people.one, id)
    goes_on = duplicates.merged_into(person) or person
    sees_all = scope.own_only or scope.may(May.READ_STAFF)
    if sees_all or people.stage_on(goes_on, clock.today()) is Stage.APPLICANT or hiring.promotion(goes_on):
        return person
    raise NotFoundError


def training_of(
    scope: Scope, person: "Person", trainings: "Sequence[TrainingRecord]", on: date
) -> TrainingAnswer | None:
    """What the rules say of the person's trainings; None for somebody who was never hired."""
    if person.posting is None:
        return None
    return train(facts.trainee(scope.organisation, person.posting, trainings), rulings_of(scope), on)
