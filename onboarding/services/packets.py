"""Packets: prepared, looked at, issued, replaced, withdrawn, taken away. The work is the clock's (packet_builds.py).

A manager has one prepared, which freezes what it says, looks at that, and then has just that issued.
"""

from collections.abc import Iterator

from sqlalchemy import func, select

from onboarding import clock
from onboarding.actions import Action
from onboarding.documents.sealing import SealError
from onboarding.documents.store import MissingFileError
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.models.organisation import Organisation
from onboarding.models.packet import Packet, PacketBuild, PacketDefinition, PacketState
from onboarding.models.person import Person
from onboarding.queries import packet_parts as parts, packets as found
from onboarding.queries.packet_parts import by_itself
from onboarding.rules.wording import long_day
from onboarding.services import names, packet_files, packet_parts, packet_sizes, tampering
from onboarding.services.change import Actor, Change, change
from onboarding.services.locks import lock_organisation

LIST = "contents.csv"
NOT_ISSUED = "This packet is not issued. Nothing was changed."
UNDER_WAY = (PacketState.PREPARING, PacketState.READY, PacketState.BUILDING)
STANDING = (PacketState.ISSUED, PacketState.SUPERSEDED)


def prepare(actor: Actor, organisation: Organisation, definition_id: int) -> Packet:
    """Have what a packet says put together, as of today. Raises OnboardingError while one of the same is under way."""
    key = packet_files.new_key()
    with change(actor) as under_way:
        lock_organisation(organisation.id)
        definition = found.definition(organisation.id, definition_id)
        if definition is None:
            raise NotFoundError
        return begin(under_way, definition, key)


