"""People of a COHE: applicants, and those who work or worked there as HSC or assistant."""

import unicodedata
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from onboarding.extensions import Base
from onboarding.models.columns import Instant, words
from onboarding.roles import StaffRole


def folded(name: str) -> str:
    """A name as it is searched and ordered by: no accents, no case, single blanks. 'Núñez  Ana' is 'nunez ana'."""
    plain = "".join(each for each in unicodedata.normalize("NFKD", name) if not unicodedata.combining(each))
    return " ".join(plain.casefold().split())


class Person(Base):
    """Somebody a COHE keeps a record of. `user_id`: their own account, by which they see their own record.

    `sorted_as` is the name folded for search and order. What they applied for is here; whether and when they were
    hired is in postings, of which `posting_id` points to the version that holds now.
    """

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        UniqueConstraint("organisation_id", "user_id"),
        UniqueConstraint("organisation_id", "email"),
        Index("ix_person_list", "organisation_id", "sorted_as", "id"),
        Index("ix_person_phone", "organisation_id", "phone"),
        ForeignKeyConstraint(
            ["organisation_id", "posting_id"],
            ["posting.organisation_id", "posting.id"],
            name="fk_person_posting",
            use_alter=True,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str] = mapped_column(String(200))
    sorted_as: Mapped[str] = mapped_column(String(200))
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(40))
    applied_for: Mapped[StaffRole] = mapped_column(words(StaffRole))
    applied_on: Mapped[date | None]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    posting_id: Mapped[int | None]
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(Instant)

    posting: Mapped["Posting | None"] = relationship(
        primaryjoin="Person.posting_id == Posting.id", foreign_keys="Person.posting_id", viewonly=True
    )

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 - SQLAlchemy's way: two edits at once, one is told


class Posting(Base):
    """When a person entered and left a role at the COHE: one version of it, never changed once written.

    A correction is a new row of the same person with the next `version` and the `reason`. `hired_on` is the day the
    person entered the role here, which starts the clock for training; `left_on` the last day in it.
    """

    __tablename__ = "posting"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        UniqueConstraint("organisation_id", "person_id", "version"),
        Index("ix_posting_hired", "organisation_id", "hired_on"),
        ForeignKeyConstraint(["organisation_id", "person_id"], ["person.organisation_id", "person.id"]),
        CheckConstraint("left_on IS NULL OR left_on >= hired_on", name="left_after_hired"),
        CheckConstraint("version >= 1", name="version_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[int]
    version: Mapped[int]
    role: Mapped[StaffRole] = mapped_column(words(StaffRole))
    hired_on: Mapped[date]
    left_on: Mapped[date | None]
    reason: Mapped[str | None] = mapped_column(String(500))
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
