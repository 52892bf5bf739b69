"""The work on packets: claimed for a while, its progress written down, and then said to be done or to have failed.

A claim whose lease ended was a clock that died: the packet is built by another, which goes on where that one was.
"""

import secrets
from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import select

from onboarding import clock
from onboarding.actions import Action
from onboarding.extensions import db, writing
from onboarding.messages import words
from onboarding.models.account import User
from onboarding.models.organisation import Organisation
from onboarding.models.packet import Packet, PacketBuild, PacketPerson, PacketState
from onboarding.queries import members, packets as found
from onboarding.rules.packet_lines import Tally
from onboarding.services import outbox, packet_files, packet_parts, packet_sizes, packet_tallies
from onboarding.services.change import SYSTEM, Change, change
from onboarding.services.locks import lock_in_turn
from onboarding.services.packet_parts import Frozen
from onboarding.services.packets import end_build, go_on

LEASE = timedelta(minutes=5)  # longer than any one step can take
TRIES = 3
GAVE_UP = (
    f"It was begun {TRIES} times and never finished. Issue it again; if that fails too, ask who runs this product."
)


class Claimed(NamedTuple):
    """A packet in hand, until another takes it: by this token it is told whether it still is."""

    packet_id: int
    token: str


class LostError(Exception):
    """The packet is not in hand any more: canceled, closed by an erasure, or taken by another."""


def claim() -> Claimed | None:
    """Take the packet that waits longest; None where none does. One that was begun too often is given up instead."""
    db.session.rollback()
    with change(SYSTEM) as under_way:
        packet_id = found.to_build(clock.now())
        if packet_id is None:
            return None
        build = _build(packet_id)
        if build.finished_at or (build.claimed_until and build.claimed_until > clock.now()):
            return None  # another was quicker
        if build.attempts >= TRIES:
            _fail(under_way, packet_id, GAVE_UP)
            return None
        build.attempts += 1
        build.claim, build.claimed_until = secrets.token_hex(16), clock.now() + LEASE
        return Claimed(packet_id, build.claim)


def release(claimed: Claimed) -> None:
    """Put a packet back for the next clock: this one ends, and that the packet was begun does not count."""
    db.session.rollback()
    with writing():
        build = _build(claimed.packet_id)
        if build.claim == claimed.token:
            build.claim = build.claimed_until = None
            build.attempts -= 1
        db.session.commit()


def progress(claimed: Claimed, done: int, of: int) -> None:
    """Say how far the work is, and have it in hand for another while. Raises LostError."""
    db.session.rollback()
    with writing():
        build = _held(claimed)
        build.done, build.of, build.claimed_until = done, of, clock.now() + LEASE
        db.session.commit()


def freeze(
    claimed: Claimed,
    content: bytes,
    people: Collection[int],
    tally: Tally,
    parts: Sequence[Frozen] = (),
    unseen: Sequence[str] | None = None,
    size: int | None = None,
) -> None:
    """Keep what the packet says for ever, and of whom; it waits for somebody who looks at it. Raises LostError.

    `parts`: what each of its files says, where it is a file for each person. `unseen`: of what the clock may issue,
    what nobody has looked at yet; where there is none, it is issued as it is. `size`: the bytes of evidence in the
    largest file; what is too large waits too.
    """
    db.session.rollback()
    sha256 = _keep(claimed.packet_id, content)
    kept = [(part, _keep(part.packet_id, part.content)) for part in parts]
    with change(SYSTEM) as under_way:
        lock_in_turn(people)
        build = _held(claimed)
        packet = db.session.get_one(Packet, claimed.packet_id, with_for_update={"of": Packet})
        packet.content_sha256, packet.exceptions, packet.state = sha256, tally.total, PacketState.READY
        packet_tallies.note(packet, tally, size)
        build.done = build.of
        end_build(packet)
        for id in sorted(people):
            row = PacketPerson(organisation_id=packet.organisation_id, person_id=id, packet_id=packet.id)
            db.session.add(row)
        under_way.record(packet.organisation_id, Action.PACKET_FROZEN, packet, sha256=sha256)
        packet_parts.freeze(under_way, packet, kept)
        db.session.flush()
        large = packet_sizes.too_large(packet)
        if unseen is not None and not unseen and not large:
            go_on(under_way, packet)
        elif packet.turn:
            _tell(packet, waits=unseen or (), large=large)


