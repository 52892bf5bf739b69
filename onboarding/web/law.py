"""The rulebook and the rulings by which a request of an organisation is answered."""

from flask import current_app, g

from onboarding.queries import rulings
from onboarding.rules.rulebook import Rulebook
from onboarding.rules.rulings import Rulings
from onboarding.web.access import Scope


def book() -> Rulebook:
    """The rulebook in use."""
    found: Rulebook = current_app.extensions["rulebook"]
    return found


def rulings_of(scope: Scope) -> Rulings:
    """The rulebook with the organisation's rulings in force; looked up once for a request."""
    if "rulings" not in g:
        g.rulings = rulings.of(scope.organisation, book())
    found: Rulings = g.rulings
    return found
