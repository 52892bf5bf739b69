"""docs/rules.md tells the truth: every id, number and outcome is in it, what it names exists, and its examples run."""

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from onboarding import create_app
from onboarding.rules.findings import Outcome
from onboarding.rules.rulebook import Citation
from onboarding.rules.rulebook_file import shipped
from onboarding.rules.wording import figure
from tests.house.source import ROOT

PAGE = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
BOOK = shipped()
HEADINGS = re.findall(r"^#+ (.+)$", PAGE, re.M)
BLOCKS: list[tuple[str, str]] = re.findall(r"^<!-- ([^>]+) -->\n```\w+\n(.*?)^```$", PAGE, re.M | re.S)
RULINGS = [json.loads(ruling) for ruling in re.findall(r'`(\{"question": [^`\n]+\})`', PAGE)]


def examples(kind: str) -> list[tuple[str, str, str]]:
    """Give each document so marked with its topic, and what is shown after it."""
    return [
        (said.removeprefix(kind), text, then[1]) for (said, text), then in pairwise(BLOCKS) if said.startswith(kind)
    ]


def ask(topic: str, document: str, *options: str) -> Result:
    """Run the command on the document, given on standard input."""
    return create_app().test_cli_runner().invoke(args=["rules", topic, *options, "-"], input=document)


def section(heading: str) -> str:
    """Give the text under a heading, up to the next one."""
    return re.split(r"^#+ ", PAGE.partition(f"# {heading}\n")[2], maxsplit=1, flags=re.M)[0]


def disagreements(shown: Any, found: Any, path: str) -> list[str]:
    """Say where an answer differs from what is shown of it; "…" stands for any text, a key left out for anything."""
    pairs: list[tuple[Any, Any, str]] = []
    if isinstance(shown, dict) and isinstance(found, dict):
        pairs = [(value, found.get(key, ...), f"{path}.{key}") for key, value in shown.items()]
    elif isinstance(shown, list) and isinstance(found, list) and len(shown) == len(found):
        pairs = [(*each, f"{path}[{at}]") for at, each in enumerate(zip(shown, found, strict=True))]
    elif shown != found and not (shown == "…" and isinstance(found, str)):
        return [f"{path}: docs/rules.md shows {shown!r}, the rules give {found!r}"]
    return [fault for pair in pairs for fault in disagreements(*pair)]


@pytest.mark.parametrize("id", [*map(str, BOOK.provisions), *map(str, BOOK.questions), *BOOK.numbers])
def test_every_id_of_the_rulebook_is_on_the_page(id: str) -> None:
    assert f"`{id}`" in PAGE


@pytest.mark.parametrize("question", BOOK.questions.values(), ids=lambda question: question.id)
def test_every_question_has_its_section_with_its_readings(question: Any) -> None:
    assert question.asks in section(question.id)
    said = re.findall(r"^- \*\*`(.+?)`\*\*: ", section(question.id), re.M)
    assert said == [reading.id for reading in question.readings]


@pytest.mark.parametrize("number", BOOK.numbers.values(), ids=lambda number: number.id)
def test_the_table_of_numbers_is_that_of_the_rulebook(number: Any) -> None:
    assert f"\n| `{number.id}` | {figure(number.values[-1].value)} | {number.unit} | {number.nature} | " in PAGE


def test_every_house_rule_that_is_cited_has_its_heading() -> None:
    cited = [value.citation for number in BOOK.numbers.values() for value in number.values]
    cited += [each.citation for each in [*BOOK.provisions.values(), *BOOK.questions.values()]]
    cited += [reading.citation for question in BOOK.questions.values() for reading in question.readings]
    ours: set[Citation] = {citation for citation in cited if citation.address == "docs/rules.md"}
    assert ours
    assert {citation.section for citation in ours} <= set(HEADINGS)


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_is_explained(outcome: Outcome) -> None:
    assert f"`{outcome.value}`" in section("Outcomes")


def test_every_command_is_shown_with_an_example_and_every_one_shown_exists() -> None:
    commands = create_app().cli.commands["rules"].commands  # type: ignore[attr-defined]
    assert set(re.findall(r"flask rules (\w+)", PAGE)) == set(commands)
    assert {topic for topic, *_ in examples("answered by: ")} == set(commands) - {"show"}


def test_every_file_and_heading_that_is_named_exists() -> None:
    anchors = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in HEADINGS}
    assert set(re.findall(r"\]\(#([^)]+)\)", PAGE)) <= anchors
    files = set(re.findall(r"`((?:rules|formats)/\w+\.\w+)`", PAGE))
    assert {file for file in files if not (ROOT / "onboarding" / file).exists()} == set()


@pytest.mark.parametrize(("topic", "document", "shown"), examples("answered by: "))
def test_every_example_is_answered_as_shown(topic: str, document: str, shown: str) -> None:
    done = ask(topic, document)
    assert done.exit_code == 0, done.stderr
    assert disagreements(json.loads(shown), json.loads(done.stdout), "answer") == []


@pytest.mark.parametrize(("topic", "document", "faults"), examples("refused by: "))
def test_every_example_of_bad_input_is_refused_as_shown(topic: str, document: str, faults: str) -> None:
    done = ask(topic, document)
    assert (done.exit_code, done.stdout) == (2, "")
    assert sorted(fault.split(": ", 1)[1] for fault in done.stderr.splitlines()) == sorted(faults.splitlines())


def test_every_ruling_shown_is_taken_and_every_question_has_one(tmp_path: Path) -> None:
    shown = [ruling for said, text in BLOCKS if said == "rulings" for ruling in json.loads(text)]
    file = tmp_path / "rulings.json"
    file.write_text(json.dumps(shown + RULINGS), encoding="utf-8")
    done = ask("screen", "{}", "--rulings", str(file))
    assert done.exit_code == 0, done.stderr
    assert [ruling["question"] for ruling in RULINGS] == list(BOOK.questions)
