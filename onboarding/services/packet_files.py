"""What a packet says, and its PDF: sealed in the store in a folder of the packet's own, with a key of its own.

Without that key nobody can open the packet any more: it is destroyed where somebody in the packet is erased.
"""

import secrets

from sqlalchemy import select

from onboarding.documents import sealing
from onboarding.documents.sealing import SealError
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.models.packet import Packet, PacketPerson
from onboarding.models.person import Person
from onboarding.services import files, seals
from onboarding.services.files import Key

CLOSED = "Somebody in this packet was erased, so nobody can open it any more. Issue a new one."


def new_key() -> tuple[str, bytes]:
    """The id and the sealed key of a packet that begins."""
    key = Key(secrets.token_hex(16), sealing.new_key())
    return key.id, sealing.wrap(seals.master(), key.secret, key.id)


def keep(packet: Packet, data: bytes) -> str:
    """Seal and keep what belongs to a packet; its SHA-256. To be called outside of a transaction."""
    return files.keep(_key(packet), data, "application/octet-stream").sha256


def read(packet: Packet, name: str) -> bytes:
    """What was kept under that hash. Raises MissingFileError, SealError, or OnboardingError where it was closed."""
    return files.read(_key(packet), name)


def names(packet: Packet) -> list[str]:
    """The hashes of everything that is recorded of a packet."""
    return [each for each in (packet.content_sha256, packet.file_sha256) if each]


def every() -> list[Packet]:
    """Every packet that can be opened."""
    return list(db.session.scalars(select(Packet).where(Packet.wrapped.is_not(None)).order_by(Packet.id)))


def of_person(person: Person) -> list[Packet]:
    """Every packet that tells of a person and can still be opened."""
    about = select(PacketPerson.packet_id).where(
        PacketPerson.organisation_id == person.organisation_id, PacketPerson.person_id == person.id
    )
    chosen = select(Packet).where(Packet.id.in_(about), Packet.wrapped.is_not(None)).order_by(Packet.id)
    return list(db.session.scalars(chosen.with_for_update()))


def closed(organisation_id: int) -> list[str]:
    """The folders of packets that nobody can open any more."""
    chosen = select(Packet.key_id).where(Packet.organisation_id == organisation_id, Packet.wrapped.is_(None))
    return list(db.session.scalars(chosen.order_by(Packet.id)))


def opens(packet: Packet, name: str) -> bool:
    """Whether a file opens with the packet's key as it is recorded."""
    try:
        return bool(read(packet, name))
    except SealError:
        return False


def _key(packet: Packet) -> Key:
    if packet.wrapped is None:
        raise OnboardingError(CLOSED)
    return Key(packet.key_id, sealing.unwrap(seals.master(), packet.wrapped, packet.key_id))
