"""References: a past employer or a school is asked about what an applicant claims, and answers by a link."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from onboarding.models.base import OfOrganisation, OfPerson, Record, within
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person


class Answered(StrEnum):
    """What the one who was asked says of the claim as a whole."""

    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    NOT_CONFIRMED = "not_confirmed"


class ReferenceRequest(Record, OfPerson):
    """A question about one job or degree, sent to one address. `fact` is its id in the claim, `asked` what it said.

    The link's secret is kept as a hash; one answer, before it expires.
    """

    __tablename__ = "reference_request"
    in_words = "question to an employer or school", "questions to employers and schools"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        Index("ix_reference_request_person", "organisation_id", "person_id", "id"),
    )

    fact: Mapped[str] = mapped_column(String(40))
    asked: Mapped[dict[str, Any]] = mapped_column(JSON)
    to_name: Mapped[str] = mapped_column(String(200))
    to_address: Mapped[str] = mapped_column(String(254))
    nonce: Mapped[str] = mapped_column(String(32))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    requested_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    requested_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_because: Mapped[str | None] = mapped_column(String(500))

    organisation: Mapped[Organisation] = relationship()
    person: Mapped[Person] = relationship(
        primaryjoin="ReferenceRequest.person_id == Person.id", foreign_keys="ReferenceRequest.person_id", viewonly=True
    )
    answer: Mapped["ReferenceAnswer | None"] = relationship(
        primaryjoin="ReferenceRequest.id == ReferenceAnswer.request_id",
        foreign_keys="ReferenceAnswer.request_id",
        viewonly=True,
        uselist=False,
    )


class ReferenceAnswer(Record, OfOrganisation):
    """What was answered, never changed once written. `corrections`: what is right instead, by the key of `asked`."""

    __tablename__ = "reference_answer"
    in_words = "answer of an employer or school", "answers of employers and schools"
    __table_args__ = (
        UniqueConstraint("organisation_id", "request_id"),
        within("request_id", "reference_request"),
    )

    request_id: Mapped[int]
    answered: Mapped[Answered]
    corrections: Mapped[dict[str, Any]] = mapped_column(JSON)
    note: Mapped[str | None] = mapped_column(String(2000))
    name: Mapped[str] = mapped_column(String(200))
    position: Mapped[str] = mapped_column(String(200))
    origin: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
