"""The rules as pure calls: a document in, the answer out, as `flask rules` gives it; nothing is kept or looked up."""

from collections.abc import Callable
from functools import partial
from typing import Any

import orjson

from onboarding.api.operation import Call, Operation, Raw, book, today
from onboarding.api.problems import Problem
from onboarding.api.shapes import Day, Plain
from onboarding.formats import answers, schemas, topics
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
# Of each topic: how it is answered, its document and its answer as files have them too, and what it does.
DOCUMENTS: dict[str, tuple[Topic, Plain, Plain, str]] = {
    "screen": (topics.SCREEN, Plain(schemas.SCREEN), Plain(schemas.SCREENED), "Screen an applicant"),
    "training": (topics.TRAINING, Plain(schemas.TRAINING), Plain(schemas.TRAINED), "Judge a new hire's training"),
    "credential": (
        topics.CREDENTIAL,
        Plain(schemas.CREDENTIAL),
        Plain(schemas.FOLLOWED),
        "Follow the provider account and the supplemental application",
    ),
    "staffing": (
        topics.STAFFING,
        Plain(schemas.STAFFING),
        Plain(schemas.STAFFED),
        "Judge a COHE's claims, staff, replacements and coverage",
    ),
}
FAULT = {
    "type": "object",
    "required": ["at", "says"],
    "properties": {"at": {"type": "string"}, "says": {"type": "string"}},
}


def _batch(document: Plain) -> Plain:
    return Plain(
        {
            "type": "object",
            "description": "Documents, the rulings under which they are answered, and a day.",
            "required": ["documents"],
            "additionalProperties": False,
            "properties": {
                "documents": {"type": "array", "maxItems": MOST, "items": document.schema()},
                "rulings": {"type": "array", "items": schemas.RULING},
                "as_of": schemas.DAY,
            },
        }
    )


def _answers(answer: Plain) -> Plain:
    each = {
        "type": "object",
        "properties": {
            "answer": answer.schema(),
            "note": {"type": "string", "description": "What to know of a document that was answered."},
            "faults": {"type": "array", "items": FAULT},
        },
    }
    says = "One for each document, in order: its answer, or what is wrong with it."
    answers_to_all = {"type": "array", "description": says, "items": each}
    return Plain({"type": "object", "required": ["answers"], "properties": {"answers": answers_to_all}})


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
                takes=_batch(takes),
                answers=_answers(answers_with),
                more=f"{more} An `id` given twice in one request is refused the second time.",
                **same,
            ),
        ]
    return found


OPERATIONS = tuple(_operations())