def keep_part(claimed: Claimed, packet_id: int, pdf: bytes, pages: int) -> None:
    """Keep the file of one person; it is issued with the others. Raises LostError."""
    db.session.rollback()
    sha256 = _keep(packet_id, pdf)
    with change(SYSTEM) as under_way:
        _held(claimed)
        row = packet_parts.locked(packet_id)
        row.file_sha256, row.size, row.pages = sha256, len(pdf), pages
        under_way.record(row.organisation_id, Action.PACKET_BUILT, row, sha256=sha256, pages=pages)


def finish(claimed: Claimed, file: bytes, pages: int) -> None:
    """The packet is issued, in the place of an earlier one of its period; who asked is told. Raises LostError.

    `file`: its PDF, or the list of its files, which are issued with it: all of them or none.
    """
    db.session.rollback()
    sha256 = _keep(claimed.packet_id, file)
    with change(SYSTEM) as under_way:
        build = _held(claimed)
        packet = db.session.get_one(Packet, claimed.packet_id, with_for_update={"of": Packet})
        packet.state, packet.issued_at = PacketState.ISSUED, clock.now()
        packet.file_sha256, packet.size, packet.pages = sha256, len(file), pages
        parts = packet_parts.issue(under_way, packet)
        build.done = build.of
        end_build(packet)
        facts = {"number": packet.number, "sha256": sha256, "pages": pages}
        under_way.record(packet.organisation_id, Action.PACKET_ISSUED, packet, **facts)
        _supersede(under_way, packet, {packet.id, *(part.id for part in parts)})
        _tell(packet)


def fail(claimed: Claimed, because: str) -> None:
    """The packet cannot be built; who asked is told why, in words that name nobody."""
    db.session.rollback()
    with change(SYSTEM) as under_way:
        _held(claimed)
        _fail(under_way, claimed.packet_id, because)


def _keep(packet_id: int, data: bytes) -> str:
    """Seal and keep what belongs to the packet, outside of a transaction. Raises LostError for one that was closed."""
    packet = db.session.get_one(Packet, packet_id)
    if packet.wrapped is None:
        raise LostError
    sha256 = packet_files.keep(packet, data)
    db.session.rollback()
    return sha256


def _fail(under_way: Change, packet_id: int, because: str) -> None:
    packet = db.session.get_one(Packet, packet_id, with_for_update={"of": Packet})
    packet.state = PacketState.FAILED
    end_build(packet, because[:500])
    packet_parts.end(under_way, packet)
    under_way.record(packet.organisation_id, Action.PACKET_FAILED, packet)
    _tell(packet, because=because)


def _supersede(under_way: Change, packet: Packet, mine: Collection[int]) -> None:
    """Every earlier packet of the same, and every file of one, is replaced. `mine`: the packet and its own files."""
    chosen = select(Packet).where(
        Packet.organisation_id == packet.organisation_id,
        Packet.definition_id == packet.definition_id,
        Packet.first_on == packet.first_on,
        Packet.last_on == packet.last_on,
        Packet.state == PacketState.ISSUED,
        Packet.id.not_in(mine),
    )
    for row in db.session.scalars(chosen.order_by(Packet.id).with_for_update(of=Packet)):
        row.state, row.superseded_by_id = PacketState.SUPERSEDED, packet.id
        under_way.record(row.organisation_id, Action.PACKET_SUPERSEDED, row, by=packet.number)


def _tell(
    packet: Packet, because: str | None = None, waits: Sequence[str] | None = None, large: str | None = None
) -> None:
    """By mail, that it is ready, waits to be looked at, is too large, or why it is not there: to who asked for it. No
    name in it.

    Of what the clock had prepared every manager is told.
    """
    organisation = db.session.get_one(Organisation, packet.organisation_id)
    asked = db.session.get(User, packet.asked_by_id) if packet.asked_by_id else None
    for user in members.managers(organisation.id) if packet.turn else [asked]:
        if user and user.active:
            said = words.packet(user, organisation, packet, because, waits, large)
            key = f"packet:{packet.id}:{packet.state.value}" + (f":{user.id}" if packet.turn else "")
            outbox.write(organisation.id, key, "packet", user.email, said.subject, said.body, about=[])


def _build(packet_id: int) -> PacketBuild:
    chosen = select(PacketBuild).where(PacketBuild.packet_id == packet_id)
    locked = chosen.with_for_update().execution_options(populate_existing=True)
    return db.session.scalars(locked).one()


def _held(claimed: Claimed) -> PacketBuild:
    build = _build(claimed.packet_id)
    if build.claim != claimed.token or build.finished_at:
        db.session.rollback()
        raise LostError
    return build
