"""A rulings file or a rulebook at fault: every fault by its place, exit status 2, nothing answered."""

import json
from pathlib import Path
from typing import Any

import pytest

from onboarding.rules.rulebook_file import SHIPPED
from tests.cli.run import Ran, rules, without

ON_QUESTION = {"question": "part-time-credit", "reading": "calendar", "from": "2026-05-01", "by": "R", "reference": "x"}
ON_NUMBER = {"number": "claims_per_fte", "value": 1650, "from": "2026-05-01", "by": "R", "reference": "x"}


def ruled(path: Path, written: str | bytes, option: str = "--rulings") -> Ran:
    """Answer one good document under the file."""
    file = path / "settled"
    file.write_bytes(written.encode("utf-8", "surrogatepass") if isinstance(written, str) else written)
    return rules("screen", option, file, "-", sent="{}")


def nothing_answered(ran: Ran) -> list[str]:
    """What was said on standard error, where nothing was answered and each line names the file."""
    assert (ran.status, ran.out) == (2, "")
    assert ran.err
    assert all("settled" in line for line in ran.err.splitlines())
    return ran.err.splitlines()


@pytest.mark.parametrize(
    ("ruling", "path"),
    [
        (ON_QUESTION | {"question": "overtime"}, "[1].question"),
        (ON_QUESTION | {"question": 5}, "[1].question"),
        (ON_QUESTION | {"reading": "monthly"}, "[1].reading"),
        (ON_QUESTION | {"reading": "Calendar"}, "[1].reading"),
        (without(ON_QUESTION, "reading"), "[1].reading"),
        (without(ON_QUESTION, "question", "reading"), "[1].question"),
        (ON_QUESTION | ON_NUMBER, "[1].question"),
        (ON_QUESTION | {"from": "2026-05"}, "[1].from"),
        (ON_QUESTION | {"from": "2026-02-29"}, "[1].from"),
        (ON_QUESTION | {"from": "2026-00-00"}, "[1].from"),
        (without(ON_QUESTION, "from"), "[1].from"),
        (ON_QUESTION | {"role": "nurse"}, "[1].role"),
        (ON_QUESTION | {"cohe": 3}, "[1].cohe"),
        (ON_QUESTION | {"by": 3}, "[1].by"),
        (ON_QUESTION | {"reference": None}, "[1].reference"),
        (ON_NUMBER | {"number": "claims_per_year"}, "[1].number"),
        (ON_NUMBER | {"number": True}, "[1].number"),
        (ON_NUMBER | {"value": "1650"}, "[1].value"),
        (ON_NUMBER | {"value": 0}, "[1].value"),
        (ON_NUMBER | {"value": -5}, "[1].value"),
        (without(ON_NUMBER, "value"), "[1].value"),
        (ON_NUMBER | {"number": "training_months", "value": 6.5}, "[1].value"),
        ("calendar", "[1]"),
        (None, "[1]"),
    ],
)
def test_a_ruling_at_fault_is_named_by_its_place(tmp_path: Path, ruling: Any, path: str) -> None:
    said = nothing_answered(ruled(tmp_path, json.dumps([ON_NUMBER, ruling, ON_QUESTION])))
    assert f" {path}" in said[0]


def test_every_fault_of_every_ruling_is_named(tmp_path: Path) -> None:
    said = nothing_answered(
        ruled(tmp_path, json.dumps([{"reading": "x"}, ON_NUMBER, ON_QUESTION | {"from": 1, "role": 2}]))
    )
    assert [line.split()[1] for line in said] == [
        *("[0].question:", "[0].from:", "[0].by:", "[0].reference:", "[2].from:", "[2].role:")
    ]


@pytest.mark.parametrize(
    "written",
    [
        *("", " \n", "[", "{}", "null", '"part-time-credit"', json.dumps(ON_QUESTION), "[NaN]", "[" * 100_000),
        json.dumps([ON_QUESTION]).replace('"by"', '"from"'),  # a key given twice
        json.dumps([ON_NUMBER]).replace("1650", "1e9999999999999999999"),
        json.dumps([ON_NUMBER]).replace("1650", "1e999999999"),
        json.dumps([ON_NUMBER]).replace("1650", "9" * 5000),
        json.dumps([ON_NUMBER]).replace("1650", "9" * 5000 + "e0"),
        b"[\xff]",
        json.dumps([ON_NUMBER]).encode("utf-16"),
    ],
    ids=[str(place) for place in range(16)],
)
def test_a_rulings_file_that_is_none_stops_everything(tmp_path: Path, written: str | bytes) -> None:
    nothing_answered(ruled(tmp_path, written))


@pytest.mark.parametrize(
    "written", ["[]", "\ufeff[]", " [\r\n]\r\n", json.dumps([ON_QUESTION | {"note": 5, "cohe": None}])]
)
def test_a_rulings_file_may_be_empty_or_marked_or_say_more(tmp_path: Path, written: str) -> None:
    assert (ruled(tmp_path, written).status, ruled(tmp_path, written).err) == (0, "")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("version", "edition"),
        ("[numbers.claims_per_fte]", "[numbers.claims_per_head]"),
        ("value = 2350", 'value = "2350"'),
        ("value = 2350", "value = 0"),
        ("value = 2350", "value = nan"),
        ("value = 2350", "value = true"),
        ("value = 2350", "value = 1e9999999999999999999"),
        ("value = 2350", "value = 1e99999"),
        ("version", "= version"),
        ("version", "version = 1\nversion"),
        ("version", "nested = " + "[" * 100_000 + "\nversion"),
    ],
    ids=[str(place) for place in range(11)],
)
def test_a_rulebook_at_fault_stops_everything(tmp_path: Path, old: str, new: str) -> None:
    shipped = SHIPPED.read_text(encoding="utf-8")
    assert old in shipped
    nothing_answered(ruled(tmp_path, shipped.replace(old, new, 1), "--rulebook"))


@pytest.mark.parametrize("written", [b"", b"\xff", b"{}"], ids=ascii)
def test_a_rulebook_that_is_none_stops_everything(tmp_path: Path, written: bytes) -> None:
    nothing_answered(ruled(tmp_path, written, "--rulebook"))
