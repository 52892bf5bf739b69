"""What is listed of people in a role: who may not bill, and what is to be done. As the records say today, always.

A line of another day is not trusted: what it would say is computed anew, here, until the clock has seen to it.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from onboarding.extensions import db
from onboarding.models.duty import ListedDuty, StaffLine
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person, Posting
from onboarding.queries import duties
from onboarding.queries.credentials import in_a_role
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
    return {"may_bill": False} if posting.version == 1 else None


def computed(organisation: Organisation, people: Sequence[Person], rulings: Rulings, on: date) -> Mapping[int, Listed]:
    """What is to be listed of several people of the organisation, by person; in a fixed number of queries."""
    found = duties.of_all(organisation, people, rulings, on)
    return {
        id: Listed(
            {"may_bill": owed.credentials.may_bill if owed.credentials.answer else None},
            [{key: getattr(duty, key) for key in STORED} for duty in owed.duties],
        )
        for id, owed in found.items()
    }


def summary(organisation: Organisation, rulings: Rulings, on: date, most: int) -> Summary:
    """What a manager is told first, of everybody who is in a role or will be; at most so many of each."""
    stale = is_due(StaffLine, on, rulings.book)
    waiting = db.session.scalars(_staff(select(Person), organisation, on).where(stale)).all()
    anew = duties.of_all(organisation, waiting, rulings, on).values()
    idle = _staff(select(Person), organisation, on).where(~stale, StaffLine.may_bill.is_not(True))
    told = _staff(select(ListedDuty, Person), organisation, on).join(ListedDuty, ListedDuty.person_id == Person.id)
    told = told.where(~stale, ListedDuty.remind_on <= on)
    not_billing = [*db.session.scalars(idle.order_by(Person.sorted_as, Person.id).limit(most))]
    not_billing += [each.person for each in anew if not each.credentials.may_bill]
    order = (ListedDuty.remind_on, Person.id, ListedDuty.about, ListedDuty.kind, ListedDuty.place)
    rows = db.session.execute(told.order_by(*order).limit(most))
    first = [Told(_duty(row), person) for row, person in rows]
    first += [Told(duty._replace(source=()), each.person) for each in anew for duty in each.duties if duty.is_told(on)]
    return Summary(
        sorted(not_billing, key=lambda person: (person.sorted_as, person.id))[:most],
        _count(idle) + sum(not each.credentials.may_bill for each in anew),
        sorted(first, key=lambda each: (each.duty.remind_on or on, each.person.id, *each.duty[:3]))[:most],
        _count(told) + sum(duty.is_told(on) for each in anew for duty in each.duties),
    )


def _staff(chosen: Any, organisation: Organisation, on: date) -> Any:
    """With the posting and the line of each."""
    return (
        chosen.join(Posting, Person.posting_id == Posting.id)
        .join(StaffLine, StaffLine.person_id == Person.id)
        .options(joinedload(Person.posting))
        .where(*in_a_role(organisation.id, on))
    )


def _count(chosen: Select[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(chosen.with_only_columns(Person.id).subquery())) or 0


def _duty(row: ListedDuty) -> Duty:
    return Duty(**{key: getattr(row, key) for key in STORED})
