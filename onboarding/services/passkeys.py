"""Passkeys as a second factor: asked for, added, used, renamed and removed. The proofs are `passkey_proofs.py`'s."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.messages import account_words
from onboarding.messages.words import Words
from onboarding.models.account import User
from onboarding.models.passkey import Passkey, PasskeyChallenge
from onboarding.queries import passkeys as found
from onboarding.services import accounts, outbox, passkey_proofs as proofs
from onboarding.services.change import Actor, change
from onboarding.services.passkey_proofs import Party, UnprovenError

MOST = 10  # of one account
LASTS = timedelta(minutes=5)  # to answer a challenge
OVER = "This took too long, or was sent twice. Try again."
WRONG = "This passkey does not belong to your account, or was removed. Use another one, or a code."
BACK = "This passkey was refused: a copy of it may be in use. Sign in another way, then remove it from your account."


def challenge(actor: Actor, user: User, earlier: str | None) -> str:
    """A new challenge for the account, to be answered once. One that the same browser was given `earlier` is over."""
    made = secrets.token_hex(32)
    with change(actor):
        over = delete(PasskeyChallenge).where(PasskeyChallenge.user_id == user.id)
        db.session.execute(
            over.where(
                (PasskeyChallenge.asked_at <= clock.now() - LASTS) | (PasskeyChallenge.digest == _digest(earlier or ""))
            )
        )
        db.session.add(PasskeyChallenge(digest=_digest(made), user_id=user.id, asked_at=clock.now()))
    return made


def take(actor: Actor, user: User, given: str | None) -> bytes:
    """The challenge to look for in an answer: nobody takes it again. Raises OnboardingError where it is over."""
    with change(actor):
        taken = db.session.scalar(
            delete(PasskeyChallenge)
            .where(PasskeyChallenge.digest == _digest(given or ""), PasskeyChallenge.user_id == user.id)
            .returning(PasskeyChallenge.asked_at)
        )
    if not given or taken is None or taken <= clock.now() - LASTS:
        raise OnboardingError(OVER)
    return bytes.fromhex(given)


def to_make(party: Party, user: User, given: str) -> dict[str, Any]:
    """What the browser is to make a passkey by."""
    return proofs.to_make(party, user, bytes.fromhex(given), found.usable(user.id, party.id))


def to_use(party: Party, user: User, given: str) -> dict[str, Any]:
    """What the browser is to sign, with one of the passkeys that the account has for this host."""
    return proofs.to_use(party, bytes.fromhex(given), found.usable(user.id, party.id))


def add(
    actor: Actor,
    user: User,
    party: Party,
    given: bytes,
    answer: str,
    name: str,
    *,
    first: bool = False,
    visit: str | None = None,
) -> Passkey:
    """Add the passkey that the browser made. Every session but `visit` ends, unless it is the `first` second factor.

    Raises OnboardingError for an answer that proves nothing, a passkey that is known, one too many, and where a
    second factor was set up meanwhile.
    """
    try:
        made = proofs.made(party, given, answer)
    except UnprovenError as error:
        raise OnboardingError("Your device made no passkey that we can use. Try again, or use another one.") from error
    with change(actor):
        accounts.lock(user)
        kept = found.of(user.id)
        _refuse(user, kept, first)
        row = Passkey(
            user_id=user.id, name=_name(name), rp_id=party.id, added_at=clock.now(), used_at=None, **made._asdict()
        )
        db.session.add(row)
        try:
            db.session.flush()
        except IntegrityError as error:
            raise OnboardingError("This passkey is in use for an account already. Make a new one.") from error
        accounts.record_of(actor, user, Action.PASSKEY_ADDED, passkey=row.id)
        if not first:
            accounts.end_other_visits(user, visit)
        _tell(user, "passkey_added", account_words.passkey_added(user, row.name))
    return row


def check(user: User, party: Party, given: bytes, answer: str) -> Passkey:
    """The passkey that signed, noted as used in the transaction under way; of several at once the first has it.

    Raises OnboardingError for one that is not the account's, and for an answer that it did not sign; `WentBackError`
    where its counter went back.
    """
    try:
        named = proofs.credential_of(answer)
        chosen = select(Passkey).where(Passkey.credential_id == named, Passkey.user_id == user.id)
        row = db.session.scalar(chosen.with_for_update().execution_options(populate_existing=True))
        if row is None or row.rp_id != party.id:
            raise OnboardingError(WRONG)
        count = proofs.used(party, user, row, given, answer)
    except UnprovenError as error:
        raise OnboardingError(WRONG) from error
    if (count or row.sign_count) and count <= row.sign_count:
        raise WentBackError(row.id)
    row.sign_count, row.used_at = count, clock.now()
    return row


class WentBackError(OnboardingError):
    """A passkey's counter went back: of two that sign with it, one is a copy."""

    def __init__(self, id: int) -> None:
        super().__init__(BACK)
        self.passkey_id = id


def tell_of_copy(actor: Actor, user: User, id: int) -> None:
    """Write down, and tell the owner, that a passkey was refused since its counter went back."""
    with change(actor):
        row = found.one(user.id, id)
        if row is None:
            return
        accounts.record_of(actor, user, Action.PASSKEY_COPIED, passkey=row.id)
        _tell(user, "passkey_copied", account_words.passkey_copied(user, row.name))


def rename(actor: Actor, user: User, id: int, name: str) -> None:
    """Give a passkey another name. Raises NotFoundError for one that is not the account's."""
    with change(actor):
        row = _own(user, id)
        if row.name != _name(name):
            row.name = _name(name)
            accounts.record_of(actor, user, Action.PASSKEY_RENAMED, passkey=row.id)


def remove(actor: Actor, user: User, id: int, rp_id: str | None, visit: str | None) -> None:
    """Remove a passkey; every session but `visit` ends. `rp_id`: the name of our host, None where it has none.

    Raises NotFoundError for one that is not the account's, OnboardingError where nothing else would be left to sign in
    with after the password.
    """
    with change(actor):
        accounts.lock(user)
        row = _own(user, id)
        others = [each for each in found.usable(user.id, rp_id) if each.id != row.id]
        if not user.tf_totp_secret and not others:
            raise OnboardingError(
                "This is the only second factor that you can sign in with. Add another passkey or an app first."
            )
        name = row.name
        db.session.delete(row)
        accounts.record_of(actor, user, Action.PASSKEY_REMOVED, passkey=row.id)
        accounts.end_other_visits(user, visit)
        _tell(user, "passkey_removed", account_words.passkey_removed(user, name))


def _refuse(user: User, kept: Any, first: bool) -> None:
    if first and (user.tf_primary_method or kept):
        raise OnboardingError("A second factor is already set up. Sign in again with it.")
    if len(kept) >= MOST:
        raise OnboardingError(f"You have {MOST} passkeys, and an account has no more. Remove one first.")


def _own(user: User, id: int) -> Passkey:
    row = found.one(user.id, id)
    if row is None:
        raise NotFoundError
    return row


def _name(typed: str) -> str:
    return " ".join(typed.split())


def _digest(given: str) -> str:
    return hashlib.sha256(given.encode()).hexdigest()


def _tell(user: User, kind: str, said: Words) -> None:
    outbox.write(None, f"{kind}:{secrets.token_hex(8)}", kind, user.email, *said, about=())
