"""That L&I's page was compared with the rulebook in the sample world: all that is cited stood."""

from flask import current_app

from onboarding import clock
from onboarding.queries import organisations, source_checks as known
from onboarding.rules import passages_file
from onboarding.rules.passages import Stands
from onboarding.sample.members import account_of
from onboarding.sample.organisations import CEDAR
from onboarding.services import source_checks
from onboarding.services.change import Actor
from onboarding.services.source_checks import Found

BY = "Alma Archer"


def load() -> None:
    """Record one of each page, where none is recorded."""
    at = organisations.by_slug(CEDAR.slug)
    if at is None or known.listed(at.id):
        return
    actor = Actor(account_of(BY).id, BY)
    for page in passages_file.shipped().values():
        became = [(each.name, Stands.STANDS.value) for each in page.sections]
        found = Found(page.title, page.known, page.known, became, 0, clock.today().isoformat())
        source_checks.record(actor, at.id, current_app.extensions["rulebook"], found)
