"""Rulings in every state: the contract manager's own, and what the COHE recorded on the contract manager's word."""

from datetime import timedelta
from fractions import Fraction
from typing import Any, NamedTuple

from flask import current_app

from onboarding import clock
from onboarding.queries import organisations as places, rulings as known
from onboarding.sample.evidence import drawn
from onboarding.sample.members import account_of
from onboarding.sample.organisations import CEDAR
from onboarding.services import ruling_papers, rulings
from onboarding.services.change import Actor
from onboarding.services.rulings import RulingFacts

BY = "Clay Corbin"


class Ruling(NamedTuple):
    """What one says from how many days ago on, who recorded it and where it is written, and what became of it.

    `disputed`, `withdrawn`: why.
    """

    settles: str
    says: str | Fraction
    ago: int
    reference: str
    recorded_by: str = BY
    in_force: bool = True
    disputed: str | None = None
    withdrawn: str | None = None


ALL = (
    Ruling("part-time-credit", "calendar", 300, "Email to Max Moreno", recorded_by="Max Moreno"),
    Ruling("training_months", Fraction(8), 0, "Draft amendment 2, section 4", in_force=False),
    Ruling("unbillable-time-counts", "included", 1980, "Contract, exhibit C, section 2"),
    Ruling("assistant-time-counts", "excluded", 1980, "Contract, exhibit C, section 3"),
    Ruling("deadline-roll-forward", "rolled", 200, "Letter, question 4"),
    Ruling(
        "required-fte-rounding",
        "half-steps",
        90,
        "Notes of a call in September",
        recorded_by="Max Moreno",
        disputed="We spoke of it, and I promised an answer. This is not it yet.",
    ),
    Ruling("training_months", Fraction(7), 250, "Amendment 1", withdrawn="Amendment 1 was never signed."),
)


def load() -> None:
    """Record those that are not recorded yet."""
    at = places.by_slug(CEDAR.slug)
    if at is None:
        return
    there = {row.reference for row in known.listed(at.id)}
    for each in ALL:
        if each.reference not in there:
            _record(each, at)


def _record(each: Ruling, at: Any) -> None:
    by, book = Actor(account_of(each.recorded_by).id, each.recorded_by), current_app.extensions["rulebook"]
    reading = each.says if isinstance(each.says, str) else None
    value = each.says if isinstance(each.says, Fraction) else None
    since = clock.today() - timedelta(each.ago)
    row = rulings.propose(by, at, book, RulingFacts(each.settles, reading, value, since, None, BY, each.reference))
    if each.recorded_by != BY:
        paper = drawn(("DEPARTMENT OF LABOR & INDUSTRIES (SAMPLE)", "", f"To {at.name}:", each.reference, "", BY))
        ruling_papers.add(by, row, paper, f"{each.reference}.png")
    if each.in_force:
        rulings.put_in_force(by, at, book, row.id)
    if each.disputed:
        rulings.dispute(Actor(account_of(BY).id, BY), at, book, row.id, each.disputed)
    if each.withdrawn:
        rulings.withdraw(by, at, row.id, each.withdrawn)
