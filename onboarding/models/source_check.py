"""That somebody compared a page of L&I, as it is on a day, with the passages that the rulebook cites."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from onboarding.models.base import Base, RecordedBy


class SourceCheck(RecordedBy, Base):
    """One such check. It never changes: another is recorded. No organisation: a command, for the installation.

    `text_sha256`: of the page's text as it was saved, which is not kept. `known`: which words it was compared with.
    `passages`: each cited passage by its section, and what became of it; `changed`: how many do not stand; `fresh`: how
    many blocks of the page are new.
    """

    __tablename__ = "source_check"
    __table_args__ = (Index("ix_source_check_page", "page", "id"), Index("ix_source_check_of", "organisation_id", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    page: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(500))
    checked_on: Mapped[date]
    text_sha256: Mapped[str] = mapped_column(String(64))
    known: Mapped[str] = mapped_column(String(64))
    rulebook: Mapped[str] = mapped_column(String(60))
    passages: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    changed: Mapped[int]
    fresh: Mapped[int]
