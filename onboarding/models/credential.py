"""The credentials of a person: dated events on two tracks, what else the account is about, and L&I's view of them.

Nothing here says where an application stands: that follows from the events (onboarding/rules/credential.py).
"""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from onboarding.models.base import Correctable, OfPerson, RecordedBy


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


class CredentialEvent(Correctable):
    """One dated event of a track. `event` is a word of the rules."""

    __tablename__ = "credential_event"
    in_words = "event with L&I", "events with L&I"
    __table_args__ = (
        Index("ix_credential_event_person", "organisation_id", "person_id", "id"),
        Index("ix_credential_event_number", "organisation_id", "number"),
    )

    track: Mapped[Track]
    event: Mapped[str] = mapped_column(String(40))
    happened_on: Mapped[date]
    number: Mapped[str | None] = mapped_column(String(20))
    reason: Mapped[str | None] = mapped_column(String(500))
    channel: Mapped[Channel | None]
    contact: Mapped[str | None] = mapped_column(String(200))
    form_edition: Mapped[str | None] = mapped_column(String(40))
    note: Mapped[str | None] = mapped_column(Text)


class AccountDetails(RecordedBy, OfPerson):
    """What else the provider account is about: one version of it, the latest of which holds.

    Of NPI, licence and malpractice cover each is a value, or why there is none to have; both null: not known.
    `payee_number` is that of the group under which the person bills, and never the person's own.
    """

    __tablename__ = "account_details"
    in_words = "version of what the provider account is about", "versions of what the provider account is about"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        UniqueConstraint("organisation_id", "person_id", "version"),
        *(
            CheckConstraint(f"{each} IS NULL OR no_{each}_because IS NULL", name=f"{each}_or_not")
            for each in ("npi", "licence", "malpractice")
        ),
    )

    version: Mapped[int]
    npi: Mapped[str | None] = mapped_column(String(20))
    no_npi_because: Mapped[str | None] = mapped_column(String(200))
    licence: Mapped[str | None] = mapped_column(String(200))
    no_licence_because: Mapped[str | None] = mapped_column(String(200))
    malpractice: Mapped[str | None] = mapped_column(String(200))
    no_malpractice_because: Mapped[str | None] = mapped_column(String(200))
    payee_number: Mapped[str | None] = mapped_column(String(20))


class Attestation(RecordedBy, OfPerson):
    """That somebody said, on a day, whether there are reported issues with L&I about a person who works here."""

    __tablename__ = "attestation"
    in_words = "statement of reported issues with L&I", "statements of reported issues with L&I"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        Index("ix_attestation_person", "organisation_id", "person_id", "id"),
    )

    reported: Mapped[bool]
    said_by: Mapped[str] = mapped_column(String(200))
    said_on: Mapped[date]
    note: Mapped[str | None] = mapped_column(Text)
