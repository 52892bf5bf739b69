"""Tokens by which programs use the API: one that works, and one that was revoked."""

from onboarding import clock
from onboarding.permissions import TokenScope
from onboarding.queries import api_tokens as found, organisations, rulings
from onboarding.roles import Role
from onboarding.sample.members import account_of
from onboarding.sample.organisations import CEDAR
from onboarding.services import api_tokens
from onboarding.services.change import Actor

WORKS, REVOKED = "HR system", "Payroll of last year"
SCOPES = (TokenScope.RULES, TokenScope.READ_APPLICANTS, TokenScope.WRITE_APPLICANTS)
DAYS = 90


def load() -> None:
    """Make the tokens that were never made."""
    cohe, user = organisations.by_slug(CEDAR.slug), account_of("Max Moreno")
    assert cohe
    actor = Actor(user.id, user.name)
    known = {each.token.name for each in found.listed(cohe.id, clock.now())}
    numbers = rulings.numbers(cohe.id, clock.today())
    for name in (REVOKED, WORKS):
        if name not in known:
            api_tokens.make(actor, cohe, user, name, Role.HR, SCOPES, DAYS, numbers)
    for each in found.listed(cohe.id, clock.now()):
        if each.token.name == REVOKED and not each.token.revoked_at:
            api_tokens.revoke(actor, cohe, each.token.id)
