"""Two records that could be of one person, and what was decided about them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from onboarding.models.base import OfPerson, Record, one_while, within

MERGED = "same"


class Duplicate(Record, OfPerson):
    """What was decided about two records of one COHE, never changed once written.

    `same`: they are of one person, whose record `other_id` goes on; `person_id` is kept as it was then, and nothing is
    added to it any more. Otherwise they are of two people, who are not taken for one again.
    """

    stays = True
    __tablename__ = "duplicate"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        Index("ix_duplicate_pair", "organisation_id", "person_id", "other_id"),
        Index("ix_duplicate_other", "organisation_id", "other_id"),
        one_while("uq_duplicate_merged", MERGED, "organisation_id", "person_id"),
        within("other_id", "person"),
        CheckConstraint("person_id <> other_id", name="two_records"),
    )

    other_id: Mapped[int]
    same: Mapped[bool]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    decided_at: Mapped[datetime]
