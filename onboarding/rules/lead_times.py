"""How long the steps of an application take, by own cases or as L&I publishes it; and what day to expect."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from statistics import median
from typing import NamedTuple

from onboarding.rules.facts import Event, Tracks
from onboarding.rules.rulebook import Provision
from onboarding.rules.rulings import Law
from onboarding.rules.wording import count, days


class Step(StrEnum):
    """From which event to which."""

    APPLY = "apply"
    ANSWER = "answer"
    EFFECT = "effect"
    BILL = "bill"
    ACCEPT = "accept"


class History(NamedTuple):
    """One person's events, and the first day in the role (None: not hired)."""

    hired_on: date | None
    tracks: Tracks


class LeadTime(NamedTuple):
    """How long a step took: in how many cases, the median and the slowest in days. No case: both None."""

    step: Step
    cases: int
    median_days: Fraction | None
    slowest_days: int | None


class Expected(NamedTuple):
    """The day by which L&I's answer is expected, from which at the earliest, and why. Both None: it cannot be told."""

    earliest: date | None
    latest: date | None
    because: str
    source: tuple[str, ...]


def lead_times(histories: Iterable[History], on: date) -> dict[Step, LeadTime]:
    """Every step's times, from what is dated up to a day. An application sent again counts from its last sending."""
    return {
        step: LeadTime(step, len(all_), Fraction(median(all_)) if all_ else None, max(all_, default=None))
        for step, all_ in took(histories, on).items()
    }


def took(histories: Iterable[History], on: date) -> dict[Step, list[int]]:
    """How many days each step took, case by case, from what is dated up to a day."""
    found: dict[Step, list[int]] = {step: [] for step in Step}
    for history in histories:
        for step, first, last in _spans(history, on):
            if last >= first:  # somebody who came with an account did not wait for it here
                found[step].append((last - first).days)
    return found


def expected(track: str, state: str, since: date | None, own: dict[Step, LeadTime], law: Law) -> Expected | None:
    """When L&I's next answer is to be expected; None where it is not L&I's turn.

    Own times are taken from `own_cases_least` cases on; before that L&I's published time, which it states for the
    provider application alone.
    """
    if since is None or state not in ("sent", "issued"):
        return None
    step = Step.ACCEPT if track == "supplemental" else Step.ANSWER if state == "sent" else Step.EFFECT
    time = own[step]
    if time.median_days is not None and time.slowest_days is not None and time.cases >= law.numbers.own_cases_least:
        because = (
            f"In {count(time.cases, 'case')} of this COHE it took {days(_whole(time.median_days))} at the median and "
            f"{count(time.slowest_days, 'day')} at the most."
        )
        latest = since + timedelta(days=time.slowest_days)
        return Expected(since + timedelta(days=int(time.median_days)), latest, because, _source(step, law, own=True))
    few = f"The COHE has {count(time.cases, 'case')} of its own, and {law.numbers.own_cases_least} are needed."
    if step is not Step.ANSWER:
        return Expected(None, None, f"L&I publishes no time for this. {few}", _source(step, law, own=True))
    least, most = law.numbers.processing_days_least, law.numbers.processing_days_most
    says = f"{least} to {most} days" if 0 < least < most else f"up to {count(most, 'day')}"
    earliest, latest = (since + timedelta(days=each) for each in (least, most))
    return Expected(earliest, latest, f"L&I publishes {says} for such an application. {few}", _source(step, law))


def _spans(history: History, on: date) -> Iterator[tuple[Step, date, date]]:
    provider = [event for event in history.tracks.provider if event.on <= on]
    supplemental = [event for event in history.tracks.supplemental if event.on <= on]
    sent, issued, effective = (_first(provider, word) for word in ("sent", "issued", "effective"))
    if history.hired_on and sent:
        yield Step.APPLY, history.hired_on, sent
    if issued and (last := _last_before(provider, "sent", issued)):
        yield Step.ANSWER, last, issued
    if issued and effective:
        yield Step.EFFECT, issued, effective
    if history.hired_on and effective:
        yield Step.BILL, history.hired_on, effective
    accepted = _first(supplemental, "accepted")
    if accepted and (last := _last_before(supplemental, "sent", accepted)):
        yield Step.ACCEPT, last, accepted


def _first(events: Iterable[Event], word: str) -> date | None:
    return min((event.on for event in events if event.event == word), default=None)


def _last_before(events: Iterable[Event], word: str, before: date) -> date | None:
    return max((event.on for event in events if event.event == word and event.on <= before), default=None)


def _whole(number: Fraction) -> Fraction | int:
    return int(number) if number.denominator == 1 else number


def _source(step: Step, law: Law, own: bool = False) -> tuple[str, ...]:
    provision = Provision.SUPPLEMENTAL_APPLICATION if step is Step.ACCEPT else Provision.PROVIDER_NUMBER
    return law.source((provision,), ("own_cases_least",) if own else ("processing_days_least", "processing_days_most"))
