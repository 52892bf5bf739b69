"""How often somebody was reminded; and about whom something is told now, in every organisation, read from an index.

Of what somebody was asked for that is promised in the table of reminders. Of what follows from a duty the day stands on
the line of each person in a role, kept with it (queries/staff_lines.py).
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, or_, select, union_all

from onboarding import clock
from onboarding.extensions import db
from onboarding.models.duty import StaffLine
from onboarding.models.person import Person
from onboarding.models.reminder import Reminder
from onboarding.queries import training_reminders
from onboarding.queries.duties import Owed
from onboarding.rules.duties import Duty
from onboarding.rules.ladder import Ladder, next_told
from onboarding.rules.numbers import Numbers
from onboarding.rules.training_ladder import To

# From which day on something is told about somebody in a role.
NEXT_ON: dict[Ladder, Any] = {
    Ladder.CREDENTIALS: StaffLine.credentials_next_on,
    Ladder.TRAINING: StaffLine.training_next_on,
    Ladder.TRAINING_OF_STAFF: StaffLine.training_of_staff_next_on,
}
STAFF = select(StaffLine.organisation_id, StaffLine.person_id)
COMING = {
    ladder: union_all(STAFF.where(column <= bindparam("on")), STAFF.where(StaffLine.as_of.is_(None)))
    for ladder, column in NEXT_ON.items()
}
PROMISED = select(Reminder.organisation_id, Reminder.person_id).where(
    Reminder.about == bindparam("about"), Reminder.told_at.is_(None), Reminder.promised_at <= bindparam("at")
)
FIRST_TOLD: dict[Ladder, To] = {Ladder.TRAINING: To.HSC, Ladder.TRAINING_OF_STAFF: To.MANAGER}
NOT_YET = -1
Waiting = tuple[int, int]  # of which organisation and about whom something may be told now, by number


def times(about: Ladder, organisation_id: int, person_id: int) -> Counter[int]:
    """How often of each record about the person that asks for something, by its number."""
    rows = select(Reminder.thing, func.count()).where(
        Reminder.organisation_id == organisation_id,
        Reminder.person_id == person_id,
        Reminder.about == about,
        Reminder.told_at.is_not(None),
    )
    return Counter({int(thing): count for thing, count in db.session.execute(rows.group_by(Reminder.thing))})


def promised(about: Ladder, at: datetime) -> Sequence[Waiting]:
    """About whom a reminder was promised for by then, and not told; in the order of organisations and people."""
    return _each(PROMISED, about=about, at=at)


def coming(about: Ladder, on: date) -> Sequence[Waiting]:
    """Of whom in a role the day has come to be told of; and whose line waits to be computed again, so that the day that
    stands there may be wrong. In that order.
    """
    return _each(COMING[about], on=on)


def late(organisation_id: int | None, now: datetime) -> int:
    """About how many people in a role something should have been told the day before, and was not; None: of all COHEs.

    What somebody was asked for is left out: whether they are still waited for is not in the index.
    """
    day = clock.day_of(now) - timedelta(days=1)
    chosen = select(func.count(StaffLine.id)).where(or_(*(column <= day for column in NEXT_ON.values())))
    return (
        db.session.scalar(chosen.where(StaffLine.organisation_id == organisation_id) if organisation_id else chosen)
        or 0
    )


def _each(chosen: Any, **given: Any) -> Sequence[Waiting]:
    """Put in order here: asked to, SQLite walks through everybody in that order instead."""
    return sorted(set(map(tuple, db.session.connection().execute(chosen, given).all())))


def was_told_on(about: Ladder, organisation_id: int, day: date) -> bool:
    """Whether anything was told on that day."""
    of = Reminder.organisation_id == organisation_id, Reminder.about == about
    told = Reminder.told_at >= clock.start_of(day), Reminder.told_at < clock.start_of(day + timedelta(days=1))
    return db.session.scalar(select(Reminder.id).where(*of, *told).limit(1)) is not None


def next_days(owed: Mapping[int, Owed], numbers: Numbers, on: date) -> dict[int, dict[str, date | None]]:
    """From which day on something is next told by each ladder about each of these people, by its column."""
    told: dict[tuple[int, Ladder], list[Reminder]] = {}
    rows = select(Reminder).where(Reminder.person_id.in_(list(owed)), Reminder.about.in_(list(NEXT_ON)))
    for row in db.session.scalars(rows.where(Reminder.told_at.is_not(None))) if owed else ():
        told.setdefault((row.person_id, row.about), []).append(row)
    found: dict[int, dict[str, date | None]] = {}
    for id, each in owed.items():
        last = last_times(told.get((id, Ladder.CREDENTIALS), ()))
        found[id] = {NEXT_ON[Ladder.CREDENTIALS].key: next_of_duties(each.credentials.duties, last, on, numbers)}
        for ladder, to in FIRST_TOLD.items():
            rows_of = told.get((id, ladder), ())
            found[id][NEXT_ON[ladder].key] = _of_training(each.person, each, rows_of, numbers, to)
    return found


def thing(duty: Duty) -> str:
    """What is told of a duty, as the table has it: one of another day is another thing."""
    return f"{duty.kind}:{duty.place}:{duty.remind_on}"


def last_times(told: Collection[Any]) -> dict[str, int]:
    """How often each thing had been told before it was told last."""
    last: dict[str, int] = {}
    for row in told:
        last[row.thing] = max(row.times, last.get(row.thing, NOT_YET))
    return last


def next_of_duties(duties: Collection[Duty], last: Mapping[str, int], on: date, numbers: Numbers) -> date | None:
    """From which day on managers are told of any of these."""
    each = (next_told(duty.remind_on, duty.due_on, last.get(thing(duty), NOT_YET), on, numbers) for duty in duties)
    return min((day for day in each if day), default=None)


def _of_training(person: Person, owed: Owed, told: Sequence[Reminder], numbers: Numbers, to: To) -> date | None:
    if not (owed.training and person.posting):
        return None
    owing = training_reminders.owing_by(owed.training, person, person.posting.hired_on)
    return training_reminders.next_on(owing, told, numbers, to)
