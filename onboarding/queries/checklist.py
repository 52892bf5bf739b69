"""The steps of a new HSC's first weeks: the COHE's own list, and what of it is done for a person."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import select

from onboarding.extensions import db
from onboarding.models.checklist import ChecklistMark, ChecklistStep
from onboarding.models.person import Person

FIRST_WEEK = 7


class Step(NamedTuple):
    """One step. `within_days` after the first day in the role; None: without a day. `version` 0: as shipped."""

    key: str
    says: str
    within_days: int | None
    version: int = 0
    dropped: bool = False


class Line(NamedTuple):
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


# What L&I's pages name of a first week, or take for granted. A COHE words, drops and adds as it likes.
SHIPPED = (
    Step("ohms", "Access to OHMS asked for, and working", FIRST_WEEK),
    Step("updates", "L&I's programme updates subscribed", FIRST_WEEK),
    Step("work_list", "Work list assigned in OHMS", FIRST_WEEK),
    Step("supervisor", "Supervisor named", FIRST_WEEK),
)


def every(organisation_id: int) -> list[Step]:
    """Every step, the dropped ones included: the shipped ones first, then the COHE's own as they were added."""
    steps = {step.key: step for step in SHIPPED}
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


def of(person: Person) -> list[Line]:
    """The list for one person."""
    return of_all(person.organisation_id, [person])[person.id]


def of_all(organisation_id: int, people: Sequence[Person]) -> dict[int, list[Line]]:
    """The lists of several people of a COHE, by person. A dropped step stays where something was said of it."""
    marks: dict[int, dict[str, ChecklistMark]] = {person.id: {} for person in people}
    chosen = select(ChecklistMark).where(
        ChecklistMark.organisation_id == organisation_id, ChecklistMark.person_id.in_(list(marks))
    )
    for row in db.session.scalars(chosen.order_by(ChecklistMark.id)):
        marks[row.person_id][row.key] = row
    steps = every(organisation_id)
    return {
        person.id: [
            Line(each, marks[person.id].get(each.key), _due(person, each))
            for each in steps
            if not each.dropped or each.key in marks[person.id]
        ]
        for person in people
    }


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


def _due(person: Person, step: Step) -> date | None:
    if person.posting is None or step.within_days is None:
        return None
    return person.posting.hired_on + timedelta(days=step.within_days)
