"""Packets that the clock has prepared, once after each quarter, of the definitions that ask for it."""

import logging
from datetime import date

from sqlalchemy import select

from onboarding import clock
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.models.packet import Packet, PacketDefinition, PacketTurn, Quarterly
from onboarding.queries import packets as found
from onboarding.rules.packet_turns import due
from onboarding.rules.rulebook import Rulebook
from onboarding.services import packet_files, packets
from onboarding.services.change import SYSTEM, change
from onboarding.services.locks import lock_organisation

log = logging.getLogger("onboarding.packets")


def prepare_due(book: Rulebook) -> int:
    """Have every packet prepared whose turn has come; how many. What cannot be now is tried again at the next time."""
    rows = db.session.execute(
        select(PacketDefinition.organisation_id, PacketDefinition.id)
        .where(PacketDefinition.quarterly != Quarterly.NEVER)
        .order_by(PacketDefinition.id)
    ).all()
    done = 0
    for organisation_id, id in rows:
        try:
            done += prepare(book, organisation_id, id) is not None
        except OnboardingError as reason:
            log.info("a packet of the quarter waits: %s", reason)
    return done


def prepare(book: Rulebook, organisation_id: int, definition_id: int) -> Packet | None:
    """The packet of a definition whose turn has come and who had none yet in this quarter; None of any other.

    Raises OnboardingError while somebody has another of the same under way today.
    """
    key = packet_files.new_key()
    with change(SYSTEM) as under_way:
        lock_organisation(organisation_id)
        definition = found.definition(organisation_id, definition_id)
        quarter_on = _turn(book, definition) if definition else None
        if definition is None or quarter_on is None:
            return None
        row = packets.begin(under_way, definition, key)
        turn = PacketTurn(
            organisation_id=organisation_id, definition_id=definition_id, quarter_on=quarter_on, packet_id=row.id
        )
        db.session.add(turn)
    return row


def _turn(book: Rulebook, definition: PacketDefinition) -> date | None:
    """The first day of the quarter in which it is this definition's turn now; None where it is not, or was had."""
    db.session.refresh(definition)
    if definition.quarterly is Quarterly.NEVER or definition.quarterly_since is None:
        return None
    quarter = due(book, definition.quarterly_since, clock.today())
    if quarter is None:
        return None
    had = select(PacketTurn.id).where(
        PacketTurn.organisation_id == definition.organisation_id,
        PacketTurn.definition_id == definition.id,
        PacketTurn.quarter_on == quarter.first,
    )
    return None if db.session.scalar(had) else quarter.first
