"""Tables that were taken in as one, so that they can be undone as one."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from onboarding.models.account import User
from onboarding.models.base import OfOrganisation, OfPerson, Record, within


class ImportKind(StrEnum):
    """Whom a table was of."""

    STAFF = "staff"
    APPLICANTS = "applicants"


class ImportBatch(Record, OfOrganisation):
    """One table that was taken in. `undone_because`: why everything of it was taken out again."""

    __tablename__ = "import_batch"
    __table_args__ = (UniqueConstraint("organisation_id", "id"),)

    kind: Mapped[ImportKind]
    people: Mapped[int]
    imported_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    imported_at: Mapped[datetime]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    undone_at: Mapped[datetime | None]
    undone_because: Mapped[str | None] = mapped_column(String(500))

    imported_by: Mapped[User | None] = relationship(foreign_keys=[imported_by_id])
    undone_by: Mapped[User | None] = relationship(foreign_keys=[undone_by_id])


class ImportedPerson(OfPerson):
    """Somebody who came in with a table. `rows`: how many rows of which tables came along; else it was touched."""

    __tablename__ = "imported_person"
    __table_args__ = (
        UniqueConstraint("organisation_id", "batch_id", "person_id"),
        within("batch_id", "import_batch"),
    )

    batch_id: Mapped[int]
    rows: Mapped[dict[str, Any]] = mapped_column(JSON)
    revision: Mapped[int]
