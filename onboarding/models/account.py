"""People who sign in: their account, their sign-ins, and the attempts that failed."""

import hashlib
import unicodedata
from datetime import datetime
from typing import Any

from flask_security import AsaList, UserMixin
from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column

from onboarding.models.base import Base


def normal(email: str) -> str:
    """An address as accounts are known by it: no blanks around it, no case, and one form of what looks the same.

    Not `casefold`: that makes one mailbox of two (ß and ss), and would send the one's letters to the other.
    """
    return unicodedata.normalize("NFKC", email).strip().lower()


def account_hash(email: str, purpose: str = "") -> str:
    """How an account is known where strangers try it, also one that does not exist."""
    return hashlib.sha256((purpose + normal(email)).encode()).hexdigest()


class User(Base, UserMixin):
    """An account. What its owner may do follows from memberships, never from here.

    `fs_uniquifier` is what a session holds of it: a new one ends every session at its next request.
    `sample` accounts belong to the invented world: no password, sign-in by link, refused in production.
    """

    __tablename__ = "user_account"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    sample: Mapped[bool] = mapped_column(default=False)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    tf_primary_method: Mapped[str | None] = mapped_column(String(64))
    tf_totp_secret: Mapped[str | None] = mapped_column(String(255))
    tf_counter: Mapped[int | None]  # of the last code that was used: none is taken twice
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(AsaList()))
    created_at: Mapped[datetime]

    roles: Any = ()  # Flask-Security's own roles are global and not used: see Membership


class Visit(Base):
    """A browser's session, kept here and known to the browser by a secret of which only the hash is kept."""

    __tablename__ = "visit"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    network: Mapped[str] = mapped_column(String(64))
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime] = mapped_column(index=True)


class Attempt(Base):
    """A try to sign in: against which account (hashed address), from which network, and whether it went well.

    In the place of its network stands a browser that the owner had signed in with before.
    """

    __tablename__ = "attempt"
    __table_args__ = (
        Index("ix_attempt_account", "account_hash", "network", "at"),
        Index("ix_attempt_network", "network", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_hash: Mapped[str] = mapped_column(String(64))
    network: Mapped[str] = mapped_column(String(64))
    succeeded: Mapped[bool]
    at: Mapped[datetime]
