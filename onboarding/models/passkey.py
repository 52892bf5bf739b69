"""Passkeys: keys that a device or a password manager keeps, as a second factor; and what each was asked to answer."""

from datetime import datetime

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from onboarding.models.base import Base


class Passkey(Base):
    """A passkey of an account. Only its public half is here: nobody signs in with what a copy of this table holds.

    `credential_id` and `public_key` are written in base64url, as browsers send them. `rp_id` is the name of the host it
    was made for: it works at no other. `sign_count` is what the authenticator said last; many always say 0.
    """

    __tablename__ = "passkey"
    __table_args__ = (Index("ix_passkey_user_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    name: Mapped[str] = mapped_column(String(60))
    credential_id: Mapped[str] = mapped_column(String(1400), unique=True)
    public_key: Mapped[str] = mapped_column(Text)
    rp_id: Mapped[str] = mapped_column(String(253))
    sign_count: Mapped[int] = mapped_column(BigInteger)
    transports: Mapped[list[str]] = mapped_column(JSON)
    added_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class PasskeyChallenge(Base):
    """What a browser was asked to sign, known by its hash. It goes when an answer comes, whatever the answer."""

    __tablename__ = "passkey_challenge"
    __table_args__ = (Index("ix_passkey_challenge_user_id", "user_id"),)

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    asked_at: Mapped[datetime]
