"""How a packet's exceptions stand, noted as it is frozen; counted once more for what was frozen before that was noted.

What they say lies sealed, so no migration could; the clock does it once for each, from what was frozen.
"""

import json
import logging

from sqlalchemy import exists, select

from onboarding.documents.sealing import SealError
from onboarding.documents.store import MissingFileError
from onboarding.extensions import db
from onboarding.models.packet import Packet
from onboarding.models.packet_tally import PacketTally
from onboarding.rules.packet_lines import Tally, tally
from onboarding.services import packet_files
from onboarding.services.change import SYSTEM, change

log = logging.getLogger("onboarding.packets")
_NOTED = exists().where(PacketTally.organisation_id == Packet.organisation_id, PacketTally.packet_id == Packet.id)


def note(packet: Packet, counted: Tally, evidence: int | None = None) -> None:
    """Note how many stand how, and the bytes of evidence, within the change that freezes the packet."""
    row = PacketTally(
        organisation_id=packet.organisation_id, packet_id=packet.id, evidence=evidence, **counted._asdict()
    )
    db.session.add(row)


def count_due() -> int:
    """Count those that can be opened and are not counted yet; how many were."""
    chosen = select(Packet.id).where(Packet.content_sha256.is_not(None), Packet.wrapped.is_not(None), ~_NOTED)
    return sum(_counted(id) for id in db.session.scalars(chosen.order_by(Packet.id)).all())


def _counted(id: int) -> bool:
    packet = db.session.get_one(Packet, id)
    if packet.wrapped is None or packet.content_sha256 is None:  # closed meanwhile
        return False
    try:
        told = json.loads(packet_files.read(packet, packet.content_sha256))["told"]
    except (SealError, MissingFileError):  # said where the evidence is looked through, and to who opens it
        log.warning("packet:%s: its exceptions cannot be counted, as what it says cannot be opened", id)
        return False
    with change(SYSTEM):
        locked = select(Packet).where(Packet.id == id, ~_NOTED).with_for_update(of=Packet)
        row = db.session.scalar(locked.execution_options(populate_existing=True))
        if row:  # else another clock was quicker
            note(row, tally(told))
    return row is not None
