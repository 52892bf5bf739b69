"""The steps of a new HSC's first weeks: the COHE's own list, and what of it is done for a person."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from onboarding import clock
from onboarding.extensions import db
from onboarding.models.checklist import ChecklistMark, ChecklistStep
from onboarding.models.person import Person
from onboarding.queries import rulings
from onboarding.rules.checklist import Step, shipped
from onboarding.rules.numbers import Numbers


class ListedStep(NamedTuple):
    """A step for one person. `mark` None: nobody said anything of it yet."""

    step: Step
    mark: ChecklistMark | None
    due_on: date | None

    @property
    def done(self) -> bool:
        return bool(self.mark and self.mark.done)

    @property
    def is_open(self) -> bool:
        """Whether it has still to be done."""
        return not self.done and not self.step.dropped


def every(organisation_id: int, numbers: Numbers | None = None) -> list[Step]:
    """Every step, the dropped ones included: the shipped ones first, then the COHE's own as they were added.

    `numbers`: by which the shipped ones are due; those of today where none are given.
    """
    steps = shipped(numbers or rulings.numbers(organisation_id, clock.today()))
    rows = db.session.scalars(
        select(ChecklistStep)
        .where(ChecklistStep.organisation_id == organisation_id)
        .order_by(ChecklistStep.version, ChecklistStep.id)
    )
    for row in rows:
        steps[row.key] = Step(row.key, row.says, row.within_days, row.version, row.dropped)
    return list(steps.values())


def step(organisation_id: int, key: str) -> Step | None:
    """The step with that key, dropped or not."""
    return next((each for each in every(organisation_id) if each.key == key), None)


def of(person: Person) -> list[ListedStep]:
    """The list for one person."""
    return of_all(person.organisation_id, [person])[person.id]


def of_all(
    organisation_id: int, people: Sequence[Person], numbers: Numbers | None = None
) -> dict[int, list[ListedStep]]:
    """The lists of several people of a COHE, by person. A dropped step stays where something was said of it."""
    marks, steps = _marks(organisation_id, people), every(organisation_id, numbers)
    return {
        person.id: [
            ListedStep(
                each, marks[person.id].get(each.key), each.due_on(person.posting.hired_on) if person.posting else None
            )
            for each in steps
            if not each.dropped or each.key in marks[person.id]
        ]
        for person in people
    }


def done_of(organisation_id: int, people: Sequence[Person], key: str) -> set[int]:
    """For whom of these people a step is done."""
    marks = _marks(organisation_id, people)
    return {id for id, mine in marks.items() if key in mine and mine[key].done}


def history(person: Person, key: str) -> Sequence[ChecklistMark]:
    """Everything that was said of one step for the person, the latest first."""
    return db.session.scalars(
        select(ChecklistMark)
        .where(
            ChecklistMark.organisation_id == person.organisation_id,
            ChecklistMark.person_id == person.id,
            ChecklistMark.key == key,
        )
        .order_by(ChecklistMark.id.desc())
    ).all()


def _marks(organisation_id: int, people: Sequence[Person]) -> dict[int, dict[str, ChecklistMark]]:
    """What was last said of each step, by person and key."""
    marks: dict[int, dict[str, ChecklistMark]] = {person.id: {} for person in people}
    chosen = select(ChecklistMark).where(
        ChecklistMark.organisation_id == organisation_id, ChecklistMark.person_id.in_(list(marks))
    )
    for row in db.session.scalars(chosen.order_by(ChecklistMark.id)):
        marks[row.person_id][row.key] = row
    return marks
