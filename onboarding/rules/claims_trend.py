"""The plain forecast of a quarter's claims: the same quarter of a year before, scaled by the trend. Exact.

The trend is what the last four quarters known were of the four before them.
"""

from collections.abc import Mapping
from fractions import Fraction

from onboarding.rules.days import QUARTERS_A_YEAR, Quarter

AHEAD = range(1, QUARTERS_A_YEAR + 1)  # how many quarters ahead is forecast
Claims = Mapping[Quarter, int]


def two_years_to(last: Quarter) -> list[Quarter]:
    """The eight quarters that end with this one, oldest first."""
    return [last.earlier(back) for back in reversed(range(2 * QUARTERS_A_YEAR))]


def is_enough(known: Claims, last: Quarter) -> bool:
    """Whether a forecast can be made with what was known at the end of a quarter."""
    return all(each in known for each in two_years_to(last))


def years(known: Claims, last: Quarter) -> tuple[int, int]:
    """The claims of the four quarters before the last four, and of the last four."""
    claims = [known[each] for each in two_years_to(last)]
    return sum(claims[:QUARTERS_A_YEAR]), sum(claims[QUARTERS_A_YEAR:])


def base_of(last: Quarter, ahead: int) -> Quarter:
    """The same quarter a year before the one that is so many after the last known."""
    return last.earlier(QUARTERS_A_YEAR - ahead)


def made_from(known: Claims, last: Quarter, ahead: int) -> Fraction | None:
    """The forecast of the quarter so many after the last one known, of which enough is; None where there is no claim
    to scale, or none to scale by."""
    before, after = years(known, last)
    base = known[base_of(last, ahead)]
    return Fraction(base * after, before) if base and before else None
