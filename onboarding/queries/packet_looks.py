"""How a COHE's packets look."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from onboarding.extensions import db
from onboarding.models.packet_look import PacketLook


def latest(organisation_id: int) -> PacketLook | None:
    """The look in use; None where the COHE never chose one."""
    chosen = select(PacketLook).where(PacketLook.organisation_id == organisation_id)
    return db.session.scalar(chosen.options(joinedload(PacketLook.logo)).order_by(PacketLook.id.desc()).limit(1))
