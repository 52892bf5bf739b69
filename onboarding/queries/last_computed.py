"""Figures of several COHEs as they were computed last: what one page over all of them shows until today's are there.

Each line is computed by the clock, within minutes of midnight or of a change. To compute fifty of them for one page
would keep its reader waiting, so they are shown as they are, with how far they are behind. No status is computed here.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import and_, func, select

from onboarding.extensions import db
from onboarding.models.cohe_line import CoheLine
from onboarding.models.duty import ListedDuty, StaffLine
from onboarding.models.organisation import Organisation
from onboarding.queries import cohe_lines, rulings as rulings_of
from onboarding.queries.cohe_lines import Compared
from onboarding.queries.lines import is_due
from onboarding.queries.staff_lines import OF_STAFF, Figures
from onboarding.rules.duties import About
from onboarding.rules.rulebook import Rulebook


class Behind(NamedTuple):
    """Of which day figures are that are not of today. None: of today, and before a change. `never`: there are none."""

    day: date | None
    never: bool = False


def furthest(*found: Behind | None) -> Behind | None:
    """How far figures are behind that were put together from several; None: they are of today."""
    behind = [each for each in found if each]
    return min(behind, key=lambda each: (not each.never, each.day is None, each.day or date.max), default=None)


def compared(cohes: Sequence[Organisation], book: Rulebook, on: date) -> dict[int, tuple[Compared, Behind | None]]:
    """What COHEs are compared by, by id. Where one alone is behind, that is computed for this page."""
    ours = CoheLine.organisation_id.in_([cohe.id for cohe in cohes])
    rows = db.session.execute(select(CoheLine, is_due(CoheLine, on, book)).where(ours)).all()
    lines, stale = {line.organisation_id: line for line, _ in rows}, [line for line, is_stale in rows if is_stale]
    found = {cohe.id: (_read(lines.get(cohe.id)), None) for cohe in cohes}
    behind: dict[int, tuple[Compared, Behind | None]] = {
        line.organisation_id: (_read(line), _behind(line.as_of, line.rulebook is None, on)) for line in stale
    }
    if len(stale) == 1:
        (one,) = [cohe for cohe in cohes if cohe.id in behind]
        behind = {one.id: (cohe_lines.found_of(one, rulings_of.of(one, book), on), None)}
    return {**found, **behind}


def staff(cohes: Sequence[Organisation], book: Rulebook, on: date) -> dict[int, tuple[Figures, Behind | None]]:
    """How many duties are overdue and who cannot bill, by id of the COHE, each as of the day of its own line."""
    stale, ours = is_due(StaffLine, on, book), StaffLine.organisation_id.in_([cohe.id for cohe in cohes])
    here, of_whom = StaffLine.in_role.is_(True), StaffLine.person_id == ListedDuty.person_id
    same = and_(StaffLine.organisation_id == ListedDuty.organisation_id, of_whom)
    late = select(StaffLine.organisation_id, func.count(), func.count().filter(ListedDuty.about == About.TRAINING))
    late = late.join(ListedDuty, same).where(
        ours, here, OF_STAFF, ListedDuty.due_on < func.coalesce(StaffLine.as_of, on)
    )
    overdue = {
        id: (every, trainings) for id, every, trainings in db.session.execute(late.group_by(StaffLine.organisation_id))
    }
    lines = select(
        StaffLine.organisation_id,
        func.count().filter(here, StaffLine.may_bill.is_not(True)),
        func.count().filter(stale),
        func.min(StaffLine.as_of),
    ).where(ours)
    rows = db.session.execute(lines.group_by(StaffLine.organisation_id))
    return {
        id: (Figures(*overdue.get(id, (0, 0)), idle), _behind(day, False, on) if behind else None)
        for id, idle, behind, day in rows
    }


def staff_behind(cohes: Sequence[Organisation], book: Rulebook, on: date) -> dict[int, Behind]:
    """How far behind the lines of people are, by id of the COHE; those that are of today are not in it."""
    ours = StaffLine.organisation_id.in_([cohe.id for cohe in cohes])
    first = select(StaffLine.organisation_id, func.min(StaffLine.as_of)).where(ours, is_due(StaffLine, on, book))
    return {id: _behind(day, False, on) for id, day in db.session.execute(first.group_by(StaffLine.organisation_id))}


def _read(line: CoheLine | None) -> Compared:
    return cohe_lines.read(line) if line else cohe_lines.NOTHING


def _behind(day: date | None, never: bool, on: date) -> Behind:
    return Behind(day if day and day < on else None, never)
