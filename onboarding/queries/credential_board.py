"""The applications to L&I that are not at their end yet, of everybody in a role: by step, by who must act, by waiting.

Computed when asked: a COHE has some dozens of people in a role, and whoever left is not among them.
"""

from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from onboarding.models.credential import Track
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import credentials
from onboarding.queries.paging import turned
from onboarding.queries.people import PAGE
from onboarding.rules.alike import sought
from onboarding.rules.duties import Duty, Kind, Who
from onboarding.rules.lead_times import Expected, LeadTime, Step, expected
from onboarding.rules.rulings import Rulings

ENDED = ("active", "accepted")
APPLYING = (Kind.SEND, Kind.RESEND, Kind.ANSWER, Kind.EFFECT, Kind.REACTIVATE)


class Order(StrEnum):
    """How the board can be sorted."""

    WAITING = "waiting"
    NAME = "name"
    DUE = "due"


class Filters(NamedTuple):
    """What the board was asked for. `page` counts from 1."""

    name: str = ""
    track: Track | None = None
    state: str | None = None
    who: Who | None = None
    order: Order = Order.WAITING
    descending: bool = True
    page: int = 1


class ListedCredential(NamedTuple):
    """One application of one person. `days`: how long it has been at its step; None: it cannot be told.

    `duty`: what is to be done next; `expected`: when L&I's answer is, where it is L&I's turn.
    """

    person: Person
    track: Track
    state: str
    days: int | None
    duty: Duty
    expected: Expected | None


class Board(NamedTuple):
    """One page of the board with its total; who in a role cannot bill, how long steps took, whose events do not fit."""

    rows: Sequence[ListedCredential]
    total: int
    page: int
    pages: int
    all: Sequence[ListedCredential]
    not_billing: Sequence[Person]
    times: dict[Step, LeadTime]
    faulty: Sequence[credentials.Credentials]


def board(organisation: Organisation, asked: Filters, rulings: Rulings, on: date) -> Board:
    """The board as it is asked for. A page past the last is the last."""
    people = credentials.staff(organisation, on)
    known = credentials.of_all(organisation, people, rulings, on)
    times = credentials.own_times(organisation, on)
    law = rulings.in_force(on, organisation.slug, None)
    every = [
        _application(each, duty, expected(duty.place, _state(each, duty), duty.since, times, law), on)
        for each in known.values()
        for duty in each.duties
        if duty.kind in APPLYING
    ]
    chosen = sorted((each for each in every if _fits(each, asked)), key=_key(asked), reverse=asked.descending)
    page, pages = turned(len(chosen), asked.page, PAGE)
    not_billing = [person for person in people if not known[person.id].may_bill]
    faulty = [each for each in known.values() if each.answer is None]
    rows = chosen[(page - 1) * PAGE : page * PAGE]
    return Board(rows, len(chosen), page, pages, every, not_billing, times, faulty)


def _state(known: credentials.Credentials, duty: Duty) -> str:
    assert known.answer is not None  # or there were no duties
    return known.answer.provider.state if duty.place == "provider" else known.answer.supplemental.state


def _application(known: credentials.Credentials, duty: Duty, awaited: Expected | None, on: date) -> ListedCredential:
    days = max(0, (on - duty.since).days) if duty.since else None
    return ListedCredential(known.person, Track(duty.place), _state(known, duty), days, duty, awaited)


def _fits(each: ListedCredential, asked: Filters) -> bool:
    return (
        (not asked.track or each.track is asked.track)
        and (not asked.state or each.state == asked.state)
        and (not asked.who or each.duty.who is asked.who)
        and (not asked.name or sought(asked.name).fits(each.person.sorted_as, each.person.dialed))
    )


def _key(asked: Filters) -> Callable[[ListedCredential], tuple[Any, ...]]:
    """The order; what has no day comes last when the longest or the latest is first."""
    if asked.order is Order.NAME:
        return lambda each: (each.person.sorted_as, each.person.id, each.track)
    if asked.order is Order.DUE:
        return lambda each: (each.duty.remind_on or date.max, each.person.sorted_as, each.track)
    return lambda each: (-1 if each.days is None else each.days, each.person.sorted_as, each.track)
