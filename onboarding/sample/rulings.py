"""Rulings of the contract manager: one in force, one that waits for somebody to look at its effect."""

from datetime import timedelta
from fractions import Fraction

from flask import current_app

from onboarding import clock
from onboarding.queries import organisations as places, rulings as known
from onboarding.sample.members import account_of
from onboarding.sample.organisations import CEDAR
from onboarding.services import rulings
from onboarding.services.change import Actor
from onboarding.services.rulings import RulingFacts

BY = "Clay Corbin"


def load() -> None:
    """Record them, where none is recorded yet."""
    at, today = places.by_slug(CEDAR.slug), clock.today()
    if at is None or known.listed(at.id):
        return
    actor, book = Actor(account_of(BY).id, "sample"), current_app.extensions["rulebook"]
    months = timedelta(days=300)
    part_time = RulingFacts("part-time-credit", "calendar", None, today - months, None, BY, "E-mail to Max Moreno")
    settled = rulings.propose(actor, at, book, part_time)
    rulings.put_in_force(actor, at, book, settled.id)
    rulings.propose(
        actor,
        at,
        book,
        RulingFacts("training_months", None, Fraction(8), today, None, BY, "Draft amendment 2, section 4"),
    )
