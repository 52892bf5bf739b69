"""What the COHE sees of a shared packet: with whom, how often it was opened, what is asked, and about which line."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from onboarding import clock
from onboarding.errors import OnboardingError
from onboarding.permissions import May
from onboarding.queries import messages, packet_questions, packet_shares
from onboarding.queries.packet_questions import Question
from onboarding.queries.packet_shares import Shared, ShareState
from onboarding.rules.packet_lines import Line
from onboarding.services import packet_answers, packet_replies, packet_shares as changes
from onboarding.web.access import Scope

TONES = {
    ShareState.WORKS: "good",
    ShareState.EXPIRED: "plain",
    ShareState.REVOKED: "bad",
    ShareState.LOCKED: "bad",
    ShareState.WITHDRAWN: "plain",
    ShareState.CLOSED: "plain",
}
UNSHOWN = Line("", "A line", "that can no longer be shown", "", "Nobody can open the packet any more.")


class OfPacket(NamedTuple):
    """With whom a packet is shared, what was asked about it, and how many lines were accepted."""

    shares: list[Shared]
    questions: list[Question]
    accepted: int
    lines: Mapping[int, Line]
    mail: Mapping[str, Any]


def of_packet(scope: Scope, packet: Any) -> OfPacket | None:
    """What the page of a packet says of it; None for who may not see it, and where there is nothing yet."""
    if not scope.may(May.READ_PACKET_SHARES):
        return None
    shares = packet_shares.of_packet(packet, clock.today())
    asked = packet_questions.of_packet(packet) if shares else []
    accepted = packet_questions.accepted(packet) if shares else 0
    mail = messages.by_keys(packet.organisation_id, [changes.key_of(each.row) for each in shares])
    return OfPacket(shares, asked, accepted, lines_of(asked), mail)


def on_page(scope: Scope, packet: Any) -> dict[str, Any]:
    """The same, with the words and tones that its template needs."""
    return {
        "shared": of_packet(scope, packet),
        "may_share": scope.may(May.SHARE_PACKETS),
        "SHARED_TONES": TONES,
        "ASKED": packet_questions.IN_WORDS,
        "today": clock.today(),
    }


def lines_of(asked: Iterable[Question]) -> dict[int, Line]:
    """The line that each question is about, by the id of the question; of a packet nobody can open, none."""
    asked, whole = list(asked), dict[int, dict[str, Line]]()
    for packet in {each.packet.id: each.packet for each in asked}.values():
        try:
            whole[packet.id] = packet_answers.lines_of(packet)
        except OnboardingError:
            whole[packet.id] = {}
    return {each.row.id: whole[each.packet.id].get(each.row.line, UNSHOWN) for each in asked}


def mail_of(organisation_id: int, asked: Iterable[Question]) -> dict[int, Any]:
    """The message that carried the answer to each, by the id of the question."""
    keys = {each.row.id: packet_replies.key_of(each.reply) for each in asked if each.reply}
    found = messages.by_keys(organisation_id, set(keys.values())) if keys else {}
    return {id: found[key] for id, key in keys.items() if key in found}