def begin(under_way: Change, definition: PacketDefinition, key: tuple[str, bytes]) -> Packet:
    """The same within a change that has locked the organisation. `key`: the id and the sealed key of the packet.

    What was prepared on an earlier day, or is too large, cannot be issued, and gives way.
    """
    organisation_id = definition.organisation_id
    same = Packet.organisation_id == organisation_id, Packet.definition_id == definition.id
    chosen = select(Packet).where(*same, Packet.state.in_(UNDER_WAY), by_itself()).order_by(Packet.id)
    for other in db.session.scalars(chosen.with_for_update(of=Packet)).all():
        if not is_stale(other) and not (other.state is PacketState.READY and packet_sizes.too_large(other)):
            raise OnboardingError("A packet of this definition is under way. Issue it, or cancel it.")
        _cancel(under_way, other)
    days = found.days(definition, clock.today())
    last = select(func.max(Packet.number)).where(Packet.organisation_id == organisation_id)
    row = Packet(
        organisation_id=organisation_id,
        definition_id=definition.id,
        number=(db.session.scalar(last) or 0) + 1,
        name=definition.name,
        first_on=days.first,
        last_on=days.last,
        as_of=days.as_of,
        state=PacketState.PREPARING,
        key_id=key[0],
        wrapped=key[1],
        asked_by_id=under_way.actor.user_id,
        asked_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    db.session.add(PacketBuild(organisation_id=organisation_id, packet_id=row.id))
    under_way.record(organisation_id, Action.PACKET_ASKED, row, number=row.number, definition=definition.id)
    return row


def is_stale(packet: Packet) -> bool:
    """Whether it was prepared on an earlier day, so that it can be issued no more."""
    return packet.state is PacketState.READY and clock.day_of(packet.asked_at) != clock.today()


def issue(actor: Actor, organisation: Organisation, id: int) -> None:
    """Issue a packet as it was prepared today. Raises OnboardingError for one of another day, or that is not ready."""
    with change(actor) as under_way:
        row = locked(organisation.id, id)
        if row.state is not PacketState.READY:
            raise OnboardingError(f"{_number(organisation, row)} is not waiting to be issued. Nothing was changed.")
        if is_stale(row):
            day = long_day(clock.day_of(row.asked_at))
            raise OnboardingError(f"It was prepared on {day}. Prepare it again, so that it is up to date.")
        if large := packet_sizes.too_large(row):
            raise OnboardingError(large)
        go_on(under_way, row)


def go_on(under_way: Change, packet: Packet) -> None:
    """Have a packet laid out as it was frozen, within the change under way."""
    packet.state = PacketState.BUILDING
    build = _build(packet)
    build.finished_at, build.attempts, build.done = None, 0, 0
    under_way.record(packet.organisation_id, Action.PACKET_CONFIRMED, packet)


def cancel(actor: Actor, organisation: Organisation, id: int) -> None:
    """Do no more on a packet; what was made of it goes. Raises OnboardingError for one that is not under way."""
    with change(actor) as under_way:
        row = locked(organisation.id, id)
        if row.state not in UNDER_WAY or row.part_of:
            raise OnboardingError(f"{_number(organisation, row)} is not under way any more. Nothing was changed.")
        _cancel(under_way, row)


def withdraw(actor: Actor, organisation: Organisation, id: int, because: str) -> None:
    """Say that a packet must not be relied on, with all its files, and why. It stays readable, marked as withdrawn."""
    with change(actor) as under_way:
        names.refuse_any(organisation.id, because=because)
        row = locked(organisation.id, id)
        if row.state not in STANDING:
            raise OnboardingError(NOT_ISSUED)
        for each in (row, *packet_parts.each_of(row)):
            if each.state in STANDING:
                each.state = PacketState.WITHDRAWN
                each.withdrawn_by_id, each.withdrawn_at, each.withdrawn_because = actor.user_id, clock.now(), because
                under_way.record(organisation.id, Action.PACKET_WITHDRAWN, each)


def hand_out(actor: Actor, packet: Packet) -> bytes:
    """The PDF of a packet; who took it is an entry of the trail. Raises NotFoundError, or TamperedError.

    One that is a file for each person has no PDF of its own.
    """
    if packet.file_sha256 is None or parts.any_of(packet):
        raise NotFoundError
    data = _opened(packet, packet.file_sha256)
    with change(actor) as under_way:
        subject = f"packet:{packet.id}"
        under_way.record(packet.organisation_id, Action.PACKET_HANDED_OUT, subject, number=packet.number)
    return data


def hand_out_all(actor: Actor, packet: Packet) -> Iterator[tuple[str, bytes]]:
    """The files of a packet that is one for each person, by name: first the list of them; an entry of the trail.

    Each is opened before the first is given, so that of a damaged one nothing is. Raises NotFoundError, TamperedError.
    """
    each = parts.of(packet)
    if packet.file_sha256 is None or not each:
        raise NotFoundError
    organisation = db.session.get_one(Organisation, packet.organisation_id)
    listed = _opened(packet, packet.file_sha256)
    for part in each:
        if part.packet.file_sha256 is None or part.packet.file_sha256 not in listed.decode():
            tampering.found(f"packet:{packet.id}: one of its files is not on its list")
        _opened(part.packet, part.packet.file_sha256)
    with change(actor) as under_way:
        subject = f"packet:{packet.id}"
        under_way.record(packet.organisation_id, Action.PACKET_HANDED_OUT, subject, number=packet.number)
    return _files(organisation, packet, listed)


def _files(organisation: Organisation, packet: Packet, listed: bytes) -> Iterator[tuple[str, bytes]]:
    yield LIST, listed
    for part in parts.of(packet):
        name = f"{found.number(organisation.slug, part.packet.number).lower()}.pdf"
        yield name, _opened(part.packet, str(part.packet.file_sha256))


def content(packet: Packet) -> bytes:
    """What a packet was built from, as it was frozen. Raises NotFoundError before that, or TamperedError."""
    if packet.content_sha256 is None:
        raise NotFoundError
    return _opened(packet, packet.content_sha256)


def close_all_of(under_way: Change, person: Person, number: int) -> None:
    """Destroy the key of every packet that tells of a person who is erased, within that change."""
    for row in packet_files.of_person(person):
        if row.state in UNDER_WAY:
            packet_parts.end(under_way, row)  # the other files of one that will not come
        row.wrapped, row.state = None, PacketState.ERASED
        if not row.part_of:
            end_build(row)
        under_way.record(row.organisation_id, Action.PACKET_ERASED, row, erasure=number)


def end_build(packet: Packet, because: str | None = None) -> None:
    """Have nobody work on a packet any more, within the change under way."""
    build = _build(packet)
    build.finished_at, build.claim, build.claimed_until = clock.now(), None, None
    build.because = because


def _cancel(under_way: Change, row: Packet) -> None:
    row.state, row.wrapped = PacketState.CANCELED, None
    end_build(row)
    packet_parts.end(under_way, row)
    under_way.record(row.organisation_id, Action.PACKET_CANCELED, row)


def _build(packet: Packet) -> PacketBuild:
    of = PacketBuild.organisation_id == packet.organisation_id, PacketBuild.packet_id == packet.id
    return db.session.scalars(select(PacketBuild).where(*of)).one()


def _opened(packet: Packet, name: str) -> bytes:
    tampering.refuse(packet)
    try:
        return packet_files.read(packet, name)
    except (SealError, MissingFileError) as error:
        tampering.found(f"packet:{packet.id}: {error}")


def locked(organisation_id: int, id: int) -> Packet:
    """The packet, for this change alone. Raises NotFoundError. After the link to it, where both are locked."""
    chosen = select(Packet).where(Packet.organisation_id == organisation_id, Packet.id == id)
    row = db.session.scalar(chosen.with_for_update(of=Packet).execution_options(populate_existing=True))
    if row is None:
        raise NotFoundError
    return row


def _number(organisation: Organisation, packet: Packet) -> str:
    return found.number(organisation.slug, packet.number)
