"""A JSON Resume as somebody sends it: who it is about, what is read of it, and what is not, in words.

Here: a whole file. What a job or degree in it must look like is `claims`; what else a file may be, `other_formats`.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from onboarding.formats.claim_faults import in_words
from onboarding.formats.claims import KINDS, claimed
from onboarding.formats.faults import LONGEST_SHOWN, Refused, keys_given_twice
from onboarding.formats.json_documents import parse
from onboarding.formats.other_formats import jobs_beside
from onboarding.formats.resume import EMPLOYER_BEFORE
from onboarding.formats.shape import Shape

ELSEWHERE = "The jobs stand under “{}”, where we do not read them. Save the résumé as a JSON Resume."
OURS = re.compile(r"(?:work|education)(?:\[|$)")  # how the path of a fault in a job or degree begins
NOTHING_FOUND = "We found no jobs and no degrees in this file. Check that it is a JSON Resume: jobs under “work”."
NO_TEXT = "The file is not text in UTF-8, as JSON is. Save the résumé as JSON again."
PERSON = {"name": 200, "email": 254, "phone": 40}  # what is read of `basics`, and how long it may be
ABOUT_THE_FILE = frozenset({"$schema", "meta"})
PARTS = {"work": "each job", "education": "each degree"}
MOST = 20  # that are named of what is not read


class Unread(Exception):  # noqa: N818 - what is wrong is said by `says`
    """The file cannot be read. `says`: everything that is wrong with it, in words."""

    def __init__(self, *says: str) -> None:
        self.says = says
        super().__init__(" ".join(says))


class Said(NamedTuple):
    """What a file says: of the person as it is written there, and of jobs and degrees as a claim keeps them.

    `elsewhere`: where more jobs seem to stand. `unread`: what the file has besides, each in words.
    """

    person: Mapping[str, str]
    claim: dict[str, Any]
    elsewhere: str | None
    unread: tuple[str, ...]


def read(data: bytes) -> Said:
    """What the file says. Raises Unread."""
    document = None
    try:
        document = parse(data.decode("utf-8-sig"))
        elsewhere = jobs_beside(Shape.of(document)) if isinstance(document, dict) else None
        claim = {} if elsewhere and not document.get("work") else of_document(document)
    except UnicodeDecodeError as error:
        raise Unread(NO_TEXT) from error
    except Refused as refused:
        raise Unread(*in_words(refused.faults, document)) from refused
    if not any(claim.values()):
        raise Unread(ELSEWHERE.format(elsewhere) if elsewhere else NOTHING_FOUND)
    return Said(_person(document.get("basics")), claim, elsewhere, tuple(_unread(document))[:MOST])


def of_document(document: object) -> dict[str, Any]:
    """What a claim keeps of a file. Raises Refused also for a key given twice in a job or degree: which is meant?"""
    if not isinstance(document, dict):
        return {}
    if twice := [fault for fault in keys_given_twice(document) if OURS.match(fault.path)]:
        raise Refused(twice)
    return claimed(document)


def _person(basics: object) -> dict[str, str]:
    """The name and contact; what is no text, or too long to be one of them, is left to be typed."""
    said = basics if isinstance(basics, dict) else {}
    texts = {key: " ".join(said[key].split()) for key in PERSON if isinstance(said.get(key), str)}
    return {key: text for key, text in texts.items() if text and text.isprintable() and len(text) <= PERSON[key]}


def _unread(document: Mapping[str, Any]) -> Iterator[str]:
    """What the file has and is not taken from it, by the words of the file."""
    for key, value in document.items():
        if key not in {*KINDS, *ABOUT_THE_FILE, "basics"} and value:
            yield f"“{_short(key)}”"
    basics = document.get("basics")
    if isinstance(basics, dict):
        yield from (f"“{_short(key)}” of the person" for key, value in basics.items() if value and key not in PERSON)
    for kind, keys in KINDS.items():
        rows = [entry for entry in document.get(kind) or () if isinstance(entry, dict)]
        besides = dict.fromkeys(key for entry in rows for key, value in entry.items() if value)
        known = {*keys, "id", EMPLOYER_BEFORE}
        yield from (f"“{_short(key)}” of {PARTS[kind]}" for key in besides if key not in known)


def _short(key: str) -> str:
    shown = "".join(each if each.isprintable() else "?" for each in key)
    return shown[:LONGEST_SHOWN]
