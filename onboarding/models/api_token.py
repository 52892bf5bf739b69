"""Tokens by which programs use the API; when each was used last; and what each created by which key."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from onboarding.models.account import User
from onboarding.models.base import OfOrganisation, Record, within
from onboarding.models.organisation import Organisation
from onboarding.roles import Role


class ApiToken(Record, OfOrganisation):
    """A token, until it expires or is revoked. Its secret is kept as a hash and shown once.

    It may do what its `scopes` name, as far as its `role` may, and as far as its maker still may.
    """

    __tablename__ = "api_token"
    __table_args__ = (UniqueConstraint("organisation_id", "id"),)

    name: Mapped[str] = mapped_column(String(60))
    role: Mapped[Role]
    scopes: Mapped[list[str]] = mapped_column(JSON)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship()
    made_by: Mapped[User] = relationship()


class ApiTokenUse(OfOrganisation):
    """When a token was used last, as exactly as is worth a write."""

    __tablename__ = "api_token_use"
    __table_args__ = (within("token_id", "api_token"), UniqueConstraint("organisation_id", "token_id"))

    token_id: Mapped[int]
    used_at: Mapped[datetime]


class ApiKey(OfOrganisation):
    """What a token created by a request that it may send again. Of the request a hash, of what was made its number."""

    __tablename__ = "api_key"
    __table_args__ = (within("token_id", "api_token"), UniqueConstraint("token_id", "key_hash"))

    token_id: Mapped[int]
    key_hash: Mapped[str] = mapped_column(String(64))
    request_hash: Mapped[str] = mapped_column(String(64))
    made: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(index=True)
