"""Tokens by which programs use the API: made, revoked, and noted when they were used last."""

import logging
from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError, OperationalError

from onboarding import clock, troubles
from onboarding.actions import Action
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.extensions import db, writing
from onboarding.models.account import User
from onboarding.models.api_token import ApiToken, ApiTokenUse
from onboarding.models.organisation import Organisation
from onboarding.permissions import TokenScope, scopes_of
from onboarding.queries import api_tokens as found, organisations
from onboarding.roles import Role
from onboarding.rules.numbers import Numbers
from onboarding.rules.programs import last_day
from onboarding.services import links, names
from onboarding.services.change import Actor, change
from onboarding.services.locks import lock_organisation

log = logging.getLogger("onboarding.api_tokens")
PURPOSE, BEGINS = "api", "hsc_"  # by which programs that look for secrets in code know one
NOTED_EVERY = timedelta(hours=1)  # how exactly the last use is kept: reading should seldom write
MOST = 50  # that work, of one organisation


def make(
    actor: Actor,
    organisation: Organisation,
    user: User,
    name: str,
    role: Role,
    scopes: Collection[TokenScope],
    days: int,
    numbers: Numbers,
) -> str:
    """Make a token of an organisation; the nonce of its secret, which is kept nowhere.

    Raises OnboardingError for a role that may more than the user, for what the role may not, for longer than a token
    lasts, and for a name that another one that works has.
    """
    name, now, nonce = " ".join(name.split()), clock.now(), links.new_nonce()
    with change(actor) as under_way:
        lock_organisation(organisation.id)
        names.refuse(organisation.id, name=name)
        _refuse(organisation, user, role, scopes)
        until = now + timedelta(days=days)
        if days < 1 or clock.day_of(until) > last_day(clock.day_of(now), numbers):
            raise OnboardingError(f"A token works for 1 to {numbers.api_token_days} days.", "days")
        working = [each.token for each in found.listed(organisation.id, now) if each.state is found.State.WORKS]
        if any(each.name.casefold() == name.casefold() for each in working):
            raise OnboardingError(f"There is a token named {name} already. Choose another name.", "name")
        if len(working) >= MOST:
            raise OnboardingError(f"There are {MOST} tokens already. Revoke those that are not used any more.")
        token = ApiToken(
            organisation_id=organisation.id,
            name=name,
            role=role,
            scopes=[each.value for each in TokenScope if each in scopes],
            token_hash=links.hash_of(secret_of(nonce)),
            made_by_id=user.id,
            made_at=now,
            expires_at=until,
        )
        db.session.add(token)
        db.session.flush()
        under_way.record(organisation.id, Action.API_TOKEN_MADE, token, role=role.value, scopes=token.scopes, days=days)
    return nonce


def revoke(actor: Actor, organisation: Organisation, id: int) -> ApiToken:
    """Have a token open nothing any more. Raises NotFoundError, and OnboardingError where it was revoked before."""
    with change(actor) as under_way:
        chosen = select(ApiToken).where(ApiToken.organisation_id == organisation.id, ApiToken.id == id)
        token = db.session.scalar(chosen.with_for_update(of=ApiToken))
        if token is None:
            raise NotFoundError
        if token.revoked_at:
            raise OnboardingError(f"The token {token.name} was revoked already.")
        token.revoked_at = clock.now()
        under_way.record(organisation.id, Action.API_TOKEN_REVOKED, token)
    return token


def secret_of(nonce: str) -> str:
    """The token as programs send it."""
    return BEGINS + links.token_of(PURPOSE, nonce)


def by_secret(secret: str) -> ApiToken | None:
    """The token with that secret, while it works."""
    return found.by_hash(links.hash_of(secret), clock.now())


def note_use(token: ApiToken) -> None:
    """Note that the token was used, at most once an hour; not where others hold the database."""
    now = clock.now()
    of = ApiTokenUse.organisation_id == token.organisation_id, ApiTokenUse.token_id == token.id
    last = db.session.scalar(select(ApiTokenUse.used_at).where(*of))
    if last and now - last < NOTED_EVERY:
        return
    organisation_id, token_id = token.organisation_id, token.id
    db.session.rollback()
    try:
        with writing():
            row = db.session.scalar(select(ApiTokenUse).where(*of).with_for_update())
            if row is None:
                row = ApiTokenUse(organisation_id=organisation_id, token_id=token_id, used_at=now)
                db.session.add(row)
            row.used_at = now
            db.session.commit()
    except IntegrityError:
        db.session.rollback()  # another request noted it first
    except OperationalError as error:
        db.session.rollback()
        if not troubles.is_held(error.orig or error):
            raise
        log.warning("the use of a token was not noted: the next request notes it")


def _refuse(organisation: Organisation, user: User, role: Role, scopes: Collection[TokenScope]) -> None:
    at = next((each for each in organisations.roles_of(user) if each.organisation.id == organisation.id), None)
    if at is None or role not in found.roles_for(organisation, at.roles):
        raise OnboardingError("A token may do no more than you may yourself. Choose another role.", "role")
    if not scopes:
        raise OnboardingError("Choose at least one thing that the token is for.", "scopes")
    if not set(scopes) <= set(scopes_of([role])):
        raise OnboardingError("The role does not allow all of this. Choose less, or another role.", "scopes")
