"""The time line of a career: a bar with its name for each job, the years, and the days on which something was reached.

The geometry alone; `templates/components/career.html` draws it, the same on a page and on paper. What is shown by a
colour is shown by its pattern too, so that it can be told in grey.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from itertools import pairwise
from math import ceil
from typing import NamedTuple

from onboarding.rules.days import PartialDate
from onboarding.rules.wording import count, short_day, short_vague_day

WIDE, NARROW = 760, 340  # units across, one of which is about a pixel where it is shown
LETTER = 6.4  # units that a letter takes, on average
TOP, LANE, NAME, MARK, KEY = 22, 32, 11, 16, 20
LABELS = 36  # units that the label of a year takes
YEAR = 365.25
KEYS = (("certain", "counts"), ("possible", "may count"), ("excluded", "does not count"))
KEY_WIDTH = 150


class Shade(StrEnum):
    """What a job counts for."""

    CERTAIN = "certain"
    POSSIBLE = "possible"
    EXCLUDED = "excluded"


class Worked(NamedTuple):
    """A job: its name, its days, and whether any of it counts for certain, and whether any may."""

    name: str
    start: PartialDate
    end: PartialDate | None
    certain: bool
    possible: bool


class Box(NamedTuple):
    """From where to where, and how it is drawn."""

    x: float
    width: float
    shade: StrEnum


class Label(NamedTuple):
    """Words at a place; `anchor` is on which side of it they begin."""

    x: float
    y: int
    text: str
    anchor: str = "start"


class Bar(NamedTuple):
    """One job: all days it may have had, those it surely had, and its name above."""

    y: int
    boxes: tuple[Box, ...]
    label: Label
    says: str


class Mark(NamedTuple):
    """A day on which something was reached, as an upright line with its words at the bottom."""

    x: float
    label: Label


class Picture(NamedTuple):
    """The whole picture, in units of its own. `lanes` is where the lanes of jobs end."""

    width: int
    height: int
    lanes: int
    years: tuple[Label, ...]
    together: tuple[Box, ...]
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]
    keys: tuple[tuple[str, Label], ...]


def drawn(
    jobs: Sequence[Worked],
    on: date,
    reached: Mapping[int, date],
    degrees: Iterable[tuple[str, PartialDate]] = (),
    width: int = WIDE,
) -> Picture | None:
    """The picture of these jobs through a day; None where there is none to show.

    `reached`: when so many years were reached; `degrees`: what was conferred, and when.
    """
    if not jobs:
        return None
    conferred = list(degrees)
    first = min([*(job.start.earliest for job in jobs), *(day.earliest for _, day in conferred)])
    scale = Scale(first, max([on, *(job.end.latest for job in jobs if job.end)]), width)
    lanes = TOP + len(jobs) * LANE
    marks = [(day, f"{short_day(day)}: {count(years, 'year')} reached") for years, day in reached.items()]
    marks += [(day.earliest, f"{short_vague_day(day)}: {name}") for name, day in conferred]
    bottom = lanes + len(marks) * MARK
    together = tuple(scale.box(*span, Shade.CERTAIN) for span in _together(jobs, on))
    keys = tuple(_keys(jobs, bool(together), width, bottom))
    return Picture(
        width,
        max(label.y for _, label in keys) + 6,
        lanes,
        tuple(scale.years()),
        together,
        tuple(_bar(job, lane, scale, on) for lane, job in enumerate(jobs)),
        tuple(
            Mark(x := scale.x(day), scale.label(x, x, lanes + (place + 1) * MARK - 4, text))
            for place, (day, text) in enumerate(sorted(marks))
        ),
        keys,
    )


class Scale:
    """Days to places across."""

    def __init__(self, first: date, last: date, width: int) -> None:
        self.first, self.last, self.width = first, last, width
        self._begins, self._days = first.toordinal(), max((last - first).days, 1)

    def x(self, day: date, after: int = 0) -> float:
        """Where a day begins; `after` so many days later."""
        part = min(max(day.toordinal() + after - self._begins, 0), self._days) / self._days
        return round(1 + part * (self.width - 2), 1)

    def box(self, first: date, last: date, shade: StrEnum) -> Box:
        left = self.x(first)
        return Box(left, max(2.0, round(self.x(last, after=1) - left, 1)), shade)

    def label(self, left: float, right: float, y: int, text: str) -> Label:
        """Words that begin at the left end, or end at the right one where there is more room."""
        begins = self.width - left >= right
        room = int((self.width - left if begins else right) / LETTER)
        short = text if len(text) <= room else f"{text[: max(room - 1, 1)]}…"
        return Label(left + 3, y, short) if begins else Label(right - 3, y, short, "end")

    def years(self) -> Iterator[Label]:
        """As many first days of years as there is room to write."""
        a_year = (self.width - 2) / (self._days / YEAR)
        step = max(1, ceil(LABELS / a_year))
        for year in range(self.first.year + 1, self.last.year + 1):
            x = self.x(date(year, 1, 1))
            if year % step == 0 and LABELS / 2 < x < self.width - LABELS / 2:
                yield Label(x, 12, str(year), "middle")


def _bar(job: Worked, lane: int, scale: Scale, on: date) -> Bar:
    y = TOP + lane * LANE
    last = job.end.latest if job.end else max(on, job.start.latest)
    whole = scale.box(job.start.earliest, last, Shade.POSSIBLE if job.possible else Shade.EXCLUDED)
    boxes, sure_until = [whole], job.end.earliest if job.end else last
    if job.certain and job.start.latest <= sure_until:
        boxes.append(scale.box(job.start.latest, sure_until, Shade.CERTAIN))
    label = scale.label(whole.x, whole.x + whole.width, y + NAME, job.name)
    until = short_vague_day(job.end) if job.end else "now"
    return Bar(y + NAME + 4, tuple(boxes), label, f"{job.name}, {short_vague_day(job.start)} to {until}")


def _together(jobs: Sequence[Worked], on: date) -> Iterator[tuple[date, date]]:
    """The days on which two jobs or more may count, from the first through the last of each stretch."""
    turns = sorted(
        turn
        for job in jobs
        if job.possible
        for turn in (
            (job.start.earliest.toordinal(), 1),
            ((job.end.latest if job.end else max(on, job.start.latest)).toordinal() + 1, -1),
        )
    )
    at_once = 0
    for (day, change), (next_day, _) in pairwise(turns):
        at_once += change
        if at_once > 1 and day < next_day:
            yield date.fromordinal(day), date.fromordinal(next_day - 1)


def _keys(jobs: Sequence[Worked], together: bool, width: int, bottom: int) -> Iterator[tuple[str, Label]]:
    """What each pattern means, of those that are there."""
    there = {
        "certain": any(job.certain for job in jobs),
        "possible": any(job.possible and not (job.certain and _exact(job)) for job in jobs),
        "excluded": any(not job.possible for job in jobs),
    }
    found = [(key, says) for key, says in KEYS if there[key]]
    if together:
        found.append(("together", "two at once, counted once"))
    beside = max(1, width // KEY_WIDTH)
    for place, (key, says) in enumerate(found):
        yield key, Label(place % beside * KEY_WIDTH + 1, bottom + KEY + place // beside * KEY, says)


def _exact(job: Worked) -> bool:
    return job.start.exact and (job.end is None or job.end.exact)
