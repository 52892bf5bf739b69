"""Notes for the discussions with L&I that a quarter's claims require."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from onboarding.models.base import Corrected


class DiscussionNote(Corrected):
    """A COHE's note on a quarter, as `quarter` names it ("2026-Q1"), of which the latest row holds.

    `figures`: the quarter's as they were when the text was drafted, exact and in words, with nobody's name.
    `held_on`: when the discussion took place; null: not yet.
    """

    __tablename__ = "discussion_note"
    __table_args__ = (Index("ix_discussion_note_quarter", "organisation_id", "quarter", "id"),)

    quarter: Mapped[str] = mapped_column(String(7))
    text: Mapped[str] = mapped_column(Text)
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)
    held_on: Mapped[date | None]
