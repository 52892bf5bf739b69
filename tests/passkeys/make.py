"""A passkey that is there, without the pages on the way."""

from onboarding.models.account import User
from onboarding.models.passkey import Passkey
from onboarding.services import passkeys
from onboarding.services.change import Actor
from tests.passkeys.authenticator import Authenticator
from tests.passkeys.steps import PARTY


def make_passkey(user: User, device: Authenticator | None = None, name: str = "My phone") -> Passkey:
    """A passkey of the account, as the service adds it."""
    by = Actor(user.id, user.name)
    given = passkeys.challenge(by, user, None)
    made = (device or Authenticator()).made(passkeys.to_make(PARTY, user, given), PARTY.origin)
    return passkeys.add(by, user, PARTY, passkeys.take(by, user, given), made, name)
