"""Staffing as pages and files say it, beside what papers say too (rules/staffing_wording.py)."""

from onboarding.queries.staffing_overview import OfQuarter
from onboarding.rules.findings import Outcome
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
from onboarding.rules.wording import label, quarter as quarter

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


def discussion(each: OfQuarter) -> str:
    """Whether the quarter's discussion is required."""
    return label(outcome(each.discussion)) if each.row else label("no claims recorded")
