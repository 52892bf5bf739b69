"""From a recommendation to a determination: what was frozen, who recommended, who decided, what was asked for."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from onboarding.models.account import User
from onboarding.models.base import OfOrganisation, OfPerson, Record, within
from onboarding.roles import StaffRole


class Decision(StrEnum):
    """What is recommended (the first two), or decided. `more_information` is no end: the application stays open."""

    QUALIFIED = "qualified"
    NOT_QUALIFIED = "not_qualified"
    MORE_INFORMATION = "more_information"
    WITHDRAWN = "withdrawn"


class Recommendation(Record, OfPerson):
    """What a screener recommends, and everything it rests on, as it was: written once.

    `frozen` is canonical JSON: the facts, the evidence with its hashes, the findings, the rulebook's version, the
    rulings in force and the day. `frozen_sha256` is its hash.
    """

    __tablename__ = "recommendation"
    in_words = "recommendation with what it rests on", "recommendations with what they rest on"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        UniqueConstraint("organisation_id", "person_id", "number"),
    )

    number: Mapped[int]
    role: Mapped[StaffRole]
    recommends: Mapped[Decision]
    summary: Mapped[str] = mapped_column(Text)
    as_of: Mapped[date]
    frozen: Mapped[str] = mapped_column(Text)
    frozen_sha256: Mapped[str] = mapped_column(String(64))
    recommended_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    recommended_at: Mapped[datetime]

    recommended_by: Mapped[User | None] = relationship()
    determination: Mapped["Determination | None"] = relationship(
        primaryjoin="Recommendation.id == Determination.recommendation_id",
        foreign_keys="Determination.recommendation_id",
        viewonly=True,
        uselist=False,
    )


class Determination(Record, OfPerson):
    """What became of an application. Without a recommendation the applicant withdrew it, or was asked for more."""

    __tablename__ = "determination"
    in_words = "determination", "determinations"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        UniqueConstraint("organisation_id", "recommendation_id"),
        Index("ix_determination_person", "organisation_id", "person_id", "id"),
        within("recommendation_id", "recommendation"),
    )

    recommendation_id: Mapped[int | None]
    decision: Mapped[Decision]
    because: Mapped[str] = mapped_column(Text)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    decided_at: Mapped[datetime]

    decided_by: Mapped[User | None] = relationship()
    reopening: Mapped["Reopening | None"] = relationship(
        primaryjoin="Determination.id == Reopening.determination_id",
        foreign_keys="Reopening.determination_id",
        viewonly=True,
        uselist=False,
    )


class Reopening(Record, OfOrganisation):
    """A determination that is looked at again, as the applicant asked; the earlier one stays."""

    __tablename__ = "reopening"
    in_words = "reopening", "reopenings"
    __table_args__ = (
        UniqueConstraint("organisation_id", "determination_id"),
        within("determination_id", "determination"),
    )

    determination_id: Mapped[int]
    because: Mapped[str] = mapped_column(Text)
    reopened_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    reopened_at: Mapped[datetime]


class InformationItem(Record, OfPerson):
    """One thing the applicant was asked for, until somebody says that it came or is no longer needed."""

    __tablename__ = "information_item"
    in_words = "thing asked for", "things asked for"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        Index("ix_information_item_person", "organisation_id", "person_id", "id"),
        within("determination_id", "determination"),
    )

    determination_id: Mapped[int]
    asks: Mapped[str] = mapped_column(String(500))
    asked_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    settled_how: Mapped[str | None] = mapped_column(String(500))

    answer: Mapped["InformationAnswer | None"] = relationship(
        primaryjoin="InformationItem.id == InformationAnswer.item_id",
        foreign_keys="InformationAnswer.item_id",
        viewonly=True,
        uselist=False,
    )

    @property
    def is_missing(self) -> bool:
        """Whether the applicant has not answered it, and nobody has said that it came."""
        return self.settled_at is None and self.answer is None


class InformationAnswer(Record, OfPerson):
    """What the applicant answered to one thing by the link, written once."""

    __tablename__ = "information_answer"
    in_words = "answer to what was asked for", "answers to what was asked for"
    __table_args__ = (
        UniqueConstraint("organisation_id", "item_id"),
        Index("ix_information_answer_person", "organisation_id", "person_id", "id"),
        within("item_id", "information_item"),
    )

    item_id: Mapped[int]
    says: Mapped[str] = mapped_column(Text)
    answered_at: Mapped[datetime]
