"""Keeping and erasing: what must not go, and what was taken away by two people together."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from onboarding.models.account import User
from onboarding.models.base import OfOrganisation, OfPerson, Record, one_while, within

STILL_OPEN = "confirmed_at IS NULL AND withdrawn_at IS NULL"


class Hold(Record, OfOrganisation):
    """Nothing may be erased: of one person, or of the whole organisation where `person_id` is null."""

    stays = True
    __tablename__ = "hold"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        Index("ix_hold_open", "organisation_id", "person_id", "lifted_at"),
        within("person_id", "person"),
    )

    person_id: Mapped[int | None]
    because: Mapped[str] = mapped_column(String(500))
    placed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    placed_at: Mapped[datetime]
    lifted_because: Mapped[str | None] = mapped_column(String(500))
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    lifted_at: Mapped[datetime | None]

    placed_by: Mapped[User | None] = relationship(foreign_keys=[placed_by_id])


class Lifting(Record, OfOrganisation):
    """That a hold is to end: asked for by one person, and done by another or taken back."""

    __tablename__ = "hold_lifting"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        one_while("uq_hold_lifting_open", STILL_OPEN, "organisation_id", "hold_id"),
        within("hold_id", "hold"),
        CheckConstraint("confirmed_by_id IS NULL OR confirmed_by_id <> asked_by_id", name="two_people"),
    )

    hold_id: Mapped[int]
    because: Mapped[str] = mapped_column(String(500))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    asked_at: Mapped[datetime]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    confirmed_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    withdrawn_at: Mapped[datetime | None]

    asked_by: Mapped[User] = relationship(foreign_keys=[asked_by_id])


class Erasure(Record, OfPerson):
    """Asked for by one person, confirmed by another. `swept_at`: files, free pages and the ledger are done too."""

    stays = True
    __tablename__ = "erasure"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        one_while("uq_erasure_open", STILL_OPEN, "organisation_id", "person_id"),
        CheckConstraint("confirmed_by_id IS NULL OR confirmed_by_id <> asked_by_id", name="two_people"),
    )

    because: Mapped[str] = mapped_column(String(500))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    asked_at: Mapped[datetime]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    confirmed_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    withdrawn_at: Mapped[datetime | None]
    swept_at: Mapped[datetime | None]

    asked_by: Mapped[User] = relationship(foreign_keys=[asked_by_id])
