"""Of which days of the training's ladder somebody was told, by which mail, and what became of it; and of which not, and
why."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from onboarding import clock
from onboarding.extensions import db
from onboarding.models.message import Message, MessageState
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.reminder import Reminder, ReminderMail
from onboarding.queries import credentials, training_reminders as found
from onboarding.queries.paging import turned
from onboarding.queries.people import PAGE
from onboarding.queries.training_reminders import DONE, Owing
from onboarding.rules.alike import sought
from onboarding.rules.ladder import Ladder as Of
from onboarding.rules.numbers import Numbers
from onboarding.rules.rulings import Rulings
from onboarding.rules.training_ladder import To, Why, untold

Mails = Mapping[int, list[tuple[ReminderMail, Message]]]
TOLD = {Of.TRAINING: (To.HSC,), Of.TRAINING_OF_STAFF: (To.MANAGER, To.HR)}


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


class Entry(NamedTuple):
    """A line of the ledger of a COHE, and whom it is about."""

    person: Person
    line: Line


class Filters(NamedTuple):
    """What was asked for. `since`: from which day of the ladder on; None from the beginning."""

    name: str = ""
    became: Became | None = None
    whom: To | None = None
    since: date | None = None

    def fits(self, line: Line) -> bool:
        """Whether it is such a line."""
        return (
            self.became in (None, line.became)
            and (self.whom is None or self.whom in line.whom)
            and (self.since is None or (line.until or line.on) >= self.since)
        )


class Ledger(NamedTuple):
    """One page of the ledger, and how many lines there are in all."""

    rows: Sequence[Entry]
    total: int
    page: int
    pages: int


def of(owing: Owing, on: date, numbers: Numbers) -> Sequence[Line]:
    """Every line about one person who has or had a role, by day. Nothing is promised to who left."""
    rows = {ladder: found.told(ladder, owing.person.organisation_id, [owing.person.id]) for ladder in TOLD}
    return _lines(owing, rows, _mails([row for of in rows.values() for row in of]), on, numbers)


def listed(organisation: Organisation, law: Rulings, on: date, asked: Filters, page: int, size: int = PAGE) -> Ledger:
    """One page of the ledger, counted from 1."""
    entries = every(organisation, law, on, asked)
    page, pages = turned(len(entries), page, size)
    return Ledger(entries[(page - 1) * size : page * size], len(entries), page, pages)


def every(organisation: Organisation, law: Rulings, on: date, asked: Filters) -> Sequence[Entry]:
    """Every line about everybody who is or was reminded, or is to be: the latest first, then those that come next."""
    since = asked.since
    rows = {ladder: found.told(ladder, organisation.id, None, since) for ladder in TOLD}
    told = [row for of in rows.values() for row in of]
    mails, numbers = _mails(told), law.in_force(on, organisation.slug, None).numbers
    people = [
        person
        for person in _people(organisation, {row.person_id for row in told}, on)
        if not asked.name or sought(asked.name).fits(person.sorted_as, person.dialed)
    ]
    entries = []
    for owing in found.owing(organisation, people, law, on):
        own = {ladder: [row for row in of if row.person_id == owing.person.id] for ladder, of in rows.items()}
        lines = _lines(owing, own, mails, on, numbers)
        entries += [Entry(owing.person, line) for line in lines if asked.fits(line)]
    return sorted(entries, key=lambda each: (each.line.on > on, abs((each.line.on - on).days)))


def _people(organisation: Organisation, reminded: set[int], on: date) -> Sequence[Person]:
    """Who is in a role, and of whom somebody was reminded."""
    staff = credentials.staff(organisation, on)
    others = reminded - {person.id for person in staff}
    if not others:
        return staff
    chosen = select(Person).options(joinedload(Person.posting)).where(Person.id.in_(others))
    return sorted([*staff, *db.session.scalars(chosen)], key=lambda person: (person.sorted_as, person.id))


def _lines(
    owing: Owing, rows: Mapping[Of, Sequence[Reminder]], mails: Mails, on: date, numbers: Numbers
) -> Sequence[Line]:
    lines = list[Line]()
    for ladder, whom in TOLD.items():
        lines += [*_told(rows[ladder], mails, whom), *_untold(owing, rows[ladder], whom, on, numbers)]
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


def _mails(rows: Sequence[Reminder]) -> Mails:
    """By which messages each of these was told."""
    mails = defaultdict[int, list[tuple[ReminderMail, Message]]](list)
    chosen = select(ReminderMail, Message).join(Message, Message.id == ReminderMail.message_id)
    of = ReminderMail.reminder_id.in_([row.id for row in rows])
    for mail, message in db.session.execute(chosen.where(of).order_by(ReminderMail.id)):
        mails[mail.reminder_id].append((mail, message))
    return mails


def _told(rows: Sequence[Reminder], mails: Mails, whom: tuple[To, ...]) -> Iterator[Line]:
    for row in rows:
        on, is_done = found.meant_for(row), row.thing.endswith(DONE)
        due_on = date.fromisoformat(row.thing.split(":")[1])
        if row.id not in mails:
            yield Line(on, due_on, whom, Became.FAILED, because="There was nobody else to write to.", is_done=is_done)
        for mail, message in mails.get(row.id, ()):
            said = message.last_error if message.state is not MessageState.SENT else None
            sent = message.to_address, message.sent_at
            yield Line(on, due_on, (mail.whom,), _became(message, on), *sent, said, is_done)


def _became(message: Message, on: date) -> Became:
    if message.state is MessageState.SENT:
        sent_at = message.sent_at or message.created_at
        return Became.LATE if clock.day_of(sent_at) > on else Became.SENT
    ended = {MessageState.GIVEN_UP: Became.FAILED, MessageState.WITHDRAWN: Became.WITHDRAWN}
    return ended.get(message.state, Became.SENDING)
