"""What training is recorded of people, and what follows from it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from onboarding.extensions import db
from onboarding.models.course_test import TrainingCheck
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.training import TrainingPart, TrainingRecord
from onboarding.queries import facts
from onboarding.queries.approvals import WITH_APPROVALS
from onboarding.queries.correctable import in_force
from onboarding.queries.evidence import WITH_CHECKS
from onboarding.queries.sign_offs import is_confirmed
from onboarding.rules.alike import plain
from onboarding.rules.lni_required import Named, by_name
from onboarding.rules.rulings import Rulings
from onboarding.rules.training import AREAS, TrainingAnswer, train
from onboarding.rules.training_options import Options, options

# What else than a paper says of a training: a host, who checked the test, and L&I of the version of a course.
WITH_WORDS = (
    joinedload(TrainingRecord.sign_off),
    joinedload(TrainingRecord.check).joinedload(TrainingCheck.recorded_by),
    joinedload(TrainingRecord.attempt),
    selectinload(TrainingRecord.version).options(*WITH_APPROVALS),
)
Part = TrainingPart  # for those who may not know the tables


class Trained(NamedTuple):
    """One hire's training on a day. `all`: every row, corrected ones too; `rows`: those that hold, latest first.

    `areas`: of each area of the initial training the row that shows it, where there is one; a checked one first.
    """

    answer: TrainingAnswer
    options: Options
    required: tuple[Named, ...]
    areas: Mapping[str, TrainingRecord | None]
    rows: Sequence[TrainingRecord]
    all: Sequence[TrainingRecord]


def trained(organisation: Organisation, person: Person, rulings: Rulings, on: date) -> Trained | None:
    """The training of somebody in a role; None of who was never hired."""
    if person.posting is None:
        return None
    every = history(person)
    rows = in_force(every)
    known = facts.trainee(organisation, person.posting, rows)
    answer = train(known, rulings, on)
    return Trained(
        answer,
        options(answer.claimed.additional),
        tuple(by_name(known, on)),
        _areas(rows, person.posting.hired_on, on),
        sorted(rows, key=lambda row: (day(row) or "", row.id), reverse=True),
        every,
    )


def day(row: TrainingRecord) -> str | None:
    """The day of a training, as it is kept; None of what is required and was not done."""
    found: str | None = row.facts.get("on") or row.facts.get("completed_on")
    return found


def is_recorded(
    rows: Iterable[TrainingRecord], part: TrainingPart, said: Mapping[str, Any], version_id: int | None = None
) -> bool:
    """Whether one of that kind and day is among these, whatever else was said of it.

    Of a version of a course: of that version, or typed by hand without one.
    """
    same = (row for row in rows if _what(row.part, row.facts) == _what(part, said))
    return any(version_id is None or row.version_id in (None, version_id) for row in same)


def one(organisation_id: int, id: int, _user_id: int | None = None) -> TrainingRecord | None:
    """The training, if it is this organisation's."""
    mine = TrainingRecord.organisation_id == organisation_id, TrainingRecord.id == id
    return db.session.scalar(select(TrainingRecord).where(*mine))


def history(person: Person) -> Sequence[TrainingRecord]:
    """Every row of the person's trainings, corrected ones and corrections included, as they were recorded."""
    chosen = select(TrainingRecord).where(
        TrainingRecord.organisation_id == person.organisation_id, TrainingRecord.person_id == person.id
    )
    papers = selectinload(TrainingRecord.paper).options(*WITH_CHECKS)
    also = joinedload(TrainingRecord.recorded_by), *WITH_WORDS
    return db.session.scalars(chosen.options(papers, *also).order_by(TrainingRecord.id)).all()


def of(person: Person) -> Sequence[TrainingRecord]:
    """The person's trainings that hold, as they were recorded."""
    return of_all([person])[person.id]


def of_all(people: Iterable[Person]) -> dict[int, list[TrainingRecord]]:
    """The trainings that hold of several people, by person; asked for in one question."""
    found: dict[int, list[TrainingRecord]] = {person.id: [] for person in people}
    chosen = select(TrainingRecord).where(TrainingRecord.person_id.in_(list(found))).order_by(TrainingRecord.id)
    papers = selectinload(TrainingRecord.paper).options(*WITH_CHECKS)
    chosen = chosen.options(papers, *WITH_WORDS)
    for row in db.session.scalars(chosen):
        found[row.person_id].append(row)
    return {id: in_force(rows) for id, rows in found.items()}


def _what(part: TrainingPart, said: Mapping[str, Any]) -> tuple[object, ...]:
    called = said.get("kind") or said.get("area") or plain(said["name"])
    return part, called, said.get("on") or said.get("completed_on")


def _areas(rows: Sequence[TrainingRecord], hired_on: date, on: date) -> dict[str, TrainingRecord | None]:
    found: dict[str, TrainingRecord | None] = dict.fromkeys(AREAS)
    first, last = hired_on.isoformat(), on.isoformat()
    mine = [row for row in rows if row.part is TrainingPart.INITIAL and first <= row.facts["on"] <= last]
    for row in sorted(mine, key=lambda row: (not is_confirmed(row), row.facts["on"], row.id)):
        found[row.facts["area"]] = found[row.facts["area"]] or row
    return found
