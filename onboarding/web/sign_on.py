"""A sign-in elsewhere that is under way, as the browser's visit keeps it: what was begun, and who was shown.

What was begun in several tabs is kept for each, so that each comes back to its own. All of it is used once and is over
after ten minutes.
"""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from flask import current_app, session

from onboarding import clock
from onboarding.errors import NotFoundError
from onboarding.messages import words
from onboarding.provider import Provider
from onboarding.services import accounts, sign_in_provider
from onboarding.services.sign_in_provider import NotSignedInError, Started

LASTS = timedelta(minutes=10)
MOST = 5  # that are under way in one browser: of more, the oldest is forgotten
BEGUN = "sign_on_begun"
BY_PROVIDER = "sign_on_by"  # in a visit: whoever is signing in, or signed in, came by the provider


class For(StrEnum):
    """What somebody signs in elsewhere for; each with where the visit keeps who was shown to be there.

    An invitation is accepted by a visitor whom nothing protects yet: services/visits.py begins a new visit with it.
    """

    SIGNING_IN = "sign_in"
    INVITATION = "sign_on_invited"
    TYING = "sign_on_tying"
    AGAIN = "again"


class Begun(NamedTuple):
    """A sign-in elsewhere. `about`: the number of the invitation, or of the account that is signed in here."""

    started: Started
    purpose: For
    about: int | None
    after: str | None
    at: int


class Shown(NamedTuple):
    """Who was shown to be there, and for which invitation or account."""

    subject: str
    about: int


def provider() -> Provider:
    """The provider of the settings. Raises NotFoundError where there is none: then none of this exists."""
    found: Provider | None = current_app.extensions["config"].sign_on
    if found is None:
        raise NotFoundError
    return found


def begin(purpose: For, about: int | None = None, after: str | None = None) -> str:
    """Begin a sign-in elsewhere and give the address to send the browser to.

    `after`: the page to go to in the end. Raises NotSignedInError where the provider does not answer.
    """
    accounts.undo()  # nothing of the database is held while somebody else is waited for
    address, started = sign_in_provider.start(provider(), _back(), anew=purpose is For.AGAIN)
    going_on = {state: each for state, each in session.get(BEGUN, {}).items() if _lately(each["at"])}
    latest = sorted(going_on.items(), key=lambda pair: pair[1]["at"])[-(MOST - 1) :]
    begun = Begun(started, purpose, about, after, _now())
    session[BEGUN] = {**dict(latest), started.state: {**begun._asdict(), "started": list(started)}}
    return address


def come_back(answer: Mapping[str, str]) -> Begun:
    """What the answer belongs to; the same one comes back no second time. Raises NotSignedInError where to nothing."""
    going_on = dict(session.get(BEGUN, {}))
    kept = going_on.pop(answer.get("state", ""), None)
    if kept:
        session[BEGUN] = going_on
    if kept is None or not _lately(kept["at"]):
        raise NotSignedInError(
            "This sign-in was begun more than 10 minutes ago, in another browser, or was finished already. Begin again."
        )
    return Begun(**{**kept, "started": Started(*kept["started"]), "purpose": For(kept["purpose"])})


def finish(begun: Begun, answer: Mapping[str, str]) -> str:
    """The subject that the provider signed in. Raises NotSignedInError."""
    accounts.undo()
    return sign_in_provider.finish(provider(), _back(), begun.started, answer)


def show(begun: Begun, subject: str) -> None:
    """Keep who was shown to be there until the page that asks for it was sent."""
    session[begun.purpose.value] = {
        "issuer": provider().issuer,
        "subject": subject,
        "about": begun.about,
        "at": _now(),
    }


def shown(purpose: For) -> Shown | None:
    """Who was shown to be there for this; None where nobody was of late."""
    kept: dict[str, Any] = session.get(purpose.value) or {}
    if not kept or kept["issuer"] != provider().issuer or not _lately(kept["at"]):
        return None
    return Shown(kept["subject"], kept["about"])


def forget(purpose: For) -> None:
    """What was shown has served."""
    session.pop(purpose.value, None)


def forget_all() -> bool:
    """Somebody signed out: nothing of theirs is left in the browser. Whether they had come by the provider."""
    for key in (BEGUN, For.INVITATION.value, For.TYING.value):
        session.pop(key, None)
    return bool(session.pop(BY_PROVIDER, False))


def _back() -> str:
    return words.address("sign_on.back")


def _lately(at: int) -> bool:
    return 0 <= _now() - at < LASTS.total_seconds()


def _now() -> int:
    return int(clock.now().timestamp())
