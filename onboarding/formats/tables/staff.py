"""A COHE's table of its present staff, one line for each person: people, hires, numbers, applications, trainings.

The table is the COHE's own, so its headings are matched on a page, and the match comes along (`mapped`). All or
nothing: with a single fault there is nobody.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from onboarding.formats.tables import records
from onboarding.formats.tables.applicant_columns import NAME, PHONE, ROLES, TEXT
from onboarding.formats.tables.cells import Unfit, email, line_of_text, name_of_somebody, phone, shown, whole_day, word
from onboarding.formats.tables.records import Column, Faults, Reading, Record
from onboarding.rules import npi, provider_number
from onboarding.rules.numbers import Numbers
from onboarding.rules.training import AREAS

DIGITS = 40
SITES = {"Headquarters": "headquarters", "Regional office": "regional_office", "Other": "other", "HQ": "headquarters"}
DAY = "A day, like 11/22/2026."


def _minutes(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or not 0 < int(text[:6]) <= 99_999:
        raise Unfit(f"{shown(text)} is no number of minutes. Write an hour as 60")
    return int(text)


def _day(key: str, heading: str, *also: str, says: str = DAY, needed: bool = False) -> Column:
    return Column(key, heading, whole_day, says, "2025-03-03", also, needed)


COLUMNS = (
    Column("name", "Name", name_of_somebody(NAME), "The full name.", "Ana Ruiz",
           ("Full name", "HSC", "HSC name", "Employee", "Employee name", "Staff", "Coordinator"), needed=True),
    Column("role", "Role", word(ROLES), "HSC, Surgical HSC or Assistant.", "HSC",
           ("Position", "Title", "Job title", "Job"), needed=True),
    _day("hired_on", "First day in the role", "Hired", "Hire date", "Date of hire", "Start date", "Hired on", "Start",
         says="The day on which they entered the role at this COHE.", needed=True),
    _day("left_on", "Last day in the role", "Left", "Left on", "End date", "Termination date",
         says="Blank for whoever is still in it."),
    Column("email", "Email", email, "Their own address.", "ana@example.org", ("E-mail", "Email address", "Mail")),
    Column("phone", "Phone", phone(PHONE), "Any way it is written.", "+1 360 555 0100",
           ("Phone number", "Telephone", "Mobile")),
    Column("supervisor", "Supervising HSC", line_of_text(NAME), "Of an assistant: the HSC's name as in this table.",
           "Ana Ruiz", ("Supervisor", "Supervised by")),
    Column("number", "L&I Provider ID", line_of_text(DIGITS), "Seven digits, with the zeros in front.", "0123456",
           ("Provider ID", "Provider number", "L&I provider number", "LNI ID", "L&I ID")),
    _day("provider_sent", "Provider application sent", "Provider ID applied", "Application sent", "Applied for ID"),
    _day("provider_issued", "Provider ID issued", "ID issued", "Number issued"),
    _day("provider_effective", "Provider account effective", "Effective", "Effective date", "Active since"),
    _day("last_billed", "Last billed", "Last bill", "Last billed on"),
    _day("supplemental_sent", "Supplemental application sent", "HSC supplemental sent", "Supplement sent"),
    _day("supplemental_accepted", "Supplemental application accepted", "HSC supplemental accepted",
         "Supplement accepted"),
    Column("npi", "NPI", line_of_text(DIGITS), "Ten digits.", "1234567893", ("National Provider Identifier",)),
    Column("payee_number", "Payee number", line_of_text(DIGITS), "The group's, seven digits.", "7654321",
           ("Group number", "Payee", "Group payee number")),
    _day("initial_on", "Initial training done", "Initial training", "COHE training done",
         says="The day on which all eight areas of the standard work had been trained."),
    _day("orientation_on", "L&I orientation", "Orientation", "Orientation date", "L&I orientation on"),
    Column("orientation_at", "Orientation at", word(SITES), "Headquarters, Regional office or Other.", "Headquarters",
           ("Orientation place", "Orientation location")),
    _day("shadowing_on", "Shadowing", "Shadowing date", "Shadowed on"),
    Column("shadowing_minutes", "Shadowing minutes", _minutes, "An hour is 60.", "250", ("Minutes shadowed",)),
    Column("shadowing_cohe", "Shadowing at", line_of_text(TEXT), "The other COHE, whose HSC was shadowed.", "Alliance",
           ("Shadowed COHE", "Host COHE")),
    _day("conference_on", "HSC conference", "Conference", "HSC conference on", "Conference date",
         says="The day of a conference of HSCs that L&I sponsored and that they attended."),
)  # fmt: skip
BY_KEY = {column.key: column for column in COLUMNS}
EVENTS = (
    ("provider", "sent", "provider_sent"),
    ("provider", "issued", "provider_issued"),
    ("provider", "effective", "provider_effective"),
    ("provider", "billed", "last_billed"),
    ("supplemental", "sent", "supplemental_sent"),
    ("supplemental", "accepted", "supplemental_accepted"),
)


class StaffEvent(NamedTuple):
    """One dated event of an application, in the words of the rules."""

    track: str
    event: str
    on: date
    number: str | None


class Member(NamedTuple):
    """Somebody who works, or worked, at the COHE. `trainings`: part and entry as `flask rules training` takes them."""

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

    @property
    def lines(self) -> tuple[int, ...]:
        """The one line, as those of somebody who takes several."""
        return (self.line,)


def read(data: bytes, mapped: Mapping[int, str], numbers: Numbers) -> Reading:
    """The people of a CSV or XLSX file, or every fault in it. `mapped`: which column stands at which place, from 0."""
    table = records.read(data, COLUMNS, mapped)
    members = [found for each in table.records if (found := _member(each, table.faults, numbers)) is not None]
    return records.finished(table, members)


def _member(record: Record, faults: Faults, numbers: Numbers) -> Member | None:
    values = record.values
    for key in ("name", "role", "hired_on"):
        if key not in values and key not in record.faulted:
            faults.add(record.line, BY_KEY[key].heading, "it is missing. Fill it in for everybody")
    for key, what in _impossible(record, numbers):
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
    )


def _impossible(record: Record, numbers: Numbers) -> Iterator[tuple[str, str]]:
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
    if "number" in values and "provider_issued" not in values | dict.fromkeys(record.faulted):
        yield "provider_issued", "a Provider ID needs the day on which it was issued. Fill it in"
    if "provider_issued" in values and "number" not in values | dict.fromkeys(record.faulted):
        yield "number", "it was issued, so it is needed here. Fill it in"
    if "supervisor" in values and values.get("role") not in (None, "assistant"):
        yield "supervisor", "only assistants have a supervising HSC. Clear the cell, or correct the role"
    for key, with_key, what in (
        ("orientation_on", "orientation_at", "say where the orientation was: Headquarters, Regional office or Other"),
        ("shadowing_on", "shadowing_minutes", "say how many minutes; an hour is 60"),
        ("shadowing_on", "shadowing_cohe", "say at which COHE it was"),
    ):
        if key in values and with_key not in values and with_key not in record.faulted:
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
