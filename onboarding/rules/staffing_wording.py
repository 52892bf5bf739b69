"""Staffing in words: outcomes, full-time equivalents and claims for each of them, on pages, papers and in files."""

from fractions import Fraction

from onboarding.rules.claims_ratio import bounds_of, ratios_of
from onboarding.rules.findings import Bounds, Exact, Outcome
from onboarding.rules.fte import Time
from onboarding.rules.staffing_lines import Nature
from onboarding.rules.wording import figure, label

NATURES = {Nature.REQUIREMENT: "Requirement", Nature.TRIGGER: "Trigger", Nature.RECOMMENDATION: "Recommendation"}
DISCUSSION = {
    Outcome.REQUIRED: "discuss with L&I",
    Outcome.NOT_REQUIRED: "below the trigger",
    Outcome.OPEN: "under way",
    Outcome.OVER: "above what is recommended",
    Outcome.WITHIN: "as recommended",
}
CANNOT = "cannot be computed without FTE"


def outcome(found: Outcome) -> str:
    """Where the COHE stands with a line."""
    return DISCUSSION.get(found) or label(found)


def ranged(found: Bounds | None) -> str | None:
    """ "1.8", "1.5 to 2"; None for nothing."""
    if found is None:
        return None
    if found.at_least is None:
        return CANNOT
    if found.at_most is None:
        return f"at least {figure(found.at_least)}"
    return " to ".join(dict.fromkeys(figure(each) for each in (found.at_least, found.at_most)))


def ratio(claims: int | None, time: Time) -> str | None:
    """Claims for each full-time equivalent; None where the claims are not recorded."""
    return None if claims is None else ranged(ratios_of(claims, [time]))


def short_ratio(claims: int | None, time: Time) -> str | None:
    """The same for a narrow column."""
    return None if claims is None else short(ratios_of(claims, [time]))


def exact(time: Time) -> str | None:
    """Full-time equivalents, exactly; a range where somebody's time is not recorded."""
    return ranged(bounds_of([time]))


def short_time(time: Time) -> str | None:
    """The same for a narrow column."""
    return short(bounds_of([time]))


def short(found: Bounds) -> str | None:
    """The same for a narrow column, cut after the second decimal: the exact figure is one click away."""
    if found.at_least is None:
        return CANNOT
    least, most = (None if each is None else _cut(each) for each in found)
    if most is None:
        return f"at least {least}"
    return least if least == most else f"{least} to {most}"


def _cut(number: Exact) -> str:
    hundredths = number.numerator * 100 // number.denominator
    return figure(Fraction(hundredths, 100))
