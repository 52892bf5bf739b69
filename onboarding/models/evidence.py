"""Evidence: files about a person, what they prove, who checked them, and what became of them.

The files themselves are sealed in the store (onboarding/documents), each under the hash of its content; here is what is
known of them. A verification, a withdrawal and a redaction are records of their own: none changes what was there.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from onboarding.models.account import User
from onboarding.models.base import OfOrganisation, OfPerson, Record, within
from onboarding.models.person import Person


class Proves(StrEnum):
    """What an evidence item is about."""

    JOB = "job"
    DEGREE = "degree"
    SKILL = "skill"
    STANDING = "standing"
    TRAINING = "training"
    CREDENTIAL = "credential"
    HIRE = "hire"
    RESUME = "resume"  # what the applicant says of themselves: it is typed from, and proves nothing
    OTHER = "other"


class Source(StrEnum):
    """Against what an item was verified."""

    ISSUER = "issuer"
    REGISTER = "register"
    CALL = "call"
    ORIGINAL = "original"
    OTHER = "other"


class Result(StrEnum):
    """What a verification came to."""

    CONFIRMED = "confirmed"
    CONTRADICTED = "contradicted"
    NOT_CONFIRMED = "not_confirmed"


class PersonKey(OfPerson):
    """The key that a person's files are sealed with, itself sealed by the master key. Destroyed: `wrapped` is null."""

    stays = True
    __tablename__ = "person_key"
    __table_args__ = (UniqueConstraint("organisation_id", "person_id"),)

    key_id: Mapped[str] = mapped_column(String(32), unique=True)
    wrapped: Mapped[bytes | None] = mapped_column(LargeBinary(200))
    made_at: Mapped[datetime]
    destroyed_at: Mapped[datetime | None]


class StoredFile(OfPerson):
    """One file in the store: an original, a copy, a page, a text. `sha256` is of what is in it, before sealing."""

    __tablename__ = "stored_file"
    in_words = "file", "files"
    __table_args__ = (UniqueConstraint("organisation_id", "person_id", "sha256"),)

    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    media_type: Mapped[str] = mapped_column(String(100))
    stored_at: Mapped[datetime]


def _file(column: str) -> ForeignKeyConstraint:
    """A column that names a file of the same person."""
    target = [f"stored_file.{each}" for each in ("organisation_id", "person_id", "sha256")]
    return ForeignKeyConstraint(["organisation_id", "person_id", column], target)


class EvidenceItem(Record, OfPerson):
    """A file that somebody submitted about a person, and what it is meant to prove.

    `dated_on` is the day the paper itself bears, apart from `received_at`. `original` is the file as it came, `copy`
    the harmless one (of DOCX and XLSX there is `text` instead), `removed` what the copy lacks, in words. By
    `pages_sha256` the pages are sealed with the item: formats/trail.py says over what it is.
    """

    __tablename__ = "evidence_item"
    in_words = "evidence item", "evidence items"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        Index("ix_evidence_item_person", "organisation_id", "person_id", "id"),
        _file("original"),
        _file("copy"),
        _file("text"),
    )

    title: Mapped[str] = mapped_column(String(200))
    proves: Mapped[Proves]
    dated_on: Mapped[date | None]
    note: Mapped[str | None] = mapped_column(String(1000))
    file_name: Mapped[str] = mapped_column(String(150))
    file_kind: Mapped[str] = mapped_column(String(10))
    size: Mapped[int]
    original: Mapped[str] = mapped_column(String(64))
    copy: Mapped[str | None] = mapped_column(String(64))
    text: Mapped[str | None] = mapped_column(String(64))
    pages_sha256: Mapped[str] = mapped_column(String(64), server_default="")
    removed: Mapped[list[str]] = mapped_column(JSON)
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    submitted_as: Mapped[str] = mapped_column(String(200))
    received_at: Mapped[datetime]

    person: Mapped[Person] = relationship(
        primaryjoin="EvidenceItem.person_id == Person.id", foreign_keys="EvidenceItem.person_id", viewonly=True
    )
    submitted_by: Mapped[User | None] = relationship()
    verifications: Mapped[list["EvidenceVerification"]] = relationship(
        primaryjoin="EvidenceItem.id == EvidenceVerification.item_id",
        foreign_keys="EvidenceVerification.item_id",
        order_by="EvidenceVerification.id.desc()",
        viewonly=True,
    )
    withdrawal: Mapped["EvidenceWithdrawal | None"] = relationship(
        primaryjoin="EvidenceItem.id == EvidenceWithdrawal.item_id",
        foreign_keys="EvidenceWithdrawal.item_id",
        viewonly=True,
        uselist=False,
    )


def _item() -> ForeignKeyConstraint:
    return within("item_id", "evidence_item")


class EvidencePage(OfOrganisation):
    """A page of an item as an image; of a redaction where `redaction_id` is not null. `number` counts from 1."""

    __tablename__ = "evidence_page"
    in_words = "page of evidence", "pages of evidence"
    __table_args__ = (
        UniqueConstraint("organisation_id", "item_id", "redaction_id", "number"),
        Index("ix_evidence_page_item", "organisation_id", "item_id", "number"),
        _item(),
        _file("sha256"),
        within("redaction_id", "redaction"),
        CheckConstraint("number >= 1", name="number_positive"),
    )

    person_id: Mapped[int]
    item_id: Mapped[int]
    redaction_id: Mapped[int | None]
    number: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    width: Mapped[int]
    height: Mapped[int]


class EvidenceVerification(Record, OfOrganisation):
    """Somebody checked an item against its source: who, when, against what, and what came of it."""

    __tablename__ = "evidence_verification"
    in_words = "check of evidence", "checks of evidence"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        Index("ix_evidence_verification_item", "item_id"),
        _item(),
    )

    item_id: Mapped[int]
    source: Mapped[Source]
    whom: Mapped[str] = mapped_column(String(200))
    checked_on: Mapped[date]
    result: Mapped[Result]
    note: Mapped[str | None] = mapped_column(String(1000))
    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    verified_at: Mapped[datetime]

    verified_by: Mapped[User | None] = relationship()


class EvidenceWithdrawal(Record, OfOrganisation):
    """An item that counts no more, and why; replaced by another where there is one. It stays visible."""

    __tablename__ = "evidence_withdrawal"
    in_words = "withdrawal of evidence", "withdrawals of evidence"
    __table_args__ = (
        UniqueConstraint("organisation_id", "item_id"),
        _item(),
        within("replaced_by_id", "evidence_item"),
    )

    item_id: Mapped[int]
    replaced_by_id: Mapped[int | None]
    because: Mapped[str] = mapped_column(String(500))
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    withdrawn_at: Mapped[datetime]


class Redaction(Record, OfOrganisation):
    """A copy of an item with boxes made black, for those outside. The latest is the one that is handed out.

    `pages_sha256` seals its pages, as that of an item does.
    """

    __tablename__ = "redaction"
    in_words = "redacted copy", "redacted copies"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        UniqueConstraint("organisation_id", "item_id", "version"),
        _item(),
        _file("copy"),
    )

    person_id: Mapped[int]
    item_id: Mapped[int]
    version: Mapped[int]
    boxes: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    because: Mapped[str | None] = mapped_column(String(500))
    copy: Mapped[str] = mapped_column(String(64))
    pages_sha256: Mapped[str] = mapped_column(String(64), server_default="")
    redacted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    redacted_at: Mapped[datetime]
