"""What words of the tables that a COHE imports mean there, so that each can be offered with its answer next time."""

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from onboarding.models.base import OfOrganisation, RecordedBy


class WordMeaning(RecordedBy, OfOrganisation):
    """What a word of a kind of table meant when one was taken in; the latest row of a word holds.

    `word`: under what it is looked up; `text`: as it stood in the table.
    """

    __tablename__ = "word_meaning"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        Index("ix_word_meaning_word", "organisation_id", "kind", "word", "id"),
    )

    kind: Mapped[str] = mapped_column(String(40))
    word: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(String(300))
    meaning: Mapped[str] = mapped_column(String(80))
