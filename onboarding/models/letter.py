"""Letters that tell an applicant what was determined, and the COHE's own wording of them."""

from datetime import datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from onboarding.extensions import Base
from onboarding.models.columns import Instant, words
from onboarding.models.determination import Decision


class LetterWording(Base):
    """How a COHE words its letter about one decision: one version of it, the latest of which is used."""

    __tablename__ = "letter_wording"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        UniqueConstraint("organisation_id", "decision", "version"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    decision: Mapped[Decision] = mapped_column(words(Decision))
    version: Mapped[int]
    subject: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    recorded_at: Mapped[datetime] = mapped_column(Instant)


class Letter(Base):
    """A letter about a determination, as it went out. `sent_to` null: printed, and not sent by mail."""

    __tablename__ = "letter"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        Index("ix_letter_person", "organisation_id", "person_id", "id"),
        ForeignKeyConstraint(["organisation_id", "person_id"], ["person.organisation_id", "person.id"]),
        ForeignKeyConstraint(
            ["organisation_id", "determination_id"], ["determination.organisation_id", "determination.id"]
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[int]
    determination_id: Mapped[int]
    subject: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    sent_to: Mapped[str | None] = mapped_column(String(254))
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    written_at: Mapped[datetime] = mapped_column(Instant)
