"""What is said of a quarter whose claims per FTE L&I discusses: its figures in words, and a note drafted from them.

The figures are plain values, so that they can be kept as they were; nobody is named in them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from onboarding.rules.days import Quarter
from onboarding.rules.findings import Outcome
from onboarding.rules.staffing_wording import outcome
from onboarding.rules.wording import count, figure, label as label_of, listed, quarter as said, short_day

MAY_BE = (Outcome.REQUIRED, Outcome.UNDETERMINED)  # then there is something to discuss, or may be
FRACTION = re.compile(r" \([0-9]+/[0-9]+\)")
OPEN = "["  # what stands in brackets is still to be filled in
# The figures by their names as they are kept, in the order in which they are shown.
LABELS = {
    "claims": "Claims initiated",
    "fte": "HSC FTE",
    "ratio": "Claims per FTE",
    "trigger": "Discussion trigger, claims per FTE",
    "discussion": "Discussion trigger",
    "short": "Distance",
    "required": "Required FTE, four quarters",
    "year": "Requirement, four quarters",
    "before": "Claims of the quarter before",
    "year_before": "Claims of the same quarter a year before",
    "left": "HSCs who left in the quarter",
    "began": "HSCs who began in the quarter",
    "away": "Absences in the quarter",
    "uncovered": "Days without cover in the quarter",
    "cannot_bill": "HSCs who could not bill on all their days",
    "silent": "People whose time is not recorded",
}


def rows(figures: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Each figure in words, with its label."""
    return [(label, _said(key, figures[key])) for key, label in LABELS.items() if key in figures]


def changed(then: Mapping[str, Any], now: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """What is another figure now than then: its label, and both in words."""
    return [
        (label, _said(key, then.get(key)), _said(key, now.get(key)))
        for key, label in LABELS.items()
        if then.get(key) != now.get(key)
    ]


def draft(cohe: str, of: Quarter, figures: Mapping[str, Any]) -> str:
    """The note as it is drafted; what nobody knows but the COHE stands in brackets."""
    parts = [
        f"Discussion of forecasts and staffing\n{cohe}, {said(of)}",
        "The figures\n" + " ".join(_figures(of, figures)),
        "What is on record\n" + "\n".join(f"- {each}" for each in _reasons(of, figures)),
        "What we expect\n[Say how many claims you expect in each of the next quarters, and why.]",
        "What we do, and what we ask of L&I\n[Say who is hired or trained by when, and what you ask.]",
    ]
    return "\n\n".join(parts)


def _figures(of: Quarter, figures: Mapping[str, Any]) -> Iterator[str]:
    fte, ratio = (_plain(figures[key]) for key in ("fte", "ratio"))
    yield f"{count(figures['claims'], 'claim')} and {fte} HSC FTE: {ratio} claims per FTE."
    yield f"L&I discusses forecasts and staffing above {figures['trigger']} claims per FTE in a quarter."
    state = Outcome(figures["discussion"])
    if state is Outcome.REQUIRED:
        yield f"In {said(of)} the trigger is passed."
    elif state is Outcome.UNDETERMINED:
        yield f"For {said(of)} we can't tell yet whether that is passed."
    if figures["short"]:
        yield figures["short"]
    if figures["required"]:
        yield f"The four quarters to {said(of)} require {_plain(figures['required'])} FTE: {figures['year']}."


def _plain(said: str) -> str:
    """A figure without the exact fraction, which stands in the table of figures."""
    return FRACTION.sub("", said)


def _reasons(of: Quarter, figures: Mapping[str, Any]) -> Iterator[str]:
    for key, when in (("before", of.earlier(1)), ("year_before", of.earlier(4))):
        if figures[key] is not None:
            yield f"{_more(figures['claims'] - figures[key])} in {said(when)} ({figure(figures[key])})."
    for key, verb in (("left", "left"), ("began", "began")):
        if days := figures[key]:
            on = listed(short_day(date.fromisoformat(day)) for day in days)
            yield f"{count(len(days), 'HSC')} {verb} in the quarter: {on}."
    if figures["away"]:
        yield (
            f"{count(figures['away'], 'absence')} in the quarter, with {count(figures['uncovered'], 'day')} without"
            " cover."
        )
    if figures["cannot_bill"]:
        yield f"{count(figures['cannot_bill'], 'HSC')} could not bill L&I on all their days."
    if figures["silent"]:
        yield f"The time of {count(figures['silent'], 'person', 'people')} is not recorded, so figures are a range."


def _more(number: int) -> str:
    if number == 0:
        return "As many claims as"
    return f"{count(abs(number), 'claim')} {'more' if number > 0 else 'fewer'} than"


def _said(key: str, value: Any) -> str:
    if value is None or value == "":
        return "Not known"
    if key == "discussion":
        return label_of(outcome(Outcome(value)))
    if isinstance(value, int):
        return figure(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(short_day(date.fromisoformat(day)) for day in value) or "Nobody"
    return str(value)
