"""People of a COHE: applicants, and those who work or worked there as HSC or assistant."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from onboarding.models.base import DERIVED, OfOrganisation, OfPerson, Record, RecordedBy
from onboarding.roles import StaffRole
from onboarding.rules.alike import dialed, folded, same_name

LONGEST_NAME, LONGEST_PHONE = 200, 40


class Person(Record, OfOrganisation):
    """Somebody a COHE keeps a record of. `user_id`: their own account, by which they see their own record.

    `sorted_as` is the name folded for search and order; who has the same in `same_name` or `dialed`, the name in
    whichever order and the digits of the phone, could be the same person. All three follow the name and the phone, and
    nobody else sets them. What they applied for is here; whether and when they were hired is in postings, of which
    `posting_id` points to the version that holds now.
    """

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        UniqueConstraint("organisation_id", "user_id"),
        UniqueConstraint("organisation_id", "email"),
        Index("ix_person_list", "organisation_id", "sorted_as", "id"),
        Index("ix_person_same_name", "organisation_id", "same_name"),
        Index("ix_person_dialed", "organisation_id", "dialed"),
        ForeignKeyConstraint(
            ["organisation_id", "posting_id"],
            ["posting.organisation_id", "posting.id"],
            name="fk_person_posting",
            use_alter=True,
        ),
    )

    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    sorted_as: Mapped[str] = mapped_column(String(LONGEST_NAME), info=DERIVED)
    same_name: Mapped[str | None] = mapped_column(String(LONGEST_NAME), info=DERIVED)
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(LONGEST_PHONE))
    dialed: Mapped[str | None] = mapped_column(String(LONGEST_PHONE), info=DERIVED)
    applied_for: Mapped[StaffRole]
    applied_on: Mapped[date | None]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    posting_id: Mapped[int | None]
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]

    posting: Mapped["Posting | None"] = relationship(
        primaryjoin="Person.posting_id == Posting.id", foreign_keys="Person.posting_id", viewonly=True
    )

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 - SQLAlchemy's way: two edits at once, one is told

    @validates("name")
    def _follow_name(self, _key: str, name: str) -> str:
        known = same_name(name)
        self.sorted_as, self.same_name = folded(name)[:LONGEST_NAME], known and known[:LONGEST_NAME]
        return name

    @validates("phone")
    def _follow_phone(self, _key: str, phone: str | None) -> str | None:
        known = dialed(phone)
        self.dialed = known and known[:LONGEST_PHONE]
        return phone


class Posting(RecordedBy, OfPerson):
    """When a person entered and left a role at the COHE: one version of it, never changed once written.

    A correction is a new row of the same person with the next `version` and the `reason`. `hired_on` is the day the
    person entered the role here, which starts the clock for training; `left_on` the last day in it.
    """

    stays = True
    __tablename__ = "posting"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        UniqueConstraint("organisation_id", "person_id", "version"),
        Index("ix_posting_hired", "organisation_id", "hired_on"),
        CheckConstraint("left_on IS NULL OR left_on >= hired_on", name="left_after_hired"),
        CheckConstraint("version >= 1", name="version_positive"),
    )

    version: Mapped[int]
    role: Mapped[StaffRole]
    hired_on: Mapped[date]
    left_on: Mapped[date | None]
    reason: Mapped[str | None] = mapped_column(String(500))
