"""A COHE's table of its present staff, one line for each person: people, hires, numbers, applications, trainings.

The table is the COHE's own, so its headings are matched on a page, and the match comes along (`mapped`). All or
nothing: with a single fault there is nobody.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from onboarding.formats.tables import records
from onboarding.formats.tables.records import Faults, Reading, Record
from onboarding.formats.tables.staff_columns import BY_KEY, COLUMNS, EVENTS
from onboarding.rules import npi, provider_number
from onboarding.rules.numbers import Numbers
from onboarding.rules.training import AREAS

# A day that says nothing without what stands beside it, in one of these columns; and what that is to say.
TOGETHER = (
    (
        "orientation_on",
        "orientation_at",
        frozenset({"orientation_at"}),
        "say where the orientation was: Headquarters, Regional office or Other",
    ),
    (
        "shadowing_on",
        "shadowing_minutes",
        frozenset({"shadowing_minutes", "shadowing_hours"}),
        "say how many minutes, where an hour is 60",
    ),
    ("shadowing_on", "shadowing_cohe", frozenset({"shadowing_cohe"}), "say at which COHE it was"),
)


class StaffEvent(NamedTuple):
    """One dated event of an application, in the words of the rules."""

    track: str
    event: str
    on: date
    number: str | None


class Member(NamedTuple):
    """Somebody who works, or worked, at the COHE. `trainings`: part and entry as `flask rules training` takes them.

    `number`: the Provider ID, also where nothing is said of when it was issued. `values` and `said`: by the columns'
    keys, what is filled in, and how it stands in the table.
    """

    line: int
    name: str
    role: str
    hired_on: date
    left_on: date | None
    email: str | None
    phone: str | None
    supervisor: str | None
    events: tuple[StaffEvent, ...]
    npi: str | None
    payee_number: str | None
    trainings: tuple[tuple[str, dict[str, Any]], ...]
    number: str | None = None
    values: Mapping[str, Any] = MappingProxyType({})
    said: Mapping[str, str] = MappingProxyType({})

    @property
    def lines(self) -> tuple[int, ...]:
        """The one line, as those of somebody who takes several."""
        return (self.line,)


def read(data: bytes, mapped: Mapping[int, str], numbers: Numbers, head: int | None = None) -> Reading:
    """The people of a CSV or XLSX file, or every fault in it. `mapped`: which column stands at which place, from 0.
    `head`: the number of the line with the headings, where somebody chose it."""
    table = records.read(data, COLUMNS, mapped, head)
    columns = frozenset(mapped.values())
    _refuse_halves(table, columns)
    members = [found for each in table.records if (found := _member(each, table.faults, numbers, columns)) is not None]
    return records.finished(table, members)


def _refuse_halves(table: records.Table, columns: frozenset[str]) -> None:
    """Say once for the table that a whole column is missing beside another, and that the other can be left out."""
    for key, with_key, either, what in TOGETHER:
        if columns.isdisjoint(either) and any(key in each.values for each in table.records):
            both = f"the column “{BY_KEY[with_key].heading}” is missing beside “{BY_KEY[key].heading}”"
            leave = "or leave the other out, under “Change which column is what”"
            table.faults.add(0, BY_KEY[with_key].heading, f"{both}. Add it ({what}), {leave}")


def _member(record: Record, faults: Faults, numbers: Numbers, columns: frozenset[str]) -> Member | None:
    values, said = record.values, dict(record.said)
    if "shadowing_hours" in values:
        values.setdefault("shadowing_minutes", values["shadowing_hours"])
        said.setdefault("shadowing_minutes", said["shadowing_hours"])
    for key in ("name", "role", "hired_on"):
        if key not in values and key not in record.faulted:
            faults.add(record.line, BY_KEY[key].heading, "it is missing. Fill it in for everybody")
    for key, what in _impossible(record, numbers, columns):
        faults.add(record.line, BY_KEY[key].heading, what)
    if not all(key in values for key in ("name", "role", "hired_on")):
        return None
    return Member(
        record.line,
        values["name"],
        values["role"],
        values["hired_on"],
        values.get("left_on"),
        values.get("email"),
        values.get("phone"),
        values.get("supervisor"),
        tuple(_events(values)),
        values.get("npi"),
        values.get("payee_number"),
        tuple(_trainings(values)),
        values.get("number"),
        {key: value for key, value in values.items() if key != "shadowing_hours"},
        said,
    )


def _impossible(record: Record, numbers: Numbers, columns: frozenset[str]) -> Iterator[tuple[str, str]]:
    """What of a line cannot be, by column, in a clause that says what to do."""
    values = record.values
    checks: tuple[tuple[str, Callable[[str, Numbers], str | None]], ...] = (
        ("number", provider_number.fault),
        ("npi", npi.fault),
        ("payee_number", provider_number.fault),
    )
    for key, fault in checks:
        if key in values and (what := fault(values[key], numbers)):
            yield key, what
    if values.get("left_on") and values.get("hired_on") and values["left_on"] < values["hired_on"]:
        yield "left_on", "it is before the first day in the role. Correct one of the two"
    if "shadowing_hours" in values and values["shadowing_hours"] != values["shadowing_minutes"]:
        yield "shadowing_hours", "the minutes say otherwise. Correct one of the two, or clear it"
    if "supervisor" in values and values.get("role") not in (None, "assistant"):
        yield "supervisor", "only assistants have a supervising HSC. Clear the cell, or correct the role"
    for key, with_key, either, what in TOGETHER:
        there = not columns.isdisjoint(either)  # else it is said of the table
        if there and key in values and with_key not in values and either.isdisjoint(record.faulted):
            yield with_key, what


def _events(values: dict[str, Any]) -> Iterator[StaffEvent]:
    for track, event, key in EVENTS:
        if key in values:
            yield StaffEvent(track, event, values[key], values.get("number") if event == "issued" else None)


def _trainings(values: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    if day := values.get("initial_on"):
        yield from (("initial", {"area": area, "on": day.isoformat()}) for area in AREAS)
    if (day := values.get("orientation_on")) and "orientation_at" in values:
        yield "activities", {"kind": "orientation", "on": day.isoformat(), "location": values["orientation_at"]}
    if (day := values.get("shadowing_on")) and {"shadowing_minutes", "shadowing_cohe"} <= values.keys():
        host = {"host_cohe": values["shadowing_cohe"], "host_role": "hsc"}
        minutes = values["shadowing_minutes"]
        yield "activities", {"kind": "shadowing", "on": day.isoformat(), "minutes": minutes, **host}
    if day := values.get("conference_on"):
        yield "activities", {"kind": "conference", "on": day.isoformat(), "sponsor": "lni", "attended": True}
