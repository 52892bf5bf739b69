"""Whose own a record is, or ever was: by an account or by an address. Nobody acts alone on what was once their own."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from onboarding.models.base import OfPerson


class PersonAccount(OfPerson):
    """An account that has, or had, the record as its own."""

    __tablename__ = "person_account"
    in_words = "account that the record was linked to", "accounts that the record was linked to"
    __table_args__ = (
        UniqueConstraint("organisation_id", "person_id", "user_id"),
        Index("ix_person_account_user", "user_id"),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    since_at: Mapped[datetime]


class PersonAddress(OfPerson):
    """A mailbox that the record has, or had, as the person's address, and who put it there.

    `mailbox` is the address as rules/alike compares it. `set_by_id` is null for a command, and where nobody knows.
    """

    __tablename__ = "person_address"
    in_words = "address that was recorded", "addresses that were recorded"
    __table_args__ = (
        Index("ix_person_address_mailbox", "mailbox"),
        Index("ix_person_address_person", "organisation_id", "person_id"),
    )

    mailbox: Mapped[str] = mapped_column(String(254))
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    set_at: Mapped[datetime]
