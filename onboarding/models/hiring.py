"""What a hire rests on, an assistant's way to HSC, and who supervises an assistant."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from onboarding.extensions import Base
from onboarding.models.columns import Instant, words
from onboarding.models.person import Person, Posting
from onboarding.roles import StaffRole

UNDER_WAY = text("ended_at IS NULL")


class Hire(Base):
    """That a posting began upon a determination."""

    __tablename__ = "hire"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        UniqueConstraint("organisation_id", "posting_id"),
        UniqueConstraint("organisation_id", "determination_id"),
        Index("ix_hire_person", "organisation_id", "person_id", "id"),
        ForeignKeyConstraint(["organisation_id", "person_id"], ["person.organisation_id", "person.id"]),
        ForeignKeyConstraint(["organisation_id", "posting_id"], ["posting.organisation_id", "posting.id"]),
        ForeignKeyConstraint(
            ["organisation_id", "determination_id"], ["determination.organisation_id", "determination.id"]
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[int]
    posting_id: Mapped[int]
    determination_id: Mapped[int]

    posting: Mapped[Posting] = relationship(
        primaryjoin="Hire.posting_id == Posting.id", foreign_keys="Hire.posting_id", viewonly=True
    )


class Promotion(Base):
    """That somebody who works here applies for another role: they are screened and determined for it, until it ended.

    It ends with the hire in that role, or when it is given up.
    """

    __tablename__ = "promotion"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        Index(
            "uq_promotion_under_way",
            "organisation_id",
            "person_id",
            unique=True,
            sqlite_where=UNDER_WAY,
            postgresql_where=UNDER_WAY,
        ),
        ForeignKeyConstraint(["organisation_id", "person_id"], ["person.organisation_id", "person.id"]),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[int]
    role: Mapped[StaffRole] = mapped_column(words(StaffRole))
    begun_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    begun_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)


class Supervision(Base):
    """Which HSC supervises an assistant, from a day on. The latest row of an assistant holds."""

    __tablename__ = "supervision"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        Index("ix_supervision_person", "organisation_id", "person_id", "id"),
        ForeignKeyConstraint(["organisation_id", "person_id"], ["person.organisation_id", "person.id"]),
        ForeignKeyConstraint(["organisation_id", "supervisor_id"], ["person.organisation_id", "person.id"]),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[int]
    supervisor_id: Mapped[int]
    since: Mapped[date]
    note: Mapped[str | None] = mapped_column(String(500))
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    supervisor: Mapped[Person] = relationship(
        primaryjoin="Supervision.supervisor_id == Person.id", foreign_keys="Supervision.supervisor_id", viewonly=True
    )
