"""Two records that could be of one person, and what was decided about them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from onboarding.extensions import Base
from onboarding.models.columns import Instant

MERGED = text("same")


class Duplicate(Base):
    """What was decided about two records of one COHE, never changed once written.

    `same`: they are of one person, whose record `other_id` goes on; `person_id` is kept as it was then, and nothing is
    added to it any more. Otherwise they are of two people, who are not taken for one again.
    """

    __tablename__ = "duplicate"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        Index("ix_duplicate_pair", "organisation_id", "person_id", "other_id"),
        Index("ix_duplicate_other", "organisation_id", "other_id"),
        Index(
            "uq_duplicate_merged",
            "organisation_id",
            "person_id",
            unique=True,
            sqlite_where=MERGED,
            postgresql_where=MERGED,
        ),
        ForeignKeyConstraint(["organisation_id", "person_id"], ["person.organisation_id", "person.id"]),
        ForeignKeyConstraint(["organisation_id", "other_id"], ["person.organisation_id", "person.id"]),
        CheckConstraint("person_id <> other_id", name="two_records"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[int]
    other_id: Mapped[int]
    same: Mapped[bool]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    decided_at: Mapped[datetime] = mapped_column(Instant)
