"""On which days somebody is reminded of a training with a due day, who else is told then, and when nobody is. House
rules, all of it.

Due is the last day of the ladder that has come, unless that or a later one was told: never what is exactly so many days
ahead. So a clock that stood still tells once, and late, what it missed, and one that is set back tells nothing twice.
"""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from onboarding.rules.numbers import Numbers


class To(StrEnum):
    """Who is told."""

    HSC = "hsc"
    MANAGER = "manager"
    HR = "hr"


class Why(StrEnum):
    """Why a day of the ladder was not told."""

    PROMISED = "promised"
    WAITS = "waits"
    OVERTAKEN = "overtaken"
    DONE = "done"


class Toward(NamedTuple):
    """Of which training: the day by which it is due, and the one that began it, up to which nobody is reminded."""

    began_on: date
    due_on: date


class Rung(NamedTuple):
    """One day of the ladder, and who is told on it."""

    on: date
    to: tuple[To, ...]


def rungs(toward: Toward, until: date, numbers: Numbers, to: To = To.HSC) -> Iterator[Rung]:
    """Every day on which `to` is told, up to that one, in order; weekly after the due day, without end."""
    for on in _days(toward, until, numbers):
        told = _told(toward.due_on, on, numbers)
        if to in told and on > toward.began_on:
            yield Rung(on, told)


def due_rung(toward: Toward, told: Collection[date], on: date, numbers: Numbers, to: To = To.HSC) -> Rung | None:
    """What is told on that day; `told` are the days of the ladder that were told by then. None where nothing is."""
    rung = None
    for rung in rungs(toward, on, numbers, to):  # noqa: B007 - the last one
        pass
    return rung if rung and rung.on > max(told, default=date.min) else None


def next_rung(toward: Toward, told: Collection[date], numbers: Numbers, to: To) -> Rung | None:
    """The first day of the ladder after those that were told: due once it has come, unless a later one has."""
    last = max(told, default=date.min)
    until = max(toward.due_on, last) + timedelta(days=max(1, numbers.training_overdue_days))
    return next((rung for rung in rungs(toward, until, numbers, to) if rung.on > last), None)


def untold(
    toward: Toward, told: Collection[date], on: date, numbers: Numbers, to: To, is_done: bool
) -> Iterator[tuple[Rung, Why]]:
    """The days of the ladder on which `to` was not told, up to the next one that comes, and why not."""
    last = max(told, default=date.min)
    until = max(toward.due_on, on + timedelta(days=max(1, numbers.training_overdue_days)))
    for rung in rungs(toward, until, numbers, to):
        if rung.on not in told:
            yield rung, _why(rung.on, last, on, is_done)


def _why(day: date, last: date, on: date, is_done: bool) -> Why:
    if day < last:
        return Why.OVERTAKEN
    if is_done:
        return Why.DONE
    return Why.WAITS if day <= on else Why.PROMISED


def is_quiet(hour: int, numbers: Numbers) -> bool:
    """Whether nobody is reminded in that hour of the day, as the clocks in Washington show it."""
    begins, ends = numbers.quiet_from_hour, numbers.quiet_until_hour
    return begins <= hour < ends if begins <= ends else hour >= begins or hour < ends


def _days(toward: Toward, until: date, numbers: Numbers) -> Iterator[date]:
    ahead = (
        numbers.training_first_days,
        numbers.training_second_days,
        numbers.training_third_days,
        numbers.training_fourth_days,
        numbers.training_fifth_days,
        numbers.training_last_days,
        0,
    )
    days = {toward.due_on - timedelta(days=each) for each in ahead}
    days |= set(_after(toward.due_on, until, max(1, numbers.training_overdue_days)))
    return iter(sorted(day for day in days if day <= until))


def _after(due_on: date, until: date, every: int) -> Iterator[date]:
    return (due_on + timedelta(days=days) for days in range(every, (until - due_on).days + 1, every))


def _told(due_on: date, on: date, numbers: Numbers) -> tuple[To, ...]:
    ahead = (due_on - on).days
    also = ((To.MANAGER, numbers.training_manager_days), (To.HR, numbers.training_hr_days))
    return (To.HSC, *(to for to, days in also if ahead <= days))
