"""Claims for each full-time equivalent: the ratio, its bounds, whether it is over a line, and all that in words."""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction

from onboarding.rules.days import Quarter
from onboarding.rules.facts import StaffRow
from onboarding.rules.findings import Bounds, Exact, Need, Outcome
from onboarding.rules.fte import Days, Time
from onboarding.rules.readings import unanimous
from onboarding.rules.wording import figure, listed


def ratio(claims: int, time: Fraction) -> Exact | None:
    """Claims for each full-time equivalent: 0 without claims; None, not infinity, for claims without any time."""
    if not claims:
        return 0
    return claims / time if time else None


def bounds(figures: Sequence[Exact | None]) -> Bounds:
    """Over all readings. Where one cannot be computed there is no upper bound; where none can, no lower either."""
    known = [figure for figure in figures if figure is not None]
    return Bounds(min(known, default=None), max(known) if len(known) == len(figures) else None)


def bounds_of(times: Iterable[Time]) -> Bounds:
    """The least and the most time under any reading."""
    return bounds([each for time in times for each in time])


def ratios_of(claims: int, times: Iterable[Time]) -> Bounds:
    """The ratio under any reading."""
    return bounds([ratio(claims, each) for time in times for each in time])


def is_over(claims: int, time: Fraction, allowed: Fraction) -> bool:
    """Whether there are more claims than allowed for each full-time equivalent; claims and no time always are."""
    found = ratio(claims, time)
    return found is None or found > allowed


def judged(claims: int, time: Time, allowed: Fraction, over: Outcome, within: Outcome) -> Outcome:
    """Over a line or within it; undetermined where that hangs on time that is not recorded."""
    return unanimous(over if is_over(claims, each, allowed) else within for each in time)


def per_fte(claims: int, times: Sequence[Time], whose: str = "HSC") -> str:
    """The claims, the time, and the one divided by the other, in words."""
    text = f"{figure(claims)} claims and {ranged(bounds_of(times))} {whose} FTE"
    found = ratios_of(claims, times)
    if found.at_least is None:
        return f"{text}: with claims and no FTE the ratio cannot be computed"
    if found.at_most is None:
        return f"{text}: at least {figure(found.at_least)} claims per FTE, and without FTE it cannot be computed"
    return f"{text}: {ranged(found)} claims per FTE"


def ranged(found: Bounds) -> str:
    """ "1.8", "1.5 to 1.8"; for bounds that both can be computed."""
    return " to ".join(dict.fromkeys(figure(each) for each in found if each is not None))


def needed_time(staff: Iterable[StaffRow], periods: Sequence[Days]) -> tuple[Need, ...]:
    """Whose time is not recorded in these periods, as needs; one for each person, in the order of the staff."""
    silent: dict[str, list[date]] = {}
    for row in staff:
        for first, last in periods if row.claim_fte is None else ():
            begins, ends = max(first, row.first), min(last, row.last) if row.last else last
            if begins <= ends:
                silent.setdefault(row.id, []).extend((begins, ends))
    return tuple(Need("staff", f"the time of {who} from {min(on)} to {max(on)}") for who, on in silent.items())


def not_annualised(missing: Iterable[Quarter]) -> str:
    """Why nothing is said of a year."""
    names = listed(map(str, missing))
    return f"Nothing is annualised: a year is four quarters without a gap, and the claims of {names} are missing."


def unrecorded(needs: Iterable[Need]) -> str:
    """That a finding hangs on time that is not recorded, as a sentence to append; empty where it does not."""
    said = [each.say for each in needs]
    return f" What is not recorded could change this: {listed(said)}." if said else ""
