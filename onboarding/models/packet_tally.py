"""What is counted of a packet: how its exceptions stand, how large it is. No record: it follows from what is frozen."""

from sqlalchemy import BigInteger, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from onboarding.models.base import OfOrganisation, within


class PacketTally(OfOrganisation):
    """Of one packet: how many are not in order, of how many nobody can tell yet, and how many are open. `evidence`: the
    bytes of evidence in it, or in the largest file of one with a file for each person.

    Packets frozen before these were told apart have none until services/packet_tallies.py has counted them, and then
    their evidence is null: they were issued, however large they are.
    """

    __tablename__ = "packet_tally"
    __table_args__ = (UniqueConstraint("organisation_id", "packet_id"), within("packet_id", "packet"))

    packet_id: Mapped[int]
    out: Mapped[int]
    unknown: Mapped[int]
    open: Mapped[int]
    evidence: Mapped[int | None] = mapped_column(BigInteger)
