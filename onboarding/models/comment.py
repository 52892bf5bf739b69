"""What colleagues say to each other about a person. It is no evidence, and nothing rests on it."""

from sqlalchemy import Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from onboarding.models.base import OfPerson, RecordedBy


class Comment(RecordedBy, OfPerson):
    """One comment, never changed once written. The person never reads it, and no paper or file has it."""

    __tablename__ = "comment"
    in_words = "comment", "comments"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        Index("ix_comment_person", "organisation_id", "person_id", "id"),
    )

    says: Mapped[str] = mapped_column(Text)
