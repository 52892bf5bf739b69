"""What is wrong with a résumé, for the person who sent it: which job or degree, which part of it, and what to write.

Here: the words. What is wrong is found by `resume` and `json_documents`, which name it by its path.
"""

import re
from collections.abc import Iterable
from typing import Any

from onboarding.formats.faults import DOCUMENT, LONGEST_SHOWN
from onboarding.rules.faults import Fault

JOB = {
    "name": "employer",
    "position": "title",
    "startDate": "first day",
    "endDate": "last day",
    "hoursPerWeek": "hours a week",
    "summary": "duties",
}
DEGREE = {
    "institution": "school",
    "studyType": "degree",
    "area": "field of study",
    "level": "level",
    "country": "country",
    "endDate": "day it was conferred",
}
PARTS = {"work": ("Job", "position", JOB), "education": ("Degree", "studyType", DEGREE)}
OF_A_PART = re.compile(r"(work|education)\[(\d+)\](?:\.(\w+))?")
QUOTED = re.compile(r"(['\"])(.*)\1 (.*)", re.S)
SAYS = {
    "missing; it is needed here": "it is missing. The year alone will do",
    "given twice": "it is in the file twice, and only one can be meant. Delete the other",
    "before startDate": "it is before the first day. Correct one of the two",
}
UNKNOWN_LEVEL = re.compile(r"unknown level (['\"])(.*)\1; it is one of (.*)", re.S)
A_LEVEL = "“{}” is not a level we know. Leave it out, or write one of: {}"
NO_DATE = re.compile(r"is not a date \(.*\)")
A_DATE = "is not a date we can read. Write it like 2019-03-15, 2019-03 or 2019"


def in_words(faults: Iterable[Fault], document: object) -> list[str]:
    """Each fault as a sentence. `document` is what they were found in, as far as it could be read."""
    return [_in_words(fault, document if isinstance(document, dict) else {}) for fault in faults]


def said(what: str) -> str:
    """What is wrong with the value at some path, in words, for where the field itself is plain."""
    if what in SAYS:
        return SAYS[what]
    if level := UNKNOWN_LEVEL.fullmatch(what):
        return A_LEVEL.format(level[2], ", ".join(f"“{each}”" for each in level[3].split(", ")))
    if quoted := QUOTED.fullmatch(what):
        what = f"“{quoted[2]}” {quoted[3]}"
    return NO_DATE.sub(A_DATE, what).replace("; write", ". Write").replace("not above", "it has to be above")


def _in_words(fault: Fault, document: dict[str, Any]) -> str:
    found = OF_A_PART.fullmatch(fault.path)
    if found is None:
        return _of_the_file(fault)
    kind, place, key = found.groups()
    noun, title_key, fields = PARTS[kind]
    title = _title(document, kind, int(place), title_key)
    field = f", {fields.get(key, key)}" if key else ""
    return f"{noun} {int(place) + 1}{title}{field}: {said(fault.says)}."


def _of_the_file(fault: Fault) -> str:
    return f"{'The file' if fault.path == DOCUMENT else f'“{fault.path}”'}: {said(fault.says)}."


def _title(document: dict[str, Any], kind: str, place: int, key: str) -> str:
    """What the job or degree is called there, to find it by."""
    entries = document.get(kind)
    entry = entries[place] if isinstance(entries, list) and place < len(entries) else None
    title = entry.get(key) if isinstance(entry, dict) else None
    return f" (“{title[:LONGEST_SHOWN]}”)" if isinstance(title, str) and title.strip() and title.isprintable() else ""
