"""What is listed of people in a role: who may not bill, and what is to be done. As the records say today, always.

A line of another day is not trusted: what it would say is computed anew, here, until the clock has seen to it.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from enum import IntEnum
from itertools import groupby, islice
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, literal, or_, select, union_all
from sqlalchemy.orm import joinedload

from onboarding.extensions import db
from onboarding.models.duty import ListedDuty, StaffLine
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person, Posting
from onboarding.queries import duplicates, duties, put_offs, reminders
from onboarding.queries.credentials import in_a_role
from onboarding.queries.duties import Owed
from onboarding.queries.lines import STORED, Listed, columns, is_due
from onboarding.queries.people import first_by_name
from onboarding.rules.duties import About, Duty
from onboarding.rules.rulings import Rulings

WEEK = timedelta(days=7)
MOST = 500  # duties that are ever shown at once


OF_STAFF = ListedDuty.about != About.REQUEST  # what waits of an application is no part of it


Fresh = tuple[ColumnElement[bool], ...]  # which lines are of people in a role, and of this day


class Rank(IntEnum):
    """How a duty ranks on a day: the day has passed, is within the week; it is told without one; or it is coming."""

    OVERDUE = 0
    THIS_WEEK = 1
    WAITING = 2
    COMING = 3


class Told(NamedTuple):
    """A duty, how it ranks, and whose it is."""

    rank: Rank
    duty: Duty
    person: Person


class Summary(NamedTuple):
    """Who may not bill, by name as far as asked for, and how many; the first duties of each rank, and how many."""

    not_billing: Sequence[Person]
    not_billing_total: int
    told: Sequence[Told]
    totals: Mapping[Rank, int]


def begun(posting: Posting) -> Mapping[str, Any] | None:
    """The line that begins with the first version of a posting; what it says is computed with it."""
    return {"in_role": False} if posting.version == 1 else None


def computed(organisation: Organisation, people: Sequence[Person], rulings: Rulings, on: date) -> Mapping[int, Listed]:
    """What is to be listed of several people of the organisation, by person; in a fixed number of queries."""
    merged = duplicates.given_up([person.id for person in people])
    found = duties.of_all(organisation, people, rulings, on)
    here = {id: owed for id, owed in found.items() if id not in merged and _in_role(owed.person, on)}
    told = reminders.next_days(here, rulings.in_force(on, organisation.slug, None).numbers, on)
    return {id: _listed(owed, told.get(id)) for id, owed in found.items()}


def _in_role(person: Person, on: date) -> bool:
    posting = person.posting
    return bool(posting and (posting.left_on is None or posting.left_on >= on))


def _listed(owed: Owed, told: Mapping[str, date | None] | None) -> Listed:
    """`told`: when something is next told about somebody in a role."""
    may_bill = owed.credentials.may_bill if owed.credentials.answer else None
    nothing = dict.fromkeys(column.key for column in reminders.NEXT_ON.values())
    line = {"in_role": told is not None, "may_bill": may_bill, **(told or nothing)}
    return Listed(line, columns(owed.duties))


class Figures(NamedTuple):
    """How much about a COHE's staff is overdue, of it trainings, and how many of them may not bill."""

    overdue: int = 0
    trainings: int = 0
    not_billing: int = 0


def rank(duty: Duty, on: date) -> Rank | None:
    """How a duty ranks on a day; None for one that has no day and is not told yet."""
    if duty.is_overdue(on):
        return Rank.OVERDUE
    if duty.due_on and duty.due_on <= on + WEEK:
        return Rank.THIS_WEEK
    if duty.is_told(on):
        return Rank.WAITING
    return Rank.COMING if duty.due_on else None


