"""A file for each person: packets of their own, which come, are replaced and are withdrawn with the one they are of.

Each has a key of its own, so that an erasure closes the file of that person and leaves the others.
"""

from collections.abc import Iterator, Sequence
from itertools import count
from typing import NamedTuple

from sqlalchemy import func, select

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.models.packet import Packet, PacketPart, PacketPerson, PacketState
from onboarding.rules.packet_lines import Tally
from onboarding.services import packet_files, packet_tallies
from onboarding.services.change import SYSTEM, Change, change
from onboarding.services.locks import lock_organisation

UNDER_WAY = (PacketState.BUILDING,)


class Reserved(NamedTuple):
    """A file that is to be: the packet it will be, and its number."""

    packet_id: int
    number: int


class Frozen(NamedTuple):
    """What one of them says, about whom, and how many exceptions of it stand how."""

    packet_id: int
    person_id: int
    content: bytes
    tally: Tally


def reserve(packet_id: int, many: int) -> list[Reserved]:
    """So many files of a packet, each with its number; those of an earlier try are taken first."""
    db.session.rollback()
    keys = [packet_files.new_key() for _ in range(many)]
    with change(SYSTEM) as under_way:
        whole = db.session.get_one(Packet, packet_id)
        lock_organisation(whole.organisation_id)
        there = _rows(whole)
        for part, row in there[many:]:
            db.session.delete(part)
            _end(under_way, row)
        last = select(func.max(Packet.number)).where(Packet.organisation_id == whole.organisation_id)
        numbers = count((db.session.scalar(last) or 0) + 1)
        found = [row for _, row in there[:many]]
        for place in range(len(found) + 1, many + 1):
            found.append(_add(under_way, whole, place, next(numbers), keys[place - 1]))
        return [Reserved(row.id, row.number) for row in found]


def freeze(under_way: Change, whole: Packet, parts: Sequence[tuple[Frozen, str]]) -> None:
    """Keep for each file what it says, by its hash, and about whom it is, within the change that freezes the whole."""
    for part, sha256 in parts:
        row = locked(part.packet_id)
        row.content_sha256, row.exceptions = sha256, part.tally.total
        packet_tallies.note(row, part.tally)
        person = PacketPerson(organisation_id=row.organisation_id, person_id=part.person_id, packet_id=row.id)
        db.session.add(person)
        under_way.record(row.organisation_id, Action.PACKET_FROZEN, row, sha256=sha256, whole=whole.number)


def issue(under_way: Change, whole: Packet) -> list[Packet]:
    """Have every file be issued, within the change that issues the whole; those that are. Raises OnboardingError."""
    rows = [row for row in each_of(whole) if row.state in UNDER_WAY]
    for row in rows:
        if row.file_sha256 is None:
            raise OnboardingError("One of its files is not there. Prepare it again.")
        row.state, row.issued_at = PacketState.ISSUED, whole.issued_at
        facts = {"number": row.number, "sha256": row.file_sha256, "pages": row.pages, "whole": whole.number}
        under_way.record(row.organisation_id, Action.PACKET_ISSUED, row, **facts)
    return rows


def end(under_way: Change, whole: Packet) -> None:
    """Have none of the files come, and throw away what was made of them, within the change that ends the whole."""
    for row in each_of(whole):
        if row.state in UNDER_WAY:
            _end(under_way, row)


def each_of(whole: Packet) -> Iterator[Packet]:
    """The files of a packet, each locked, in the order in which they were begun."""
    for _, row in _rows(whole):
        yield locked(row.id)


def locked(id: int) -> Packet:
    """A packet, locked and read anew."""
    return db.session.get_one(Packet, id, with_for_update={"of": Packet}, populate_existing=True)


def _rows(whole: Packet) -> list[tuple[PacketPart, Packet]]:
    chosen = (
        select(PacketPart, Packet)
        .join(Packet, Packet.id == PacketPart.packet_id)
        .where(PacketPart.organisation_id == whole.organisation_id, PacketPart.whole_id == whole.id)
    )
    return [(part, row) for part, row in db.session.execute(chosen.order_by(PacketPart.place))]


def _add(under_way: Change, whole: Packet, place: int, number: int, key: tuple[str, bytes]) -> Packet:
    row = Packet(
        organisation_id=whole.organisation_id,
        number=number,
        state=PacketState.BUILDING,
        key_id=key[0],
        wrapped=key[1],
        **{
            name: getattr(whole, name)
            for name in ("definition_id", "name", "first_on", "last_on", "as_of", "asked_by_id")
        },
        asked_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    part = PacketPart(organisation_id=row.organisation_id, packet_id=row.id, whole_id=whole.id, place=place)
    db.session.add(part)
    under_way.record(row.organisation_id, Action.PACKET_ASKED, row, number=number, whole=whole.number)
    return row


def _end(under_way: Change, row: Packet) -> None:
    row.state, row.wrapped = PacketState.CANCELED, None
    under_way.record(row.organisation_id, Action.PACKET_CANCELED, row)
