"""A COHE's staffing in the quarters ahead: the rules of staffing, asked with the claims of a forecast.

Nothing is judged here that they do not judge: they are asked with the least, the likely and the most claims, and what
they say each time is put together.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from onboarding.rules.claims_ratio import bounds_of, ratios_of
from onboarding.rules.days import Quarter
from onboarding.rules.facts import QuarterClaims
from onboarding.rules.findings import Bounds
from onboarding.rules.forecast import Ahead, Forecast
from onboarding.rules.lines_met import Held, Judged, judged
from onboarding.rules.prevention import More, prevention
from onboarding.rules.staffing import Staffed

StaffedOn = Callable[[Quarter], Staffed]
OfQuarters = Sequence[Mapping[Held, Judged]]


class Stand(StrEnum):
    """How a COHE will stand with a line. `likely_`: no range can be drawn yet, so that it is said of what is likely."""

    STAYS = "stays"
    LIKELY_STAYS = "likely_stays"
    MAY_CROSS = "may_cross"
    LIKELY_CROSSES = "likely_crosses"
    CROSSES = "crosses"
    UNKNOWN = "unknown"


CROSSING = (Stand.MAY_CROSS, Stand.LIKELY_CROSSES, Stand.CROSSES)
STAYING = (Stand.STAYS, Stand.LIKELY_STAYS)
LEAST_CERTAIN = (Stand.UNKNOWN, Stand.LIKELY_STAYS, Stand.STAYS)


class LineAhead(NamedTuple):
    """One line in each quarter ahead, as judged with the likely claims (None: there are none to judge). `before`:
    whether the last quarter known was over it; None where that cannot be told. `first`: the first quarter that crosses
    it, or may. `more`: what prevents that, in the quarters of which it cannot be told too. `later`: where the
    first of these has begun, so that few of its days are left, what keeps the line from the next of them on.
    """

    held: Held
    likely: tuple[Judged | None, ...]
    stands: tuple[Stand, ...]
    before: bool | None
    first: Quarter | None
    more: More | None
    later: More | None

    @property
    def stand(self) -> Stand:
        """How it stands in the first quarter that crosses it, or may; else where it is least certain."""
        crossing = next((each for each in self.stands if each in CROSSING), None)
        return crossing or min(self.stands, key=LEAST_CERTAIN.index)


class QuarterAhead(NamedTuple):
    """One quarter ahead: its claims, the HSC time recorded for it, and the likely claims by that."""

    claims: Ahead
    fte: Bounds
    ratio: Bounds | None


class LookAhead(NamedTuple):
    """The quarters ahead, and each line. `surgical`: the forecast of surgical claims."""

    claims: Forecast
    surgical: Forecast
    quarters: tuple[QuarterAhead, ...]
    lines: tuple[LineAhead, ...]


def look_ahead(claims: Forecast, surgical: Forecast, staffed: StaffedOn, today: date) -> LookAhead:
    """What is ahead. `staffed`: the COHE's staffing as recorded, on a quarter's last day and under that day's law."""
    last = claims.last
    if last is None:
        return LookAhead(claims, surgical, (), ())
    at = [staffed(each.quarter) for each in claims.quarters]
    likely, least, most = (_judged(case, claims, surgical, at) for case in ("likely", "least", "most"))
    before = judged(staffed(last), last)
    lines = [_line(held, claims, likely, (least, most), before.get(held), today) for held in Held]
    quarters = tuple(_quarter(each, there) for each, there in zip(claims.quarters, at, strict=True))
    return LookAhead(claims, surgical, quarters, tuple(each for each in lines if each))


def _judged(case: str, claims: Forecast, surgical: Forecast, at: Sequence[Staffed]) -> OfQuarters:
    """The lines of each quarter ahead, with those claims in all of them."""
    of_surgery = {each.quarter: getattr(each, case) for each in surgical.quarters}
    supposed = {
        of: None if (number := getattr(each, case)) is None else QuarterClaims(of, number, of_surgery.get(of))
        for each in claims.quarters
        for of in [each.quarter]
    }
    return [
        judged(staffed.with_claims(supposed), each.quarter) for each, staffed in zip(claims.quarters, at, strict=True)
    ]


def _line(
    held: Held,
    claims: Forecast,
    likely: OfQuarters,
    ends: tuple[OfQuarters, OfQuarters],
    before: Judged | None,
    today: date,
) -> LineAhead | None:
    found = tuple(each.get(held) for each in likely)
    if not any(found):
        return None
    least, most = ([each.get(held) for each in end] for end in ends)
    stands = tuple(map(_stand, found, least, most))
    over = before.over if before else None
    of = [each.quarter for each in claims.quarters]
    first = next((quarter for quarter, stand in zip(of, stands, strict=True) if stand in CROSSING), None)
    at = [place for place, stand in enumerate(stands) if stand not in STAYING]
    more, *later = [prevention(found[each:], most[each:], of[each].first, today) for each in at[:2]] or [None]
    apart = bool(at) and of[at[0]].first <= today < of[at[0]].last  # else both begin on the same day
    return LineAhead(held, found, stands, over, first, more, later[0] if apart and later else None)


def _stand(likely: Judged | None, least: Judged | None, most: Judged | None) -> Stand:
    if likely is None:
        return Stand.UNKNOWN
    ends = [each for each in (least, most) if each and each.needed]
    if len(ends) < 2:
        if likely.over is None:
            return Stand.UNKNOWN
        return Stand.LIKELY_CROSSES if likely.over else Stand.LIKELY_STAYS
    said = {likely.over, *(each.over for each in ends)}
    if len(said) > 1:
        return Stand.MAY_CROSS
    over = said.pop()
    return Stand.UNKNOWN if over is None else Stand.CROSSES if over else Stand.STAYS


def _quarter(of: Ahead, staffed: Staffed) -> QuarterAhead:
    times = staffed.levels.averages([(of.quarter.first, of.quarter.last)])
    return QuarterAhead(of, bounds_of(times), None if of.likely is None else ratios_of(of.likely, times))
