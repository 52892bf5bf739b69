"""What if: staff and claims as they would be if somebody left, hours changed, somebody came, or more claims did.

Only the facts are changed. What follows is judged by the same rules as today's.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from onboarding.rules.facts import StaffRow

A_DAY = timedelta(days=1)
HUNDRED, ALL = 100, Fraction(1)


class WhatIfKind(StrEnum):
    """What a plan changes."""

    LEAVES = "leaves"
    TIME = "time"
    BILLS = "bills"
    HIRE = "hire"
    CLAIMS = "claims"


@dataclass(frozen=True, slots=True)
class Leaves:
    """Somebody's last day in the role is this one."""

    staff: str
    last: date


@dataclass(frozen=True, slots=True)
class Time:
    """Somebody's time on claim-specific tasks is another share of full time from a day on, for good."""

    staff: str
    since: date
    share: Fraction


@dataclass(frozen=True, slots=True)
class Bills:
    """Somebody who may not bill yet may from a day on."""

    staff: str
    since: date


@dataclass(frozen=True, slots=True)
class Hire:
    """Somebody comes who is not here yet, with a share of full time, and may bill from a day on."""

    role: str
    first: date
    share: Fraction
    bills: date


@dataclass(frozen=True, slots=True)
class Claims:
    """So many percent more claims come in each quarter ahead; fewer where it is below 0."""

    percent: Fraction


Change = Leaves | Time | Bills | Hire | Claims
Kind = TypeVar("Kind", Leaves, Time, Bills, Hire)


def staff_with(staff: Iterable[StaffRow], changes: Sequence[Change]) -> tuple[StaffRow, ...]:
    """The staff with these changes: who comes, whose time changes, who may bill, and who leaves at last."""
    rows = [*staff, *(_hired(each, place) for place, each in enumerate(_of(changes, Hire), start=1))]
    for time in sorted(_of(changes, Time), key=lambda each: each.since):
        rows = [piece for row in rows for piece in _with_time(row, time)]
    for bills in _of(changes, Bills):
        rows = [_billing(row, bills) for row in rows]
    for leaves in _of(changes, Leaves):
        rows = [kept for row in rows if (kept := _until(row, leaves))]
    return tuple(rows)


def factor(changes: Iterable[Change]) -> Fraction:
    """How many times as many claims come."""
    times = ALL
    for each in changes:
        if isinstance(each, Claims):
            times *= 1 + each.percent / HUNDRED
    return times


def does_something(staff: Sequence[StaffRow], change: Change) -> bool:
    """Whether a change makes any difference to these staff: not where somebody left before, or is here no longer."""
    return bool(change.percent) if isinstance(change, Claims) else staff_with(staff, [change]) != tuple(staff)


def _of(changes: Iterable[Change], kind: type[Kind]) -> list[Kind]:
    return [each for each in changes if isinstance(each, kind)]


def _hired(hire: Hire, place: int) -> StaffRow:
    return StaffRow(f"(new hire {place})", hire.role, hire.share, hire.first, None, hire.bills)


def _with_time(row: StaffRow, time: Time) -> list[StaffRow]:
    if row.id != time.staff or (row.last and row.last < time.since):
        return [row]
    if row.first >= time.since:
        return [replace(row, claim_fte=time.share)]
    return [replace(row, last=time.since - A_DAY), replace(row, claim_fte=time.share, first=time.since)]


def _billing(row: StaffRow, bills: Bills) -> StaffRow:
    if row.id != bills.staff or row.billable_from is not None or (row.last and row.last < bills.since):
        return row
    return replace(row, billable_from=bills.since)


def _until(row: StaffRow, leaves: Leaves) -> StaffRow | None:
    if row.id != leaves.staff or (row.last and row.last <= leaves.last):
        return row
    return replace(row, last=leaves.last) if row.first <= leaves.last else None
