"""Reminding of what somebody was asked for, and of what is to be done: one loop over its sources, and one table.

Due is what was promised for by now, or follows from a duty, and was not told: never what is exactly so many days old.
So a clock that stood still tells once what it missed. Whom it may be due about is read from an index of the days on
which it next is; whether it is, from the records, once the person is locked. What was told is written with the message
that tells it, while nobody else does anything about the person: of two clocks at once one tells.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, ClassVar, NamedTuple, Protocol

from sqlalchemy import Select, delete, select, update

from onboarding import clock
from onboarding.actions import Action
from onboarding.extensions import db
from onboarding.models.duty import StaffLine
from onboarding.models.organisation import Organisation
from onboarding.models.reminder import Reminder
from onboarding.queries import organisations, reminders, rulings
from onboarding.queries.reminders import Waiting
from onboarding.rules.duties import Duty
from onboarding.rules.ladder import Ladder, next_rung
from onboarding.rules.numbers import Numbers
from onboarding.rules.training_ladder import is_quiet
from onboarding.services.change import SYSTEM, Change, change
from onboarding.services.locks import lock_free


class Due(NamedTuple):
    """What is told now: the line of the table, and the record that asks for something, or the duty.

    `next_on`: of a duty, from which day on the ladder tells of the same person again; None where it does not.
    """

    row: Reminder
    of: Any
    next_on: date | None = None


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
    def ladder(self) -> Ladder:
        """By which ladder."""

    @property
    def at_once(self) -> int:
        """Of how many people, in one change."""

    @property
    def by_line(self) -> bool:
        """Whether the line of a person in a role says from which day on they are told of."""

    def waiting(self, now: datetime) -> Sequence[Waiting]:
        """About whom something may be due, in every organisation: one question, and one that an index answers."""

    def due(self, at: At, people: Collection[int], free: Collection[int]) -> Sequence[Due]:
        """What is due about these people and can be told, `free` being those of them who are locked."""

    def tell(self, under_way: Change, at: At, due: Sequence[Due]) -> None:
        """Write the messages, and what else follows."""


def remind(source: Source, now: datetime | None = None) -> int:
    """Tell everybody who is to be told, in every organisation where it is not night; how many things."""
    at, told = now or clock.now(), 0
    for id, waiting in groupby(source.waiting(at), key=itemgetter(0)):
        here = At(organisations.by_id(id), at, rulings.numbers(id, clock.day_of(at)))
        if not is_quiet(clock.hour_of(at), here.numbers):
            told += _remind(source, here, [person_id for _, person_id in waiting])
    return told


def _remind(source: Source, at: At, people: Sequence[int]) -> int:
    told = 0
    for first in range(0, len(people), source.at_once):
        some = people[first : first + source.at_once]
        with change(SYSTEM) as under_way:
            if due := source.due(at, some, lock_free(some)):
                for each in due:
                    each.row.told_at = at.now
                    db.session.add(each.row)
                db.session.flush()
                source.tell(under_way, at, due)
                if source.by_line:
                    _move(source.ladder, due)
        told += len(due)
    return told


def _move(ladder: Ladder, due: Sequence[Due]) -> None:
    """Have it stand on the line of each person in a role from which day on they are told of again."""
    column = reminders.NEXT_ON[ladder]
    by_day = defaultdict[date | None, set[int]](set)
    for each in due:
        by_day[each.next_on].add(each.row.person_id)
    for day, people in by_day.items():
        moved = update(StaffLine).where(StaffLine.person_id.in_(people)).values({column: day})
        db.session.execute(moved, execution_options={"synchronize_session": False})


def take_back(of: Ladder, record: Any) -> None:
    """Promise no reminder any more of what somebody was asked for: it came, or nobody waits for it."""
    promised = Reminder.person_id == record.person_id, Reminder.thing == str(record.id), Reminder.told_at.is_(None)
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
    by_line: ClassVar[bool] = False

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

    def waiting(self, now: datetime) -> Sequence[Waiting]:
        return reminders.promised(self.ladder, now)

    def due(self, at: At, _people: Collection[int], free: Collection[int]) -> Sequence[Due]:
        rows = select(Reminder).where(*_of(self.ladder, at.organisation.id), Reminder.told_at.is_(None))
        rows = rows.where(Reminder.promised_at <= at.now, Reminder.person_id.in_(free))
        promised = {int(row.thing): row for row in db.session.scalars(rows)}
        of = (self.model.organisation_id == at.organisation.id, self.model.id.in_(promised))
        records = self.open(at.now).where(*of).order_by(self.model.person_id, self.model.id)
        # Who answers this moment is not reminded.
        records = records.with_for_update(of=self.model, skip_locked=True).execution_options(populate_existing=True)
        return [Due(promised[each.id], each) for each in db.session.scalars(records) if self.waits(each)]

    def tell(self, under_way: Change, at: At, due: Sequence[Due]) -> None:
        for row, record, _ in due:
            under_way.record(at.organisation.id, self.action, record, times=row.times + 1)
            rung = next_rung(self.ladder, getattr(record, self.asked_at), at.now, at.numbers)
            self._promise(record, row.times + 1, rung)
        for _, of_one in groupby(due, key=lambda each: each.row.person_id):
            self.write([(record, row.times + 1) for row, record, _ in of_one])

    def _promise(self, record: Any, times: int, rung: datetime | None) -> None:
        if rung:
            named = {"organisation_id": record.organisation_id, "person_id": record.person_id, "thing": str(record.id)}
            db.session.add(Reminder(about=self.ladder, times=times, promised_at=rung, **named))


@dataclass(frozen=True)
class ToDo:
    """What is to be done about people: told to all who have to know in one message each.

    `duties`: of each of these people who is told of. `times`: how often a duty was told before that day;
    None where it is not told. `write`: the messages. `who`: whom it may be about on a day, where no line of a person in
    a role says so.
    """

    ladder: Ladder
    duties: Callable[[At, Collection[int]], Iterable[tuple[int, Sequence[Duty]]]]
    times: Callable[[Duty, date, Numbers], int | None]
    write: Callable[[At, Sequence[Due]], None]
    who: Callable[[date], Sequence[Waiting]] | None = None
    at_once: ClassVar[int] = 100_000  # everybody

    @property
    def by_line(self) -> bool:
        return self.who is None

    def waiting(self, now: datetime) -> Sequence[Waiting]:
        return self.who(clock.day_of(now)) if self.who else reminders.coming(self.ladder, clock.day_of(now))

    def due(self, at: At, _people: Collection[int], free: Collection[int]) -> Sequence[Due]:
        told = defaultdict[int, list[Reminder]](list)
        rows = select(Reminder).where(*_of(self.ladder, at.organisation.id), Reminder.person_id.in_(free))
        for row in db.session.scalars(rows):
            told[row.person_id].append(row)
        return [
            each
            for person_id, duties in self.duties(at, free)
            for each in self._of_one(at, person_id, duties, reminders.last_times(told[person_id]))
        ]

    def _of_one(self, at: At, person_id: int, duties: Sequence[Duty], last: dict[str, int]) -> Iterator[Due]:
        """What is told of one person now: what was told as often before, or oftener, was told by a clock ahead."""
        due = []
        for duty in duties:
            thing, times = reminders.thing(duty), self.times(duty, at.today, at.numbers)
            if times is not None and times > last.get(thing, reminders.NOT_YET):
                due.append((self._row(at, person_id, thing, times), duty))
                last[thing] = times
        next_on = reminders.next_of_duties(duties, last, at.today, at.numbers)
        return (Due(row, duty, next_on) for row, duty in due)

    def tell(self, _under_way: Change, at: At, due: Sequence[Due]) -> None:
        self.write(at, due)

    def _row(self, at: At, person_id: int, thing: str, times: int) -> Reminder:
        of = {"organisation_id": at.organisation.id, "person_id": person_id}
        return Reminder(about=self.ladder, thing=thing, times=times, **of)
