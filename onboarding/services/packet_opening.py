"""What is done by the link to a packet: opened, with its passphrase, and downloaded. Each time is a record.

Whoever looks at the page by a safe method, as mail filters do, has opened nothing: a packet is opened by a button.
"""

from collections.abc import Iterator

from flask_security.utils import verify_password
from sqlalchemy import select

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.models.packet_share import PacketShare, PacketShareUse, Use
from onboarding.queries import packet_shares as found
from onboarding.queries.packet_shares import TRIES, ShareState
from onboarding.rules.wording import count
from onboarding.services import links, own, packets
from onboarding.services.change import Actor, Change, change
from onboarding.services.packet_shares import PURPOSE, locked

SHUT = "This link does not open the packet any more. Nothing was done."


def by_token(token: str) -> PacketShare | None:
    """The link, whether or not it works any more; None where there never was one."""
    row = db.session.scalar(select(PacketShare).where(PacketShare.token_hash == links.hash_of(token)))
    return row if row and links.is_ours(PURPOSE, row.nonce, token) else None


def visited(actor: Actor, token: str) -> PacketShare:
    """The link, for who comes by it. Raises NotFoundError, and OnboardingError for those of the COHE that shares."""
    row = by_token(token)
    if row is None:
        raise NotFoundError
    own.refuse_reader(actor.user_id, row.organisation)
    return row


def open_packet(actor: Actor, token: str, passphrase: str | None = None) -> PacketShareUse:
    """Open the packet, which is one view. Raises OnboardingError for a wrong passphrase, which is counted, and for a
    link that does not work.
    """
    share = visited(actor, token)
    if found.state(share, clock.today()) is not ShareState.WORKS:
        raise OnboardingError(SHUT)  # looked at once more below, while nobody else uses the link
    right = share.passphrase is None or verify_password(passphrase or "", share.passphrase)  # takes its time
    with change(actor) as under_way:
        row = working(share)
        what = Use.OPENED if right else Use.REFUSED
        use = _note(under_way, row, what, Action.PACKET_OPENED if right else Action.PACKET_PASSPHRASE_REFUSED)
        left = TRIES - found.wrong_tries(row)
    if right:
        return use
    raise OnboardingError(
        f"This is not the passphrase. {count(left, 'try is', 'tries are')} left."
        if left > 0
        else f"This is not the passphrase. It was wrong {TRIES} times, so the link is locked.",
        "passphrase",
    )


def download(actor: Actor, token: str, use_id: int) -> bytes:
    """The PDF, for who opened the packet by that use. Raises NotFoundError, or what `open_packet` raises."""
    share = _opened(actor, token, use_id)
    data = packets.hand_out(actor, share.packet)
    _taken(actor, share)
    return data


def download_all(actor: Actor, token: str, use_id: int) -> Iterator[tuple[str, bytes]]:
    """The same of a packet that is a file for each person: its files by name, first the list of them."""
    share = _opened(actor, token, use_id)
    files = packets.hand_out_all(actor, share.packet)
    _taken(actor, share)
    return files


def _opened(actor: Actor, token: str, use_id: int) -> PacketShare:
    share = visited(actor, token)
    if not found.was_opened(share, use_id) or found.state(share, clock.today()) is not ShareState.WORKS:
        raise NotFoundError
    return share


def _taken(actor: Actor, share: PacketShare) -> None:
    with change(actor) as under_way:
        _note(under_way, working(share), Use.DOWNLOADED, Action.PACKET_TAKEN)


def working(share: PacketShare) -> PacketShare:
    """The link, and its packet, for this change alone. Raises OnboardingError where it opens nothing any more."""
    row = locked(share.organisation_id, share.id)
    packets.locked(row.organisation_id, row.packet_id)
    if found.state(row, clock.today()) is not ShareState.WORKS:
        raise OnboardingError(SHUT)
    return row


def _note(under_way: Change, share: PacketShare, what: Use, action: Action) -> PacketShareUse:
    origin = under_way.actor.origin
    use = PacketShareUse(
        organisation_id=share.organisation_id, share_id=share.id, what=what, origin=origin, at=clock.now()
    )
    db.session.add(use)
    db.session.flush()
    under_way.record(share.organisation_id, action, use, share=share.id, packet=share.packet_id)
    return use
