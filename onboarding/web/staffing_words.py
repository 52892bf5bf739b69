"""Staffing as pages and files say it, beside what papers say too (rules/staffing_wording.py)."""

from collections.abc import Sequence
from decimal import ROUND_FLOOR, Decimal

from onboarding.formats.tables.writing import Value
from onboarding.queries.cohe_lines import Vacant
from onboarding.queries.cover_requests import State
from onboarding.queries.last_computed import Behind
from onboarding.queries.staffing_overview import OfQuarter
from onboarding.rules.filling import Far, Verdict
from onboarding.rules.findings import Bounds, Exact, Outcome
from onboarding.rules.staffing_wording import (
    NATURES as NATURES,
    exact as exact,
    outcome as outcome,
    ranged as ranged,
    ratio as ratio,
    short as short,
    short_ratio as short_ratio,
    short_time as short_time,
)
from onboarding.rules.wording import label, quarter as quarter, short_day

PLACES = Decimal("0.0001")
TONES = {
    Outcome.REQUIRED: "bad",
    Outcome.NOT_REQUIRED: "good",
    Outcome.OPEN: "waiting",
    Outcome.OVER: "soon",
    Outcome.WITHIN: "good",
}
VACANCY = {
    Outcome.OPEN: ("not replaced yet", "soon"),
    Outcome.OVERDUE: ("not replaced in time", "bad"),
    Outcome.ALREADY_BELOW: ("below the required level before", "bad"),
    Outcome.UNDETERMINED: ("can't tell yet", "open"),
}
FILLING = {
    Verdict.IN_TIME: ("in time", "good"),
    Verdict.MAY_BE_LATE: ("may be late", "soon"),
    Verdict.TOO_LATE: ("too late", "bad"),
    Verdict.CANNOT_TELL: ("can't tell", "open"),
}
COVER = {
    State.OPEN: "waiting",
    State.ACCEPTED: "good",
    State.DECLINED: "bad",
    State.WITHDRAWN: "plain",
    State.EXPIRED: "bad",
    State.MOOT: "plain",
}


def discussion(each: OfQuarter) -> str:
    """Whether the quarter's discussion is required."""
    return discussed(each.discussion, each.row is not None)


def discussed(found: Outcome, counted: bool) -> str:
    """The same; `counted`: whether claims of the quarter are recorded."""
    return label(outcome(found)) if counted else label("no claims recorded")


def vacant(found: Sequence[Vacant]) -> str:
    """ "1 open, 2 to come": how many places stand open, will, and of how many it cannot be told."""
    standing, ahead = sum(each.stands for each in found), sum(each.ahead for each in found)
    parts = [
        f"{number} {says}"
        for number, says in ((standing, "open"), (ahead, "to come"), (len(found) - standing - ahead, "can’t tell yet"))
        if number
    ]
    return ", ".join(parts)


def behind(found: Behind) -> str:
    """Of which day figures are that are not of today."""
    if found.never:
        return "Not computed yet"
    return f"As of {short_day(found.day)}" if found.day else "Before the latest change"


def both(found: Bounds | None) -> tuple[Value, Value]:
    """Both bounds, cut after the fourth decimal, as pages write them."""
    least, most = (None if each is None else _decimal(each) for each in (found or (None, None)))
    return least, most


def _decimal(number: Exact) -> Decimal:
    return (Decimal(number.numerator) / Decimal(number.denominator)).quantize(PLACES, ROUND_FLOOR)


def lacks(far: Far, verified: str | None, decided: bool) -> str:
    """What is still missing before an applicant can be hired."""
    if far in (Far.HIRED, Far.QUALIFIED):
        return "Nothing"
    if far is Far.WOULD:
        return "A determination" if verified == Outcome.QUALIFIED or decided else "Proof of what they stated"
    return {
        Far.LATER: "The experience, which they will have",
        Far.MORE: "More information",
        Far.NOTHING: "Their application",
    }[far]
