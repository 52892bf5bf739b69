"""How far a COHE is from each line that L&I draws for staffing, in words: requirement, trigger, recommendations.

What binds and what does not is never mixed: each line says of itself which it is. The outcomes are of `staffing`.
"""

from enum import StrEnum
from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

from onboarding.rules.findings import Bounds, Exact, Outcome
from onboarding.rules.rulings import Law
from onboarding.rules.staffing import QuarterFinding, YearFinding
from onboarding.rules.staffing_day import DayFinding
from onboarding.rules.surgical import SurgicalFinding
from onboarding.rules.wording import count, figure


class Nature(StrEnum):
    """What a line of L&I's is."""

    REQUIREMENT = "requirement"
    TRIGGER = "trigger"
    RECOMMENDATION = "recommendation"


# What follows from each, beside its name.
FOLLOWS = {
    Nature.REQUIREMENT: "The contract asks for it.",
    Nature.TRIGGER: "Above it, forecasts and staffing are discussed with the contract manager.",
    Nature.RECOMMENDATION: "L&I recommends it. It binds nobody.",
}
HUNDREDTHS = 100
TRIGGER, RECOMMENDED = "the discussion trigger", "what L&I recommends"


class Line(NamedTuple):
    """One line, where the COHE stands, and how far that is. `distance` empty: it cannot be told."""

    nature: Nature
    says: str
    outcome: Outcome
    distance: str
    because: str
    source: tuple[str, ...]


def trigger(found: QuarterFinding, claims: int, fte: Bounds, law: Law) -> Line:
    """The discussion trigger of a quarter. `fte`: of the whole quarter, also where it is under way."""
    allowed = law.numbers.quarter_trigger
    says = f"More than {figure(allowed)} claims in a quarter for each HSC FTE."
    distance = _to_trigger(claims, fte, allowed, found.complete)
    return Line(Nature.TRIGGER, says, found.discussion, distance, found.because, found.source)


def requirement(found: YearFinding, law: Law) -> Line:
    """The FTE that the contract requires for the claims of a year."""
    says = f"1 HSC FTE for every {figure(law.numbers.claims_per_fte)} claims a year."
    distance = _to_required(found.hsc_fte, found.required_fte) if found.hsc_fte and found.required_fte else ""
    return Line(Nature.REQUIREMENT, says, found.outcome, distance, found.because, found.source)


def requirement_on(found: DayFinding, law: Law) -> Line:
    """The same on one day, of which the contract says nothing but for who leaves."""
    says = f"1 HSC FTE for every {figure(law.numbers.claims_per_fte)} claims of the four quarters before."
    distance = _to_required(found.hsc_fte, found.required_fte) if found.required_fte else ""
    return Line(Nature.REQUIREMENT, says, found.outcome, distance, found.because, found.source)


def recommendation(found: YearFinding, law: Law) -> Line:
    """The claims a year that L&I recommends at most for one HSC."""
    allowed = law.numbers.recommended_claims
    says = f"At most {figure(allowed)} claims a year for each HSC FTE."
    known = found.hsc_fte if found.required_fte else None  # else it is no year
    distance = _within(found.claims, known, allowed) if known else ""
    return Line(Nature.RECOMMENDATION, says, found.recommendation, distance, found.because, found.source)


def surgical_recommendation(found: SurgicalFinding, is_year: bool, law: Law) -> Line:
    """The surgical claims a year that L&I recommends at most for one surgical HSC."""
    allowed = law.numbers.recommended_surgical_claims
    says = f"At most {figure(allowed)} surgical claims a year for each surgical HSC FTE."
    distance = _within(found.claims, found.fte, allowed) if is_year and found.claims is not None else ""
    return Line(Nature.RECOMMENDATION, says, found.recommendation, distance, found.because, found.source)


def _to_trigger(claims: int, fte: Bounds, allowed: Fraction, complete: bool) -> str:
    room = _room(claims, fte, allowed)
    least, most = room.least + 1, room.most + 1  # the line is passed, not only met
    if least > 0:
        verb = "would have reached" if complete else "reaches" if most == 1 else "reach"
        when = "" if complete else " this quarter"
        return f"{_span(least, most, 'more claim')}{when} {verb} {TRIGGER}."
    if most > 0:
        return f"Between {count(-room.least, 'claim')} above {TRIGGER} and {count(most, 'claim')} short of it."
    above = _span(-room.most, -room.least, "claim")
    return f"{above} above {TRIGGER}. {_fte_short(claims, fte, allowed)}"


def _within(claims: int, fte: Bounds, allowed: Fraction) -> str:
    room = _room(claims, fte, allowed)
    if room.least == room.most == 0:
        exact = all(allowed * _known(each) == claims for each in fte)
        return f"Exactly {RECOMMENDED}." if exact else f"No more claims a year stay within {RECOMMENDED}."
    if room.least >= 0:
        verb = "stays" if room.most == 1 else "stay"
        return f"{_span(room.least, room.most, 'more claim')} a year {verb} within {RECOMMENDED}."
    if room.most >= 0:
        return f"Between {count(-room.least, 'claim')} above {RECOMMENDED} and {count(room.most, 'claim')} within it."
    above = _span(-room.most, -room.least, "claim")
    return f"{above} a year above {RECOMMENDED}. {_fte_short(claims, fte, allowed)}"


def _to_required(fte: Bounds, required: Bounds) -> str:
    least, most = _known(fte.at_least) - _known(required.at_most), _known(fte.at_most) - _known(required.at_least)
    if least == most == 0:
        return "Exactly the FTE that is required."
    if least >= 0:
        return f"{between(_cut(least), _cut(most))} FTE more than required."
    if most >= 0:
        return f"Between {reached(-least)} FTE short and {_cut(most)} FTE more than required."
    return f"{between(reached(-most), reached(-least))} FTE short of what is required."


class _Room(NamedTuple):
    """How many more claims are within a line, with the least and the most FTE; negative: how many are above it."""

    least: int
    most: int


def _room(claims: int, fte: Bounds, allowed: Fraction) -> _Room:
    return _Room(*(floor(allowed * _known(each)) - claims for each in fte))


def _fte_short(claims: int, fte: Bounds, allowed: Fraction) -> str:
    """How many more FTE these claims need to be within the line."""
    least, most = (reached(claims / allowed - _known(each)) for each in (fte.at_most, fte.at_least))
    return f"{between(least, most)} more FTE would be within it."


def reached(fte: Exact) -> str:
    """What has to be added, to the next hundredth, which is enough; the exact figure is in the arithmetic."""
    return figure(Fraction(ceil(fte * HUNDREDTHS), HUNDREDTHS))


def _cut(fte: Exact) -> str:
    """What there is, cut after the second decimal, so that no more is promised than there is."""
    return figure(Fraction(floor(fte * HUNDREDTHS), HUNDREDTHS))


def between(least: str, most: str) -> str:
    """ "0.5", "0.5 to 1"."""
    return least if least == most else f"{least} to {most}"


def _span(least: int, most: int, what: str) -> str:
    return count(most, what) if least == most else f"{figure(least)} to {count(most, what)}"


def _known(figure: Exact | None) -> Exact:
    """Of time and of what is required there are always bounds; of ratios alone there may be none."""
    assert figure is not None
    return figure
