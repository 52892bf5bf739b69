"""Packets of evidence: what a COHE defines once and issues again, and each packet that was issued.

What a packet says and the PDF itself are sealed in the store, with a key of the packet's own: here is what is known of
them, and nothing of anybody in them but a number.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from onboarding.models.account import User
from onboarding.models.base import OfOrganisation, OfPerson, Record, RecordedBy, within
from onboarding.models.packet_tally import PacketTally


class Whom(StrEnum):
    """Whom a packet is about."""

    PERSON = "person"
    CHOSEN = "chosen"
    STAFF = "staff"
    NOBODY = "nobody"  # the COHE as a whole: its staffing


class Span(StrEnum):
    """Which period, told from the day of issue; or two days that were given."""

    LAST_QUARTER = "last_quarter"
    THIS_QUARTER = "this_quarter"
    FOUR_QUARTERS = "four_quarters"
    DAYS = "days"


class AsOf(StrEnum):
    """As of which day the facts are taken."""

    ISSUE = "issue"
    PERIOD_END = "period_end"


class Evidence(StrEnum):
    """Which evidence goes with it."""

    NONE = "none"
    USED = "used"  # what a finding, a training or an event rests on
    ALL = "all"


class Files(StrEnum):
    """Whether a packet is one file, or a file for each person."""

    ONE = "one"
    EACH = "each"


class Quarterly(StrEnum):
    """What the clock does on the first working day after each quarter."""

    NEVER = "never"
    PREPARE = "prepare"
    ISSUE = "issue"  # where every exhibit is as in the last packet that was issued; else as above


class PacketState(StrEnum):
    """Where a packet stands. `erased`: somebody in it was erased, and nobody can open it any more.

    First what it says is put together (`preparing`); once somebody looked at that (`ready`), it is laid out.
    """

    PREPARING = "preparing"
    READY = "ready"
    BUILDING = "building"
    ISSUED = "issued"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    FAILED = "failed"
    CANCELED = "canceled"
    ERASED = "erased"


class PacketDefinition(RecordedBy, OfOrganisation):
    """What a COHE puts together again and again. `people`: the numbers of those chosen. `sections` in their order.

    `first_on` and `last_on`: of a period that was given by its days. `revision` counts how often it was changed.
    `quarterly_since`: the day since which the clock may act; it does on the first such day after that.
    """

    __tablename__ = "packet_definition"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        CheckConstraint("last_on >= first_on", name="last_after_first"),
    )

    name: Mapped[str] = mapped_column(String(120))
    whom: Mapped[Whom]
    people: Mapped[list[int]] = mapped_column(JSON)
    span: Mapped[Span]
    first_on: Mapped[date | None]
    last_on: Mapped[date | None]
    as_of: Mapped[AsOf]
    sections: Mapped[list[str]] = mapped_column(JSON)
    evidence: Mapped[Evidence]
    revision: Mapped[int] = mapped_column(default=0)
    files: Mapped[Files] = mapped_column(default=Files.ONE, server_default=Files.ONE.value)
    quarterly: Mapped[Quarterly] = mapped_column(default=Quarterly.NEVER, server_default=Quarterly.NEVER.value)
    quarterly_since: Mapped[date | None]
    letter: Mapped[str | None] = mapped_column(Text)


def _beside(model: str) -> Any:
    """The row of another table about the same packet; there is one at most."""
    of = f"{model}.packet_id"
    return relationship(primaryjoin=f"Packet.id == {of}", foreign_keys=of, viewonly=True, uselist=False)


class Packet(Record, OfOrganisation):
    """One packet: what it was built from is frozen, and the file made from it never changes.

    `number` counts the packets of the COHE. `content_sha256` is of what it says, `file_sha256` of the PDF; both lie
    sealed in the folder `key_id` of the store, and `wrapped` is their key (null: destroyed). Of one that is a file for
    each person, each is a packet of its own (`PacketPart`), and `file_sha256` is of the list of them.
    """

    __tablename__ = "packet"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        UniqueConstraint("organisation_id", "number"),
        within("definition_id", "packet_definition"),
        within("superseded_by_id", "packet"),
        Index("ix_packet_definition", "organisation_id", "definition_id", "id"),
        Index("ix_packet_file", "file_sha256"),
    )

    definition_id: Mapped[int]
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    first_on: Mapped[date]
    last_on: Mapped[date]
    as_of: Mapped[date]
    state: Mapped[PacketState] = mapped_column(default=PacketState.PREPARING)
    key_id: Mapped[str] = mapped_column(String(32), unique=True)
    wrapped: Mapped[bytes | None] = mapped_column(LargeBinary(200))
    content_sha256: Mapped[str | None] = mapped_column(String(64))
    file_sha256: Mapped[str | None] = mapped_column(String(64))
    size: Mapped[int | None]
    pages: Mapped[int | None]
    exceptions: Mapped[int | None]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    asked_at: Mapped[datetime]
    issued_at: Mapped[datetime | None]
    superseded_by_id: Mapped[int | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_because: Mapped[str | None] = mapped_column(String(500))

    asked_by: Mapped[User | None] = relationship(foreign_keys=[asked_by_id])
    withdrawn_by: Mapped[User | None] = relationship(foreign_keys=[withdrawn_by_id])
    definition: Mapped[PacketDefinition] = relationship(
        primaryjoin="Packet.definition_id == PacketDefinition.id", foreign_keys="Packet.definition_id", viewonly=True
    )
    build: Mapped["PacketBuild | None"] = _beside("PacketBuild")
    part_of: Mapped["PacketPart | None"] = _beside("PacketPart")
    turn: Mapped["PacketTurn | None"] = _beside("PacketTurn")
    tallied: Mapped[PacketTally | None] = _beside("PacketTally")


class PacketPart(OfOrganisation):
    """That a packet is the file of one person of another, `whole_id`; `place` counts them, from 1."""

    __tablename__ = "packet_part"
    __table_args__ = (
        UniqueConstraint("organisation_id", "packet_id"),
        UniqueConstraint("organisation_id", "whole_id", "place"),
        within("packet_id", "packet"),
        within("whole_id", "packet"),
    )

    packet_id: Mapped[int]
    whole_id: Mapped[int]
    place: Mapped[int]


class PacketTurn(OfOrganisation):
    """That the clock had a packet prepared after a quarter, once for each definition.

    `quarter_on`: the first day of the quarter in which it did.
    """

    __tablename__ = "packet_turn"
    __table_args__ = (
        UniqueConstraint("organisation_id", "definition_id", "quarter_on"),
        UniqueConstraint("organisation_id", "packet_id"),
        within("definition_id", "packet_definition"),
        within("packet_id", "packet"),
    )

    definition_id: Mapped[int]
    quarter_on: Mapped[date]
    packet_id: Mapped[int]


class PacketBuild(OfOrganisation):
    """The work on a packet: how many of its parts are done, who has it until when, and how often it was begun.

    `because`: why it failed, in words; no name of a person in it.
    """

    __tablename__ = "packet_build"
    __table_args__ = (
        UniqueConstraint("organisation_id", "packet_id"),
        within("packet_id", "packet"),
        Index("ix_packet_build_open", "finished_at", "id"),
    )

    packet_id: Mapped[int]
    done: Mapped[int] = mapped_column(default=0)
    of: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    claim: Mapped[str | None] = mapped_column(String(32))
    claimed_until: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    because: Mapped[str | None] = mapped_column(String(500))


class PacketPerson(OfPerson):
    """That a packet tells of a person. It goes with them, and then nobody can open the packet any more."""

    stays: ClassVar[bool] = False
    __tablename__ = "packet_person"
    in_words = "packet that tells of them, which is closed", "packets that tell of them, which are closed"
    __table_args__ = (
        UniqueConstraint("organisation_id", "packet_id", "person_id"),
        Index("ix_packet_person_person", "organisation_id", "person_id"),
        within("packet_id", "packet"),
    )

    packet_id: Mapped[int]
