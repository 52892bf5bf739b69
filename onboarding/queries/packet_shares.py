"""With whom a packet is shared by a link, whether the link opens it, and each time it was used."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from onboarding.extensions import db
from onboarding.models import packet_share as tables
from onboarding.models.packet import Packet, PacketState
from onboarding.models.packet_share import PacketShare, PacketShareUse, Use

What = tables.Use  # for those who may not know the tables, like the next
Verdict = tables.Verdict
TRIES = 10  # wrong passphrases in a row, after which the link opens nothing any more
USES = {
    Use.OPENED: "Opened the packet",
    Use.DOWNLOADED: "Downloaded the packet",
    Use.REFUSED: "Tried a wrong passphrase",
}


class ShareState(StrEnum):
    """Whether a link opens its packet; the words of pages."""

    WORKS = "Works"
    EXPIRED = "Expired"
    REVOKED = "Revoked"
    LOCKED = "Locked"
    WITHDRAWN = "Packet withdrawn"
    CLOSED = "Packet closed"


class Shared(NamedTuple):
    """One link, with each time it was used, the first first."""

    row: PacketShare
    uses: Sequence[PacketShareUse]
    state: ShareState

    @property
    def opened(self) -> int:
        """How often the packet was opened by it."""
        return sum(each.what is Use.OPENED for each in self.uses)

    @property
    def downloaded(self) -> int:
        """How often its file was taken."""
        return sum(each.what is Use.DOWNLOADED for each in self.uses)


def of_packet(packet: Packet, today: date) -> list[Shared]:
    """Every link to a packet, the latest first; in two queries."""
    of = PacketShare.organisation_id == packet.organisation_id, PacketShare.packet_id == packet.id
    people = joinedload(PacketShare.made_by), joinedload(PacketShare.revoked_by), joinedload(PacketShare.packet)
    rows = db.session.scalars(select(PacketShare).where(*of).options(*people).order_by(PacketShare.id.desc())).all()
    uses: dict[int, list[PacketShareUse]] = {each.id: [] for each in rows}
    for use in _uses(packet.organisation_id, list(uses)):
        uses[use.share_id].append(use)
    return [Shared(each, uses[each.id], _state(each, _in_a_row(uses[each.id]), today)) for each in rows]


def one(organisation_id: int, id: int, _user_id: int | None = None) -> PacketShare | None:
    """The link, if it is this organisation's."""
    of = PacketShare.organisation_id == organisation_id, PacketShare.id == id
    return db.session.scalar(select(PacketShare).where(*of).options(joinedload(PacketShare.packet)))


def state(share: PacketShare, today: date) -> ShareState:
    """Whether it opens its packet on that day."""
    return _state(share, wrong_tries(share), today)


def wrong_tries(share: PacketShare) -> int:
    """How many passphrases were wrong since the packet was last opened by it."""
    return _in_a_row(_uses(share.organisation_id, [share.id]))


def was_opened(share: PacketShare, use_id: int) -> bool:
    """Whether this use is one by which the packet was opened."""
    of = PacketShareUse.organisation_id == share.organisation_id, PacketShareUse.share_id == share.id
    chosen = select(func.count()).where(*of, PacketShareUse.id == use_id, PacketShareUse.what == Use.OPENED)
    return bool(db.session.scalar(chosen))


def _state(share: PacketShare, wrong: int, today: date) -> ShareState:
    """What makes a link useless for ever comes before what a later day did."""
    if share.revoked_at:
        return ShareState.REVOKED
    if share.packet.state is PacketState.WITHDRAWN:
        return ShareState.WITHDRAWN
    if share.packet.state is PacketState.ERASED:
        return ShareState.CLOSED
    if share.last_on < today:
        return ShareState.EXPIRED
    return ShareState.LOCKED if wrong >= TRIES else ShareState.WORKS


def _uses(organisation_id: int, ids: Sequence[int]) -> Sequence[PacketShareUse]:
    of = PacketShareUse.organisation_id == organisation_id, PacketShareUse.share_id.in_(ids)
    return db.session.scalars(select(PacketShareUse).where(*of).order_by(PacketShareUse.id)).all()


def _in_a_row(uses: Sequence[PacketShareUse]) -> int:
    wrong = 0
    for each in uses:
        wrong = wrong + 1 if each.what is Use.REFUSED else 0
    return wrong
