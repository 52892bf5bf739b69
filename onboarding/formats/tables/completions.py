"""A table of completed training, one line for each person and course, as a learning system exports it.

What a course is, the table does not say: somebody does, once for each (`MEANINGS`). Then a line is entries of the
document of `flask rules training`.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from onboarding.formats.tables import records
from onboarding.formats.tables.completion_columns import BY_KEY, COLUMNS, COMPLETED, FAILED, OPEN, PASSED
from onboarding.formats.tables.records import Faults, Reading, Record
from onboarding.rules.additional_training import TOPIC, TOPICS
from onboarding.rules.alike import plain
from onboarding.rules.training import AREAS
from onboarding.rules.training_options_wording import OPTION
from onboarding.rules.wording import plainly

LEFT_OUT, ALL = "-", "all"
INITIAL, REQUIRED = "initial", "lni_required"
MEANINGS: Mapping[str, str] = {
    f"{INITIAL}:{ALL}": "Initial training, all eight areas",
    **{f"{INITIAL}:{area}": f"Initial training: {plainly(area)}" for area in AREAS},
    f"{REQUIRED}:training": "Training that L&I requires, by this name",
    f"{REQUIRED}:test": "Test that L&I requires, by this name",
    f"approved_content:{ALL}": f"{OPTION['approved_content']}, on both topics",
    **{f"approved_content:{topic}": f"{OPTION['approved_content']}, on {TOPIC[topic]}" for topic in TOPICS},
    "orientation:headquarters": f"{OPTION['orientation']}, at headquarters",
    "orientation:regional_office": f"{OPTION['orientation']}, at a regional office",
    "shadowing:hsc": f"{OPTION['shadowing']}, of an HSC",
    "conference:lni": OPTION["conference"],
    LEFT_OUT: "Leave this course out",
}


class Completion(NamedTuple):
    """A line. `name`: by which the line is called. `called`: the names that may be meant; none where none is given.

    `meaning`: what its course is, once somebody said so.
    """

    line: int
    name: str
    called: tuple[str, ...]
    email: str | None
    number: str | None
    course: str
    completed_on: date | None
    status: str
    values: Mapping[str, Any]
    said: Mapping[str, str] = MappingProxyType({})
    meaning: str | None = None

    @property
    def lines(self) -> tuple[int, ...]:
        """The one line, as those of somebody who takes several."""
        return (self.line,)

    @property
    def is_open(self) -> bool:
        """Whether it was not completed, as far as L&I would ask. A test that was failed took place."""
        return self.status == OPEN or (self.status == FAILED and self.meaning != f"{REQUIRED}:test")

    @property
    def missing(self) -> str | None:
        """What the table has to say besides, for what the course is; in a sentence that says what to do."""
        if self.meaning == f"{REQUIRED}:test" and self.status == COMPLETED:
            return "Write Passed or Failed as the status of a test."
        if self.meaning == "shadowing:hsc" and not {"minutes", "host_cohe"} <= self.values.keys():
            return "Add the minutes and the other COHE to the table, or record the visit on the person’s page."
        return None

    @property
    def trainings(self) -> list[tuple[str, dict[str, Any]]]:
        """Part and entry of each training that it is; none of what is not to be recorded."""
        if self.completed_on is None or self.meaning in (None, LEFT_OUT) or self.is_open or self.missing:
            return []
        return list(self._trainings(*str(self.meaning).split(":")))

    def _trainings(self, kind: str, which: str) -> Iterator[tuple[str, dict[str, Any]]]:
        day = str(self.completed_on)
        trainer = {"trainer": self.values["trainer"]} if "trainer" in self.values else {}
        if kind == INITIAL:
            for area in AREAS if which == ALL else (which,):
                yield INITIAL, {"area": area, "on": day, **trainer}
        elif kind == REQUIRED:
            passed = {"passed": self.status == PASSED} if which == "test" else {}
            yield REQUIRED, {"name": self.course, "completed_on": day, **passed, **trainer}
        else:
            yield "activities", {"kind": kind, "on": day, **self._of_kind(kind, which), **trainer}

    def _of_kind(self, kind: str, which: str) -> dict[str, Any]:
        if kind == "approved_content":
            approved = self.values.get("approved_on")
            topics = {"title": self.course, "topics": sorted(TOPICS if which == ALL else (which,))}
            return {**topics, **({"approved_on": approved.isoformat()} if approved else {})}
        if kind == "orientation":
            return {"location": which}
        if kind == "shadowing":
            return {"minutes": self.values["minutes"], "host_cohe": self.values["host_cohe"], "host_role": which}
        return {"title": self.course, "sponsor": which, "attended": True}


def word_of(completion: Completion) -> str:
    """Under what the meaning of its course is kept."""
    return plain(completion.course)


def suggested(course: str) -> str | None:
    """What a course may be, by a word of its name."""
    words = plain(course)
    found = [f"{INITIAL}:{area}" for area in AREAS if plainly(area).rstrip("s") in words]
    found += ["conference:lni"] if "conference" in words else []
    return found[0] if len(found) == 1 else None


def read(data: bytes, mapped: Mapping[int, str], head: int | None = None) -> Reading:
    """The completions of a CSV or XLSX file, or every fault in it. `mapped`: which column stands at which place, from
    0. `head`: the number of the line with the headings, where somebody chose it."""
    table = records.read(data, COLUMNS, mapped, head)
    found = [each for record in table.records if (each := _completion(record, table.faults)) is not None]
    return records.finished(table, found)


def _completion(record: Record, faults: Faults) -> Completion | None:
    values, said = dict(record.values), dict(record.said)
    if "hours" in values:
        values.setdefault("minutes", values.pop("hours"))
        said.setdefault("minutes", said.pop("hours"))
    who = {"name", "email", "number"}
    if not who & (values.keys() | record.faulted):
        faults.add(record.line, BY_KEY["name"].heading, "nobody is named. Write the name, the email or the ID")
    if "course" not in values and "course" not in record.faulted:
        faults.add(record.line, BY_KEY["course"].heading, "it is missing. Write what was completed")
    status = values.get("status") or (COMPLETED if values.keys() & {"completed_on"} else OPEN)
    if status != OPEN and "completed_on" not in values and "completed_on" not in record.faulted:
        faults.add(
            record.line, BY_KEY["completed_on"].heading, "it is missing. Write the day on which it was completed"
        )
    if record.faulted or "course" not in values or not who & values.keys():
        return None
    name = values.get("name") or values.get("email") or values["number"]
    called = tuple(_called(values["name"])) if "name" in values else ()
    return Completion(
        record.line,
        name,
        called,
        values.get("email"),
        values.get("number"),
        values["course"],
        values.get("completed_on"),
        status,
        values,
        said,
    )


def _called(name: str) -> Iterator[str]:
    """The name, whichever part of it comes first; of “Ana Ruiz, RN” also Ana Ruiz."""
    yield name
    before, comma, _ = name.partition(",")
    if comma and " " in before.strip():
        yield before
