"""How many exceptions of a packet stand how. No record: it is counted from what was frozen, and can be again."""

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from onboarding.models.base import OfOrganisation, within


class PacketTally(OfOrganisation):
    """Of one packet: how many are not in order, of how many nobody can tell yet, and how many are open.

    Packets frozen before these were told apart have none until services/packet_tallies.py has counted them.
    """

    __tablename__ = "packet_tally"
    __table_args__ = (UniqueConstraint("organisation_id", "packet_id"), within("packet_id", "packet"))

    packet_id: Mapped[int]
    out: Mapped[int]
    unknown: Mapped[int]
    open: Mapped[int]
