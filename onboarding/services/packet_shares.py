"""Sharing an issued packet by a link for one recipient, and revoking it. What is done by a link: packet_opening.py.

The link goes to the recipient alone; the COHE that shares the packet never sees it.
"""

from datetime import date
from typing import NamedTuple

from flask_security.utils import hash_password
from sqlalchemy import select

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.messages import packet_words as words
from onboarding.models.organisation import Organisation
from onboarding.models.packet import Packet, PacketState
from onboarding.models.packet_share import PacketShare
from onboarding.queries import packet_shares as found, rulings
from onboarding.queries.messages import PACKET_LINK
from onboarding.rules.alike import mailbox
from onboarding.rules.packet_delivery import longest_until, shared_until
from onboarding.rules.wording import long_day
from onboarding.services import links, names, outbox, own, packets
from onboarding.services.change import Actor, change

PURPOSE = "packet"
SHORTEST = 8  # letters of a passphrase: it is tried ten times at most


class Recipient(NamedTuple):
    """For whom a link is. `last_on` None: as long as the rulebook says."""

    name: str
    role: str
    address: str
    last_on: date | None
    passphrase: str | None


def share(actor: Actor, organisation: Organisation, packet_id: int, said: Recipient) -> PacketShare:
    """Share a packet, and send the link. Raises OnboardingError for one that is not issued, and what cannot be."""
    _refuse(organisation, said)
    hashed = hash_password(said.passphrase) if said.passphrase else None  # takes its time: not while others wait
    with change(actor) as under_way:
        packet = packets.locked(organisation.id, packet_id)
        if packet.state is not PacketState.ISSUED:
            raise OnboardingError("Only a packet that is issued, and stands, can be shared. Nothing was sent.")
        own.refuse_recipient(organisation, said.address)
        _refuse_second(packet, said)
        nonce = links.new_nonce()
        row = PacketShare(
            organisation_id=organisation.id,
            packet_id=packet.id,
            name=" ".join(said.name.split()),
            role=" ".join(said.role.split()),
            address=said.address,
            nonce=nonce,
            token_hash=links.hash_of(links.token_of(PURPOSE, nonce)),
            passphrase=hashed,
            last_on=said.last_on or default_until(organisation),
            made_by_id=actor.user_id,
            made_at=clock.now(),
        )
        db.session.add(row)
        db.session.flush()
        told = {"packet": packet.id, "until": row.last_on.isoformat(), "passphrase": hashed is not None}
        under_way.record(organisation.id, Action.PACKET_SHARED, row, **told)
        sent = words.shared(row, packet, links.token_of(PURPOSE, nonce))
        outbox.write(organisation.id, key_of(row), PACKET_LINK, row.address, *sent, secret=True, about=[])
    return row


def revoke(actor: Actor, organisation: Organisation, id: int) -> None:
    """Have the link open nothing any more, at once. Raises OnboardingError where it was revoked before."""
    with change(actor) as under_way:
        row = locked(organisation.id, id)
        if row.revoked_at:
            raise OnboardingError("This link was revoked before. Nothing was changed.")
        row.revoked_at, row.revoked_by_id = clock.now(), actor.user_id
        under_way.record(organisation.id, Action.PACKET_SHARE_REVOKED, row, packet=row.packet_id)


def default_until(organisation: Organisation) -> date:
    """The last day of a link that is made today, where nobody chooses another."""
    return shared_until(clock.today(), rulings.numbers(organisation.id, clock.today()))


def key_of(row: PacketShare) -> str:
    """The key of the message that carries the link."""
    return f"packet-link:{row.id}"


def locked(organisation_id: int, id: int) -> PacketShare:
    """The link, for this change alone: who opens, answers and revokes take turns. Raises NotFoundError."""
    chosen = select(PacketShare).where(PacketShare.organisation_id == organisation_id, PacketShare.id == id)
    chosen = chosen.with_for_update(of=PacketShare).execution_options(populate_existing=True)
    row = db.session.scalar(chosen)
    if row is None:
        raise NotFoundError
    return row


def _refuse(organisation: Organisation, said: Recipient) -> None:
    today = clock.today()
    last = longest_until(today, rulings.numbers(organisation.id, today))
    if said.last_on and not today <= said.last_on <= last:
        raise OnboardingError(f"Choose a day from today to {long_day(last)}.", "last_on")
    if said.passphrase and len(said.passphrase) < SHORTEST:
        raise OnboardingError(f"Use {SHORTEST} characters at least, or leave it empty.", "passphrase")
    names.refuse_any(organisation.id, name=said.name, role=said.role)


def _refuse_second(packet: Packet, said: Recipient) -> None:
    """One link that works for each recipient: what is sent twice is done once, and one is revoked for another."""
    for each in found.of_packet(packet, clock.today()):
        if each.state is found.ShareState.WORKS and mailbox(each.row.address) == mailbox(said.address):
            raise OnboardingError(
                "There is a link to this packet for this address already, and it works. Revoke it first.", "address"
            )
