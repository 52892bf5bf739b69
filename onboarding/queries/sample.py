"""The sample world's accounts, each with the token of the link that signs in. For sample mode alone."""

import hashlib
import hmac
from typing import NamedTuple

from flask import current_app
from sqlalchemy import Select, select

from onboarding import keys
from onboarding.config import Config
from onboarding.extensions import db
from onboarding.models.account import User
from onboarding.models.organisation import Membership, Organisation
from onboarding.roles import Role


class Link(NamedTuple):
    """An account, its roles today, and its token, which follows from the installation's secret key."""

    user: User
    roles: list[tuple[Organisation, Role]]
    token: str


def links() -> list[Link]:
    """Every account that can be signed in by link, by name. One without a role today can be none the less."""
    users = db.session.scalars(_accounts().order_by(User.name, User.id)).all()
    found: dict[int, list[tuple[Organisation, Role]]] = {user.id: [] for user in users}
    held = (
        select(Membership, Organisation)
        .join(Membership.organisation)
        .where(Membership.ended_at.is_(None), Membership.user_id.in_(found))
        .order_by(Organisation.name, Membership.role)
    )
    for membership, organisation in db.session.execute(held):
        found[membership.user_id].append((organisation, membership.role))
    return [Link(user, found[user.id], _token(user)) for user in users]


def by_token(token: str) -> User | None:
    """Whose link it is; nobody's, where the account is disabled or not of the sample world."""
    users = db.session.scalars(_accounts())
    return next((each for each in users if hmac.compare_digest(_token(each).encode(), token.encode())), None)


def _accounts() -> Select[User]:
    return select(User).where(User.sample, User.active)


def _token(user: User) -> str:
    config: Config = current_app.extensions["config"]
    secret = keys.read(config.instance, "secret")  # the application may be older than it
    return hmac.new(secret.encode(), f"sample sign-in {user.id}".encode(), hashlib.sha256).hexdigest()
