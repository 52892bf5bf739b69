"""Rulings: a contract manager's answer to an open question, or another number, for one COHE from a day on."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from onboarding.models.account import User
from onboarding.models.base import OfOrganisation, Record, within
from onboarding.roles import StaffRole


class RulingState(StrEnum):
    """Where a ruling stands. `proposed`: recorded, and not yet applied. `withdrawn`: no longer applied, and kept."""

    PROPOSED = "proposed"
    IN_FORCE = "in_force"
    WITHDRAWN = "withdrawn"


class RecordedRuling(Record, OfOrganisation):
    """One ruling for one COHE. What it says never changes: another is recorded, and this one withdrawn.

    `settles` is the id of a question, with the `reading` that holds, or of a number, with the exact `value` as text.
    `role` None: for every role. `hires_only`: of training, for people hired on its day or later; else for everybody.
    `by` and `reference`: whose ruling it is, and in which paper it is written.
    """

    __tablename__ = "ruling"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        Index("ix_ruling_state", "organisation_id", "state", "since"),
        CheckConstraint("(reading IS NULL) <> (value IS NULL)", name="reading_or_value"),
    )

    settles: Mapped[str] = mapped_column(String(60))
    reading: Mapped[str | None] = mapped_column(String(60))
    value: Mapped[str | None] = mapped_column(String(60))
    since: Mapped[date]
    role: Mapped[StaffRole | None]
    by: Mapped[str] = mapped_column(String(200))
    reference: Mapped[str] = mapped_column(String(500))
    hires_only: Mapped[bool] = mapped_column(default=False, server_default=false())
    state: Mapped[RulingState] = mapped_column(default=RulingState.PROPOSED)
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    proposed_at: Mapped[datetime]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    confirmed_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_because: Mapped[str | None] = mapped_column(String(500))

    answer: Mapped["RulingAnswer | None"] = relationship(
        primaryjoin="RecordedRuling.id == RulingAnswer.ruling_id",
        foreign_keys="RulingAnswer.ruling_id",
        viewonly=True,
        uselist=False,
    )
    proposed_by: Mapped[User | None] = relationship(foreign_keys=[proposed_by_id])
    confirmed_by: Mapped[User | None] = relationship(foreign_keys=[confirmed_by_id])
    withdrawn_by: Mapped[User | None] = relationship(foreign_keys=[withdrawn_by_id])

    @property
    def waits_for_lni(self) -> bool:
        """Whether it is applied on the COHE's word alone: no contract manager of theirs has said that it is L&I's."""
        return self.state is RulingState.IN_FORCE and self.answer is None


class RulingAnswer(Record, OfOrganisation):
    """What the COHE's contract manager says of a ruling, once: it is L&I's, or it is not, and then why."""

    __tablename__ = "ruling_answer"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        UniqueConstraint("organisation_id", "ruling_id"),
        within("ruling_id", "ruling"),
        CheckConstraint("confirmed OR because IS NOT NULL", name="dispute_explained"),
    )

    ruling_id: Mapped[int]
    confirmed: Mapped[bool]
    because: Mapped[str | None] = mapped_column(String(500))
    answered_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    answered_at: Mapped[datetime]

    answered_by: Mapped[User] = relationship()


class RulingPaper(Record, OfOrganisation):
    """A file in which a ruling is written. `original` is the hash of what came, `sha256` of the copy that is kept."""

    __tablename__ = "ruling_paper"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        UniqueConstraint("organisation_id", "ruling_id", "original"),
        within("ruling_id", "ruling"),
    )

    ruling_id: Mapped[int]
    file_name: Mapped[str] = mapped_column(String(200))
    original: Mapped[str] = mapped_column(String(64))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    added_at: Mapped[datetime]


class RulingPaperCopy(OfOrganisation):
    """The harmless copy of a paper, sealed with a key of its own, which the master key seals."""

    __tablename__ = "ruling_paper_copy"
    __table_args__ = (
        UniqueConstraint("organisation_id", "paper_id"),
        within("paper_id", "ruling_paper"),
    )

    paper_id: Mapped[int]
    wrapped: Mapped[bytes] = mapped_column(LargeBinary(200))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
