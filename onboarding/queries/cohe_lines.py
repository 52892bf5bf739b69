"""What each COHE is compared by: its latest quarters, its vacancies and its uncovered days. As the records say, always.

A line of another day is not trusted: what it would say is computed anew, here, until the clock has seen to it.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from onboarding.models.cohe_line import CoheLine
from onboarding.models.organisation import Organisation
from onboarding.queries import staffing as known, staffing_overview as overview
from onboarding.queries.lines import STORED
from onboarding.queries.staffing_overview import OfQuarter
from onboarding.rules import vacancies as rules
from onboarding.rules.days import Quarter
from onboarding.rules.duties import About, Duty, Kind, Who
from onboarding.rules.findings import Bounds, Exact, Outcome
from onboarding.rules.rulings import Rulings
from onboarding.rules.vacancies import STANDING, Vacancy

MOST = 12  # quarters that are kept of each COHE, the one under way among them


class Figures(NamedTuple):
    """A quarter against its lines, as `OfQuarter` of queries/staffing_overview.py says. `claims` None: not recorded."""

    quarter: Quarter
    claims: int | None
    complete: bool
    fte: Bounds
    ratio: Bounds | None
    discussion: Outcome
    required: Bounds | None
    year: Outcome
    recommendation: Outcome


class Vacant(NamedTuple):
    """Somebody's place: `ahead`: who leaves is still here. `duty` None: it is not certain that it is to be filled."""

    person_id: int
    outcome: Outcome
    ahead: bool
    duty: Duty | None

    @property
    def stands(self) -> bool:
        return not self.ahead and self.outcome in STANDING


class Compared(NamedTuple):
    """What a COHE is compared by on a day; the latest quarter first."""

    quarters: Sequence[Figures]
    vacancies: Sequence[Vacant]
    uncovered_days: int

    def of(self, quarter: Quarter) -> Figures | None:
        """The figures of a quarter; None before claims were recorded first."""
        return next((each for each in self.quarters if each.quarter == quarter), None)


NOTHING = Compared((), (), 0)


def begun() -> Mapping[str, Any]:
    """The line that begins with a COHE; what it says is computed later."""
    return {"quarters": [], "vacancies": [], "uncovered_days": 0}


def computed(organisation: Organisation, rulings: Rulings, on: date) -> Mapping[str, Any]:
    """What the line of a COHE is to say on a day, column by column."""
    found = found_of(organisation, rulings, on)
    return {
        "quarters": [_stored(each) for each in found.quarters],
        "vacancies": [_stored_vacancy(each) for each in found.vacancies],
        "uncovered_days": found.uncovered_days,
    }


def found_of(organisation: Organisation, rulings: Rulings, on: date) -> Compared:
    """What a COHE is compared by, from its records."""
    recorded = known.recorded(organisation)
    ids = {name: id for id, name in recorded.names.items()}
    quarters = overview.by_quarter(organisation, recorded, rulings, on, most=MOST)
    vacant = overview.vacancies(organisation, recorded, rulings, on)
    gaps = overview.gaps(organisation, recorded, rulings, on)
    return Compared(
        [_figures(each) for each in quarters],
        [_vacant(each, ids[each.found.staff]) for each in vacant],
        sum((gap.last - max(gap.first, on)).days + 1 for gap in gaps),
    )


def _figures(each: OfQuarter) -> Figures:
    claims = each.row.claims if each.row else None
    judged = each.discussion, each.required, each.year, each.recommendation
    return Figures(each.quarter, claims, each.complete, each.fte, each.ratio, *judged)


def _vacant(each: Vacancy, person_id: int) -> Vacant:
    duty = rules.duty(each)
    return Vacant(person_id, each.found.outcome, each.ahead, duty._replace(source=()) if duty else None)


def _stored(each: Figures) -> dict[str, Any]:
    bounds = {name: _pair(getattr(each, name)) for name in ("fte", "ratio", "required")}
    outcomes = {name: str(getattr(each, name)) for name in ("discussion", "year", "recommendation")}
    return {"quarter": str(each.quarter), "claims": each.claims, "complete": each.complete, **bounds, **outcomes}


def _stored_vacancy(each: Vacant) -> dict[str, Any]:
    duty = {key: _plain(getattr(each.duty, key)) for key in STORED} if each.duty else None
    return {"person": each.person_id, "outcome": str(each.outcome), "ahead": each.ahead, "duty": duty}


def _pair(found: Bounds | None) -> list[str | None] | None:
    return None if found is None else [None if each is None else str(each) for each in found]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else None if value is None else str(value)


def read(line: CoheLine) -> Compared:
    """What a line says, of whichever day it is."""
    return Compared(list(map(_of_stored, line.quarters)), list(_vacancies(line)), line.uncovered_days)


def _of_stored(each: Mapping[str, Any]) -> Figures:
    quarter = Quarter.parse(each["quarter"])
    assert quarter, each
    fte, ratio, required = (_bounds(each[name]) for name in ("fte", "ratio", "required"))
    assert fte, each
    discussion, year, recommendation = (Outcome(each[name]) for name in ("discussion", "year", "recommendation"))
    return Figures(quarter, each["claims"], each["complete"], fte, ratio, discussion, required, year, recommendation)


def _vacancies(line: CoheLine) -> Iterator[Vacant]:
    for each in line.vacancies:
        duty = _duty(each["duty"]) if each["duty"] else None
        yield Vacant(each["person"], Outcome(each["outcome"]), each["ahead"], duty)


def _duty(said: Mapping[str, Any]) -> Duty:
    since, due, remind = (date.fromisoformat(said[key]) if said[key] else None for key in DAYS)
    about, kind, who = About(said["about"]), Kind(said["kind"]), Who(said["who"])
    return Duty(about, kind, said["place"], who, since, due, remind, said["says"])


DAYS = ("since", "due_on", "remind_on")


def _bounds(said: Sequence[str | None] | None) -> Bounds | None:
    return None if said is None else Bounds(*(None if each is None else _exact(each) for each in said))


def _exact(text: str) -> Exact:
    found = Fraction(text)
    return found.numerator if found.denominator == 1 else found
