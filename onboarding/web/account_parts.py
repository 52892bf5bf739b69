"""The parts of Flask-Security that are ours: where mail goes, which passwords are refused, and codes used once."""

import secrets
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask_security import MailUtil, PasswordUtil
from flask_security.recovery_codes import MfRecoveryCodesUtil
from flask_security.totp import Totp
from passlib.exc import UsedTokenError

from onboarding.actions import Action
from onboarding.services import accounts, outbox
from onboarding.web.access import actor

LONGEST = 128
COMMON = Path(__file__).with_name("common_passwords.txt")
CONTEXT = ("onboarding", "coordinator", "washington", "password")
SECRET = {"reset_instructions"}  # these letters hold a link that signs in


class Letters(MailUtil):
    """Mail goes to the outbox, in the transaction of what it tells of."""

    def send_mail(
        self,
        template: str,
        subject: str,
        recipient: str | tuple[str, str],
        sender: str | tuple[str, str],  # noqa: ARG002 - the outbox knows who sends
        body: str | None,
        html: str | None,  # noqa: ARG002 - letters are plain text
        **_: Any,
    ) -> None:
        kind = template.rpartition("/")[2]
        outbox.write(None, f"{kind}:{secrets.token_hex(8)}", kind, str(recipient), subject, str(body), kind in SECRET)


class Passwords(PasswordUtil):
    """Length decides, and that nobody would guess it: no rules about signs."""

    def validate(self, password: str, is_register: bool, **kwargs: Any) -> tuple[list[str] | None, str]:
        refused, normal = super().validate(password, is_register, **kwargs)
        return refused or refusals(normal, kwargs.get("user")), normal


def refusals(password: str, user: Any = None, *words: str) -> list[str] | None:
    """What is wrong with a password that is long enough; None where nothing is."""
    if len(password) > LONGEST:
        return [f"Choose one of at most {LONGEST} characters."]
    own = (user.email.partition("@")[0], *user.name.split()) if user else ()
    bare = "".join(each for each in password.casefold() if each.isalpha())
    known = [word.casefold() for word in (*own, *words, *CONTEXT) if len(word) > 3]
    for word in known:
        bare = bare.replace(word, "")
    if password.casefold() in _common() or len(set(password)) < 5:
        return ["This is among the first that somebody would try. Choose another."]
    if len(bare) + sum(not each.isalpha() for each in password) < 8:
        return ["Besides names and words of this product, too little is left. Choose another."]
    return None


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    return frozenset(COMMON.read_text(encoding="utf-8").split())


class OneTime(Totp):
    """A code of the authenticator is taken once, also by two who send it at the same moment."""

    def verify_totp(self, token: str, totp_secret: str, user: Any, window: int = 0) -> bool:
        if totp_secret != user.tf_totp_secret:
            user.tf_counter = None  # a new key: what was used of the old one says nothing of it
        return bool(super().verify_totp(token, totp_secret, user, window))

    def get_last_counter(self, user: Any) -> int | None:
        counter: int | None = user.tf_counter
        return counter

    def set_last_counter(self, user: Any, tmatch: Any) -> None:
        if not accounts.use_counter(user, tmatch.counter):
            raise UsedTokenError


class Codes(MfRecoveryCodesUtil):
    """Recovery codes are kept sealed, compared without blanks, and made and used with an entry of the trail."""

    def create_recovery_codes(self, user: Any) -> list[str]:
        accounts.record_of(actor(), user, Action.RECOVERY_CODES_MADE)
        return list(super().create_recovery_codes(user))

    def check_recovery_code(self, user: Any, code: str) -> bool:
        return bool(super().check_recovery_code(user, code.strip()))

    def delete_recovery_code(self, user: Any, code: str) -> bool:
        accounts.record_of(actor()._replace(user_id=user.id), user, Action.RECOVERY_CODE_USED)
        return bool(super().delete_recovery_code(user, code.strip()))
