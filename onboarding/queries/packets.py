"""Packets and their definitions, as they are listed and opened."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload

from onboarding.extensions import db
from onboarding.models import packet as tables
from onboarding.models.organisation import Organisation
from onboarding.models.packet import Packet, PacketBuild, PacketDefinition, PacketState
from onboarding.models.person import Person
from onboarding.queries.packet_parts import any_of, by_itself, in_one_file
from onboarding.queries.paging import turned
from onboarding.rules import packet_contents
from onboarding.rules.packet_lines import Tally

Whom = tables.Whom  # for those who may not know the tables, like the next six
Span = tables.Span
AsOf = tables.AsOf
Evidence = tables.Evidence
Files = tables.Files
Quarterly = tables.Quarterly
State = PacketState
PAGE = 25
# What those outside the COHE see: what was issued, and what became of it.
OUTSIDE = (PacketState.ISSUED, PacketState.SUPERSEDED, PacketState.WITHDRAWN, PacketState.ERASED)
IN_WORDS = {
    PacketState.PREPARING: "Being prepared",
    PacketState.READY: "Ready to issue",
    PacketState.BUILDING: "Being built",
    PacketState.ISSUED: "Issued",
    PacketState.SUPERSEDED: "Replaced by a later one",
    PacketState.WITHDRAWN: "Withdrawn",
    PacketState.FAILED: "Could not be built",
    PacketState.CANCELED: "Canceled",
    PacketState.ERASED: "Closed by an erasure",
}


class Days(NamedTuple):
    """The period of a packet, and the day as of which it is."""

    first: date
    last: date
    as_of: date

    @property
    def says(self) -> str:
        """The period in words."""
        return packet_contents.period_said(self.first, self.last)


class Listed(NamedTuple):
    """One page of packets, the latest first, and how many there are in all."""

    rows: Sequence[Packet]
    total: int
    page: int
    pages: int


def tally(packet: Packet) -> Tally | None:
    """How many of its exceptions stand how; None while that is not counted."""
    row = packet.tallied
    return Tally(row.out, row.unknown, row.open) if row else None


def number(slug: str, of: int) -> str:
    """A packet's number as people write it: "VALLEY-0012"."""
    return f"{slug.upper()}-{of:04}"


def days(definition: PacketDefinition, on: date) -> Days:
    """Which days a packet would be about if it were issued on a day."""
    first, last = packet_contents.period(definition.span, definition.first_on, definition.last_on, on)
    return Days(first, last, packet_contents.as_of(definition.as_of, last, on))


def definitions(organisation_id: int) -> Sequence[PacketDefinition]:
    """Every definition of the COHE, by name."""
    chosen = select(PacketDefinition).where(PacketDefinition.organisation_id == organisation_id)
    return db.session.scalars(chosen.order_by(func.lower(PacketDefinition.name), PacketDefinition.id)).all()


def definition(organisation_id: int, id: int, _user_id: int | None = None) -> PacketDefinition | None:
    """The definition, if it is this organisation's."""
    mine = PacketDefinition.organisation_id == organisation_id, PacketDefinition.id == id
    return db.session.scalar(select(PacketDefinition).where(*mine))


def are_people(organisation_id: int, ids: Collection[int]) -> bool:
    """Whether these are all people of the organisation."""
    chosen = select(func.count(Person.id)).where(Person.organisation_id == organisation_id, Person.id.in_(ids))
    return db.session.scalar(chosen) == len(set(ids))


def one(organisation_id: int, id: int, _user_id: int | None = None) -> Packet | None:
    """The packet, if it is this organisation's."""
    chosen = select(Packet).where(Packet.organisation_id == organisation_id, Packet.id == id)
    return db.session.scalar(chosen.options(*_WITH))


def issued(organisation_id: int, id: int, _user_id: int | None = None) -> Packet | None:
    """The same, if it was issued: what those outside may see."""
    found = one(organisation_id, id)
    return found if found and found.state in OUTSIDE else None


def issued_in_one_file(organisation_id: int, id: int, user_id: int | None = None) -> Packet | None:
    """The same, if it is one file, and not one for each person."""
    found = issued(organisation_id, id, user_id)
    return None if found is None or any_of(found) else found


def issued_after(organisation_id: int, past: int, most: int) -> Sequence[Packet]:
    """The next of the packets that were issued after the id `past`, in the order of their ids.

    One with a file for each person is left out: each of its files is a packet here.
    """
    of = Packet.organisation_id == organisation_id, Packet.state.in_(OUTSIDE), Packet.id > past, in_one_file()
    return db.session.scalars(select(Packet).where(*of).options(*_WITH).order_by(Packet.id).limit(most)).all()


def listed(organisation_ids: Collection[int], outside: bool, page: int = 1) -> Listed:
    """A page of the packets of these COHEs; a page past the last is the last. `outside`: of those issued alone.

    The file of one person stands on the page of the packet that it is of.
    """
    of: list[ColumnElement[bool]] = [Packet.organisation_id.in_(organisation_ids), by_itself()]
    if outside:
        of.append(Packet.state.in_(OUTSIDE))
    total = db.session.scalar(select(func.count(Packet.id)).where(*of)) or 0
    page, pages = turned(total, page, PAGE)
    chosen = select(Packet).where(*of).options(*_WITH).order_by(Packet.asked_at.desc(), Packet.id.desc())
    return Listed(db.session.scalars(chosen.limit(PAGE).offset((page - 1) * PAGE)).all(), total, page, pages)


def before(packet: Packet) -> Packet | None:
    """The last packet of the same definition that was issued before this one, and can still be opened."""
    chosen = select(Packet).where(
        Packet.organisation_id == packet.organisation_id,
        Packet.definition_id == packet.definition_id,
        Packet.id < packet.id,
        Packet.file_sha256.is_not(None),
        Packet.wrapped.is_not(None),
        by_itself(),
    )
    return db.session.scalar(chosen.order_by(Packet.id.desc()).limit(1))


def replaced_by(definition: PacketDefinition, days: Days) -> Packet | None:
    """The packet that one for these days would replace: the last of the same definition and period that stands."""
    chosen = select(Packet).where(
        Packet.organisation_id == definition.organisation_id,
        Packet.definition_id == definition.id,
        Packet.first_on == days.first,
        Packet.last_on == days.last,
        Packet.state == PacketState.ISSUED,
        by_itself(),
    )
    return db.session.scalar(chosen.order_by(Packet.id.desc()).limit(1))


def organisations(ids: Collection[int]) -> dict[int, Organisation]:
    """Whose packets they are, by id."""
    return {each.id: each for each in db.session.scalars(select(Organisation).where(Organisation.id.in_(ids)))}


def to_build(now: datetime) -> int | None:
    """The packet that waits longest to be built and that nobody has in hand; None where none does."""
    free = or_(PacketBuild.claimed_until.is_(None), PacketBuild.claimed_until <= now)
    chosen = select(PacketBuild.packet_id).where(PacketBuild.finished_at.is_(None), free)
    return db.session.scalar(chosen.order_by(PacketBuild.id).limit(1))


_WITH = (
    joinedload(Packet.build),
    joinedload(Packet.asked_by),
    joinedload(Packet.withdrawn_by),
    joinedload(Packet.definition),
    joinedload(Packet.part_of),
    joinedload(Packet.turn),
    joinedload(Packet.tallied),
)
