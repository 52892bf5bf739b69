"""What follows when somebody leaves their role."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import credentials, hiring
from onboarding.rules.rulings import Rulings

OPEN = ("sent", "issued", "active", "inactive")  # of the provider account: L&I knows of it


class Follows(NamedTuple):
    """`assistants`: whom nobody supervises then. `account`: L&I has to be told. `promotion`: one under way ends."""

    assistants: Sequence[Person]
    account: bool
    promotion: bool
    own_account: bool


def follows(organisation: Organisation, person: Person, rulings: Rulings, on: date) -> Follows:
    """What follows when the person leaves the role that they are in on that day."""
    answer = credentials.of(organisation, person, rulings, on).answer
    return Follows(
        assistants=hiring.supervised_by(person, on),
        account=answer is None or answer.provider.state in OPEN,
        promotion=hiring.promotion(person) is not None,
        own_account=person.user_id is not None,
    )
