"""Whom a sign-in provider signs in: accounts and what they are tied to."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from onboarding.extensions import db
from onboarding.models.account import User
from onboarding.models.sign_on import SignOnTie


def of_subject(issuer: str, subject: str) -> SignOnTie | None:
    """The tie of whom the issuer knows so, with its account, which may be disabled."""
    chosen = select(SignOnTie).join(SignOnTie.user).options(contains_eager(SignOnTie.user))
    return db.session.scalar(chosen.where(SignOnTie.issuer == issuer, SignOnTie.subject == subject))


def of_user(issuer: str, user_id: int) -> SignOnTie | None:
    """What ties an account to the issuer."""
    return db.session.scalar(select(SignOnTie).where(SignOnTie.issuer == issuer, SignOnTie.user_id == user_id))


def every(users: Sequence[User]) -> Sequence[SignOnTie]:
    """What ties any of these accounts to any issuer, also to one that the settings name no more."""
    return db.session.scalars(
        select(SignOnTie).where(SignOnTie.user_id.in_([user.id for user in users])).order_by(SignOnTie.id)
    ).all()


def tied(issuer: str, user_ids: Collection[int]) -> set[int]:
    """Those of these accounts that are tied to the issuer."""
    chosen = select(SignOnTie.user_id).where(SignOnTie.issuer == issuer, SignOnTie.user_id.in_(set(user_ids)))
    return set(db.session.scalars(chosen))
