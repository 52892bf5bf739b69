"""The credentials of a person: dated events on two tracks, what else the account is about, and L&I's view of them.

Nothing here says where an application stands: that follows from the events (onboarding/rules/credential.py).
"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from onboarding.extensions import Base
from onboarding.models.account import User
from onboarding.models.columns import Instant, words

CORRECTING = text("corrects_id IS NOT NULL")


class Track(StrEnum):
    """Which of the two applications that follow a hire."""

    PROVIDER = "provider"
    SUPPLEMENTAL = "supplemental"


class Channel(StrEnum):
    """How something went to L&I, or came from there."""

    PROVIDER_ONE = "provider_one"
    MAIL = "mail"
    FAX = "fax"
    EMAIL = "email"
    PHONE = "phone"
    WEBSITE = "website"
    OTHER = "other"


class CredentialEvent(Base):
    """One dated event of a track, never changed once written.

    A correction is a row of its own that `corrects` the earlier one, with `because`; with `struck` it takes it away.
    What holds is every row that no other corrects, but those that strike. `event` is a word of the rules.
    """

    __tablename__ = "credential_event"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        Index("ix_credential_event_person", "organisation_id", "person_id", "id"),
        Index("ix_credential_event_number", "organisation_id", "number"),
        Index(
            "uq_credential_event_corrected",
            "organisation_id",
            "corrects_id",
            unique=True,
            sqlite_where=CORRECTING,
            postgresql_where=CORRECTING,
        ),
        ForeignKeyConstraint(["organisation_id", "person_id"], ["person.organisation_id", "person.id"]),
        ForeignKeyConstraint(["organisation_id", "item_id"], ["evidence_item.organisation_id", "evidence_item.id"]),
        ForeignKeyConstraint(
            ["organisation_id", "corrects_id"], ["credential_event.organisation_id", "credential_event.id"]
        ),
        CheckConstraint("corrects_id IS NULL OR because IS NOT NULL", name="correction_explained"),
        CheckConstraint("corrects_id IS NOT NULL OR NOT struck", name="strikes_something"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[int]
    track: Mapped[Track] = mapped_column(words(Track))
    event: Mapped[str] = mapped_column(String(40))
    happened_on: Mapped[date]
    number: Mapped[str | None] = mapped_column(String(20))
    reason: Mapped[str | None] = mapped_column(String(500))
    channel: Mapped[Channel | None] = mapped_column(words(Channel))
    contact: Mapped[str | None] = mapped_column(String(200))
    form_edition: Mapped[str | None] = mapped_column(String(40))
    item_id: Mapped[int | None]
    note: Mapped[str | None] = mapped_column(Text)
    corrects_id: Mapped[int | None]
    struck: Mapped[bool]
    because: Mapped[str | None] = mapped_column(String(500))
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    corrects: Mapped["CredentialEvent | None"] = relationship(  # so that an erasure takes the later one first
        primaryjoin="foreign(CredentialEvent.corrects_id) == remote(CredentialEvent.id)"
    )
    recorded_by: Mapped[User | None] = relationship()


class AccountDetails(Base):
    """What else the provider account is about: one version of it, the latest of which holds.

    Of NPI, licence and malpractice cover each is a value, or why there is none to have; both null: not known.
    `payee_number` is that of the group under which the person bills, and never the person's own.
    """

    __tablename__ = "account_details"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        UniqueConstraint("organisation_id", "person_id", "version"),
        ForeignKeyConstraint(["organisation_id", "person_id"], ["person.organisation_id", "person.id"]),
        *(
            CheckConstraint(f"{each} IS NULL OR no_{each}_because IS NULL", name=f"{each}_or_not")
            for each in ("npi", "licence", "malpractice")
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[int]
    version: Mapped[int]
    npi: Mapped[str | None] = mapped_column(String(20))
    no_npi_because: Mapped[str | None] = mapped_column(String(200))
    licence: Mapped[str | None] = mapped_column(String(200))
    no_licence_because: Mapped[str | None] = mapped_column(String(200))
    malpractice: Mapped[str | None] = mapped_column(String(200))
    no_malpractice_because: Mapped[str | None] = mapped_column(String(200))
    payee_number: Mapped[str | None] = mapped_column(String(20))
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    recorded_at: Mapped[datetime] = mapped_column(Instant)


class Attestation(Base):
    """That somebody said, on a day, whether there are reported issues with L&I about a person who works here."""

    __tablename__ = "attestation"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        Index("ix_attestation_person", "organisation_id", "person_id", "id"),
        ForeignKeyConstraint(["organisation_id", "person_id"], ["person.organisation_id", "person.id"]),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[int]
    reported: Mapped[bool]
    said_by: Mapped[str] = mapped_column(String(200))
    said_on: Mapped[date]
    note: Mapped[str | None] = mapped_column(Text)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    recorded_at: Mapped[datetime] = mapped_column(Instant)


class CredentialReminder(Base):
    """That the managers were reminded of something to do: `week` 0 on its day, then once for each week it stays so."""

    __tablename__ = "credential_reminder"
    __table_args__ = (
        UniqueConstraint(
            "organisation_id", "person_id", "track", "kind", "remind_on", "week", name="uq_credential_reminder_once"
        ),
        ForeignKeyConstraint(["organisation_id", "person_id"], ["person.organisation_id", "person.id"]),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[int]
    track: Mapped[Track] = mapped_column(words(Track))
    kind: Mapped[str] = mapped_column(String(40))
    remind_on: Mapped[date]
    week: Mapped[int]
    reminded_at: Mapped[datetime] = mapped_column(Instant)
