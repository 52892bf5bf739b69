"""Coverage: the days on which an HSC is away and nobody covers."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from onboarding.rules.facts import Absence, Staffing
from onboarding.rules.fte import A_DAY

COVERING_ROLES = frozenset({"hsc", "surgical_hsc"})


Days = tuple[date, date]  # first and last, both included


class Gap(NamedTuple):
    """Neighbouring days of absence without cover, both ends included."""

    staff: str
    first: date
    last: date


def gaps(facts: Staffing) -> tuple[Gap, ...]:
    """The uncovered days, joined, by person and then by day."""
    found = sorted((absence.staff, *days) for absence in facts.absences for days in _uncovered(absence, facts))
    joined: list[Gap] = []
    for person, first, last in found:
        if joined and joined[-1].staff == person and first <= _next(joined[-1].last):
            joined[-1] = Gap(person, joined[-1].first, max(joined[-1].last, last))
        else:
            joined.append(Gap(person, first, last))
    return tuple(joined)


def _uncovered(absence: Absence, facts: Staffing) -> list[Days]:
    """The days of one absence on which the person is on duty and no other, who is there, covers."""
    away = _within(_on_duty(absence.staff, facts), (absence.first, absence.last))
    cover = absence.covered_by
    if cover is None or cover == absence.staff:
        return away
    cover_away = [(other.first, other.last) for other in facts.absences if other.staff == cover]
    return _without(away, _without(_on_duty(cover, facts), cover_away))


def _on_duty(person: str, facts: Staffing) -> list[Days]:
    """The days with a row as HSC or surgical HSC, away or not."""
    rows = (row for row in facts.staff if row.id == person and row.role in COVERING_ROLES)
    return [(row.first, row.last or date.max) for row in rows]


def _within(spans: Iterable[Days], limits: Days) -> list[Days]:
    clipped = ((max(first, limits[0]), min(last, limits[1])) for first, last in spans)
    return [(first, last) for first, last in clipped if first <= last]


def _without(spans: Iterable[Days], holes: Iterable[Days]) -> list[Days]:
    left = list(spans)
    for hole_first, hole_last in holes:
        cut = []
        for first, last in left:
            if hole_last < first or last < hole_first:
                cut.append((first, last))
                continue
            if first < hole_first:
                cut.append((first, hole_first - A_DAY))
            if hole_last < last:
                cut.append((hole_last + A_DAY, last))
        left = cut
    return left


def _next(day: date) -> date:
    return day + A_DAY if day < date.max else day
