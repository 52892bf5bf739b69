"""L&I's numbers stand in the rulebook, each with its citation, and never in code."""

import ast
from collections.abc import Iterable, Iterator

import pytest

from tests.house.source import Module, every_module, read

NUMBERS_OF_LNI = {"2350", "1175", "1650", "600", "588", "240"}


def breaches(modules: Iterable[Module]) -> Iterator[str]:
    """Give a sentence for every literal, as a number or as text, that is one of those numbers."""
    for module in modules:
        for node in ast.walk(module.tree):
            if not isinstance(node, ast.Constant) or not isinstance(node.value, int | float | str):
                continue
            number = str(node.value).replace(",", "").removesuffix(".0")
            if number in NUMBERS_OF_LNI:
                yield (
                    f"{module.path}:{node.lineno}: {number} is a number of L&I's. Read it from the rulebook by its id; "
                    "if it only looks like one, derive it or name it in onboarding/config.py's settings."
                )


def test_no_number_of_lni_stands_in_code() -> None:
    found = list(breaches(every_module()))
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize("literal", ["2350", "2_350", "1175.0", "0x672", "600", "'588'", "'1,650'", "240"])
def test_a_planted_number_is_caught(literal: str) -> None:
    (found,) = breaches([read("onboarding/rules/staffing.py", f"def limit(book):\n    return {literal}")])
    assert found.startswith("onboarding/rules/staffing.py:2: ")


def test_other_numbers_and_sentences_are_let_be() -> None:
    text = '"""At most 2,350 claims."""\nDAYS = 24\nHALF = 1 / 2\nFLAG = True\n'
    assert list(breaches([read("onboarding/rules/staffing.py", text)])) == []
