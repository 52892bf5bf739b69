"""What an HSC brings of their own training: a file and what it is of, which waits until a manager accepts it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from onboarding.models.account import User
from onboarding.models.base import OfPerson, Record, within
from onboarding.models.evidence import EvidenceItem
from onboarding.models.person import Person
from onboarding.models.training import TrainingPart, TrainingRecord


class Answered(StrEnum):
    """What became of a certificate."""

    ACCEPTED = "accepted"
    SENT_BACK = "sent_back"
    TAKEN_BACK = "taken_back"


class Certificate(Record, OfPerson):
    """A file that somebody added of their own training. Nothing follows from it before it is accepted.

    It is of a training that is recorded (`training_id`), or of one that they say they had: `part`, and in `facts` an
    entry of that part for each. `recorded_id`: the training it was accepted as, the first of several.
    """

    __tablename__ = "certificate"
    in_words = "certificate that they added", "certificates that they added"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        within("item_id", "evidence_item"),
        within("training_id", "training_record"),
        within("recorded_id", "training_record"),
        CheckConstraint("(training_id IS NULL) = (part IS NOT NULL)", name="of_one_or_the_other"),
        CheckConstraint("(answered IS NULL) = (answered_at IS NULL)", name="answered_at"),
        CheckConstraint("answered <> 'sent_back' OR because IS NOT NULL", name="sending_back_explained"),
        Index("ix_certificate_person", "organisation_id", "person_id", "id"),
        Index("ix_certificate_waiting", "organisation_id", "answered", "sent_at"),
    )

    item_id: Mapped[int]
    training_id: Mapped[int | None]
    part: Mapped[TrainingPart | None]
    facts: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    note: Mapped[str | None] = mapped_column(String(500))
    sent_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    sent_at: Mapped[datetime]
    answered: Mapped[Answered | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    answered_at: Mapped[datetime | None]
    because: Mapped[str | None] = mapped_column(String(500))
    recorded_id: Mapped[int | None]

    item: Mapped[EvidenceItem] = relationship(
        primaryjoin="Certificate.item_id == EvidenceItem.id", foreign_keys="Certificate.item_id", viewonly=True
    )
    training: Mapped[TrainingRecord | None] = relationship(
        primaryjoin="Certificate.training_id == TrainingRecord.id",
        foreign_keys="Certificate.training_id",
        viewonly=True,
    )
    person: Mapped[Person] = relationship(
        primaryjoin="Certificate.person_id == Person.id", foreign_keys="Certificate.person_id", viewonly=True
    )
    answered_by: Mapped[User | None] = relationship(foreign_keys="Certificate.answered_by_id", viewonly=True)
