"""What an applicant claims, and what screeners make of it: each a record of its own, the latest of which holds."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from onboarding.models.base import OfPerson, Record, RecordedBy, within


class ClaimSource(StrEnum):
    """How a claim came in."""

    FORM = "form"
    JSON_RESUME = "json_resume"
    TABLE = "table"
    LINK = "link"
    MERGED = "merged"
    API = "api"


SOURCES = {
    ClaimSource.FORM: "the application form",
    ClaimSource.JSON_RESUME: "a JSON Resume file",
    ClaimSource.TABLE: "an imported table",
    ClaimSource.LINK: "the applicant's link",
    ClaimSource.MERGED: "a merged record",
    ClaimSource.API: "a program, by the API",
}


class How(StrEnum):
    """How a skill was shown, or a statement on standing made. The first two are the applicant's own word."""

    EXPERIENCE = "experience"
    ATTESTATION = "attestation"
    INTERVIEW = "interview"
    WORK_SAMPLE = "work_sample"
    REFERENCE = "reference"
    LNI = "lni"


class Claim(RecordedBy, OfPerson):
    """What an applicant says, in one version: jobs and degrees in the shape of `flask rules screen`, each with an id.

    Nothing in it is judged: no category, no check. A correction is the next version, with its reason.
    """

    __tablename__ = "claim"
    in_words = "version of the application", "versions of the application"
    __table_args__ = (
        UniqueConstraint("organisation_id", "person_id", "version"),
        CheckConstraint("version >= 1", name="version_positive"),
    )

    version: Mapped[int]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    source: Mapped[ClaimSource]
    reason: Mapped[str | None] = mapped_column(String(500))


class FactDecision(Record, OfPerson):
    """What a screener decides about one job or degree: a category or duties, a level or an evaluation; with the reason.

    `decided` holds keys of `flask rules screen`. `title` is the folded job title, by which precedents are found.
    """

    __tablename__ = "fact_decision"
    in_words = "decision about a job or a skill", "decisions about jobs and skills"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        Index("ix_fact_decision_person", "organisation_id", "person_id", "fact", "id"),
        Index("ix_fact_decision_title", "organisation_id", "title", "id"),
    )

    fact: Mapped[str] = mapped_column(String(40))
    title: Mapped[str | None] = mapped_column(String(200))
    decided: Mapped[dict[str, Any]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(String(500))
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    decided_at: Mapped[datetime]


class FactEvidence(Record, OfPerson):
    """That an evidence item proves one job or degree, as it was claimed then: `fact_hash` tells whether it still is."""

    __tablename__ = "fact_evidence"
    in_words = "proof of what was stated", "proofs of what was stated"
    __table_args__ = (
        UniqueConstraint("organisation_id", "person_id", "fact", "item_id", "fact_hash", name="uq_fact_evidence_once"),
        within("item_id", "evidence_item"),
    )

    fact: Mapped[str] = mapped_column(String(40))
    fact_hash: Mapped[str] = mapped_column(String(64))
    item_id: Mapped[int]
    attached_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    attached_at: Mapped[datetime]


class StandingStatement(RecordedBy, OfPerson):
    """A skill shown or not, or a word on L&I's view of the applicant: what, how it is known, who said so, which day."""

    __tablename__ = "standing_statement"
    in_words = "statement of the standing with L&I", "statements of the standing with L&I"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        Index("ix_standing_statement_person", "organisation_id", "person_id", "about", "id"),
    )

    about: Mapped[str] = mapped_column(String(40))
    value: Mapped[bool]
    how: Mapped[How]
    said_by: Mapped[str] = mapped_column(String(200))
    said_on: Mapped[date]
    note: Mapped[str | None] = mapped_column(Text)


class StandingProof(RecordedBy, OfPerson):
    """What shows a statement on standing with L&I: a paper, which is checked as any evidence is; or, without one, that
    who recorded this looked at what the applicant had signed by the link."""

    __tablename__ = "standing_proof"
    in_words = "proof of a statement", "proofs of statements"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        UniqueConstraint("organisation_id", "statement_id"),
        Index("ix_standing_proof_person", "organisation_id", "person_id", "id"),
        within("statement_id", "standing_statement"),
        within("item_id", "evidence_item"),
    )

    statement_id: Mapped[int]
    item_id: Mapped[int | None]
