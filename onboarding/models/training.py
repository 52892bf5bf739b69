"""What training a person had, as it was recorded."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from onboarding.extensions import Base
from onboarding.models.columns import Instant, words


class TrainingPart(StrEnum):
    """To which part of the training document an entry belongs."""

    INITIAL = "initial"
    LNI_REQUIRED = "lni_required"
    ACTIVITIES = "activities"


class TrainingRecord(Base):
    """One training that somebody had. `facts` is an entry of that part as `flask rules training` takes it."""

    __tablename__ = "training_record"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        Index("ix_training_record_person", "organisation_id", "person_id", "id"),
        ForeignKeyConstraint(["organisation_id", "person_id"], ["person.organisation_id", "person.id"]),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[int]
    part: Mapped[TrainingPart] = mapped_column(words(TrainingPart))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    recorded_at: Mapped[datetime] = mapped_column(Instant)
