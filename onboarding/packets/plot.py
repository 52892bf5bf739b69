"""Quarters across and figures upward: where a chart of staffing has each, with its axes (staffing_chart.py,
forecast_chart.py)."""

from collections.abc import Iterator, Sequence
from math import ceil, log10
from typing import Generic, Protocol, TypeVar

from onboarding.packets.timeline import Label
from onboarding.rules.days import QUARTERS_A_YEAR, Quarter
from onboarding.rules.findings import Exact
from onboarding.rules.wording import figure

TOP, PLOT, FOOT, KEY = 14, 170, 32, 18
LEFT, LETTER = 44, 6.2
YEAR_WIDE, QUARTER_WIDE = 34, 26  # units that the label of a year, and of a quarter, take
STEPS = (1, 2, 5, 10)


class OfOneQuarter(Protocol):
    """What is drawn of a quarter."""

    @property
    def quarter(self) -> Quarter:
        """Which."""
        ...


Drawn = TypeVar("Drawn", bound=OfOneQuarter)


class Plot(Generic[Drawn]):
    """Quarters to places across, and figures to heights."""

    def __init__(self, quarters: Sequence[Drawn], width: int, most: Exact, right: int = 8) -> None:
        self.quarters, self.width = quarters, width
        self.slot = (width - LEFT - right) / len(quarters)
        self.step = _step(most)
        self.top = self.step * max(1, ceil(most / self.step))

    def x(self, place: int) -> float:
        return round(LEFT + place * self.slot, 1)

    def y(self, number: Exact) -> float:
        return round(TOP + PLOT * (1 - float(number / self.top)), 1)

    def grid(self) -> Iterator[Label]:
        number: Exact = 0
        while number <= self.top:
            yield Label(LEFT - 6, int(self.y(number)), figure(number), "end")
            number += self.step

    def ticks(self) -> Iterator[Label]:
        """Each quarter's number where there is room, and the year below the first of it."""
        below, room = int(TOP + PLOT + 13), self.slot >= QUARTER_WIDE
        last = -float(YEAR_WIDE)
        for place, each in enumerate(self.quarters):
            middle = round(self.x(place) + self.slot / 2, 1)
            if room:
                yield Label(middle, below, f"Q{each.quarter.number}", "middle")
            begins = each.quarter.number == 1 or place == 0
            if begins and middle - last >= YEAR_WIDE and self._whole(place):
                last = middle
                yield Label(middle, below + (14 if room else 0), str(each.quarter.year), "middle")

    def _whole(self, place: int) -> bool:
        """Whether a year that is cut off at the left has room before the next one begins."""
        of = self.quarters[place].quarter
        return of.number == 1 or (QUARTERS_A_YEAR + 1 - of.number) * self.slot >= YEAR_WIDE


def _step(most: Exact) -> Exact:
    """A round number of which four or a few more reach the top."""
    rough = most / 4
    ten = 10 ** int(log10(rough)) if rough >= 1 else 1
    return next((each * ten for each in STEPS if each * ten >= rough), 10 * ten)
