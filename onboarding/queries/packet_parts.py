"""Packets with a file for each person: the files of one, and which packet a file is of."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import joinedload

from onboarding.extensions import db
from onboarding.models.packet import Packet, PacketPart, PacketPerson
from onboarding.models.person import Person


class Of(NamedTuple):
    """A file of a packet: a packet itself, and the name of the person it is about; None of somebody erased since."""

    place: int
    packet: Packet
    name: str | None


def of(packet: Packet) -> Sequence[Of]:
    """The files of a packet in their order; none of one that is one file."""
    about = (PacketPerson.organisation_id == Packet.organisation_id, PacketPerson.packet_id == Packet.id)
    chosen = (
        select(PacketPart.place, Packet, Person.name)
        .options(joinedload(Packet.tallied))
        .join(Packet, Packet.id == PacketPart.packet_id)
        .outerjoin(PacketPerson, about[0] & about[1])
        .outerjoin(Person, Person.id == PacketPerson.person_id)
        .where(PacketPart.organisation_id == packet.organisation_id, PacketPart.whole_id == packet.id)
    )
    return [Of(*row) for row in db.session.execute(chosen.order_by(PacketPart.place))]


def any_of(packet: Packet) -> bool:
    """Whether a packet is a file for each person."""
    chosen = select(PacketPart.id).where(
        PacketPart.organisation_id == packet.organisation_id, PacketPart.whole_id == packet.id
    )
    return db.session.scalar(chosen.limit(1)) is not None


def whole(packet: Packet) -> Packet | None:
    """The packet that this one is a file of; None of one that stands for itself."""
    return db.session.get_one(Packet, packet.part_of.whole_id) if packet.part_of else None


def in_one_file() -> ColumnElement[bool]:
    """That a packet is not a file for each person: those are packets themselves."""
    return ~exists().where(PacketPart.organisation_id == Packet.organisation_id, PacketPart.whole_id == Packet.id)


def by_itself() -> ColumnElement[bool]:
    """That a packet is no file of another."""
    return ~exists().where(PacketPart.organisation_id == Packet.organisation_id, PacketPart.packet_id == Packet.id)
