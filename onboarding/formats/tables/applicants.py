"""A table of applicants: lines joined into people, each with the document that `flask rules screen` reads.

A line holds at most one job and one degree; who somebody is stands on their first line and need not be repeated. All
or nothing: with a single fault in the table there are no applicants.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from onboarding.formats import resume
from onboarding.formats.faults import Refused
from onboarding.formats.shape import Shape
from onboarding.formats.tables import records
from onboarding.formats.tables.applicant_columns import COLUMNS
from onboarding.formats.tables.joining import KEYS, Somebody, joined
from onboarding.formats.tables.records import Faults, Reading, Record
from onboarding.rules.faults import Fault as OfDocument
from onboarding.rules.standing import SKILL_AREAS

JOB_KEYS = {"employer": "name", "title": "position", "job_start": "startDate", "job_end": "endDate"}
JOB_KEYS |= {"hours": "hoursPerWeek", "duties": "summary"}
DEGREE_KEYS = {"school": "institution", "degree": "studyType", "field": "area", "level": "level"}
DEGREE_KEYS |= {"country": "country", "conferred": "endDate"}
DEFAULT_ROLE = "hsc"
COLUMN = {column.key: column for column in COLUMNS}
PATH = re.compile(r"(work|education)\[(\d+)\]\.?(\w*)")


class Applicant(NamedTuple):
    """Somebody who applied, with the document of what they say. `reference`: what their COHE calls them by."""

    lines: tuple[int, ...]
    reference: str | None
    name: str
    email: str | None
    phone: str | None
    applied_for: str
    applied_on: date | None
    document: dict[str, Any]
    places: Mapping[tuple[str, int], int] = MappingProxyType({})  # the line of each job and degree of the document

    def placed(self, fault: OfDocument) -> tuple[int, str, str]:
        """The line, heading and words of a fault of the document."""
        line, key, what = _placed(fault, self.places, self.lines[0])
        return line, COLUMN[key].heading if key else "", what


def read(data: bytes, mapped: Mapping[int, str], head: int | None = None) -> Reading:
    """The applicants of a CSV or XLSX file, or every fault in it. `mapped`: which column is at which place.
    `head`: the number of the line with the headings, where somebody chose it."""
    table = records.read(data, COLUMNS, mapped, head)
    people = joined(table.records, table.faults)
    return records.finished(table, [found for each in people if (found := _applicant(each, table.faults)) is not None])


def _applicant(somebody: Somebody, faults: Faults) -> Applicant | None:
    known, first = somebody.known, somebody.lines[0].line
    faulted = {(line.line, key) for line in somebody.lines for key in line.faulted}
    if "name" not in known and not any(key == "name" or key in KEYS for _, key in faulted):
        faults.add(first, COLUMN["name"].heading, "the name is missing. Write it on the applicant’s first line")
    document, places = _document(somebody)
    try:
        resume.applicant(Shape.of(document), str(first))
    except Refused as refused:
        for fault in refused.faults:
            line, key, what = _placed(fault, places, first)
            if (line, key) not in faulted:  # what stands there was refused already
                faults.add(line, COLUMN[key].heading if key else "", what)
        return None
    if "name" not in known:
        return None
    return Applicant(
        tuple(line.line for line in somebody.lines),
        known.get("reference"),
        known["name"],
        known.get("email"),
        known.get("phone"),
        known.get("applied_for", DEFAULT_ROLE),
        known.get("applied_on"),
        document,
        places,
    )


def _document(somebody: Somebody) -> tuple[dict[str, Any], dict[tuple[str, int], int]]:
    """The document, and the line that each job and degree came from."""
    known = somebody.known
    work: list[dict[str, Any]] = []
    education: list[dict[str, Any]] = []
    places = {}
    for line in somebody.lines:
        if (job := _part(line, JOB_KEYS)) is not None:
            places["work", len(work)] = line.line
            work.append({"id": f"j{len(work) + 1}", **job})
        if (degree := _part(line, DEGREE_KEYS)) is not None:
            places["education", len(education)] = line.line
            education.append({"id": f"d{len(education) + 1}", **degree})
    basics = {key: known[key] for key in ("name", "email", "phone") if key in known}
    document = {"basics": basics, "work": work, "education": education, "hsc": dict(_ours(known))}
    return document, places


def _part(line: Record, keys: dict[str, str]) -> dict[str, Any] | None:
    """The line's job or degree, if anything of it is filled in, be it with what does not fit."""
    if not keys.keys() & (line.values.keys() | line.faulted):
        return None
    return {theirs: line.values[own] for own, theirs in keys.items() if own in line.values}


def _ours(known: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """What is no part of a JSON Resume: a surgical HSC is judged as an HSC."""
    yield "role", "assistant" if known.get("applied_for") == "assistant" else "hsc"
    if "able" in known:
        yield "providerId", {"able": known["able"]}
    if "issues" in known:
        yield "lniIssues", {"reported": known["issues"]}
    skills = {area: {"demonstrated": known[area]} for area in SKILL_AREAS if area in known}
    if skills:
        yield "skills", skills


# What the reader of documents says, as people who fill in a table would.
SAYS = {
    "missing; it is needed here": "it is missing for this job. Fill it in; the year alone will do",
    "before startDate": "it is before the job’s start. Correct one of the two",
}


def _placed(fault: OfDocument, places: Mapping[tuple[str, int], int], first: int) -> tuple[int, str, str]:
    """The line, column key and words of a fault that was named by its path in the document."""
    found = PATH.match(fault.path)
    if found is None:
        return first, "", str(fault)
    part, place, key = found.groups()
    keys = JOB_KEYS if part == "work" else DEGREE_KEYS
    own = next((own for own, theirs in keys.items() if theirs == key), "")
    return places.get((part, int(place)), first), own, SAYS.get(fault.says, fault.says)
