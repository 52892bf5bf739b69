"""Everything that is to be done by a day, about staff and of applications: from what is listed, and no other source.

Duties of a line of another day are computed anew here, as queries/staff_lines.py does, and narrowed the same way. So is
who is to be replaced, which follows from everybody's records. What is put off is listed all the same, with why.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, false, func, or_, select

from onboarding.extensions import db
from onboarding.models.attention import PutOff
from onboarding.models.duty import ListedDuty, StaffLine
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import people, put_offs, staff_lines, staffing_overview
from onboarding.queries.deadline_span import ALWAYS, Span
from onboarding.queries.lines import is_due
from onboarding.queries.paging import turned
from onboarding.queries.people import PAGE, goes_on, is_called
from onboarding.queries.put_offs import Thing
from onboarding.rules.alike import sought
from onboarding.rules.duties import About, Duty, Who
from onboarding.rules.rulings import Rulings

MOST = 500  # that are ever shown at once
Key = tuple[date, int, str, str, str]


class Waits(StrEnum):
    """Whether what is put off is listed."""

    PUT_OFF = "put_off"
    NOT_PUT_OFF = "not_put_off"


class Filters(NamedTuple):
    """What was asked for. `page` counts from 1. `whose`: only of these people."""

    name: str = ""
    about: About | None = None
    who: Who | None = None
    due: Span = ALWAYS
    waits: Waits | None = None
    page: int = 1
    whose: ColumnElement[bool] | None = None


class Seen(NamedTuple):
    """Whose deadlines a member may see: also those of staff; and of applications, of whom (queries/people.py)."""

    staff: bool
    applicants: ColumnElement[bool]


class Deadline(NamedTuple):
    """One thing to do, about whom, and how it is put off, where it is."""

    duty: Duty
    person: Person
    put_off: PutOff | None = None

    @property
    def thing(self) -> Thing:
        """How it is named when it is put off."""
        return Thing(self.duty.about, self.duty.kind, self.duty.place)


class Page(NamedTuple):
    """One page of the list, and how many there are in all."""

    rows: Sequence[Deadline]
    total: int
    page: int
    pages: int


class Deadlines:
    """What one member may see of an organisation's deadlines on a day, narrowed as they asked."""

    def __init__(self, organisation: Organisation, rulings: Rulings, on: date, seen: Seen, asked: Filters) -> None:
        self.organisation_ids, self.on, self.seen, self.asked = [organisation.id], on, seen, asked
        self._fresh = ~is_due(StaffLine, on, rulings.book) & StaffLine.in_role.is_(True)
        anew = staff_lines.of_another_day(organisation, rulings, on, asked.whose) if seen.staff else {}
        waits = put_offs.duties(organisation.id, on) if anew else set()
        vacant = staffing_overview.duties(organisation, rulings, on) if seen.staff and asked.whose is None else ()
        owed = ((one.person, duty) for one in anew.values() for duty in one.duties)
        self._anew = [*self._fitting(owed, waits), *self._fitting(vacant, ())]

    def page(self, size: int = PAGE) -> Page:
        """A page: what is overdue first, then by the day; what has no day comes last. One past the last is the last."""
        total = self.total()
        page, pages = turned(total, self.asked.page, size)
        return Page(self._put_off(self._rows((page - 1) * size, page * size)), total, page, pages)

    def every(self) -> Sequence[Deadline]:
        """All of them, in that order."""
        return self._put_off(self._rows(0, None))

    def around(self, day: date, before: int, after: int) -> tuple[Sequence[Deadline], bool]:
        """The last so many that were due before a day and the first so many from it on; whether there are others."""
        due = self.asked.due
        counted = self.counts([due._replace(until=day - timedelta(days=1)), due])
        earlier, total = (sum(each.values()) for each in counted)
        rows = self._rows(max(0, earlier - before), earlier + after)
        return rows, len(rows) < total

    def total(self) -> int:
        """How many there are."""
        return sum(self.counts([self.asked.due])[0].values())

    def counts(self, spans: Sequence[Span]) -> list[Counter[About]]:
        """How many are due within each of these, by what they are about; in one query."""
        found: list[Counter[About]] = [Counter() for _ in spans]
        columns = [func.count().filter(span.holds()) for span in spans]
        for about, *counted in db.session.execute(self._chosen(ListedDuty.about, *columns).group_by(ListedDuty.about)):
            for into, number in zip(found, counted, strict=True):
                into[about] += number
        for each in self._anew:
            for into, span in zip(found, spans, strict=True):
                into[each.duty.about] += span.has(each.duty.due_on)
        return found

    def by_day(self, most: int) -> dict[date, tuple[Sequence[Deadline], int]]:
        """The first so many of each day, and how many there are on it; only days that have any."""
        due = ListedDuty.due_on
        place = func.row_number().over(partition_by=due, order_by=_order()[1:])
        on_the_day = func.count().over(partition_by=due)
        ranked = self._chosen(ListedDuty.id, place.label("place"), on_the_day.label("total"))
        inner = ranked.where(due.is_not(None), self.asked.due.holds()).subquery()
        chosen = (
            select(ListedDuty, Person, inner.c.total)
            .join(inner, inner.c.id == ListedDuty.id)
            .join(Person, Person.id == ListedDuty.person_id)
            .where(inner.c.place <= most)
        )
        totals: Counter[date] = Counter()
        rows = [each for each in self._anew if each.duty.due_on]
        totals.update(each.duty.due_on for each in rows if each.duty.due_on)
        of_rows: dict[date, int] = {}
        for row, person, total in db.session.execute(chosen):
            rows.append(Deadline(staff_lines.duty_of(row), person))
            of_rows[row.due_on] = total
        totals.update(of_rows)
        found: dict[date, list[Deadline]] = {}
        for each in sorted(rows, key=_key):
            found.setdefault(_key(each)[0], []).append(each)
        return {day: (each[:most], totals[day]) for day, each in found.items()}

    def _rows(self, start: int, end: int | None) -> list[Deadline]:
        """A slice of the list. Where some is computed anew, what is listed is read from the beginning and merged."""
        skipped = 0 if self._anew else start
        listed = [Deadline(staff_lines.duty_of(row), person) for row, person in self._listed(skipped, end)]
        if not self._anew:
            return listed
        return sorted([*listed, *self._anew], key=_key)[start:end]

    def _listed(self, start: int, end: int | None) -> Iterator[Any]:
        """What has a day in the order of the index, and then what has none."""
        dated = ListedDuty.due_on.is_not(None)
        for part in (dated, ~dated):
            if end is not None and start >= end:
                return
            chosen = self._chosen(ListedDuty, Person).where(part, self.asked.due.holds()).order_by(*_order())
            rows = db.session.execute(chosen.offset(start).limit(None if end is None else end - start)).all()
            yield from rows
            if end is not None and part is dated:
                of_part = len(rows) + start if rows or not start else self._dated()
                start, end = max(0, start - of_part), max(0, end - of_part)

    def _dated(self) -> int:
        chosen = self._chosen(func.count()).where(ListedDuty.due_on.is_not(None), self.asked.due.holds())
        return db.session.scalar(chosen) or 0

    def _chosen(self, *columns: Any) -> Select[Any]:
        """What is listed and asked for, whatever its day."""
        staff = staff_lines.OF_STAFF & self._fresh if self.seen.staff else false()
        same_person = StaffLine.organisation_id == ListedDuty.organisation_id
        same_person &= StaffLine.person_id == ListedDuty.person_id
        waits, asked = put_offs.duty_waits(self.on), self.asked
        which = [
            *([is_called(asked.name)] if asked.name else []),
            *([ListedDuty.about == asked.about] if asked.about else []),
            *([ListedDuty.who == asked.who] if asked.who else []),
            *([waits if asked.waits is Waits.PUT_OFF else ~waits] if asked.waits else []),
            *([] if asked.whose is None else [asked.whose]),
        ]
        return (
            select(*columns)
            .select_from(ListedDuty)
            .join(Person, Person.id == ListedDuty.person_id)
            .outerjoin(StaffLine, same_person)
            .where(
                ListedDuty.organisation_id.in_(self.organisation_ids),
                or_(staff, ~staff_lines.OF_STAFF & self.seen.applicants & goes_on(Person)),
                *which,
            )
        )

    def _fitting(
        self, found: Iterable[tuple[Person, Duty]], waits: Collection[tuple[int, Thing]]
    ) -> Iterator[Deadline]:
        """What is asked for of what is computed anew."""
        return (Deadline(duty._replace(source=()), who) for who, duty in found if self._fits(duty, who, waits))

    def _fits(self, duty: Duty, person: Person, waits: Collection[tuple[int, Thing]]) -> bool:
        """The same of one that is computed anew."""
        asked = self.asked
        is_put_off = (person.id, Thing(duty.about, duty.kind, duty.place)) in waits
        return (
            (not asked.name or sought(asked.name).fits(person.sorted_as, person.dialed))
            and asked.about in (None, duty.about)
            and asked.who in (None, duty.who)
            and asked.due.has(duty.due_on)
            and (asked.waits is None or is_put_off is (asked.waits is Waits.PUT_OFF))
        )

    def _put_off(self, rows: Sequence[Deadline]) -> Sequence[Deadline]:
        """The same rows, each with how it is put off; in one query."""
        said = put_offs.of_all(self.organisation_ids, {each.person.id for each in rows}, self.on) if rows else {}
        return [each._replace(put_off=said.get((each.person.id, each.thing))) for each in rows]