def summary(organisation: Organisation, rulings: Rulings, on: date, most: int, whole: Rank | None = None) -> Summary:
    """What is to be done about everybody who is in a role or will be: at most so many who cannot bill, and so many of
    each rank, what waits longest first. `whole`: of this one up to MOST.
    """
    stale, idle = is_due(StaffLine, on, rulings.book), StaffLine.may_bill.is_not(True)
    fresh: Fresh = (StaffLine.organisation_id == organisation.id, ~stale, StaffLine.in_role.is_(True))
    anew = of_another_day(organisation, rulings, on)
    people = select(Person).join(StaffLine, StaffLine.person_id == Person.id).where(*fresh, idle)
    not_billing, idle_total = first_by_name(people, most)
    not_billing += [each.person for each in anew.values() if not each.credentials.may_bill]
    limits = {each: MOST if each is whole else most for each in Rank}
    found, totals = list(_firsts(fresh, on, limits)), _totals(fresh, on)
    waiting = put_offs.duties(organisation.id, on) if anew else set()
    for owed in anew.values():
        for duty in owed.duties:
            ranked, thing = rank(duty, on), put_offs.Thing(duty.about, duty.kind, duty.place)
            if ranked is Rank.OVERDUE or (ranked is not None and (owed.person.id, thing) not in waiting):
                found.append(Told(ranked, duty._replace(source=()), owed.person))
                totals[ranked] += 1
    found.sort(key=lambda each: (each.rank, _first(each.duty) or on, each.person.id, *each.duty[:3]))
    return Summary(
        sorted(not_billing, key=lambda person: (person.sorted_as, person.id))[:most],
        idle_total + sum(not each.credentials.may_bill for each in anew.values()),
        [
            each
            for ranked, group in groupby(found, key=lambda each: each.rank)
            for each in islice(group, limits[ranked])
        ],
        totals,
    )


def of_another_day(
    organisation: Organisation, rulings: Rulings, on: date, whose: ColumnElement[bool] | None = None
) -> dict[int, Owed]:
    """What is to be done about people in a role who have a line of another day: computed anew, by person.

    `whose`: of these people alone.
    """
    stale = is_due(StaffLine, on, rulings.book)
    return duties.of_all(organisation, _staff(organisation, on, stale if whose is None else stale & whose), rulings, on)


def _first(duty: Duty) -> date | None:
    return duty.due_on or duty.remind_on


def _ranks(on: date) -> dict[Rank, ColumnElement[bool]]:
    """The same as `rank`, of rows: which of them have each. What is put off has none until it is overdue."""
    due = ListedDuty.due_on
    dayless, listed = or_(due.is_(None), due > on + WEEK), ~put_offs.duty_waits(on)
    return {
        Rank.OVERDUE: due < on,
        Rank.THIS_WEEK: due.between(on, on + WEEK) & listed,
        Rank.WAITING: dayless & (ListedDuty.remind_on <= on) & listed,
        Rank.COMING: (due > on + WEEK) & or_(ListedDuty.remind_on.is_(None), ListedDuty.remind_on > on) & listed,
    }


def _totals(fresh: Fresh, on: date) -> dict[Rank, int]:
    """How many duties of lines of this day have each rank."""
    counted = [func.count().filter(which) for which in _ranks(on).values()]
    here = (
        select(*counted)
        .join_from(ListedDuty, StaffLine, StaffLine.person_id == ListedDuty.person_id)
        .where(*fresh, OF_STAFF)
    )
    return dict(zip(Rank, db.session.execute(here).one(), strict=True))


def _firsts(fresh: Fresh, on: date, limits: Mapping[Rank, int]) -> Iterator[Told]:
    """The first duties of each rank, of lines of this day: each rank read from its start, in the order of an index."""
    parts = []
    for ranked, which in _ranks(on).items():
        first = func.coalesce(ListedDuty.due_on, ListedDuty.remind_on) if ranked is Rank.WAITING else ListedDuty.due_on
        part = (
            select(literal(ranked.value).label("rank"), ListedDuty.id)
            .join(StaffLine, StaffLine.person_id == ListedDuty.person_id)
            .where(*fresh, ListedDuty.organisation_id == StaffLine.organisation_id, OF_STAFF, which)
            .order_by(first, ListedDuty.person_id, ListedDuty.about, ListedDuty.kind, ListedDuty.place)
            .limit(limits[ranked])
        )
        parts.append(select(part.subquery()))
    firsts = union_all(*parts).subquery()
    chosen = (
        select(firsts.c.rank, ListedDuty, Person)
        .join(firsts, firsts.c.id == ListedDuty.id)
        .join(Person, Person.id == ListedDuty.person_id)
    )
    for ranked, row, person in db.session.execute(chosen):
        yield Told(Rank(ranked), duty_of(row), person)


def _staff(organisation: Organisation, on: date, stale: ColumnElement[bool]) -> Sequence[Person]:
    """Who is in a role, or will be, and has a line of another day."""
    return db.session.scalars(
        select(Person)
        .join(Posting, Person.posting_id == Posting.id)
        .join(StaffLine, StaffLine.person_id == Person.id)
        .options(joinedload(Person.posting))
        .where(stale, StaffLine.organisation_id == organisation.id, *in_a_role(organisation.id, on))
    ).all()


def duty_of(row: ListedDuty) -> Duty:
    """The thing to do that a row is of."""
    return Duty(**{key: getattr(row, key) for key in STORED})
