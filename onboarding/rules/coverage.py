"""Coverage: the days on which an HSC is away and nobody covers."""

from datetime import date
from typing import NamedTuple

from onboarding.rules.facts import Absence, Staffing
from onboarding.rules.fte import A_DAY

COVERING_ROLES = frozenset({"hsc", "surgical_hsc"})


class Gap(NamedTuple):
    """Neighbouring days of absence without cover, both ends included."""

    staff: str
    first: date
    last: date


def gaps(facts: Staffing) -> tuple[Gap, ...]:
    """The uncovered days, joined, by person and then by day."""
    uncovered = sorted({(absence.staff, day) for absence in facts.absences for day in _uncovered(absence, facts)})
    joined: list[Gap] = []
    for person, day in uncovered:
        if joined and joined[-1].staff == person and joined[-1].last + A_DAY == day:
            joined[-1] = joined[-1]._replace(last=day)
        else:
            joined.append(Gap(person, day, day))
    return tuple(joined)


def _uncovered(absence: Absence, facts: Staffing) -> list[date]:
    days = [date.fromordinal(day) for day in range(absence.first.toordinal(), absence.last.toordinal() + 1)]
    cover = absence.covered_by
    return [
        day
        for day in days
        if _on_duty(absence.staff, day, facts)
        and not (cover and cover != absence.staff and _on_duty(cover, day, facts) and not _is_away(cover, day, facts))
    ]


def _on_duty(person: str, day: date, facts: Staffing) -> bool:
    """Has a row as HSC or surgical HSC on the day, away or not."""
    return any(
        row.id == person and row.role in COVERING_ROLES and row.first <= day and (row.last is None or day <= row.last)
        for row in facts.staff
    )


def _is_away(person: str, day: date, facts: Staffing) -> bool:
    return any(absence.staff == person and absence.first <= day <= absence.last for absence in facts.absences)
