"""The contract's examples, in tests/examples: every key of every expected answer, through formats and rules.

They were made at random and worked out day by day by another program. None is meant to be followed by a person; the
tests beside this one are. An expected null means that the document is refused.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from onboarding.formats import answers, credential, json_documents, resume, rulings, staffing, training
from onboarding.formats.faults import Refused
from onboarding.formats.shape import Shape
from onboarding.rules import credential as credential_rule
from onboarding.rules.facts import Contradiction
from onboarding.rules.qualification import screen
from onboarding.rules.rulebook_file import shipped
from onboarding.rules.rulings import Rulings
from onboarding.rules.staffing import staff
from onboarding.rules.training import train
from tests.rules.make import day

NUMBERS = Rulings(shipped()).in_force(day("2026-11-22"), None, None).numbers
EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
TOPICS: dict[str, tuple[Callable[..., Any], Callable[..., Any]]] = {
    "screen": (resume.applicant, screen),
    "training": (training.trainee, train),
    "credential": (lambda document, id: credential.tracks(document, id, NUMBERS), credential_rule.credential),
    "staffing": (staffing.staffing, staff),
}


def read(topic: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json_documents.parse((EXAMPLES / f"{topic}.json").read_text(encoding="utf-8"))
    return found


def answered(topic: str, example: dict[str, Any]) -> dict[str, Any] | None:
    """The answer as a user gets it; None where the document is refused."""
    facts, rule = TOPICS[topic]
    given = rulings.rulings(json.dumps(example["rulings"], default=float), shipped())
    document = Shape.of(example["document"])
    as_of = document.day("as_of") or day(example["as_of"])
    try:
        answer = rule(facts(document, document.id("id")), Rulings(shipped(), given), as_of)
    except (Refused, Contradiction):
        return None
    found: dict[str, Any] = json.loads(answers.line(answer))
    return found


def differences(expected: Any, found: Any, path: str = "") -> Iterator[str]:
    """Where the answer lacks something expected or has it otherwise; what is not expected may be anything."""
    if isinstance(expected, dict) and isinstance(found, dict):
        for key, value in expected.items():
            if key not in found:
                yield f"{path}.{key}: missing"
            else:
                yield from differences(value, found[key], f"{path}.{key}")
    elif isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        for place, pair in enumerate(zip(expected, found, strict=True)):
            yield from differences(*pair, f"{path}[{place}]")
    elif expected != found or type(expected) is not type(found):
        yield f"{path}: expected {expected!r}, found {found!r}"


@pytest.mark.parametrize("topic", TOPICS)
def test_every_example_agrees(topic: str) -> None:
    wrong = [
        f"{example['document']['id']}{difference}"
        for example in read(topic)
        for difference in differences(example["expect"], answered(topic, example))
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("topic", TOPICS)
def test_there_are_dozens_of_examples_and_some_are_refused_where_any_can_be(topic: str) -> None:
    expected = [example["expect"] for example in read(topic)]
    assert len(expected) >= 40
    assert any(each is None for each in expected) is (topic == "credential")


def test_a_difference_is_found() -> None:
    expected = {"outcome": "met", "days": {"at_least": "1"}, "readings": [], "met_from": None}
    same = {"outcome": "met", "days": {"at_least": "1", "at_most": "2"}, "readings": [], "met_from": None}
    assert list(differences(expected, same)) == []
    for wrong in (
        {"outcome": "not_met"},
        {"days": {"at_least": 1}},
        {"readings": [1]},
        {"met_from": False},
        {"days": 1},
    ):
        assert len(list(differences(expected, same | wrong))) == 1
    assert len(list(differences(None, same))) == len(list(differences(expected, None))) == 1
