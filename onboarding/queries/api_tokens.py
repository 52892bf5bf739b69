"""Tokens of the API: the one that a secret belongs to, where it may do what, and which an organisation has."""

from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from onboarding import permissions
from onboarding.extensions import db
from onboarding.models.account import User
from onboarding.models.api_token import ApiKey, ApiToken, ApiTokenUse
from onboarding.models.organisation import Membership, Organisation
from onboarding.permissions import May
from onboarding.queries import organisations
from onboarding.roles import ROLES_OF, OrganisationKind, Role


class State(StrEnum):
    """Whether a token opens anything."""

    WORKS = "works"
    EXPIRED = "expired"
    REVOKED = "revoked"
    MAKER_LEFT = "maker_left"


class Listed(NamedTuple):
    """A token as its organisation sees it. `used_at` None: never."""

    token: ApiToken
    state: State
    used_at: datetime | None


class Place(NamedTuple):
    """An organisation that a token sees, and what it may do there."""

    organisation: Organisation
    may: frozenset[May]


def by_hash(token_hash: str, now: datetime) -> ApiToken | None:
    """The token whose secret has that hash, while it works."""
    row = db.session.scalar(
        select(ApiToken)
        .options(joinedload(ApiToken.organisation), joinedload(ApiToken.made_by))
        .where(ApiToken.token_hash == token_hash)
    )
    return row if row and _state(row, now) is State.WORKS else None


def places(token: ApiToken) -> list[Place]:
    """Where the token may do what today: no more than its role, and no more than who made it may there now.

    A token of L&I sees the COHEs that are assigned to who made it, as a contract manager does.
    """
    of_role = permissions.of([token.role])
    found = []
    for at in organisations.roles_of(token.made_by):
        if at.organisation.id == token.organisation_id:
            found.append(Place(at.organisation, of_role & permissions.of(at.roles)))
        elif token.organisation.kind is OrganisationKind.LNI and token.role is Role.CONTRACT_MANAGER:
            found.append(Place(at.organisation, of_role & permissions.of(at.roles & {Role.CONTRACT_MANAGER})))
    return [each for each in found if each.may]


def roles_for(organisation: Organisation, roles: frozenset[Role]) -> list[Role]:
    """The roles that a token can have which somebody with these roles makes: none that may more than they may."""
    theirs = permissions.of(roles)
    return [role for role in ROLES_OF[organisation.kind] if role is not Role.HSC and permissions.of([role]) <= theirs]


def listed(organisation_id: int, now: datetime) -> list[Listed]:
    """All tokens of an organisation, those that work first, the latest first."""
    rows = db.session.execute(
        select(ApiToken, ApiTokenUse.used_at)
        .outerjoin(ApiTokenUse, ApiTokenUse.token_id == ApiToken.id)
        .options(joinedload(ApiToken.made_by))
        .where(ApiToken.organisation_id == organisation_id)
        .order_by(ApiToken.id.desc())
    )
    found = [Listed(token, _state(token, now), used_at) for token, used_at in rows]
    return sorted(found, key=lambda each: each.state is not State.WORKS)


def one(organisation_id: int, id: int, _user_id: int | None = None) -> ApiToken | None:
    """The token, if it is this organisation's."""
    return db.session.scalar(select(ApiToken).where(ApiToken.organisation_id == organisation_id, ApiToken.id == id))


def made_by_key(token_id: int, key_hash: str) -> ApiKey | None:
    """What a token created by that key, while it is kept."""
    return db.session.scalar(select(ApiKey).where(ApiKey.token_id == token_id, ApiKey.key_hash == key_hash))


def _state(token: ApiToken, now: datetime) -> State:
    if token.revoked_at:
        return State.REVOKED
    if token.expires_at <= now:
        return State.EXPIRED
    return State.WORKS if maker_belongs(token) else State.MAKER_LEFT


def maker_belongs(made: Any) -> bool:
    """Whether who made a token or the like has belonged there ever since.

    Who comes back later has none that lay about meanwhile.
    """
    since = exists().where(
        Membership.organisation_id == made.organisation_id,
        Membership.user_id == made.made_by_id,
        Membership.since_at <= made.made_at,
        Membership.holds(),
    )
    chosen = select(User.id).where(User.id == made.made_by_id, User.active, since)
    return db.session.scalar(chosen) is not None
