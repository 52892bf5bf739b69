"""An applicant fills in the application by a link: what was sent, what is typed so far, which files came that way."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from onboarding.models.account import User
from onboarding.models.base import OfOrganisation, OfPerson, Record, one_while, within
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person

STILL_OPEN = "handed_in_at IS NULL AND withdrawn_at IS NULL"


class ApplicantLink(Record, OfPerson):
    """A link sent to an applicant, open until it expires, is taken back, or the application is handed in by it.

    Its secret is kept as a hash.
    """

    __tablename__ = "applicant_link"
    in_words = "link to the applicant", "links to the applicant"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        one_while("uq_applicant_link_open", STILL_OPEN, "organisation_id", "person_id"),
    )

    sent_to: Mapped[str] = mapped_column(String(254))
    nonce: Mapped[str] = mapped_column(String(32))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    sent_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    handed_in_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship()
    sent_by: Mapped[User | None] = relationship()
    person: Mapped[Person] = relationship(
        primaryjoin="ApplicantLink.person_id == Person.id", foreign_keys="ApplicantLink.person_id", viewonly=True
    )
    draft: Mapped["ApplicantDraft | None"] = relationship(
        primaryjoin="ApplicantLink.id == ApplicantDraft.link_id",
        foreign_keys="ApplicantDraft.link_id",
        viewonly=True,
        uselist=False,
    )


class ApplicantDraft(OfOrganisation):
    """What an applicant has typed so far, as it was typed. It is nothing that was said until it is handed in."""

    __tablename__ = "applicant_draft"
    in_words = "application begun by the link", "applications begun by the link"
    __table_args__ = (
        within("link_id", "applicant_link"),
        UniqueConstraint("organisation_id", "link_id"),
    )

    link_id: Mapped[int]
    typed: Mapped[dict[str, Any]] = mapped_column(JSON)
    saved_at: Mapped[datetime]


class ApplicantFile(OfOrganisation):
    """That an evidence item came by a link."""

    __tablename__ = "applicant_file"
    in_words = "file that came by the applicant's link", "files that came by the applicant's link"
    __table_args__ = (
        UniqueConstraint("organisation_id", "item_id"),
        Index("ix_applicant_file_link", "organisation_id", "link_id"),
        within("link_id", "applicant_link"),
        within("item_id", "evidence_item"),
    )

    link_id: Mapped[int]
    item_id: Mapped[int]
