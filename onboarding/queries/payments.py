"""Where the payment of a training stands: what it is billed as, whether it was, and what became of it since."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from onboarding.extensions import db
from onboarding.models.payment import TrainingPayment
from onboarding.models.person import Person
from onboarding.models.training import TrainingRecord
from onboarding.queries import fees
from onboarding.queries.correctable import in_force
from onboarding.rules.days import whole_date
from onboarding.rules.payment import Billable, Span, billable, in_force_on, kind_of, minutes_of, took_place

Later = dict[int, TrainingRecord]  # what stands in the place of a training
COMPARED = ("kind", "area", "on", "completed_on", "minutes", "attended")


class Since(StrEnum):
    """What became of a training after it was billed."""

    STRUCK = "struck"
    CORRECTED = "corrected"


class Line(NamedTuple):
    """One training: as it stands, what it is billed as now, and under what it was billed.

    `since`: what became of it after that.
    """

    person: Person
    training: TrainingRecord
    now: Billable
    payment: TrainingPayment | None = None
    since: Since | None = None

    @property
    def day(self) -> date | None:
        """The day on which it took place."""
        return day_of(self.training)

    @property
    def kind(self) -> str:
        """Which kind of training it is."""
        return kind_of(self.training.part.value, self.training.facts)


def day_of(row: TrainingRecord) -> date | None:
    """The day of a training; None of what was not done yet."""
    return whole_date(row.facts.get("on") or row.facts.get("completed_on") or "")


def of_trainings(organisation_id: int, ids: Collection[int], _user_id: int | None = None) -> list[TrainingRecord]:
    """The trainings with those ids, if they are this organisation's."""
    mine = TrainingRecord.organisation_id == organisation_id, TrainingRecord.id.in_(ids)
    return list(db.session.scalars(select(TrainingRecord).where(*mine).order_by(TrainingRecord.id)))


def of_person(person: Person, rows: Iterable[TrainingRecord]) -> list[Line]:
    """Where each training stands that the person had, the latest first; those that were billed and struck too.

    `rows`: every row of their trainings.
    """
    every, found = list(rows), fees.spans(person.organisation_id)
    later: Later = {row.corrects_id: row for row in every if row.corrects_id}
    billed = {_last(payment.training_id, later): payment for payment in in_force(history(person))}
    by_id, standing = {row.id: row for row in every}, {row.id for row in in_force(every) if took_place(row.facts)}
    was = {id: by_id[payment.training_id] for id, payment in billed.items()}
    lines = [
        line_of(person, by_id[id], found, billed.get(id), was.get(id), struck=id in later)
        for id in {*standing, *billed}
    ]
    return sorted(lines, key=lambda line: (str(line.day or ""), line.training.id), reverse=True)


def of_several(trainings: Sequence[TrainingRecord]) -> list[Line]:
    """The same of trainings of several people, as they are asked for."""
    ids = {row.person_id for row in trainings}
    by_person: dict[int, list[TrainingRecord]] = {id: [] for id in ids}
    chosen = select(TrainingRecord).where(TrainingRecord.person_id.in_(ids)).order_by(TrainingRecord.id)
    for row in db.session.scalars(chosen.execution_options(populate_existing=True)):
        by_person[row.person_id].append(row)
    people = db.session.scalars(select(Person).where(Person.id.in_(ids)).order_by(Person.id)).all()
    lines = {line.training.id: line for each in people for line in of_person(each, by_person[each.id])}
    return [lines[row.id] for row in trainings if row.id in lines]


def history(person: Person) -> Sequence[TrainingPayment]:
    """Every row of what was billed of the person, corrected ones and corrections included, as they were recorded."""
    chosen = select(TrainingPayment).where(
        TrainingPayment.organisation_id == person.organisation_id, TrainingPayment.person_id == person.id
    )
    also = joinedload(TrainingPayment.recorded_by), joinedload(TrainingPayment.fee)
    return db.session.scalars(
        chosen.options(*also).order_by(TrainingPayment.id).execution_options(populate_existing=True)
    ).all()


def one(organisation_id: int, id: int, _user_id: int | None = None) -> TrainingPayment | None:
    """What was billed, if it is this organisation's."""
    mine = TrainingPayment.organisation_id == organisation_id, TrainingPayment.id == id
    return db.session.scalar(select(TrainingPayment).where(*mine))


def seen(lines: Iterable[Line]) -> str:
    """These as a page shows them: which training, by which fee, how many units."""
    return " ".join(
        f"{line.training.id}.{line.now.fee.id if line.now.fee else 0}.{line.now.units or 0}" for line in lines
    )


def _last(id: int, later: Later) -> int:
    """The training that stands in the place of this one; itself where it was struck."""
    while id in later and not later[id].struck:
        id = later[id].id
    return id


def line_of(
    person: Person,
    now: TrainingRecord,
    found: Iterable[Span],
    payment: TrainingPayment | None = None,
    was: TrainingRecord | None = None,
    struck: bool = False,
) -> Line:
    """The line of a training as it stands `now`. `was`: what of it was billed; `struck`: it was taken away."""
    day = day_of(now)
    fee = in_force_on(found, kind_of(now.part.value, now.facts), day) if day else None
    what = billable(fee, minutes_of(now.facts, payment.minutes if payment else None))
    since = Since.STRUCK if struck else Since.CORRECTED if was is not None and _differs(now, was) else None
    return Line(person, now, what, payment, since)


def _differs(now: TrainingRecord, was: TrainingRecord) -> bool:
    return now.part is not was.part or any(now.facts.get(each) != was.facts.get(each) for each in COMPARED)
