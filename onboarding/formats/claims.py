"""A claim: the part of an applicant's document that the applicant says. It is checked by the same reader as a file."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from onboarding.formats.faults import Refused
from onboarding.formats.plain_text import NO_TEXT
from onboarding.formats.resume import EMPLOYER, EMPLOYER_BEFORE, applicant, hours_a_week
from onboarding.formats.shape import Shape
from onboarding.formats.vague_days import goes_on, vague_day
from onboarding.rules.faults import Fault

JOB = ("name", "position", "startDate", "endDate", "hoursPerWeek", "summary")
DEGREE = ("institution", "studyType", "area", "level", "country", "endDate")
KINDS = {"work": JOB, "education": DEGREE}
DATES = ("startDate", "endDate")
LETTER = {"work": "j", "education": "d"}
MOST = 60  # jobs, or degrees


def claimed(
    document: Mapping[str, Any], before: Mapping[str, Any] | None = None, earlier: Iterable[Mapping[str, Any]] = ()
) -> dict[str, Any]:
    """The claim in a document, each job and degree with an id. Raises Refused with every fault by its path.

    What only a screener may say (categories, duties, checks) is left out unread: other programs keep things of their
    own under the same keys. Dates are kept as YYYY, YYYY-MM or YYYY-MM-DD, however they were written; an end that says
    that there is none is left out. An id that `before` has is kept where it is given; new ones follow the highest that
    it or any claim `earlier` used: what was decided about a job that was removed is never about another.
    """
    ever = [before, *earlier]
    document = exact({kind: _cut(document.get(kind), keys) for kind, keys in KINDS.items()})
    applicant(Shape.of(document), "claim")
    found: dict[str, Any] = {}
    faults = list[Fault]()
    for kind, keys in KINDS.items():
        entries = document.get(kind) or []
        if len(entries) > MOST:
            faults.append(Fault(kind, f"more than {MOST}"))
        used = _numbers(before, kind)
        next_id = max((number for claim in ever for number in _numbers(claim, kind)), default=0) + 1
        found[kind] = []
        for entry in entries[:MOST]:
            id = entry.get("id")
            if not (isinstance(id, str) and id[:1] == LETTER[kind] and id[1:].isdecimal() and int(id[1:]) in used):
                id, next_id = f"{LETTER[kind]}{next_id}", next_id + 1
            said = _said(entry, keys)
            faults += _no_text(f"{kind}[{len(found[kind])}]", said)
            found[kind].append({"id": id, **said})
    if faults:
        raise Refused(faults)
    return found


def refuse_unreadable(fact: Mapping[str, Any], decided: Mapping[str, Any]) -> None:
    """Raises Refused for what is no decision about this job or degree of a claim."""
    kind = next(kind for kind, letter in LETTER.items() if fact["id"].startswith(letter))
    applicant(Shape.of(exact({kind: [{**fact, **decided}]})), "decision")


def _no_text(where: str, said: Mapping[str, str]) -> Iterator[Fault]:
    for key, text in said.items():
        if sign := NO_TEXT.search(text):
            yield Fault(f"{where}.{key}", f"has a hidden character in it (U+{ord(sign[0]):04X}). Delete it")


def _cut(entries: Any, keys: Iterable[str]) -> Any:
    """Jobs or degrees with nothing but what a claim keeps; what is none stays as it is, for the reader to refuse."""
    if not isinstance(entries, list):
        return entries
    return [
        {key: value for key, value in _renamed(entry).items() if key in {"id", *keys}}
        if isinstance(entry, dict)
        else entry
        for entry in entries
    ]


def _renamed(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    """A job with its employer under the name of today."""
    job, before = Shape(dict(entry), "", []), entry.get(EMPLOYER_BEFORE)
    return {**entry, EMPLOYER: before} if job.is_blank(EMPLOYER) and isinstance(before, str) else entry


def _said(entry: Mapping[str, Any], keys: Iterable[str]) -> dict[str, str]:
    """What a job or degree says under these keys, each as text; of the right shape, which was checked before."""
    found = {key: _plain(entry[key]) for key in keys if entry.get(key) is not None}
    return {
        key: str(vague_day(value)) if key in DATES else value
        for key, value in found.items()
        if key not in DATES or not goes_on(value)
    }


def exact(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document with its figures as exact numbers, which records keep as text."""
    return {
        **document,
        **{kind: [_exact(entry) for entry in document.get(kind) or ()] for kind in KINDS if kind in document},
    }


def _exact(entry: Any) -> Any:
    if not isinstance(entry, dict):
        return entry
    found = {**entry, **({"hoursPerWeek": _number(entry["hoursPerWeek"])} if "hoursPerWeek" in entry else {})}
    if isinstance(found.get("duties"), list):
        found["duties"] = [
            {**duty, "share": _number(duty["share"])} if isinstance(duty, dict) and "share" in duty else duty
            for duty in found["duties"]
        ]
    return found


def _number(value: Any) -> Any:
    """The figure in a text; what is none stays as it is, for the reader to refuse."""
    try:
        number = Decimal(value) if isinstance(value, str) else value
    except InvalidOperation:
        return value
    return number if not isinstance(number, Decimal) or number.is_finite() else value


def hours_fault(text: str) -> str | None:
    """What is wrong with hours a week as somebody types them, as a fault says it; None for nothing."""
    faults: list[Fault] = []
    hours_a_week(Shape({"hoursPerWeek": _number(text)}, "", faults))
    return faults[0].says if faults else None


def facts_of(claim: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Every job and degree of a claim by its id."""
    return {entry["id"]: entry for kind in KINDS for entry in claim.get(kind, ())}


def fact_hash(fact: Mapping[str, Any]) -> str:
    """What a job or degree is known by as it is claimed: another word in it, another hash."""
    return hashlib.sha256(json.dumps(fact, sort_keys=True).encode()).hexdigest()


def _numbers(before: Mapping[str, Any] | None, kind: str) -> set[int]:
    return {int(entry["id"][1:]) for entry in (before or {}).get(kind, ())}


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else str(value)
