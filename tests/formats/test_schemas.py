"""The documents of the rules as JSON Schema say no less and no more than what reads them."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import orjson
import pytest

from onboarding.formats import answers, schemas, topics
from onboarding.formats.faults import Refused
from onboarding.formats.json_documents import Document, parse
from onboarding.rules.days import whole_date
from onboarding.rules.rulebook_file import shipped
from onboarding.rules.rulings import Rulings

EXAMPLES = Path(__file__).parents[1] / "examples"
TOPICS = {
    "screen": (topics.SCREEN, schemas.SCREEN, schemas.SCREENED),
    "training": (topics.TRAINING, schemas.TRAINING, schemas.TRAINED),
    "credential": (topics.CREDENTIAL, schemas.CREDENTIAL, schemas.FOLLOWED),
    "staffing": (topics.STAFFING, schemas.STAFFING, schemas.STAFFED),
}


def fits(document: Any, schema: dict[str, Any]) -> bool:
    return jsonschema.Draft202012Validator(schema).is_valid(document)


def answer_to(topic: topics.Topic, document: Any, as_of: str = "2026-11-22") -> Any:
    """The answer as JSON; None where the document is refused."""
    day = whole_date(as_of)
    assert day
    try:
        _, found = topics.answer(topic, Document(1, "1", parse(json.dumps(document))), set(), Rulings(shipped()), day)
    except Refused:
        return None
    return orjson.loads(answers.line(found))


@pytest.mark.parametrize("name", TOPICS)
def test_every_example_of_the_contract_fits_and_so_does_its_answer(name: str) -> None:
    topic, takes, gives = TOPICS[name]
    for each in json.loads((EXAMPLES / f"{name}.json").read_text()):
        assert fits(each["document"], takes), each["document"]["id"]
        if (answer := answer_to(topic, each["document"], each["as_of"])) is not None:
            assert fits(answer, gives), each["document"]["id"]


WRONG: list[tuple[str, dict[str, Any]]] = [
    ("screen", {"work": [{"name": "Valley Clinic"}]}),
    ("screen", {"work": [{"startDate": "2020", "category": "nursing"}]}),
    ("screen", {"work": [{"startDate": "2020", "hoursPerWeek": 169}]}),
    ("screen", {"work": [{"startDate": "2020", "verified": "yes"}]}),
    ("screen", {"education": [{"level": "bsc"}]}),
    ("screen", {"education": [{"equivalency": {}}]}),
    ("screen", {"hsc": {"role": "surgical_hsc"}}),
    ("training", {}),
    ("training", {"hired_on": "2026-01-15", "initial": [{"area": "referral", "on": "2026-01-20"}]}),
    ("training", {"hired_on": "2026-01-15", "activities": [{"kind": "webinar", "on": "2026-01-20"}]}),
    ("credential", {"provider": [{"event": "sent"}]}),
    ("credential", {"supplemental": [{"on": "2026-01-20", "event": "issued"}]}),
    ("staffing", {"quarters": [{"quarter": "2026-Q5", "claims": 1}]}),
    ("staffing", {"quarters": [{"quarter": "2026-Q1", "claims": -1}]}),
    ("staffing", {"staff": [{"id": "a", "role": "hsc", "claim_fte": 1}]}),
]


@pytest.mark.parametrize(("name", "document"), WRONG, ids=range(len(WRONG)))
def test_what_does_not_fit_is_refused_by_both(name: str, document: dict[str, Any]) -> None:
    topic, takes, _ = TOPICS[name]
    assert not fits(document, takes)
    assert answer_to(topic, document) is None


@pytest.mark.parametrize("name", TOPICS)
def test_null_stands_for_absent_in_both(name: str) -> None:
    topic, takes, _ = TOPICS[name]
    document = {key: None for key in takes["properties"] if key not in takes.get("required", ())}
    document |= dict.fromkeys(takes.get("required", ()), "2026-01-15")
    assert fits(document, takes)
    assert answer_to(topic, document) is not None
