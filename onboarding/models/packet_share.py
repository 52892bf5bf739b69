"""A packet shared by a link: with whom, each time it was opened, what its reader says of a line, and what is answered.

What a line says stays with the packet: here it is named by its key (rules/packet_lines.py), and nobody is named.
"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from onboarding.models.account import User
from onboarding.models.base import Corrected, OfOrganisation, Record, within
from onboarding.models.organisation import Organisation
from onboarding.models.packet import Packet

FIRST_OF_A_LINE = text("corrects_id IS NULL")


class Use(StrEnum):
    """What was done by a link. `refused`: a passphrase was tried, and was another."""

    OPENED = "opened"
    DOWNLOADED = "downloaded"
    REFUSED = "refused"


class Verdict(StrEnum):
    """What a recipient says of a line."""

    ACCEPTED = "accepted"
    QUESTION = "question"
    OBJECTION = "objection"


ASKING = (Verdict.QUESTION, Verdict.OBJECTION)


class PacketShare(Record, OfOrganisation):
    """A link to one packet for one recipient. Its secret and its passphrase are kept as hashes.

    `last_on`: the last day on which it opens anything.
    """

    __tablename__ = "packet_share"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        within("packet_id", "packet"),
        Index("ix_packet_share_packet", "organisation_id", "packet_id", "id"),
    )

    packet_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(120))
    address: Mapped[str] = mapped_column(String(254))
    nonce: Mapped[str] = mapped_column(String(32))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    passphrase: Mapped[str | None] = mapped_column(String(255))
    last_on: Mapped[date]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    made_at: Mapped[datetime]
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    revoked_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship()
    made_by: Mapped[User | None] = relationship(foreign_keys=[made_by_id])
    revoked_by: Mapped[User | None] = relationship(foreign_keys=[revoked_by_id])
    packet: Mapped[Packet] = relationship(
        primaryjoin="PacketShare.packet_id == Packet.id", foreign_keys="PacketShare.packet_id", viewonly=True
    )


class PacketShareUse(Record, OfOrganisation):
    """That a link was used, when, and from where."""

    __tablename__ = "packet_share_use"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        within("share_id", "packet_share"),
        Index("ix_packet_share_use_share", "organisation_id", "share_id", "id"),
    )

    share_id: Mapped[int]
    what: Mapped[Use]
    origin: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


class PacketAnswer(Corrected):
    """What the recipient says of one line. Who changes their mind corrects it; of each line one holds.

    `due_on`: the day by which the COHE is to answer a question or an objection.
    """

    __tablename__ = "packet_answer"
    __table_args__ = (
        within("share_id", "packet_share"),
        Index(
            "uq_packet_answer_line",
            *("organisation_id", "share_id", "line"),
            unique=True,
            sqlite_where=FIRST_OF_A_LINE,
            postgresql_where=FIRST_OF_A_LINE,
        ),
        CheckConstraint("(verdict = 'accepted') = (text IS NULL)", name="text_of_what_is_asked"),
        CheckConstraint("(verdict = 'accepted') = (due_on IS NULL)", name="due_is_what_is_asked"),
    )

    share_id: Mapped[int]
    line: Mapped[str] = mapped_column(String(80))
    verdict: Mapped[Verdict]
    text: Mapped[str | None] = mapped_column(String(1000))
    due_on: Mapped[date | None]
    origin: Mapped[str] = mapped_column(String(64))

    share: Mapped[PacketShare] = relationship(
        primaryjoin="PacketAnswer.share_id == PacketShare.id", foreign_keys="PacketAnswer.share_id", viewonly=True
    )


class PacketReply(Corrected):
    """What the COHE answers to a question or an objection; a later reply corrects an earlier one."""

    __tablename__ = "packet_reply"
    __table_args__ = (
        within("answer_id", "packet_answer"),
        Index(
            "uq_packet_reply_answer",
            *("organisation_id", "answer_id"),
            unique=True,
            sqlite_where=FIRST_OF_A_LINE,
            postgresql_where=FIRST_OF_A_LINE,
        ),
    )

    answer_id: Mapped[int]
    text: Mapped[str] = mapped_column(String(1000))

    answer: Mapped[PacketAnswer] = relationship(
        primaryjoin="PacketReply.answer_id == PacketAnswer.id", foreign_keys="PacketReply.answer_id", viewonly=True
    )