def seen(staff: bool, on: date, hired_by: int | None) -> Seen:
    """Whose deadlines a member sees who may read of staff, or only of applicants and of whom they hired."""
    return Seen(staff, people.seen(staff, on, hired_by))


def overdue_requests(organisation_id: int, on: date, seen: Seen, most: int) -> tuple[Sequence[Deadline], int]:
    """The first of what was asked for by a day that has passed, of applications, and how many there are."""
    late = (ListedDuty.organisation_id == organisation_id, ~staff_lines.OF_STAFF, ListedDuty.due_on < on)
    chosen = select(ListedDuty, Person, func.count().over()).join(Person, Person.id == ListedDuty.person_id)
    chosen = chosen.where(*late, seen.applicants, goes_on(Person)).order_by(*_order()).limit(most)
    rows = db.session.execute(chosen).all()
    return [Deadline(staff_lines.duty_of(row), person) for row, person, _ in rows], rows[0][-1] if rows else 0


def _order() -> tuple[Any, ...]:
    return (ListedDuty.due_on, ListedDuty.person_id, ListedDuty.about, ListedDuty.kind, ListedDuty.place)


def _key(each: Deadline) -> Key:
    duty = each.duty
    return duty.due_on or date.max, each.person.id, duty.about, duty.kind, duty.place
