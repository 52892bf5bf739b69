"""Keeping and erasing: what must not go, and what was taken away by two people together."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from onboarding.extensions import Base
from onboarding.models.account import User
from onboarding.models.columns import Instant

STILL_OPEN = text("confirmed_at IS NULL AND withdrawn_at IS NULL")


class Hold(Base):
    """Nothing may be erased: of one person, or of the whole organisation where `person_id` is null."""

    __tablename__ = "hold"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        Index("ix_hold_open", "organisation_id", "person_id", "lifted_at"),
        ForeignKeyConstraint(["organisation_id", "person_id"], ["person.organisation_id", "person.id"]),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[int | None]
    because: Mapped[str] = mapped_column(String(500))
    placed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    placed_at: Mapped[datetime] = mapped_column(Instant)
    lifted_because: Mapped[str | None] = mapped_column(String(500))
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    lifted_at: Mapped[datetime | None] = mapped_column(Instant)

    placed_by: Mapped[User | None] = relationship(foreign_keys=[placed_by_id])


class Lifting(Base):
    """That a hold is to end: asked for by one person, and done by another or taken back."""

    __tablename__ = "hold_lifting"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        Index(
            "uq_hold_lifting_open",
            "organisation_id",
            "hold_id",
            unique=True,
            sqlite_where=STILL_OPEN,
            postgresql_where=STILL_OPEN,
        ),
        ForeignKeyConstraint(["organisation_id", "hold_id"], ["hold.organisation_id", "hold.id"]),
        CheckConstraint("confirmed_by_id IS NULL OR confirmed_by_id <> asked_by_id", name="two_people"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    hold_id: Mapped[int]
    because: Mapped[str] = mapped_column(String(500))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    asked_at: Mapped[datetime] = mapped_column(Instant)
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)

    asked_by: Mapped[User] = relationship(foreign_keys=[asked_by_id])


class Erasure(Base):
    """Asked for by one person, confirmed by another. `swept_at`: files, free pages and the ledger are done too."""

    __tablename__ = "erasure"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        Index(
            "uq_erasure_open",
            "organisation_id",
            "person_id",
            unique=True,
            sqlite_where=STILL_OPEN,
            postgresql_where=STILL_OPEN,
        ),
        ForeignKeyConstraint(["organisation_id", "person_id"], ["person.organisation_id", "person.id"]),
        CheckConstraint("confirmed_by_id IS NULL OR confirmed_by_id <> asked_by_id", name="two_people"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[int]
    because: Mapped[str] = mapped_column(String(500))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    asked_at: Mapped[datetime] = mapped_column(Instant)
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)
    swept_at: Mapped[datetime | None] = mapped_column(Instant)

    asked_by: Mapped[User] = relationship(foreign_keys=[asked_by_id])
