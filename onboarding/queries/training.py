"""What training is recorded of people."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from onboarding.extensions import db
from onboarding.models.person import Person
from onboarding.models.training import TrainingPart, TrainingRecord

Part = TrainingPart  # for those who may not know the tables


def of(person: Person) -> Sequence[TrainingRecord]:
    """The person's trainings, as they were recorded."""
    return of_all([person])[person.id]


def of_all(people: Iterable[Person]) -> dict[int, list[TrainingRecord]]:
    """The trainings of several people, by person; asked for in one question."""
    found: dict[int, list[TrainingRecord]] = {person.id: [] for person in people}
    chosen = select(TrainingRecord).where(TrainingRecord.person_id.in_(list(found))).order_by(TrainingRecord.id)
    for row in db.session.scalars(chosen):
        found[row.person_id].append(row)
    return found
