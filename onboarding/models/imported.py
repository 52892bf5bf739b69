"""Tables that are taken in as one, so that they can be undone as one: while they are looked at, and afterwards."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from onboarding.models.account import User
from onboarding.models.base import OfOrganisation, OfPerson, Record, within


class OpenTable(OfOrganisation):
    """A table that was sent and not taken in yet: one account's, for a day, sealed with what its columns are read as.

    A résumé waits here too until somebody's record is made from it (services/resumes.py); it has no columns.

    `revision` moves with both, so that what is taken in is what was looked at.
    """

    __tablename__ = "open_table"
    __table_args__ = (Index("ix_open_table_user", "organisation_id", "user_id", "id"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    kind: Mapped[str] = mapped_column(String(40))
    sent_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column()
    wrapped: Mapped[bytes] = mapped_column(LargeBinary(200))
    sealed: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 - SQLAlchemy's way


class ImportBatch(Record, OfOrganisation):
    """One table that was taken in, of a kind in services/imports.py. `undone_because`: why all of it went again."""

    __tablename__ = "import_batch"
    __table_args__ = (UniqueConstraint("organisation_id", "id"),)

    kind: Mapped[str] = mapped_column(String(40))
    people: Mapped[int]
    imported_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    imported_at: Mapped[datetime]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    undone_at: Mapped[datetime | None]
    undone_because: Mapped[str | None] = mapped_column(String(500))

    imported_by: Mapped[User | None] = relationship(foreign_keys=[imported_by_id])
    undone_by: Mapped[User | None] = relationship(foreign_keys=[undone_by_id])


class ImportedPerson(OfPerson):
    """Somebody who came in with a table. `rows`: how many rows of which tables came along; else it was touched.

    `updated`: of somebody who was here already, the keys of what the table changed; null for who came with it.
    """

    __tablename__ = "imported_person"
    in_words = "line of a table that was taken in", "lines of tables that were taken in"
    __table_args__ = (
        UniqueConstraint("organisation_id", "batch_id", "person_id"),
        within("batch_id", "import_batch"),
    )

    batch_id: Mapped[int]
    rows: Mapped[dict[str, Any]] = mapped_column(JSON)
    revision: Mapped[int]
    updated: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
