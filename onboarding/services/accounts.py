"""Accounts: adding, disabling and enabling them. Passwords and second factors are Flask-Security's."""

import hashlib
import secrets
from typing import Any

from flask import current_app
from flask_security import SQLAlchemyUserDatastore
from sqlalchemy import delete, or_, select, update
from sqlalchemy.exc import IntegrityError

from onboarding import clock
from onboarding.actions import Action
from onboarding.config import Config, Mode
from onboarding.errors import OnboardingError
from onboarding.extensions import db, writing
from onboarding.messages import account_words
from onboarding.models.account import User, Visit, normal
from onboarding.models.organisation import Membership
from onboarding.models.passkey import Passkey, PasskeyChallenge
from onboarding.services import outbox
from onboarding.services.change import Actor, Change, change, record
from onboarding.services.members import end_visits


class Accounts(SQLAlchemyUserDatastore):
    """Where Flask-Security finds accounts and keeps passwords and second factors. It knows no roles: see Membership."""

    def find_user(self, case_insensitive: bool = False, **kwargs: Any) -> User | None:  # noqa: ARG002 - `normal` decides
        """The account: by the one spelling of its address; in production never one of the sample world."""
        if "email" in kwargs:
            kwargs["email"] = normal(kwargs["email"])
        user: Any = super().find_user(**kwargs)
        config: Config = current_app.extensions["config"]
        return None if user and user.sample and config.mode is Mode.PRODUCTION else user


def datastore() -> Accounts:
    """The accounts, for Flask-Security."""
    return Accounts(db, User, None)  # type: ignore[arg-type]


def lock(user: User) -> None:
    """Read the account again and hold it until the transaction ends: of several with one secret, the first has it."""
    db.session.refresh(user, with_for_update=True)


def use_counter(user: User, counter: int) -> bool:
    """Note that a second factor's code of this counter was used; False where it, or a later one, was used before."""
    used = update(User).where(User.id == user.id, or_(User.tf_counter.is_(None), User.tf_counter < counter))
    return db.session.scalar(used.values(tf_counter=counter).returning(User.id)) is not None


def visit_digest(token: str) -> str:
    """How a visit is known here: the browser alone has the secret."""
    return hashlib.sha256(token.encode()).hexdigest()


def end_other_visits(user: User, but: str | None = None) -> int:
    """End the user's visits, in the transaction under way, all `but` the one with this secret; how many there were.

    A new password changes the uniquifier too, which ends that one as well, until its owner is signed in anew.
    """
    others = Visit.user_id == user.id, Visit.token_hash != visit_digest(but or "")
    return len(db.session.scalars(delete(Visit).where(*others).returning(Visit.token_hash)).all())


def note_app_set_up(actor: Actor, user: User, visit: str) -> None:
    """Write down, in the transaction under way, that an authenticator app was set up; every session but `visit` ends.

    The owner is told by mail, as of a passkey.
    """
    record_of(actor, user, Action.SECOND_FACTOR_SET)
    end_other_visits(user, visit)
    said = account_words.app_set_up(user)
    outbox.write(None, f"app_set_up:{secrets.token_hex(8)}", "app_set_up", user.email, *said, about=())


def keep_sign_in() -> None:
    """Commit a sign-in that was not made through Flask-Security's own pages, with the entries it left."""
    with writing():
        db.session.commit()


def undo() -> None:
    """Undo what the transaction under way has done so far: something went wrong, and half of it is not to be kept."""
    db.session.rollback()


def note_signed_out(actor: Actor, user: User) -> None:
    """Write down that somebody signed out."""
    with change(actor):
        record_of(actor, user, Action.SIGNED_OUT)


def start_account(under_way: Change, email: str, name: str, sample: bool = False) -> User:
    """Add an account without a password, within a change that does more. Raises OnboardingError for a taken address."""
    if db.session.scalar(select(User).where(User.email == normal(email))):
        raise OnboardingError(f"There is an account for {email} already.", "email")
    user = User(
        email=normal(email),
        name=" ".join(name.split()),
        active=True,
        sample=sample,
        fs_uniquifier=secrets.token_hex(32),
        created_at=clock.now(),
    )
    db.session.add(user)
    try:
        db.session.flush()
    except IntegrityError as error:  # somebody else made it at the same moment
        raise OnboardingError(f"There is an account for {email} already.", "email") from error
    under_way.record(None, Action.ACCOUNT_ADDED, f"user:{user.id}")
    return user


def record_of(actor: Actor, user: User, action: Action, **facts: object) -> None:
    """Have an entry of an account's own event written: where the user is a member, or in the installation's chain."""
    rows = select(Membership.organisation_id).where(Membership.user_id == user.id, Membership.ended_at.is_(None))
    where: list[int | None] = [*db.session.scalars(rows.distinct())]
    for organisation_id in where or [None]:
        record(actor, organisation_id, action, f"user:{user.id}", **facts)


def disable(actor: Actor, user: User) -> None:
    """Refuse the account from its next request on."""
    with change(actor) as under_way:
        user.active = False
        end_visits(user)
        record_of(under_way.actor, user, Action.ACCOUNT_DISABLED)


def enable(actor: Actor, user: User) -> None:
    """Let a disabled account sign in again."""
    with change(actor) as under_way:
        user.active = True
        record_of(under_way.actor, user, Action.ACCOUNT_ENABLED)


def forget_second_factor(user: User) -> None:
    """Delete passkeys, key and recovery codes of an account, in the change under way, which says why."""
    user.tf_primary_method = user.tf_totp_secret = user.mf_recovery_codes = None
    for model in (PasskeyChallenge, Passkey):
        db.session.execute(delete(model).where(model.user_id == user.id))


def reset_second_factor(actor: Actor, user: User) -> None:
    """Forget a second factor that was lost, and its recovery codes: both are set up anew at the next sign-in."""
    with change(actor) as under_way:
        forget_second_factor(user)
        end_visits(user)
        record_of(under_way.actor, user, Action.ACCOUNT_SECOND_FACTOR_RESET)
