"""The time line of a career: each job a bar from its first possible day to its last, in a picture that prints."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from onboarding.rules.facts import Job

WIDTH, LEFT, LANE, BAR = 760, 8, 26, 14
YEAR = 365.25


class Bar(NamedTuple):
    """One job: from where to where, on which lane; `shade` is credited, maybe or uncredited."""

    x: float
    y: int
    width: float
    shade: str
    says: str


class Tick(NamedTuple):
    """The beginning of a year."""

    x: float
    year: int


class Picture(NamedTuple):
    """The whole picture. `height` in the picture's own units, of which it is 760 wide."""

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    height: int


def line(jobs: Sequence[Job], ledger: Sequence[Any], on: date) -> Picture | None:
    """The picture of these jobs as of a day; None where there is none to show."""
    if not jobs:
        return None
    first = min(job.start.earliest for job in jobs)
    last = max([on, *(job.end.latest for job in jobs if job.end)])
    days = max((last - first).days, 1)

    def x(day: date) -> float:
        return round(LEFT + (min(max(day, first), last) - first).days / days * (WIDTH - 2 * LEFT), 1)

    bars = tuple(
        Bar(
            x(job.start.earliest),
            20 + lane * LANE,
            max(2.0, round(x(job.end.latest if job.end else on) - x(job.start.earliest), 1)),
            _shade(ledger[lane]),
            job.position or job.name or "Job",
        )
        for lane, job in enumerate(jobs)
    )
    step = max(1, round(days / YEAR / 12))
    years = range(first.year + 1, last.year + 1, step)
    return Picture(bars, tuple(Tick(x(date(year, 1, 1)), year) for year in years), 26 + len(jobs) * LANE)


def _shade(entry: Any) -> str:
    if entry.credited_days.at_least:
        return "credited"
    return "maybe" if entry.credited_days.at_most else "uncredited"
