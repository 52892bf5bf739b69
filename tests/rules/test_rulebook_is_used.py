"""Nothing stands in the rulebook for show: every number, provision, question and reading is read by some rule."""

import ast
from collections.abc import Iterator

import pytest

from onboarding.rules.numbers import Numbers
from onboarding.rules.rulebook import READINGS, Provision, Question
from tests.house.source import Module, every_module, read

DEFINED_IN = "onboarding.rules.rulebook"


def rules() -> list[Module]:
    return [each for each in every_module() if each.name.startswith("onboarding.rules.") and each.name != DEFINED_IN]


def numbers_read(modules: list[Module]) -> set[str]:
    """What is taken from something called `numbers`: `law.numbers.years_assistant`, `numbers.years_assistant`."""
    return {
        node.attr
        for module in modules
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and _name(node.value) == "numbers"
    }


def members_used(modules: list[Module], enum: str) -> set[str]:
    """The members named of an enum: `Question.PART_TIME`."""
    return {
        node.attr
        for module in modules
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and _name(node.value) == enum
    }


def texts(modules: list[Module]) -> set[str]:
    return {text for module in modules for text in _texts(module.tree)}


def _name(node: ast.expr) -> str | None:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else None


def _texts(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


@pytest.mark.parametrize("number", Numbers.__dataclass_fields__)
def test_every_number_is_read_by_a_rule(number: str) -> None:
    assert number in numbers_read(rules())


@pytest.mark.parametrize("provision", Provision.__members__)
def test_every_provision_is_cited_by_a_rule(provision: str) -> None:
    assert provision in members_used(rules(), "Provision")


@pytest.mark.parametrize("question", Question.__members__)
def test_every_question_is_asked_by_a_rule(question: str) -> None:
    assert question in members_used(rules(), "Question")


@pytest.mark.parametrize("question", Question)
def test_a_rule_tells_the_readings_of_every_question_apart(question: Question) -> None:
    # Of two readings it is enough to name one: the other is the rest.
    assert set(READINGS[question]) & texts(rules())


def test_what_nothing_reads_would_be_found() -> None:
    module = read(
        "onboarding/rules/x.py", "def f(law):\n    return law.numbers.npi_digits, Provision.REPLACEMENT, 'sum'\n"
    )
    assert numbers_read([module]) == {"npi_digits"}
    assert members_used([module], "Provision") == {"REPLACEMENT"}
    assert texts([module]) == {"sum"}
