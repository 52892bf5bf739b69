"""What a hire rests on, an assistant's way to HSC, and who supervises an assistant."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from onboarding.models.base import OfPerson, Record, RecordedBy, one_while, within
from onboarding.models.person import Person, Posting
from onboarding.roles import StaffRole

UNDER_WAY = "ended_at IS NULL"


class Hire(Record, OfPerson):
    """That a posting began upon a determination."""

    __tablename__ = "hire"
    in_words = "hire", "hires"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        UniqueConstraint("organisation_id", "posting_id"),
        UniqueConstraint("organisation_id", "determination_id"),
        Index("ix_hire_person", "organisation_id", "person_id", "id"),
        within("posting_id", "posting"),
        within("determination_id", "determination"),
    )

    posting_id: Mapped[int]
    determination_id: Mapped[int]

    posting: Mapped[Posting] = relationship(
        primaryjoin="Hire.posting_id == Posting.id", foreign_keys="Hire.posting_id", viewonly=True
    )


class HireAcceptance(RecordedBy, OfPerson):
    """That L&I agreed in writing to a hire without a determination: who said so, where it stands, and on which day."""

    __tablename__ = "hire_acceptance"
    in_words = "word of L&I on a hire", "words of L&I on a hire"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        Index("ix_hire_acceptance_person", "organisation_id", "person_id", "id"),
    )

    says: Mapped[str] = mapped_column(String(500))
    said_on: Mapped[date]


class Promotion(Record, OfPerson):
    """That somebody who works here applies for another role: they are screened and determined for it, until it ended.

    It ends with the hire in that role, or when it is given up.
    """

    __tablename__ = "promotion"
    in_words = "promotion", "promotions"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        one_while("uq_promotion_under_way", UNDER_WAY, "organisation_id", "person_id"),
    )

    role: Mapped[StaffRole]
    begun_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    begun_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Supervision(RecordedBy, OfPerson):
    """Which HSC supervises an assistant, from a day on. The latest row of an assistant holds."""

    __tablename__ = "supervision"
    in_words = "record of who supervised them", "records of who supervised them"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        Index("ix_supervision_person", "organisation_id", "person_id", "id"),
        within("supervisor_id", "person"),
    )

    supervisor_id: Mapped[int]
    since: Mapped[date]
    note: Mapped[str | None] = mapped_column(String(500))

    supervisor: Mapped[Person] = relationship(
        primaryjoin="Supervision.supervisor_id == Person.id", foreign_keys="Supervision.supervisor_id", viewonly=True
    )
