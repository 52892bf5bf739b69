"""Reminding of what somebody was asked for, and of what is to be done: one loop over its sources, and one table.

Due is what was promised for by now, or follows from a duty, and was not told: never what is exactly so many days old.
So a clock that stood still tells once what it missed. What was told is written with the message that tells it, while
nobody else does anything about the person: of two clocks at once one tells.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any, ClassVar, NamedTuple, Protocol

from sqlalchemy import Select, delete, select

from onboarding import clock
from onboarding.actions import Action
from onboarding.extensions import db
from onboarding.models.organisation import Organisation
from onboarding.models.reminder import Reminder
from onboarding.queries import organisations, reminders, rulings
from onboarding.rules.duties import Duty
from onboarding.rules.ladder import Ladder, next_rung
from onboarding.rules.numbers import Numbers
from onboarding.services.change import SYSTEM, Change, change
from onboarding.services.locks import lock_free


class Due(NamedTuple):
    """What is told now: the line of the table, and the record that asks for something, or the duty."""

    row: Reminder
    of: Any


class At(NamedTuple):
    """Where and when somebody is reminded, and by which numbers."""

    organisation: Organisation
    now: datetime
    numbers: Numbers

    @property
    def today(self) -> date:
        return clock.day_of(self.now)


class Source(Protocol):
    """What somebody is reminded of."""

    @property
    def at_once(self) -> int:
        """Of how many people, in one change."""

    def due(self, at: At, people: Collection[int] | None) -> Sequence[Due]:
        """What is due about these people, who are locked; or about all, to see who is to be locked."""

    def tell(self, under_way: Change, at: At, due: Sequence[Due]) -> None:
        """Write the messages, and what else follows."""


def remind(source: Source, now: datetime | None = None) -> int:
    """Tell whoever is to be told, in every organisation; how many things."""
    at, every = now or clock.now(), organisations.every()
    return sum(_remind(source, At(each, at, rulings.numbers(each.id, clock.day_of(at)))) for each in every)


def _remind(source: Source, at: At) -> int:
    told, people = 0, sorted({each.row.person_id for each in source.due(at, None)})
    for first in range(0, len(people), source.at_once):
        with change(SYSTEM) as under_way:
            if due := source.due(at, lock_free(people[first : first + source.at_once])):
                for row, _ in due:
                    row.told_at = at.now
                    db.session.add(row)
                db.session.flush()
                source.tell(under_way, at, due)
        told += len(due)
    return told


def take_back(of: Ladder, record: Any) -> None:
    """Promise no reminder any more of what somebody was asked for: it came, or nobody waits for it."""
    promised = Reminder.thing == str(record.id), Reminder.told_at.is_(None)
    db.session.execute(delete(Reminder).where(*_of(of, record.organisation_id), *promised))


def _of(ladder: Ladder, organisation_id: int) -> tuple[Any, ...]:
    return Reminder.organisation_id == organisation_id, Reminder.about == ladder


@dataclass(frozen=True)
class Asked:
    """What somebody was asked for: records of `model`, with the instant in `asked_at`.

    `open`: those that can still be answered then. `waits`: whether one is waited for, so that a reminder makes sense.
    `write`: the messages about one person: each record, with how often it was told of by now.
    """

    model: type[Any]
    asked_at: str
    ladder: Ladder
    action: Action
    open: Callable[[datetime], Select[Any]]
    write: Callable[[Sequence[tuple[Any, int]]], None]
    waits: Callable[[Any], bool] = lambda _record: True
    at_once: ClassVar[int] = 50

    def promise(self, record: Any, numbers: Numbers) -> int:
        """Promise the first reminder of what was asked for just now, and of it no other; how many there were before."""
        take_back(self.ladder, record)
        told = reminders.times(self.ladder, record.organisation_id, record.person_id)[record.id]
        self.promise_first(record, numbers, told)
        return told

    def promise_first(self, record: Any, numbers: Numbers, told: int = 0) -> None:
        """The same of what nobody was asked for before."""
        asked_at = getattr(record, self.asked_at)
        self._promise(record, told, next_rung(self.ladder, asked_at, asked_at, numbers))

    def due(self, at: At, people: Collection[int] | None) -> Sequence[Due]:
        rows = select(Reminder).where(*_of(self.ladder, at.organisation.id), Reminder.told_at.is_(None))
        rows = rows.where(Reminder.promised_at <= at.now)
        if people is not None:
            rows = rows.where(Reminder.person_id.in_(people))
        promised = {int(row.thing): row for row in db.session.scalars(rows)}
        of = (self.model.organisation_id == at.organisation.id, self.model.id.in_(promised))
        records = self.open(at.now).where(*of).order_by(self.model.person_id, self.model.id)
        if people is not None:  # who answers this moment is not reminded
            records = records.with_for_update(of=self.model, skip_locked=True)
            records = records.execution_options(populate_existing=True)
        return [Due(promised[each.id], each) for each in db.session.scalars(records) if self.waits(each)]

    def tell(self, under_way: Change, at: At, due: Sequence[Due]) -> None:
        for row, record in due:
            under_way.record(at.organisation.id, self.action, record, times=row.times + 1)
            rung = next_rung(self.ladder, getattr(record, self.asked_at), at.now, at.numbers)
            self._promise(record, row.times + 1, rung)
        for _, of_one in groupby(due, key=lambda each: each.row.person_id):
            self.write([(record, row.times + 1) for row, record in of_one])

    def _promise(self, record: Any, times: int, rung: datetime | None) -> None:
        if rung:
            named = {"organisation_id": record.organisation_id, "person_id": record.person_id, "thing": str(record.id)}
            db.session.add(Reminder(about=self.ladder, times=times, promised_at=rung, **named))


@dataclass(frozen=True)
class ToDo:
    """What is to be done about people: told to all who have to know in one message each.

    `duties`: of these people or of all, each with whom it is about. `times`: how often a duty was told before that day;
    None where it is not told. `write`: the messages.
    """

    ladder: Ladder
    duties: Callable[[At, Collection[int] | None], Iterable[tuple[int, Duty]]]
    times: Callable[[Duty, date, Numbers], int | None]
    write: Callable[[At, Sequence[Due]], None]
    at_once: ClassVar[int] = 100_000  # everybody

    def due(self, at: At, people: Collection[int] | None) -> Sequence[Due]:
        found = {}
        for person_id, duty in self.duties(at, people):
            times = self.times(duty, at.today, at.numbers)
            if times is not None:
                found[person_id, f"{duty.kind}:{duty.place}:{duty.remind_on}", times] = duty
        told = select(Reminder.person_id, Reminder.thing, Reminder.times).where(*_of(self.ladder, at.organisation.id))
        told = told.where(Reminder.thing.in_({thing for _, thing, _ in found}))
        known = {(row.person_id, row.thing, row.times) for row in db.session.execute(told)}
        return [Due(self._row(at, *key), duty) for key, duty in found.items() if key not in known]

    def tell(self, _under_way: Change, at: At, due: Sequence[Due]) -> None:
        self.write(at, due)

    def _row(self, at: At, person_id: int, thing: str, times: int) -> Reminder:
        of = {"organisation_id": at.organisation.id, "person_id": person_id}
        return Reminder(about=self.ladder, thing=thing, times=times, **of)
