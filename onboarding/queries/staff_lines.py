"""What is listed of people in a role: who may not bill, and what is to be done. As the records say today, always.

A line of another day is not trusted: what it would say is computed anew, here, until the clock has seen to it.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from onboarding.extensions import db
from onboarding.models.duty import ListedDuty, StaffLine
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person, Posting
from onboarding.queries import duplicates, duties
from onboarding.queries.credentials import in_a_role
from onboarding.queries.duties import Owed
from onboarding.queries.lines import Listed, is_due
from onboarding.rules.duties import Duty
from onboarding.rules.rulings import Rulings

STORED = [each for each in Duty._fields if each != "source"]  # where it is written is told where one thing is shown


class Told(NamedTuple):
    """A duty that is told already, and whose it is."""

    duty: Duty
    person: Person


class Summary(NamedTuple):
    """Who may not bill, by name as far as asked for, and how many; what is told, the longest waiting first, and of how
    much."""

    not_billing: Sequence[Person]
    not_billing_total: int
    told: Sequence[Told]
    told_total: int


def begun(posting: Posting) -> Mapping[str, Any] | None:
    """The line that begins with the first version of a posting; what it says is computed with it."""
    return {"in_role": False, "told": 0} if posting.version == 1 else None


def computed(organisation: Organisation, people: Sequence[Person], rulings: Rulings, on: date) -> Mapping[int, Listed]:
    """What is to be listed of several people of the organisation, by person; in a fixed number of queries."""
    merged = duplicates.given_up([person.id for person in people])
    found = duties.of_all(organisation, people, rulings, on)
    return {id: _listed(owed, on, owed.person.id not in merged) for id, owed in found.items()}


def _listed(owed: Owed, on: date, goes_on: bool) -> Listed:
    posting, told = owed.person.posting, [duty.remind_on for duty in owed.duties if duty.is_told(on)]
    line = {
        "in_role": bool(goes_on and posting and (posting.left_on is None or posting.left_on >= on)),
        "may_bill": owed.credentials.may_bill if owed.credentials.answer else None,
        "told": len(told),
        "told_since": min(filter(None, told), default=None),
    }
    return Listed(line, [{key: getattr(duty, key) for key in STORED} for duty in owed.duties])


def summary(organisation: Organisation, rulings: Rulings, on: date, most: int) -> Summary:
    """What a manager is told first, of everybody who is in a role or will be; at most so many of each."""
    ours, stale = StaffLine.organisation_id == organisation.id, is_due(StaffLine, on, rulings.book)
    anew = duties.of_all(organisation, _staff(organisation, on, stale), rulings, on).values()
    right = ours, ~stale, StaffLine.in_role
    idle = StaffLine.may_bill.is_not(True)
    counts = select(func.count().filter(idle), func.coalesce(func.sum(StaffLine.told), 0)).where(*right)
    not_billing_total, told_total = db.session.execute(counts).one()
    people = select(Person).join(StaffLine, StaffLine.person_id == Person.id).where(*right)
    not_billing = [*db.session.scalars(people.where(idle).order_by(Person.sorted_as, Person.id).limit(most))]
    not_billing += [each.person for each in anew if not each.credentials.may_bill]
    waits_longest = people.where(StaffLine.told > 0).order_by(StaffLine.told_since, StaffLine.person_id).limit(most)
    told = [*_told(db.session.scalars(waits_longest).all(), on)]
    told += [Told(duty._replace(source=()), each.person) for each in anew for duty in each.duties if duty.is_told(on)]
    return Summary(
        sorted(not_billing, key=lambda person: (person.sorted_as, person.id))[:most],
        not_billing_total + sum(not each.credentials.may_bill for each in anew),
        sorted(told, key=lambda each: (each.duty.remind_on or on, each.person.id, *each.duty[:3]))[:most],
        told_total + sum(duty.is_told(on) for each in anew for duty in each.duties),
    )


def _staff(organisation: Organisation, on: date, stale: ColumnElement[bool]) -> Sequence[Person]:
    """Who is in a role, or will be, and has a line of another day."""
    return db.session.scalars(
        select(Person)
        .join(Posting, Person.posting_id == Posting.id)
        .join(StaffLine, StaffLine.person_id == Person.id)
        .options(joinedload(Person.posting))
        .where(stale, StaffLine.organisation_id == organisation.id, *in_a_role(organisation.id, on))
    ).all()


def _told(people: Sequence[Person], on: date) -> Iterator[Told]:
    by_id = {person.id: person for person in people}
    chosen = select(ListedDuty).where(ListedDuty.person_id.in_(list(by_id)), ListedDuty.remind_on <= on)
    for row in db.session.scalars(chosen):
        yield Told(_duty(row), by_id[row.person_id])


def _duty(row: ListedDuty) -> Duty:
    return Duty(**{key: getattr(row, key) for key in STORED})
