"""Of which days of the training's ladder somebody was told, by which mail, and what became of it; and of which not, and
why."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import select

from onboarding import clock
from onboarding.extensions import db
from onboarding.models.message import Message, MessageState
from onboarding.models.reminder import Reminder, ReminderMail
from onboarding.queries import training_reminders as found
from onboarding.queries.training_reminders import DONE, Owing
from onboarding.rules.ladder import Ladder
from onboarding.rules.numbers import Numbers
from onboarding.rules.training_ladder import To, Why, untold

TOLD = {Ladder.TRAINING: (To.HSC,), Ladder.TRAINING_OF_STAFF: (To.MANAGER, To.HR)}


class Became(StrEnum):
    """What became of one reminder."""

    SENT = "sent"
    LATE = "late"
    SENDING = "sending"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"
    PROMISED = Why.PROMISED
    WAITS = Why.WAITS
    OVERTAKEN = Why.OVERTAKEN
    NOT_NEEDED = Why.DONE


class Line(NamedTuple):
    """One reminder to one recipient, or to come. `due_on`: of which due day; `address`, `sent_at`: where and when to.

    `is_done`: it said that the training is done. `until`: the last of several days on which nothing was told.
    """

    on: date
    due_on: date
    whom: tuple[To, ...]
    became: Became
    address: str | None = None
    sent_at: datetime | None = None
    because: str | None = None
    is_done: bool = False
    until: date | None = None


def of(owing: Owing, on: date, numbers: Numbers) -> Sequence[Line]:
    """Every line about one person who has or had a role, by day. Nothing is promised to who left."""
    lines = list[Line]()
    for ladder, whom in TOLD.items():
        rows = found.told(ladder, owing.person.organisation_id, [owing.person.id])
        lines += [*_told(rows, whom), *_untold(owing, rows, whom, on, numbers)]
    return sorted(lines, key=lambda line: (line.on, tuple(To).index(line.whom[0]), line.address or ""))


def _untold(owing: Owing, rows: Sequence[Reminder], whom: tuple[To, ...], on: date, numbers: Numbers) -> Iterator[Line]:
    due_on, posting = owing.toward.due_on, owing.person.posting
    left = bool(posting and posting.left_on and posting.left_on < on)
    days = [found.meant_for(row) for row in rows if row.thing == found.thing(due_on)]
    missed = untold(owing.toward, days, on, numbers, whom[0], owing.duty is None)
    for (why, _), together in groupby(missed, key=lambda each: (each[1], sum(day < each[0].on for day in days))):
        if left and why in (Why.PROMISED, Why.WAITS):
            continue
        group = [rung for rung, _ in together]
        for first, last in [(rung, rung) for rung in group] if why is Why.PROMISED else [(group[0], group[-1])]:
            to = tuple(each for each in whom if each in last.to)
            yield Line(first.on, due_on, to, Became(why), until=last.on if last != first else None)


def _told(rows: Sequence[Reminder], whom: tuple[To, ...]) -> Iterator[Line]:
    mails: dict[int, list[tuple[ReminderMail, Message]]] = {row.id: [] for row in rows}
    chosen = select(ReminderMail, Message).join(Message, Message.id == ReminderMail.message_id)
    for mail, message in db.session.execute(
        chosen.where(ReminderMail.reminder_id.in_(mails)).order_by(ReminderMail.id)
    ):
        mails[mail.reminder_id].append((mail, message))
    for row in rows:
        on, is_done = found.meant_for(row), row.thing.endswith(DONE)
        due_on = date.fromisoformat(row.thing.split(":")[1])
        if not mails[row.id]:
            yield Line(on, due_on, whom, Became.FAILED, because="There was nobody else to write to.", is_done=is_done)
        for mail, message in mails[row.id]:
            said = message.last_error if message.state is not MessageState.SENT else None
            sent = message.to_address, message.sent_at
            yield Line(on, due_on, (mail.whom,), _became(message, on), *sent, said, is_done)


def _became(message: Message, on: date) -> Became:
    if message.state is MessageState.SENT:
        sent_at = message.sent_at or message.created_at
        return Became.LATE if clock.day_of(sent_at) > on else Became.SENT
    ended = {MessageState.GIVEN_UP: Became.FAILED, MessageState.WITHDRAWN: Became.WITHDRAWN}
    return ended.get(message.state, Became.SENDING)
