"""The rules as pure calls: a document in, the answer out, as `flask rules` gives it; nothing is kept or looked up."""

from collections.abc import Callable
from functools import partial
from typing import Any

import orjson

from onboarding.api.operation import Call, Operation, Raw, book, today
from onboarding.api.problems import Problem
from onboarding.api.shapes import Day, Plain
from onboarding.formats import answers, topics
from onboarding.formats.faults import Refused
from onboarding.formats.json_documents import Document
from onboarding.formats.rulings import rulings_of
from onboarding.formats.shape import Shape
from onboarding.formats.topics import Topic
from onboarding.permissions import TokenScope
from onboarding.rules.faults import Fault
from onboarding.rules.rulings import Rulings

MOST = 200  # documents of one request
AS_OF = Day("The day of the answer, for a document without `as_of`; today in Washington if left out.")
ARRAY = {"type": "array", "items": {"type": "object"}}
TEXT_OR_NULL = {"type": ["string", "null"]}


def _object(says: str, needed: tuple[str, ...], **properties: Any) -> Plain:
    return Plain({"type": "object", "description": says, "required": list(needed), "properties": properties})


ID = {"type": ["string", "integer"], "description": "What the answer repeats."}
BOTH = {"type": "object", "description": "Each finding as docs/rules.md describes it."}
DAY = {"type": "string", "format": "date"}
DOCUMENTS: dict[str, tuple[Topic, Plain, Plain, str]] = {
    "screen": (
        topics.SCREEN,
        _object("A JSON Resume with a few more keys.", (), id=ID, as_of=DAY, work=ARRAY, education=ARRAY),
        _object(
            "The screening, as claimed and as verified.",
            ("id", "role", "as_of", "claimed", "verified", "also_qualifies_as"),
            claimed=BOTH,
            verified=BOTH,
            also_qualifies_as=TEXT_OR_NULL,
        ),
        "Screen an applicant",
    ),
    "training": (
        topics.TRAINING,
        _object(
            "What training somebody had since their first day.",
            ("hired_on",),
            id=ID,
            as_of=DAY,
            hired_on=DAY,
            initial=ARRAY,
            lni_required=ARRAY,
            activities=ARRAY,
        ),
        _object(
            "The training, as claimed and as verified.",
            ("id", "role", "as_of", "due_on", "due_on_rolled", "claimed", "verified"),
            due_on=DAY,
            due_on_rolled=DAY,
            claimed=BOTH,
            verified=BOTH,
        ),
        "Judge a new hire's training",
    ),
    "credential": (
        topics.CREDENTIAL,
        _object("The dated events of both tracks.", (), id=ID, as_of=DAY, provider=ARRAY, supplemental=ARRAY),
        _object(
            "Where both tracks stand.",
            ("id", "as_of", "provider", "supplemental", "may_bill"),
            provider={"type": "object"},
            supplemental={"type": "object"},
            may_bill={"type": "boolean"},
        ),
        "Follow the provider account and the supplemental application",
    ),
    "staffing": (
        topics.STAFFING,
        _object(
            "Claims by quarter, staff and absences.", (), id=ID, as_of=DAY, quarters=ARRAY, staff=ARRAY, absences=ARRAY
        ),
        _object(
            "Each quarter, the year, replacements and gaps.",
            ("id", "as_of", "quarters", "year", "surgical", "replacements", "coverage_gaps"),
            quarters=ARRAY,
            replacements=ARRAY,
            coverage_gaps=ARRAY,
        ),
        "Judge a COHE's claims, staff, replacements and coverage",
    ),
}
BATCH = _object(
    "Documents, rulings and a day.",
    ("documents",),
    documents={"type": "array", "maxItems": MOST, "items": {"type": "object"}},
    rulings={"type": "array", "items": {"type": "object"}, "description": "As a file for `flask rules --rulings`."},
    as_of=DAY,
)
ANSWERS = Plain(
    {
        "type": "object",
        "required": ["answers"],
        "properties": {
            "answers": {
                "type": "array",
                "description": "One for each document, in order: its answer, or what is wrong with it.",
                "items": {
                    "type": "object",
                    "properties": {
                        "answer": {"type": "object"},
                        "note": {"type": "string", "description": "What to know of a document that was answered."},
                        "faults": {"type": "array", "items": {"type": "object"}},
                    },
                },
            }
        },
    }
)


def _one(topic: Topic, call: Call) -> Raw:
    found = Document(1, "1", call.body)
    _, answer = topics.answer(topic, found, set(), Rulings(book()), call.query.get("as_of") or today())
    return Raw(answers.line(answer))


def _several(topic: Topic, call: Call) -> Raw:
    shape = Shape.of(call.body)
    for key, _ in shape.beside(("documents", "rulings", "as_of")):
        shape.fault(key, "is not known here")
    documents = shape.array("documents") if shape.needed("documents") else []
    if len(documents) > MOST:
        shape.fault("documents", f"more than {MOST}")
    day, given = shape.day("as_of") or today(), shape.array("rulings")
    shape.close()
    in_force, seen = Rulings(book(), _rulings(given)), set[str]()
    each = [
        _answered(topic, Document(1, str(place), one), seen, in_force, day) for place, one in enumerate(documents, 1)
    ]
    return Raw(b'{"answers":[' + b",".join(each) + b"]}")


def _rulings(given: list[Any]) -> Any:
    try:
        return rulings_of(given, book())
    except Refused as refused:
        faults = [Fault(f"rulings{each.path}", each.says) for each in refused.faults]
        raise Problem(422, faults=faults) from refused


def _answered(topic: Topic, found: Document, seen: set[str], in_force: Rulings, day: Any) -> bytes:
    try:
        facts, answer = topics.answer(topic, found, seen, in_force, day)
    except Refused as refused:
        return orjson.dumps({"faults": [{"at": each.path, "says": each.says} for each in refused.faults]})
    note = topic.note(facts)
    said = b',"note":' + orjson.dumps(str(note)) if note else b""
    return b'{"answer":' + answers.line(answer).rstrip() + said + b"}"


def _operations() -> list[Operation]:
    found = []
    for name, (topic, takes, answers_with, says) in DOCUMENTS.items():
        one: Callable[[Call], Raw] = partial(_one, topic)
        several: Callable[[Call], Raw] = partial(_several, topic)
        same: dict[str, Any] = {"method": "POST", "noun": "rules", "scope": TokenScope.RULES, "documents": True}
        more = f"The same document and the same answer as `flask rules {name}`. Nothing of it is kept."
        found += [
            Operation(
                id=f"{name}_rules",
                path=f"/rules/{name}",
                says=f"{says}.",
                do=one,
                takes=takes,
                answers=answers_with,
                query={"as_of": AS_OF},
                more=more,
                **same,
            ),
            Operation(
                id=f"{name}_rules_for_several",
                path=f"/rules/{name}/several",
                says=f"{says}, several at once, under rulings.",
                do=several,
                takes=BATCH,
                answers=ANSWERS,
                more=f"{more} An `id` given twice in one request is refused the second time.",
                **same,
            ),
        ]
    return found


OPERATIONS = tuple(_operations())
