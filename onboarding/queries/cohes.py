"""COHEs side by side: each with a quarter's figures, what is overdue, who cannot bill, vacancies and uncovered days."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from onboarding.models.organisation import Organisation
from onboarding.queries import cohe_lines, last_computed, staff_lines
from onboarding.queries.cohe_lines import NOTHING, Compared, Figures
from onboarding.queries.last_computed import Behind
from onboarding.rules.days import Quarter
from onboarding.rules.findings import Bounds, Outcome
from onboarding.rules.rulebook import Rulebook


class Order(StrEnum):
    """By what they are sorted."""

    NAME = "name"
    RATIO = "ratio"
    FTE = "fte"
    TRIGGER = "trigger"
    REQUIREMENT = "requirement"
    TRAININGS = "trainings"
    BILLING = "billing"
    VACANCIES = "vacancies"
    UNCOVERED = "uncovered"


class Only(StrEnum):
    """Which of them are shown."""

    DISCUSSION = "discussion"
    REQUIREMENT = "requirement"
    NO_CLAIMS = "no_claims"
    TRAININGS = "trainings"
    BILLING = "billing"
    VACANCIES = "vacancies"
    UNCOVERED = "uncovered"


class Row(NamedTuple):
    """One COHE. `figures` None: no claims were recorded of that quarter or one before it. `behind` None: all of it is
    of today."""

    cohe: Organisation
    figures: Figures | None
    compared: Compared
    staff: staff_lines.Figures
    behind: Behind | None

    @property
    def discussion(self) -> Outcome:
        """Whether the quarter is to be discussed; undetermined where its claims are not recorded."""
        return self.figures.discussion if self.figures and self.counted else Outcome.UNDETERMINED

    @property
    def year(self) -> Outcome:
        """Whether the four quarters that end with it met what is required."""
        return self.figures.year if self.figures else Outcome.UNDETERMINED

    @property
    def counted(self) -> bool:
        """Whether claims of the quarter are recorded."""
        return self.figures is not None and self.figures.claims is not None


def rows(cohes: Sequence[Organisation], book: Rulebook, on: date, quarter: Quarter) -> list[Row]:
    """Each of these COHEs, in their order, as it was computed last; where one alone is behind, as its records say."""
    compared, staff = last_computed.compared(cohes, book, on), last_computed.staff(cohes, book, on)
    return [_row(cohe, quarter, compared, staff) for cohe in cohes]


def _row(
    cohe: Organisation,
    quarter: Quarter,
    compared: Mapping[int, tuple[Compared, Behind | None]],
    staff: Mapping[int, tuple[staff_lines.Figures, Behind | None]],
) -> Row:
    found, behind = compared.get(cohe.id, (NOTHING, None))
    people, people_behind = staff.get(cohe.id, (staff_lines.Figures(), None))
    return Row(cohe, found.of(quarter), found, people, last_computed.furthest(behind, people_behind))


def narrowed(found: Sequence[Row], only: Only | None) -> list[Row]:
    """Those that are asked for."""
    return [row for row in found if only is None or HOLDS[only](row)]


def ordered(found: Sequence[Row], order: Order, descending: bool) -> list[Row]:
    """Sorted; of two alike the name decides, and what is not known comes last whichever way."""
    by_name = sorted(found, key=lambda row: row.cohe.name.casefold())
    if order is Order.NAME:
        return list(reversed(by_name)) if descending else by_name
    keyed = [(KEYS[order](row), row) for row in by_name]
    known = sorted((each for each in keyed if each[0] is not None), key=lambda each: each[0], reverse=descending)
    return [row for _, row in known] + [row for key, row in keyed if key is None]


def quarters(today: date) -> list[Quarter]:
    """The quarters by which COHEs can be compared, the latest that is over first."""
    now = Quarter.of(today)
    return [now.earlier(back) for back in (*range(1, cohe_lines.MOST), 0)]


def _most(found: Bounds | None) -> Any:
    """The most that a figure may be; where it has no bound, more than any other."""
    if found is None or found.at_least is None:
        return None
    return (1, found.at_least) if found.at_most is None else (0, found.at_most)


TROUBLE = (Outcome.REQUIRED, Outcome.NOT_MET, Outcome.UNDETERMINED)  # the worst first; then all others
HOLDS: dict[Only, Callable[[Row], bool]] = {
    Only.DISCUSSION: lambda row: row.counted and row.discussion in TROUBLE,
    Only.REQUIREMENT: lambda row: row.year in TROUBLE,
    Only.NO_CLAIMS: lambda row: not row.counted,
    Only.TRAININGS: lambda row: row.staff.trainings > 0,
    Only.BILLING: lambda row: row.staff.not_billing > 0,
    Only.VACANCIES: lambda row: bool(row.compared.vacancies),
    Only.UNCOVERED: lambda row: row.compared.uncovered_days > 0,
}
KEYS: dict[Order, Callable[[Row], Any]] = {
    Order.RATIO: lambda row: _most(row.figures.ratio) if row.figures else None,
    Order.FTE: lambda row: _most(row.figures.fte) if row.figures else None,
    Order.TRIGGER: lambda row: _worst(row.discussion) if row.counted else None,
    Order.REQUIREMENT: lambda row: _worst(row.year) if row.figures else None,
    Order.TRAININGS: lambda row: row.staff.trainings,
    Order.BILLING: lambda row: row.staff.not_billing,
    Order.VACANCIES: lambda row: len(row.compared.vacancies),
    Order.UNCOVERED: lambda row: row.compared.uncovered_days,
}


def _worst(outcome: Outcome) -> int:
    return len(TROUBLE) - (TROUBLE.index(outcome) if outcome in TROUBLE else len(TROUBLE))
