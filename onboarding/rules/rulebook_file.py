"""Loading a rulebook from its TOML file, strictly: an unknown key, a missing citation, an unused number is refused.

What the entries mean is in `rulebook`.
"""

from collections.abc import Callable, Iterable
from dataclasses import fields
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

from onboarding.rules.numbers import Numbers
from onboarding.rules.rulebook import (
    READINGS,
    UNITS,
    Citation,
    DatedValue,
    HolidayRule,
    Holidays,
    Number,
    OpenQuestion,
    Passage,
    Provision,
    Question,
    Reading,
    Rulebook,
)
from onboarding.rules.strict import Table

SHIPPED = Path(__file__).with_name("rulebook.toml")
NATURES = ("requirement", "recommendation", "trigger", "notice", "house")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

Cite = Callable[[Table], Citation]


@cache
def shipped() -> Rulebook:
    """The rulebook that the product ships."""
    return load(SHIPPED)


def load(path: Path) -> Rulebook:
    """The rulebook of a TOML file. Raises DataFileError naming the first fault: the place, and what to do."""
    return _read(Table.read(path))


def of_text(text: str, name: str, over: Rulebook | None = None) -> Rulebook:
    """The rulebook of what a TOML file held. Raises DataFileError, which calls it by `name`.

    `over`: the file in use, by which a text that was kept is completed: what the rules need and it lacks is taken
    from there, and what no rule knows any more is passed by.
    """
    return _read(Table.of(text.encode(), name, name), over)


def _read(file: Table, over: Rulebook | None = None) -> Rulebook:
    version = file.text("version")
    documents = {id: _document(table) for id, table in file.table("documents").named_tables()}
    cited: set[str] = set()

    def cite(table: Table) -> Citation:
        document = table.choice("document", tuple(documents))
        cited.add(document)
        title, address = documents[document]
        return Citation(title, table.text("section"), address)

    numbers = {id: _number(id, table, cite) for id, table in _exactly(file, "numbers", _number_ids(), over)}
    provisions = {
        Provision(id): _passage(id, table, cite) for id, table in _exactly(file, "provisions", Provision, over)
    }
    questions = {Question(id): _question(id, table, cite) for id, table in _exactly(file, "questions", Question, over)}
    holidays = _holidays(file.table("holidays"), cite)
    file.close()
    if over:
        numbers, questions = {**over.numbers, **numbers}, {**over.questions, **questions}
        provisions = {**over.provisions, **provisions}
    for unused in () if over else documents.keys() - cited:
        raise file.fault("documents", f"{unused} is cited nowhere. Cite it or remove it")
    return Rulebook(version, numbers, questions, provisions, holidays)


def _number_ids() -> list[str]:
    return [field.name for field in fields(Numbers)]


def _exactly(file: Table, key: str, ids: Iterable[str], over: Rulebook | None) -> Iterable[tuple[str, Table]]:
    """The tables under `key`, whose names must be just these ids: one more is unused, one less is missed."""
    entries = file.table(key)
    known = [str(id) for id in ids]
    found = dict(entries.named_tables())
    if over:
        return [(id, table) for id, table in found.items() if id in known]
    for id in found:
        if id not in known:
            raise entries.fault(id, "unused: no rule knows it. Mend its spelling or remove it")
    for id in known:
        if id not in found:
            raise entries.fault(id, "missing; a rule needs it")
    return found.items()


def _document(table: Table) -> tuple[str, str]:
    title, address = table.text("title"), table.text("address")
    table.close()
    return title, address


def _number(id: str, table: Table, cite: Cite) -> Number:
    says, unit = table.text("says"), table.choice("unit", tuple(UNITS))
    nature, checked_on = table.choice("nature", NATURES), table.day("checked_on")
    values = tuple(_dated_value(row, unit, cite) for row in table.tables("values"))
    table.close()
    if not values:
        raise table.fault("values", "empty; at least one dated value is needed here")
    if any(later.since <= earlier.since for earlier, later in pairwise(values)):
        raise table.fault("values", "not in order of `since`, oldest first, each day once")
    return Number(id, says, unit, nature, checked_on, values)


def _dated_value(row: Table, unit: str, cite: Cite) -> DatedValue:
    value = DatedValue(row.day("since"), row.number("value"), cite(row))
    row.close()
    if fault := UNITS[unit].fault(value.value):
        raise row.fault("value", f"{value.value} {unit}: {fault}")
    return value


def _passage(id: str, table: Table, cite: Cite) -> Passage:
    says, nature = table.text("says"), table.choice("nature", NATURES)
    passage = Passage(Provision(id), says, nature, table.day("checked_on"), cite(table))
    table.close()
    return passage


def _question(id: str, table: Table, cite: Cite) -> OpenQuestion:
    question = Question(id)
    readings = tuple(_reading(row, READINGS[question], cite) for row in table.tables("readings"))
    ids = [reading.id for reading in readings]
    if not ids or len(set(ids)) < len(ids):
        raise table.fault("readings", "each reading is needed once, and at least one of them")
    asks, passage, checked_on = table.text("asks"), table.text("passage"), table.day("checked_on")
    citation = cite(table)
    table.close()
    return OpenQuestion(question, asks, passage, checked_on, citation, readings)


def _reading(row: Table, known: tuple[str, ...], cite: Cite) -> Reading:
    reading = Reading(row.choice("id", known), row.text("says"), cite(row))
    row.close()
    return reading


def _holidays(table: Table, cite: Cite) -> Holidays:
    moves = table.table("moves")
    moved = tuple((WEEKDAYS.index(day), moves.whole(day)) for day in WEEKDAYS if moves.has(day))
    moves.close()
    days = tuple(_holiday(row) for row in table.tables("days"))
    ids = [day.id for day in days]
    if len(set(ids)) < len(ids):
        raise table.fault("days", "an id is given twice")
    for day in days:
        if day.kind == "day-after" and day.of not in [other.id for other in days if other.kind != "day-after"]:
            raise table.fault("days", f"{day.id}: no holiday {day.of!r} with a date of its own")
    holidays = Holidays(table.day("checked_on"), cite(table), moved, days)
    table.close()
    return holidays


def _holiday(row: Table) -> HolidayRule:
    id, says, kind = row.text("id"), row.text("says"), row.choice("kind", ("date", "weekday", "day-after"))
    since = row.day("since") if row.has("since") else date.min
    if kind == "day-after":
        rule = HolidayRule(id, says, kind, of=row.text("of"), since=since)
    elif kind == "date":
        rule = HolidayRule(id, says, kind, month=row.whole("month"), day=row.whole("day"), since=since)
    else:
        weekday = WEEKDAYS.index(row.choice("weekday", WEEKDAYS))
        rule = HolidayRule(id, says, kind, month=row.whole("month"), weekday=weekday, nth=row.whole("nth"), since=since)
    row.close()
    _check_date(row, rule)
    return rule


def _check_date(row: Table, rule: HolidayRule) -> None:
    if rule.kind != "day-after" and not 1 <= rule.month <= 12:
        raise row.fault("month", f"{rule.month} is not a month")
    if rule.kind == "date" and not 1 <= rule.day <= 28 + (rule.month != 2) * 2:
        raise row.fault("day", f"{rule.day} is not a day that the month has in every year")
    if rule.kind == "weekday" and rule.nth not in (-1, 1, 2, 3, 4):
        raise row.fault("nth", f"{rule.nth} is not 1 to 4, or -1 for the last")
