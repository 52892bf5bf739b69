"""Letters that tell an applicant what was determined, and the COHE's own wording of them and of reminders."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from onboarding.models.base import OfOrganisation, OfPerson, Record, RecordedBy, within
from onboarding.models.determination import Decision


class Worded(StrEnum):
    """What a COHE may word itself: a letter about a decision, or a reminder of training."""

    QUALIFIED = Decision.QUALIFIED
    NOT_QUALIFIED = Decision.NOT_QUALIFIED
    TRAINING = "training"
    TRAINING_OF_STAFF = "training_of_staff"


class LetterWording(RecordedBy, OfOrganisation):
    """How a COHE words one of them: one version of it, the latest of which is used."""

    __tablename__ = "letter_wording"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        UniqueConstraint("organisation_id", "decision", "version"),
    )

    about: Mapped[Worded] = mapped_column("decision")
    version: Mapped[int]
    subject: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)


class Letter(Record, OfPerson):
    """A letter about a determination, as it went out. `sent_to` null: printed, and not sent by mail."""

    __tablename__ = "letter"
    in_words = "letter", "letters"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        Index("ix_letter_person", "organisation_id", "person_id", "id"),
        within("determination_id", "determination"),
    )

    determination_id: Mapped[int]
    subject: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    sent_to: Mapped[str | None] = mapped_column(String(254))
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    written_at: Mapped[datetime]
