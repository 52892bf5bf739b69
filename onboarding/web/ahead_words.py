"""What is ahead of a COHE's staffing, as pages say it."""

from datetime import date
from fractions import Fraction
from math import ceil
from typing import NamedTuple

from onboarding.rules.days import Quarter
from onboarding.rules.findings import Bounds
from onboarding.rules.forecast import Ahead, Forecast
from onboarding.rules.lines_met import Held
from onboarding.rules.look_ahead import LineAhead, LookAhead, QuarterAhead, Stand
from onboarding.rules.prevention import More
from onboarding.rules.staff_ahead import Event, What
from onboarding.rules.staffing_lines import between, reached
from onboarding.rules.wording import count, figure, quarter, short_day
from onboarding.web.filters import role

STANDS = {
    Stand.STAYS: ("stays within", "good"),
    Stand.LIKELY_STAYS: ("likely stays within", "waiting"),
    Stand.MAY_CROSS: ("may cross", "soon"),
    Stand.LIKELY_CROSSES: ("likely crosses", "soon"),
    Stand.CROSSES: ("crosses", "bad"),
    Stand.UNKNOWN: ("can't tell yet", "open"),
}
IN_QUARTER = {**STANDS, Stand.STAYS: ("within", "good"), Stand.LIKELY_STAYS: ("likely within", "waiting")}
LINES = {
    Held.TRIGGER: "Discussion trigger",
    Held.REQUIREMENT: "Requirement, four quarters",
    Held.RECOMMENDATION: "Recommendation, four quarters",
    Held.SURGICAL: "Surgical recommendation, four quarters",
}
HAPPENS = {
    What.COMES: "First day",
    What.LEAVES: "Last day",
    What.CHANGES: "Goes on as",
    What.CANNOT_BILL: "May not bill yet",
}
HUNDRED, TENTHS = 100, 10


class Row(NamedTuple):
    """One quarter of the table: what is found of it, its surgical claims where they are a line, and its lines."""

    of: QuarterAhead
    surgical: Ahead | None
    stands: list[tuple[str, str, str]]


def rows(found: LookAhead) -> list[Row]:
    """The quarters ahead, each with how it stands with each line: the line, in words, and their tone."""
    of_surgery = {each.quarter: each for each in found.surgical.quarters} if has_surgery(found) else {}
    return [
        Row(
            each,
            of_surgery.get(each.claims.quarter),
            [(LINES[line.held], *IN_QUARTER[line.stands[place]]) for line in found.lines],
        )
        for place, each in enumerate(found.quarters)
    ]


def has_surgery(found: LookAhead) -> bool:
    """Whether surgical claims are a line of this COHE."""
    return any(line.held is Held.SURGICAL for line in found.lines)


def columns(found: LookAhead) -> list[str]:
    """The lines that are columns."""
    return [LINES[line.held] for line in found.lines]


def where(line: LineAhead, last: Ahead) -> str:
    """In which quarter it is crossed, or through which it is not."""
    if line.first is None:
        unknown = line.stand is Stand.UNKNOWN
        return "It hangs on what is not recorded or not settled." if unknown else f"Through {quarter(last.quarter)}."
    begins = last.quarter.earlier(len(line.stands) - 1)
    if line.before and line.first == begins:
        return f"In {quarter(begins)}, as in {quarter(begins.earlier(1))}."
    return f"In {quarter(line.first)}."


def more(found: More, today: date) -> str:
    """How many FTE more keep the line, from which day on."""
    far = count((found.by - today).days, "day")
    enough = f"{_fte(found.likely)} more FTE by {short_day(found.by)}, in {far}"
    if found.most is not None and found.most != found.likely:
        enough += f". With the most claims: {_fte(found.most)}"
    return f"{enough}. That is enough through {short_day(found.through)}."


def prevents(line: LineAhead, today: date) -> str | None:
    """What would prevent that a line is crossed; None where it is not."""
    if line.more:
        later = f" From {quarter(Quarter.of(line.later.by))} on: {more(line.later, today)}" if line.later else ""
        return f"{'' if line.first else 'To be sure: '}{more(line.more, today)}{later}"
    if line.first:
        return "No day is left."
    return "Can’t tell yet." if line.stand is Stand.UNKNOWN else None


def span(of: Ahead) -> str | None:
    """ "902 to 3,396"; None without a range."""
    if of.least is None or of.most is None:
        return None
    return figure(of.least) if of.least == of.most else f"{figure(of.least)} to {figure(of.most)}"


def share(of: Fraction) -> str:
    """A share in percent, to the next tenth: "5.3 %"."""
    return f"{figure(_percent(of))} %"


def points(of: Fraction) -> str:
    """What is added to a share in percent: "2 points"."""
    added = _percent(of)
    return f"{figure(added)} {'point' if added == 1 else 'points'}"


def _percent(of: Fraction) -> Fraction:
    return Fraction(ceil(of * HUNDRED * TENTHS), TENTHS)


def trend(found: Forecast) -> str:
    """What the trend is, with its arithmetic."""
    assert found.last is not None
    year = f"the four quarters to {quarter(found.last)}"
    if not found.trend:
        return f"There is no trend: of {year} and the four before, one had no claims."
    return (
        f"The trend is {figure(found.after)} claims in {year}, divided by {figure(found.before)} in the four before:"
        f" {figure(found.trend)}."
    )


def event(each: Event) -> str:
    """What is recorded of somebody, in a sentence without name and day."""
    fte = "time not recorded" if each.share is None else f"{figure(each.share)} FTE"
    bills = "" if each.bills or each.what in (What.CANNOT_BILL, What.LEAVES) else ", may not bill yet"
    return f"{HAPPENS[each.what]}: {role(each.role)}, {fte}{bills}"


def _fte(found: Bounds) -> str:
    least, most = (reached(each) if each is not None else "?" for each in found)
    return between(least, most)
