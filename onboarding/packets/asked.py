"""What a packet keeps of the questions about the packets of its definition: who asked what of which line, the answer.

Of the line it says what the earlier packet said; so it tells of whom that is about, and is closed when they are erased.
"""

import json
from typing import Any, NamedTuple

from onboarding import clock
from onboarding.errors import OnboardingError
from onboarding.models.organisation import Organisation
from onboarding.models.packet import Packet
from onboarding.queries import packet_questions as found, packets as stored
from onboarding.queries.packet_questions import Question
from onboarding.queries.packet_text import fit
from onboarding.rules.packet_lines import Line, by_key, is_of_cohe, names_nobody
from onboarding.services import packets

NO_LINE = "A line of a packet that nobody can open any more"


class Asked(NamedTuple):
    """What is printed, and of each question whom it tells of, by number.

    `in_each`: where each person has a file of their own, what each file says of the line; None of a line of somebody,
    which stands in theirs alone.
    """

    told: list[dict[str, Any]]
    about: list[list[int]]
    in_each: list[str | None]


class _Frozen(NamedTuple):
    """The lines of an earlier packet, the numbers of its people by their place, and of everybody it tells of."""

    lines: dict[str, Line]
    people: list[int]
    named: list[int]


def before(packet: Packet, organisation: Organisation) -> Asked:
    """What was asked about the packets of the same definition and is open, or was answered since the last one."""
    asked = found.since(packet)
    whole = {each.packet.id: _opened(each.packet) for each in asked}
    told = [_told(each, whole[each.packet.id], organisation.slug) for each in asked]
    about = [_about(each, whole[each.packet.id]) for each in asked]
    return Asked(told, about, [_in_each(each.row.line, said["says"]) for each, said in zip(asked, told, strict=True)])


def _in_each(key: str, says: str) -> str | None:
    """Its words only where they name nobody: a file tells of one person."""
    if not is_of_cohe(key):
        return None
    return says if names_nobody(key) else ""


def _opened(packet: Packet) -> _Frozen:
    try:
        content = json.loads(packets.content(packet))
    except OnboardingError:  # closed by an erasure, or changed behind our back: what it said is not told again
        return _Frozen({}, [], [])
    return _Frozen(by_key(content["told"]), content["kept"]["people"], content["kept"]["named"])


def _about(question: Question, frozen: _Frozen) -> list[int]:
    """Whom the line tells of. One of the COHE as a whole may name anybody: a vacancy says who left."""
    line = frozen.lines.get(question.row.line)
    if line is None:
        return []
    return [frozen.people[line.place - 1]] if line.place else frozen.named


def _told(question: Question, frozen: _Frozen, slug: str) -> dict[str, Any]:
    row, share, reply = question.row, question.row.share, question.reply
    line = frozen.lines.get(row.line)
    by = reply.recorded_by.name if reply and reply.recorded_by else "the system administrator"
    return {
        "packet": stored.number(slug, question.packet.number),
        "line": line.called if line else NO_LINE,
        "says": line.says if line else "",
        "kind": found.IN_WORDS[row.verdict],
        "text": fit(row.text),
        "who": share.name,
        "role": share.role,
        "on": clock.day_of(row.recorded_at).isoformat(),
        "due_on": row.due_on.isoformat() if row.due_on else None,
        "answer": {"text": fit(reply.text), "by": by, "on": clock.day_of(reply.recorded_at).isoformat()}
        if reply
        else None,
    }
