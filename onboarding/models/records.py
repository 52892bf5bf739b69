"""The records that never change without an entry of the trail, and how the trail knows them."""

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import inspect, select

from onboarding import clock
from onboarding.extensions import Base, db
from onboarding.models.base import Record
from onboarding.models.form import BlankForm
from onboarding.models.person import Person
from onboarding.models.reminder import Reminder
from onboarding.rules.alike import plain
from onboarding.rules.ladder import Ladder

RECORDS: tuple[type[Any], ...] = tuple(
    sorted(
        (each.class_ for each in Base.registry.mappers if issubclass(each.class_, Record)),
        key=lambda model: str(model.__tablename__),
    )
)
CORRECTABLE = {"corrects_id": None, "struck": False, "because": None, "item_id": None}
# Of tables to which columns were added, the last time first: what rows have in these that were sealed without them.
ADDED: dict[str, tuple[dict[str, Any], ...]] = {
    "training_record": ({"version_id": None}, CORRECTABLE),
    "ruling": ({"hires_only": False},),
    "training_session": ({"moves": 0},),
    "packet_definition": (
        {"letter": None},
        {"files": "one", "quarterly": "never", "quarterly_since": None},
    ),
}
# Of what somebody was asked for: what they were reminded of was in columns of the record once.
REMINDED = {
    "reference_request": Ladder.REFERENCE,
    "applicant_link": Ladder.APPLICATION,
    "information_item": Ladder.INFORMATION,
}
UNREAD = ("options", "words")  # of a form's fields: what was sealed as it was before it was written
PAGES = "pages_sha256"  # of files with pages that were recorded before, as the migration found them


def subject_of(row: Base) -> str:
    """How the trail names a record: `person:17`."""
    return f"{row.__tablename__}:{':'.join(map(str, inspect(row).identity or ()))}"


def persons_of(row: Base) -> set[int]:
    """The ids of the people a record is about: itself, whom it names, or whom the record it belongs to names."""
    if isinstance(row, Person):
        return {row.id}
    named = {getattr(row, key, None) for key in ("person_id", "other_id")}
    for key in Base.metadata.tables[row.__tablename__].foreign_key_constraints if named == {None} else ():
        if (person_id := key.referred_table.c.get("person_id")) is not None:
            it = (element.column == getattr(row, element.parent.name) for element in key.elements)
            named |= set(db.session.scalars(select(person_id).where(*it)))
    return {id for id in named if id is not None}


def row_values(row: Base) -> dict[str, Any]:
    """A record's columns as they stand, in a form that is the same on both databases, without those that follow."""
    columns = (each for each in inspect(type(row)).column_attrs if not each.columns[0].info.get("derived"))
    return {column.key: _plain(getattr(row, column.key)) for column in columns}


def sealed_before(row: Base) -> list[dict[str, Any]]:
    """The same as it was sealed before, each way in which that was otherwise.

    Of people with the name as it was sorted by, of files without their pages, of what has had columns added since
    without these, of forms with lists that had not been written to the database and read again, and of what
    somebody was asked for with how often they were reminded of it, and when next.
    """
    values = row_values(row)
    if isinstance(row, Person):
        return [{**values, "sorted_as": plain(row.name)}]
    if isinstance(row, BlankForm):
        return [{**values, "fields": str(_unread(row.fields))}]
    if of := REMINDED.get(row.__tablename__):
        return [{**values, **_reminded(of, row)}]
    return list(_without(values, ADDED.get(row.__tablename__, ({PAGES: values[PAGES]},) if PAGES in values else ())))


def _without(values: dict[str, Any], added: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The values without what was added last, then without what was added before that, and so on."""
    for columns in added:
        if any(values[key] != value for key, value in columns.items()):
            return
        values = {key: value for key, value in values.items() if key not in columns}
        yield values


def _reminded(of: Ladder, row: Any) -> dict[str, Any]:
    lines = select(Reminder.told_at, Reminder.promised_at).where(
        Reminder.organisation_id == row.organisation_id,
        Reminder.person_id == row.person_id,
        Reminder.about == of,
        Reminder.thing == str(row.id),
    )
    found = db.session.execute(lines).all()
    promised = next((each.promised_at for each in found if each.told_at is None), None)
    return {"chased": sum(each.told_at is not None for each in found), "chase_at": _plain(promised)}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return clock.in_utc(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | dict):
        value = json.loads(json.dumps(value))  # as it is read again: a tuple is a list, and a word of ours a text
    return value if value is None or isinstance(value, bool | int) else str(value)


def _unread(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: tuple(each) if key in UNREAD and isinstance(each, list) else _unread(each)
            for key, each in value.items()
        }
    return [_unread(each) for each in value] if isinstance(value, list) else value
