"""Accounts: adding, disabling and enabling them. Passwords and second factors are Flask-Security's."""

import secrets

from flask_security import SQLAlchemyUserDatastore
from sqlalchemy import select

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.models.account import User
from onboarding.services.change import Actor, Change, change
from onboarding.services.members import end_visits


def datastore() -> SQLAlchemyUserDatastore:
    """Where Flask-Security finds accounts and keeps passwords and second factors. It knows no roles: see Membership."""
    return SQLAlchemyUserDatastore(db, User, None)  # type: ignore[arg-type]


def normal(email: str) -> str:
    """An address as accounts are known by it: without blanks around it and without case."""
    return email.strip().casefold()


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
    db.session.flush()
    under_way.record(None, Action.ACCOUNT_ADDED, f"user:{user.id}")
    return user


def disable(actor: Actor, user: User) -> None:
    """Refuse the account from its next request on."""
    with change(actor) as under_way:
        user.active = False
        end_visits(user)
        under_way.record(None, Action.ACCOUNT_DISABLED, f"user:{user.id}")


def enable(actor: Actor, user: User) -> None:
    """Let a disabled account sign in again."""
    with change(actor) as under_way:
        user.active = True
        under_way.record(None, Action.ACCOUNT_ENABLED, f"user:{user.id}")
