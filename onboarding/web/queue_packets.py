"""What readers of shared packets asked, as it waits at the home of who answers it."""

from collections.abc import Iterator
from datetime import date

from flask import url_for

from onboarding.queries import packet_questions
from onboarding.queries.packet_questions import IN_WORDS
from onboarding.queries.staff_lines import Rank, rank
from onboarding.rules.wording import count
from onboarding.web.access import Scope
from onboarding.web.queue_item import SHOWN, Item, more_of


def of_questions(scope: Scope, today: date) -> Iterator[Item]:
    """Each that is open: overdue, due within the week, or since when it waits."""
    asked = packet_questions.open_ones(scope.organisation.id)
    for each in asked[:SHOWN]:
        duty = packet_questions.duty(each, scope.organisation.slug)
        ranked = rank(duty, today)
        near = ranked in (Rank.OVERDUE, Rank.THIS_WEEK)
        action = f"Answer the {IN_WORDS[each.row.verdict].lower()}"
        address, when = url_for("packet_questions.reply", id=each.row.id), duty.due_on if near else duty.since
        yield Item(ranked if ranked is not None and near else Rank.WAITING, "", duty.says, when, action, address)
    if len(asked) > SHOWN:
        more = count(len(asked) - SHOWN, "more question") + " about packets"
        yield more_of(Rank.WAITING, more, url_for("packet_questions.index"))
