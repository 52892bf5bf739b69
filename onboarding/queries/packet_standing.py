"""Whether a packet that somebody has is the one that counts: issued, superseded by a later one, or withdrawn."""

from enum import StrEnum

from sqlalchemy import select

from onboarding.extensions import db
from onboarding.models.organisation import Organisation
from onboarding.models.packet import Packet, PacketState
from onboarding.queries import packets


class Standing(StrEnum):
    """How a packet stands."""

    ISSUED = "issued"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    UNKNOWN = "unknown"  # no packet of this number and hash was issued here, as far as is recorded


STANDS = {
    PacketState.ISSUED: Standing.ISSUED,
    PacketState.SUPERSEDED: Standing.SUPERSEDED,
    PacketState.WITHDRAWN: Standing.WITHDRAWN,
}


def known(number: str, sha256: str) -> Standing:
    """How the packet of this number stands, if its file has this hash. What was erased here is unknown."""
    chosen = select(Packet, Organisation.slug).join(Organisation, Organisation.id == Packet.organisation_id)
    for packet, slug in db.session.execute(chosen.where(Packet.file_sha256 == sha256)):
        if packets.number(slug, packet.number) == number:
            return STANDS.get(packet.state, Standing.UNKNOWN)
    return Standing.UNKNOWN
