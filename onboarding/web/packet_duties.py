"""What readers of packets asked, where deadlines leave the product: as lines of a file and as entries of a calendar.

It is owed by the COHE, and about nobody.
"""

from datetime import date
from typing import NamedTuple

from onboarding.formats.calendar import Entry
from onboarding.formats.tables.writing import Value
from onboarding.messages.invites import uid
from onboarding.messages.words import address
from onboarding.permissions import May
from onboarding.queries import packet_questions as found, packets
from onboarding.queries.deadline_span import Span
from onboarding.queries.deadlines import Filters, Waits
from onboarding.queries.packet_questions import Question
from onboarding.rules.duties import About, Duty, Who
from onboarding.web import duty_words
from onboarding.web.access import Scope

KIND = "Questions about packets"


class Owed(NamedTuple):
    """One that is open, and what is to be done about it by which day."""

    question: Question
    duty: Duty


def owed(scope: Scope, due: Span) -> list[Owed]:
    """Those to be answered within these days, that a member may see; the earliest first."""
    asked = found.open_ones(scope.organisation.id) if scope.may(May.READ_PACKET_SHARES) else ()
    every = (Owed(each, found.duty(each, scope.organisation.slug)) for each in asked)
    return [each for each in every if due.has(each.duty.due_on)]


def fitting(scope: Scope, asked: Filters) -> list[Owed]:
    """Those of a list that is narrowed like this. None is about anybody by name, and none can be put off."""
    if asked.name or asked.waits is Waits.PUT_OFF:
        return []
    fits = asked.about in (None, About.PACKET) and asked.who in (None, Who.COHE)
    return owed(scope, asked.due) if fits else []


def row(each: Owed, today: date) -> tuple[Value, ...]:
    """A line of the file of deadlines (`deadline_lists.HEADINGS`)."""
    duty = each.duty
    assert duty.due_on
    who = duty_words.WHO[duty.who]
    return (who, duty.says, KIND, who, duty.since, duty.due_on, (duty.due_on - today).days, None, None)


def entry(scope: Scope, each: Owed) -> Entry:
    """An entry of the COHE's calendar, which leads to where it is answered, for who may."""
    duty, at = each.duty, {"organisation": scope.organisation.slug}
    assert duty.due_on
    number = packets.number(scope.organisation.slug, each.question.packet.number)
    may = scope.may(May.SHARE_PACKETS)
    there = address("packet_questions.reply", **at, id=each.question.row.id) if may else ""
    return Entry(
        uid("deadline", duty.about, duty.kind, duty.place),
        f"Answer the {found.IN_WORDS[each.question.row.verdict].lower()} about packet {number}",
        duty.due_on,
        says=f"{duty.says}\nWho must act: {duty_words.WHO[duty.who]}",
        link=there or address("packet_questions.index", **at),
    )
