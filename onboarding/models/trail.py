"""The trail: who did what, when, on what; chained for each organisation, and never changed.

The chain carries salted commitments. What may have to be erased one day stands in TrailDetail, whose loss leaves the
chain verifiable. Triggers refuse to update or delete entries and checkpoints, and to change a detail but to erase it.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from onboarding.models.base import Base


class Chain(Base):
    """The head of an organisation's chain, where writers take turns. No organisation: the installation's own."""

    __tablename__ = "trail_chain"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), unique=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)
    number: Mapped[int] = mapped_column(default=0)
    head: Mapped[str] = mapped_column(String(64))


class TrailEntry(Base):
    """One thing that happened. `at` is text, as it was hashed; `subject` is like `person:17`, `actor` like `user:3`."""

    __tablename__ = "trail_entry"
    __table_args__ = (
        UniqueConstraint("chain_id", "number"),
        Index("ix_trail_entry_subject", "chain_id", "subject", "number"),
        Index("ix_trail_entry_actor", "chain_id", "actor", "number"),
        Index("ix_trail_entry_action", "chain_id", "action", "number"),
        Index("ix_trail_entry_at", "chain_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    chain_id: Mapped[int] = mapped_column(ForeignKey("trail_chain.id"))
    number: Mapped[int]
    at: Mapped[str] = mapped_column(String(32))
    actor: Mapped[str] = mapped_column(String(60))
    action: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(60))
    commitment: Mapped[str] = mapped_column(String(64))
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))

    detail: Mapped["TrailDetail | None"] = relationship(back_populates="entry", uselist=False)


class TrailDetail(Base):
    """What an entry commits to. Erased: `salt` and `body` are null; another entry says who did that, and when."""

    __tablename__ = "trail_detail"

    entry_id: Mapped[int] = mapped_column(ForeignKey("trail_entry.id"), primary_key=True)
    salt: Mapped[str | None] = mapped_column(String(64))
    body: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))

    entry: Mapped[TrailEntry] = relationship(back_populates="detail")


class Checkpoint(Base):
    """A signed statement of how far a chain had come and what its head was."""

    __tablename__ = "trail_checkpoint"
    __table_args__ = (UniqueConstraint("chain_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    chain_id: Mapped[int] = mapped_column(ForeignKey("trail_chain.id"))
    number: Mapped[int]
    head: Mapped[str] = mapped_column(String(64))
    at: Mapped[str] = mapped_column(String(32))
    key: Mapped[str] = mapped_column(String(64))
    signature: Mapped[str] = mapped_column(String(128))
    made_at: Mapped[datetime]
