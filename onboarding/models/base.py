"""What tables of one kind have in common: whose a row is, who recorded it, and how what happened on a day is corrected.

What a table is follows from what its class derives from, and with it what the trail and an erasure cover.
"""

from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, ClassVar

import sqlalchemy
from sqlalchemy import (
    CheckConstraint,
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship
from sqlalchemy.types import TypeDecorator

from onboarding.extensions import Base as Base

FIRST, LAST = -2, 1  # where a column stands in its table
CENT = Decimal("0.01")
DERIVED = {"derived": True}  # of a column that follows from others: what is sealed is what it follows from


class Instant(TypeDecorator[datetime]):
    """An instant, stored in UTC and given back with its zone. A datetime without a zone is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone: take it from onboarding.clock")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _words(of: type[Enum]) -> list[str]:
    return [word.value for word in of]


# An instant is stored in UTC; of an enum its words, and another word is refused when it is written or read.
Base.registry.update_type_annotation_map(
    {
        datetime: Instant,
        Enum: sqlalchemy.Enum(Enum, native_enum=False, create_constraint=False, length=40, values_callable=_words),
    }
)


def within(column: str, table: str) -> ForeignKeyConstraint:
    """That a column points at a row of the same organisation."""
    return ForeignKeyConstraint(["organisation_id", column], [f"{table}.organisation_id", f"{table}.id"])


def one_while(name: str, condition: str, *columns: str) -> Index:
    """That no two rows have the same in these columns while the condition holds of both."""
    while_so = text(condition)
    return Index(name, *columns, unique=True, sqlite_where=while_so, postgresql_where=while_so)


class Money(TypeDecorator[Decimal]):
    """An amount in dollars and cents, kept as cents: exact on both databases, of which one knows no decimals."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, _dialect: Dialect) -> int | None:
        if value is None:
            return None
        if value != value.quantize(CENT):
            raise ValueError(f"{value} is no amount of dollars and cents")
        return int(value / CENT)

    def process_result_value(self, value: int | None, _dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value) * CENT


class Record:
    """A row that never changes without an entry of the trail."""


class RecordedBy(Record):
    """A record that says who made it, and when. Nobody: a command, or the product itself."""

    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), sort_order=LAST)
    recorded_at: Mapped[datetime] = mapped_column(sort_order=LAST)

    @declared_attr
    def recorded_by(cls: Any) -> Mapped[Any]:  # noqa: N805 - SQLAlchemy's way
        """The account of who did."""
        return relationship("User", foreign_keys=[cls.recorded_by_id], viewonly=True)


class OfOrganisation(Base):
    """A row of one organisation.

    What is about a person goes with them when they are erased, and what belongs to it (services/going.py), unless it
    `stays` because it names them by number alone, or by nothing that `services/blanking.py` does not take out.
    """

    __abstract__ = True
    stays: ClassVar[bool] = False
    in_words: ClassVar[tuple[str, str]]  # one and several, as who erases is told what goes

    id: Mapped[int] = mapped_column(primary_key=True, sort_order=FIRST)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), sort_order=FIRST)


class OfPerson(OfOrganisation):
    """A row about one person of the organisation."""

    __abstract__ = True

    person_id: Mapped[int] = mapped_column(sort_order=FIRST + 1)

    @classmethod
    def __table_cls__(cls, *arguments: Any, **named: Any) -> Table:
        return super().__table_cls__(*arguments, within("person_id", "person"), **named)


class Corrected(RecordedBy, OfOrganisation):
    """What was recorded, never changed once written.

    A correction is a row of its own that `corrects` the earlier one, with `because`; with `struck` it takes it away.
    What holds is every row that no other corrects, but those that strike (queries/correctable.py).
    """

    __abstract__ = True

    corrects_id: Mapped[int | None] = mapped_column(sort_order=LAST)
    struck: Mapped[bool] = mapped_column(default=False, sort_order=LAST)
    because: Mapped[str | None] = mapped_column(String(500), sort_order=LAST)

    @declared_attr
    def corrects(cls: Any) -> Mapped[Any]:  # noqa: N805 - SQLAlchemy's way
        """The row in whose place this one stands; known to the mapper so that an erasure takes the later one first."""
        name = cls.__name__
        return relationship(name, primaryjoin=f"foreign({name}.corrects_id) == remote({name}.id)")

    @classmethod
    def __table_cls__(cls, name: str, *arguments: Any, **named: Any) -> Table:
        return super().__table_cls__(
            name,
            *arguments,
            UniqueConstraint("organisation_id", "id"),
            within("corrects_id", name),
            one_while(f"uq_{name}_corrected", "corrects_id IS NOT NULL", "organisation_id", "corrects_id"),
            CheckConstraint("corrects_id IS NULL OR because IS NOT NULL", name="correction_explained"),
            CheckConstraint("corrects_id IS NOT NULL OR NOT struck", name="strikes_something"),
            **named,
        )


class Correctable(Corrected, OfPerson):
    """What happened to a person on a day, or held from one on; `item_id` names the paper that shows it."""

    __abstract__ = True

    item_id: Mapped[int | None] = mapped_column(sort_order=LAST)

    @declared_attr
    def paper(cls) -> Mapped[Any]:  # noqa: N805 - SQLAlchemy's way
        """The item, where one is named."""
        name = cls.__name__
        return relationship("EvidenceItem", primaryjoin=f"foreign({name}.item_id) == EvidenceItem.id", viewonly=True)

    @classmethod
    def __table_cls__(cls, name: str, *arguments: Any, **named: Any) -> Table:
        return super().__table_cls__(name, *arguments, within("item_id", "evidence_item"), **named)
