"""What messages about a shared packet say: to its recipient, and to the managers of the COHE that shared it.

None of them names anybody in the packet: the link leads to that, and may ask for a passphrase first.
"""

from collections.abc import Sequence

from flask import render_template

from onboarding.messages.words import Words, address
from onboarding.models.account import User
from onboarding.models.organisation import Organisation
from onboarding.models.packet import Packet
from onboarding.models.packet_share import PacketAnswer, PacketReply, PacketShare
from onboarding.queries.packet_questions import Question
from onboarding.queries.packets import number
from onboarding.rules.wording import count


def shared(row: PacketShare, packet: Packet, token: str) -> Words:
    """To the recipient: the link to the packet."""
    known = {"share": row, "packet": packet, "link": address("shared_packets.show", token=token)}
    body = render_template("emails/packet_link.txt", number=_number(row, packet), **known)
    return Words(f"{row.organisation.name} shared packet {_number(row, packet)} with you", body)


def replied(asked: PacketAnswer, row: PacketReply, token: str | None) -> Words:
    """To the recipient: what the COHE answers. `token`: of the link, while it works."""
    share = asked.share
    link = address("shared_packets.show", token=token) if token else None
    known = {"share": share, "asked": asked, "reply": row, "link": link}
    body = render_template("emails/packet_reply.txt", number=_number(share, share.packet), **known)
    return Words(f"{share.organisation.name} answered you about packet {_number(share, share.packet)}", body)


def asked(user: User, share: PacketShare, rows: Sequence[PacketAnswer]) -> Words:
    """To a manager: the recipient asked or objected."""
    link = address("packet_questions.index", organisation=share.organisation.slug)
    known = {"user": user, "share": share, "rows": rows, "link": link}
    body = render_template("emails/packet_asked.txt", number=_number(share, share.packet), **known)
    return Words(f"{share.name} sent {_counted(len(rows))} about packet {_number(share, share.packet)}", body)


def unanswered(user: User, organisation: Organisation, rows: Sequence[Question]) -> Words:
    """To a manager: this was asked and is to be answered by now."""
    share, link = rows[0].row.share, address("packet_questions.index", organisation=organisation.slug)
    known = {"user": user, "organisation": organisation, "share": share, "rows": rows, "link": link}
    body = render_template("emails/packet_unanswered.txt", number=_number(share, share.packet), **known)
    return Words(f"Please answer {_counted(len(rows))} about packet {_number(share, share.packet)}", body)


def _counted(rows: int) -> str:
    return count(rows, "question or objection", "questions or objections")


def _number(share: PacketShare, packet: Packet) -> str:
    return number(share.organisation.slug, packet.number)
