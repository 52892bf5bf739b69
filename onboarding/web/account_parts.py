"""The parts of Flask-Security that are ours: where mail goes, which passwords are refused, and codes used once."""

import re
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
from onboarding.web.forms.accounts import LONGEST, SHORTEST

COMMON = Path(__file__).with_name("common_passwords.txt")
CONTEXT = ("onboarding", "coordinator", "credential", "washington", "password", "services", "health", "cohe", "hsc")
ROWS = tuple(row * 13 for row in ("1234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm"))
WORD = re.compile(r"\w+")


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
        kind, to = template.rpartition("/")[2], str(recipient)
        outbox.write(None, f"{kind}:{secrets.token_hex(8)}", kind, to, subject, str(body), about=())


class Passwords(PasswordUtil):
    """Length decides, and that nobody would guess it: no rules about signs."""

    def validate(
        self,
        password: str,
        is_register: bool,  # noqa: ARG002 - the same rules for everybody
        **kwargs: Any,
    ) -> tuple[list[str] | None, str]:
        """What is wrong with a new password, and the form of it that is hashed and compared."""
        user, normal = kwargs.get("user"), self.normalize(password)
        own = (user.email.partition("@")[0], user.name) if user else kwargs.get("own", ())
        return refusals(password, normal, *own), normal


def refusals(password: str, normal: str, *own: str) -> list[str] | None:
    """What is wrong with a password of somebody whose names and address are `own`; None where nothing is."""
    if len(password) < SHORTEST:
        return [f"Choose one of at least {SHORTEST} characters."]
    if len(normal) > LONGEST:
        return [f"Choose one of at most {LONGEST} characters."]
    if password.casefold() in _common() or len(set(normal)) < 5 or _goes_on_by_itself(normal.casefold()):
        return ["This is among the first that somebody would try. Choose another."]
    if len(_besides(normal.casefold(), " ".join(own).casefold())) < 8:
        return ["Besides names and words of this product, too little is left. Choose another."]
    return None


def _goes_on_by_itself(password: str) -> bool:
    """Whether it is a row of the keyboard or the alphabet, or one short part again and again."""
    return (
        any(password in row or password[::-1] in row for row in ROWS)
        or (password * 2).find(password, 1) <= SHORTEST // 2
    )


def _besides(password: str, own: str) -> str:
    """What is left of a password without the words that whoever knows its owner would try, and without signs."""
    for word in sorted({*WORD.findall(own), *CONTEXT}, key=len, reverse=True):
        if len(word) > 2:
            password = password.replace(word, "")
    return "".join(each for each in password if each.isalnum())


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
    """Recovery codes are kept sealed, compared however they are typed, and written to the trail when made or used."""

    def create_recovery_codes(self, user: Any) -> list[str]:
        accounts.record_of(actor(), user, Action.RECOVERY_CODES_MADE)
        return list(super().create_recovery_codes(user))

    def check_recovery_code(self, user: Any, code: str) -> bool:
        return bool(super().check_recovery_code(user, _as_made(code)))

    def delete_recovery_code(self, user: Any, code: str) -> bool:
        by = actor()._replace(user_id=user.id)
        accounts.record_of(by, user, Action.RECOVERY_CODE_USED, left=len(user.mf_recovery_codes) - 1)
        return bool(super().delete_recovery_code(user, _as_made(code)))


def _as_made(code: str) -> str:
    """A code in threes of four small digits of sixteen, whatever stands between them."""
    bare = "".join(each for each in code.casefold() if each.isalnum())
    return "-".join(bare[at : at + 4] for at in range(0, len(bare), 4))
