"""What a training is billed as: under which fee of the COHE's own table, and how many units that makes.

L&I pays for training by chapter 22 of its fee schedules (MARFS) and by each program's special fee schedule. Their
codes are not public, so no code, unit or amount is known here: a fee is what the COHE entered. Where that or the
training does not say enough, what is missing is said and nothing guessed.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import groupby
from typing import Any, NamedTuple, Protocol

from onboarding.rules.additional_training import KINDS as ADDITIONAL
from onboarding.rules.wording import count, figure

KINDS = ("initial", "lni_required", *ADDITIONAL)
SOURCE = (
    "L&I, S0: training is paid by chapter 22 of the fee schedules (MARFS) and the program's special fee schedule. "
    "Most policies of that chapter moved with the edition of July 2025."
)


class Rest(StrEnum):
    """What a part of a unit counts."""

    DROPPED = "dropped"
    WHOLE = "whole"
    NEAREST = "nearest"


class Missing(StrEnum):
    """Why it cannot be said how many units a training is."""

    FEE = "fee"
    MINUTES = "minutes"
    REST = "rest"
    TOO_SHORT = "too_short"


class FeeFacts(Protocol):
    """A fee as the COHE entered it; `models/payment.py` says what each part is."""

    @property
    def id(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def unit_minutes(self) -> int | None: ...
    @property
    def rest(self) -> Rest | None: ...
    @property
    def amount(self) -> Decimal | None: ...
    @property
    def since_on(self) -> date: ...
    @property
    def until_on(self) -> date | None: ...


class Span(NamedTuple):
    """From which day to which a fee is in force, both included; without a last day until further notice."""

    fee: FeeFacts
    first: date
    last: date | None

    def has(self, day: date) -> bool:
        """Whether it is in force on that day."""
        return self.first <= day and (self.last is None or day <= self.last)


class Billable(NamedTuple):
    """How many units a training is under a fee, how that comes about, and what they come to where an amount is known.

    Without units, what is `missing`.
    """

    fee: FeeFacts | None
    units: int | None
    arithmetic: str
    amount: Decimal | None = None
    missing: Missing | None = None


def spans(fees: Iterable[FeeFacts]) -> list[Span]:
    """When each of these is in force: until the day before the next one of its kind, and never after its last day."""
    ordered = sorted(fees, key=lambda fee: (fee.kind, fee.since_on, fee.id))
    return [span for _, same in groupby(ordered, key=lambda fee: fee.kind) for span in _spans(list(same))]


def _spans(fees: list[FeeFacts]) -> Iterator[Span]:
    for fee, following in zip(fees, [*fees[1:], None], strict=True):
        ends = [fee.until_on, following.since_on - timedelta(days=1) if following else None]
        yield Span(fee, fee.since_on, min((each for each in ends if each), default=None))


def in_force_on(found: Iterable[Span], kind: str, day: date) -> FeeFacts | None:
    """The fee by which trainings of a kind are paid that took place on that day; None where there is none."""
    return next((span.fee for span in found if span.fee.kind == kind and span.has(day)), None)


def kind_of(part: str, said: Mapping[str, Any]) -> str:
    """Which of the kinds an entry of a part of a training document is."""
    return str(said.get("kind") or part)


def took_place(said: Mapping[str, Any]) -> bool:
    """Whether anything was done that could be paid: it has a day, and was not only registered for."""
    return bool(said.get("on") or said.get("completed_on")) and said.get("attended") is not False


def minutes_of(said: Mapping[str, Any], entered: int | None = None) -> Fraction | None:
    """How long a training took: as it is recorded, or where that says nothing as it was entered for the bill."""
    known = said.get("minutes")
    return Fraction(str(known)) if known else Fraction(entered) if entered else None


def billable(fee: FeeFacts | None, minutes: Fraction | None) -> Billable:
    """What a training of so many minutes is billed as under a fee. House arithmetic, by what the COHE entered."""
    if fee is None:
        return Billable(None, None, "", missing=Missing.FEE)
    if fee.unit_minutes is None:
        return _of(fee, 1, "One unit for each training.")
    if minutes is None:
        return Billable(fee, None, "", missing=Missing.MINUTES)
    whole, left = divmod(minutes, fee.unit_minutes)
    says = f"{figure(minutes)} minutes are {count(whole, 'unit')} of {count(fee.unit_minutes, 'minute')}"
    if not left:
        return _of(fee, whole, f"{says}.")
    says = f"{says} and {figure(left)} minutes more"
    if fee.rest is None:
        return Billable(fee, None, f"{says}.", missing=Missing.REST)
    units = whole + _counts(left, fee.unit_minutes, fee.rest)
    says = f"{says}, counted as {count(units, 'unit')}: {REST[fee.rest]}."
    return _of(fee, units, says) if units else Billable(fee, None, says, missing=Missing.TOO_SHORT)


def _counts(left: Fraction, unit: int, rest: Rest) -> int:
    """How many units a part of one counts: none or one."""
    return {Rest.DROPPED: False, Rest.WHOLE: True, Rest.NEAREST: left * 2 >= unit}[rest]


REST = {
    Rest.DROPPED: "a part of a unit is dropped",
    Rest.WHOLE: "a part of a unit counts as a whole one",
    Rest.NEAREST: "half a unit or more counts as a whole one",
}


def _of(fee: FeeFacts, units: int, says: str) -> Billable:
    if fee.amount is None:
        return Billable(fee, units, says)
    total = fee.amount * units
    each = f"{count(units, 'unit')} at ${fee.amount:,.2f} = ${total:,.2f}."
    return Billable(fee, units, f"{says} {each}", total)
