"""Rulebooks that were put in force from a day, beside the one in the file: the text of each, as it was given."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from onboarding.models.base import Base, RecordedBy, one_while


class AdoptedRulebook(RecordedBy, Base):
    """One edition, of the whole installation. Its text and day never change; before its day it can be withdrawn."""

    __tablename__ = "adopted_rulebook"
    __table_args__ = (
        one_while("uq_adopted_rulebook_version", "withdrawn_at IS NULL", "version"),
        one_while("uq_adopted_rulebook_since", "withdrawn_at IS NULL", "since"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(String(60))
    since: Mapped[date]
    sha256: Mapped[str] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(Text)
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    withdrawn_at: Mapped[datetime | None]
