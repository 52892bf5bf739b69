"""What those who are not let in leave behind until the clock sees to it: each row is written once, read once, and goes.

A request only ever adds to these tables, so that it never waits for what becomes of what others left.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from onboarding.models.base import Base


class Knock(Base):
    """Somebody was refused. `what`: the page they asked for, or the account they guessed at, as it is known by hash."""

    __tablename__ = "knock"
    __table_args__ = (Index("ix_knock_visitor", "actor_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    action: Mapped[str] = mapped_column(String(60))
    what: Mapped[str] = mapped_column(String(64))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    origin: Mapped[str] = mapped_column(String(64))
    request: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


class ResetAsk(Base):
    """Somebody asked for a link to a new password, for an account that may not exist."""

    __tablename__ = "reset_ask"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_hash: Mapped[str] = mapped_column(String(64))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    origin: Mapped[str] = mapped_column(String(64))
    request: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
