"""Who is away and who covers, day by day of a period; and how the COHE says that cover works."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from onboarding.extensions import db
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.staffing import AbsenceRecord, CoverageWay
from onboarding.queries import absences, cover_requests, staffing_overview
from onboarding.queries.absences import COVERING
from onboarding.queries.correctable import in_force
from onboarding.queries.cover_requests import Asked
from onboarding.queries.staffing import Recorded
from onboarding.rules.rulings import Rulings

A_DAY = timedelta(days=1)


class Run(NamedTuple):
    """Neighbouring days of one absence on which the same holds, both ends included.

    `by`: who covers as it is recorded. `uncovered`: the person is on duty then and nobody who is there covers.
    `asked`: who was asked to cover then and has not answered.
    """

    person: Person
    first: date
    last: date
    by: Person | None
    uncovered: bool
    asked: Sequence[Person]

    @property
    def days(self) -> int:
        """How many there are."""
        return (self.last - self.first).days + 1


class OnDuty(NamedTuple):
    """Somebody in a role in a period: in which, from when to when within it; and for whom they cover there."""

    person: Person
    role: str
    first: date
    last: date


class Plan(NamedTuple):
    """The coverage of a period: who is in a role, every absence by day, and how cover works on its first day."""

    first: date
    last: date
    staff: Sequence[OnDuty]
    runs: Sequence[Run]
    way: CoverageWay | None

    @property
    def uncovered(self) -> list[Run]:
        """The days that nobody covers."""
        return [each for each in self.runs if each.uncovered]


def plan(
    organisation: Organisation, recorded: Recorded, rulings: Rulings, days: tuple[date, date], today: date
) -> Plan:
    """The coverage of a period as it is recorded now."""
    first, last = days
    staff = [
        OnDuty(recorded.people[id], spell.role, max(spell.first, first), min(spell.last or last, last))
        for id, spells in recorded.spells.items()
        for spell in spells
        if spell.first <= last and (spell.last is None or spell.last >= first)
    ]
    way = on(ways(organisation), first)
    return Plan(first, last, staff, runs(organisation, recorded, rulings, days, today), way)


def runs(
    organisation: Organisation, recorded: Recorded, rulings: Rulings, days: tuple[date, date], today: date
) -> list[Run]:
    """Every absence that has days in a period, cut to it, in pieces by who covers; by day and name."""
    gaps: dict[int, list[tuple[date, date]]] = {}
    for gap in staffing_overview.gaps(organisation, recorded, rulings, days[0]):
        gaps.setdefault(recorded.person_of[gap.staff].id, []).append((gap.first, gap.last))
    waiting: dict[int, list[Asked]] = {}
    for each in cover_requests.open_ones(organisation.id, today):
        waiting.setdefault(each.row.person_id, []).append(each)
    found = [
        run
        for row in recorded.absences
        if row.first_on <= days[1] and row.last_on >= days[0]
        for run in _runs(row, recorded, gaps.get(row.person_id, ()), waiting.get(row.person_id, ()), days)
    ]
    order = {id: place for place, id in enumerate(recorded.people)}
    return sorted(found, key=lambda each: (each.first, order[each.person.id]))


def on_days(found: Iterable[Run]) -> dict[date, list[Run]]:
    """The same by day, those that nobody covers first."""
    by_day: dict[date, list[Run]] = {}
    for run in found:
        for number in range(run.days):
            by_day.setdefault(run.first + number * A_DAY, []).append(run)
    return {day: sorted(each, key=lambda run: not run.uncovered) for day, each in by_day.items()}


def uncovered_days(found: Iterable[Run]) -> int:
    """On how many days somebody is not covered for."""
    return len({run.first + number * A_DAY for run in found if run.uncovered for number in range(run.days)})


def who_covers(found: Iterable[Run]) -> Mapping[int, int]:
    """On how many days each person covers, by their number; for two at once a day counts twice."""
    days: Counter[int] = Counter()
    for run in found:
        if run.by is not None and not run.uncovered:
            days[run.by.id] += run.days
    return days


def who_is_away(found: Iterable[Run]) -> Mapping[int, int]:
    """On how many days each person is away, by their number."""
    days: Counter[int] = Counter()
    for run in found:
        days[run.person.id] += run.days
    return days


def one(organisation_id: int, id: int, _user_id: int | None = None) -> CoverageWay | None:
    """The text, if it is this organisation's."""
    chosen = select(CoverageWay).where(CoverageWay.organisation_id == organisation_id, CoverageWay.id == id)
    return db.session.scalar(chosen)


def history(organisation: Organisation) -> Sequence[CoverageWay]:
    """Every text of how cover works, corrected ones and corrections included, as they were recorded."""
    chosen = select(CoverageWay).where(CoverageWay.organisation_id == organisation.id).order_by(CoverageWay.id)
    return db.session.scalars(
        chosen.options(joinedload(CoverageWay.recorded_by)).execution_options(populate_existing=True)
    ).all()


def ways(organisation: Organisation) -> list[CoverageWay]:
    """Those that hold, the earliest first: each until the day before the next."""
    return by_day(history(organisation))


def by_day(rows: Iterable[CoverageWay]) -> list[CoverageWay]:
    """Those of these rows that hold, the earliest first."""
    return sorted(in_force(rows), key=lambda row: row.since)


def on(rows: Sequence[CoverageWay], day: date) -> CoverageWay | None:
    """The one that holds on a day, of those in order of day."""
    return next((row for row in reversed(rows) if row.since <= day), None)


def covers(role: str) -> bool:
    """Whether who is in the role can cover, and has to be covered."""
    return role in {each.value for each in COVERING}


def _runs(
    row: AbsenceRecord,
    recorded: Recorded,
    gaps: Sequence[tuple[date, date]],
    waiting: Sequence[Asked],
    days: tuple[date, date],
) -> Iterator[Run]:
    """One absence, cut wherever something begins or ends."""
    first, last = max(row.first_on, days[0]), min(row.last_on, days[1])
    covers = [each for each in recorded.covers.get(row.person_id, ()) if absences.overlap(row, each)]
    spans = [*gaps, *((each.first_on, each.last_on) for each in covers)]
    spans += [(each.row.first_on, each.row.last_on) for each in waiting]
    cuts = {day for begins, ends in spans for day in (begins, ends + A_DAY) if first < day <= last}
    for begins, after in pairwise([first, *sorted(cuts), last + A_DAY]):
        yield Run(
            recorded.people[row.person_id],
            begins,
            after - A_DAY,
            next((recorded.people.get(each.covered_by_id) for each in covers if _has(each, begins)), None),
            any(since <= begins <= until for since, until in gaps),
            [each.row.asked for each in waiting if _has(each.row, begins)],
        )


def _has(row: absences.HasDays, day: date) -> bool:
    return row.first_on <= day <= row.last_on
