"""What the recipient of a packet says of its lines, by the link: accepted, asked or objected, each line once at a time.

Nothing is written over: who changes their mind corrects what they said. What is asked is a task of the COHE with a day.
"""

import json
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from flask import current_app

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import ChangedMeanwhileError, NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.messages import packet_words as words
from onboarding.models.organisation import Organisation
from onboarding.models.packet import Packet
from onboarding.models.packet_share import ASKING, PacketAnswer, PacketShare, Verdict
from onboarding.queries import members, packet_questions as asked, packet_shares as found, rulings
from onboarding.rules.packet_delivery import answer_by
from onboarding.rules.packet_lines import Line, by_key
from onboarding.services import correcting, names, outbox, own, packets
from onboarding.services.change import Actor, Change, change
from onboarding.services.packet_opening import visited, working

CHANGED = "Changed by the recipient."
KIND = "packet_asked"
NAMES = (
    "Leave out names and addresses of people. The line says whom it is about. This text stays when a person is erased, "
    "so it must name nobody."
)


class Said(NamedTuple):
    """What is said of one line. `seen`: what the page showed as said before, by its number; 0 for nothing.

    `field`: where the page says what is wrong with it.
    """

    line: str
    verdict: Verdict
    text: str | None
    seen: int
    field: str | None = None


def answer(actor: Actor, token: str, use_id: int, said: Sequence[Said]) -> int:
    """Take what is said; on how many lines it is new. Raises NotFoundError for who did not open the packet, and
    OnboardingError for what cannot be said, or was said otherwise meanwhile; then nothing of it is taken.
    """
    share = visited(actor, token)
    if not found.was_opened(share, use_id):
        raise NotFoundError
    with change(actor) as under_way:
        row = working(share)
        own.refuse_recipient(row.organisation, row.address)  # it may have become that of one of theirs
        lines, before = lines_of(row.packet), asked.of_share(row)
        new = [_put(under_way, row, each, lines, before.get(each.line)) for each in said if _is_new(each, before)]
        if not new:
            raise OnboardingError("Nothing is different from what you said before. Nothing was changed.")
        db.session.flush()
        _tell(row, [each for each in new if each.verdict in ASKING])
    return len(new)


def lines_of(packet: Packet) -> dict[str, Line]:
    """The lines of a packet by their keys, from what was frozen. Raises what `packets.content` raises."""
    return by_key(json.loads(packets.content(packet))["told"])


def _is_new(said: Said, before: dict[str, PacketAnswer]) -> bool:
    was = before.get(said.line)
    if (was.id if was else 0) != said.seen and (was is None or not _same(said, was)):
        raise ChangedMeanwhileError("something else was said of one of these lines by this link")
    return was is None or not _same(said, was)


def _same(said: Said, was: PacketAnswer) -> bool:
    return (said.verdict, said.text if said.verdict in ASKING else None) == (was.verdict, was.text)


def _put(
    under_way: Change, share: PacketShare, said: Said, lines: dict[str, Line], was: PacketAnswer | None
) -> PacketAnswer:
    if said.line not in lines:
        raise NotFoundError
    asks = said.verdict in ASKING
    if asks:
        _refuse(share.organisation, said)
    row = PacketAnswer(
        share_id=share.id,
        line=said.line,
        verdict=said.verdict,
        text=said.text if asks else None,
        due_on=_due(share.organisation) if asks else None,
        origin=under_way.actor.origin,
    )
    told = {"packet": share.packet_id, "share": share.id, "verdict": said.verdict.value}
    if was:
        return correcting.replace(under_way, Action.PACKET_LINE_ANSWERED, row, was, CHANGED, **told)
    return correcting.put(under_way, Action.PACKET_LINE_ANSWERED, row, share.organisation_id, **told)


def _refuse(organisation: Organisation, said: Said) -> None:
    if not said.text:
        what = "Write your question." if said.verdict is Verdict.QUESTION else "Say why you object."
        raise OnboardingError(what, said.field)
    names.refuse_claimant(said.text, said.field)
    if names.are_in(organisation.id, said.text):
        raise OnboardingError(NAMES, said.field)


def _due(organisation: Organisation) -> date:
    today = clock.today()
    return answer_by(current_app.extensions["rulebook"], today, rulings.numbers(organisation.id, today))


def _tell(share: PacketShare, new: Sequence[PacketAnswer]) -> None:
    """Tell every manager, once for all that was asked together."""
    for user in members.managers(share.organisation_id) if new else ():
        sent = words.asked(user, share, new)
        outbox.write(share.organisation_id, f"packet-asked:{new[0].id}:{user.id}", KIND, user.email, *sent, about=[])
