"""What training is recorded of people."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from onboarding.extensions import db
from onboarding.models.person import Person
from onboarding.models.training import TrainingPart, TrainingRecord
from onboarding.queries.correctable import in_force
from onboarding.queries.evidence import WITH_CHECKS

Part = TrainingPart  # for those who may not know the tables


def of(person: Person) -> Sequence[TrainingRecord]:
    """The person's trainings that hold, as they were recorded."""
    return of_all([person])[person.id]


def of_all(people: Iterable[Person]) -> dict[int, list[TrainingRecord]]:
    """The trainings that hold of several people, by person; asked for in one question."""
    found: dict[int, list[TrainingRecord]] = {person.id: [] for person in people}
    chosen = select(TrainingRecord).where(TrainingRecord.person_id.in_(list(found))).order_by(TrainingRecord.id)
    chosen = chosen.options(selectinload(TrainingRecord.paper).options(*WITH_CHECKS))
    for row in db.session.scalars(chosen):
        found[row.person_id].append(row)
    return {id: in_force(rows) for id, rows in found.items()}
