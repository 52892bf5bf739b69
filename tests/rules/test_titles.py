"""What a job title suggests. titles_labelled.csv says what it should, by L&I's page, and where each title is from."""

import csv
import re
import string
import sys
import time
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import assume, given, strategies as st

from onboarding.rules import titles
from onboarding.rules.strict import DataFileError, Table
from onboarding.rules.titles import Words, suggest

CARE, EXCLUDED = "direct_patient_care", "excluded"
SHIPPED = Path(titles.__file__).with_name("titles.toml")
IN = """registered nurse, licensed practical nurse, nurse practitioner, nurse navigator, nursing assistant
medical assistant, certified nursing assistant, care coordinator, patient care coordinator"""
OUT = """referral coordinator, scheduler, patient scheduler, nurse scheduler, referral care coordinator, receptionist
medical receptionist, front desk, medical secretary, patient registration"""
NAMED = {title: here for named, here in ((IN, CARE), (OUT, EXCLUDED)) for title in re.split(", |\n", named)}
named = st.sampled_from(sorted(NAMED))
around = st.text("-\u2013\u2014.,;:!?*#()[]\"'\u201c\u201d\u2022/_ \t\n", max_size=4)


class Labelled(NamedTuple):
    title: str
    expected: str
    vocabulary: str


def labelled() -> list[Labelled]:
    with Path(__file__).with_name("titles_labelled.csv").open(encoding="utf-8", newline="") as file:
        return [Labelled(**row) for row in csv.DictReader(file)]


def category(title: str) -> str:
    suggestion = suggest(title)
    return suggestion.category if suggestion else ""


def test_no_labelled_title_disagrees() -> None:
    wrong = [(row.title, row.expected, category(row.title)) for row in labelled()]
    wrong = [(title, expected, got) for title, expected, got in wrong if got != expected]
    assert not wrong, "\n".join(
        f"{title!r}: {got or 'nothing'}, not {expected or 'nothing'}" for title, expected, got in wrong
    )


def test_the_labelled_titles_are_many_and_each_is_there_once() -> None:
    rows = labelled()
    assert len({row.title for row in rows}) == len(rows)
    assert {row.expected for row in rows} == {CARE, EXCLUDED, ""}
    assert sum(not row.vocabulary.startswith("House") for row in rows) >= 350


def test_how_often_nothing_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    said = [(row.expected, category(row.title)) for row in labelled() if not row.vocabulary.startswith("House")]
    silent, falsely = sum(not got for _, got in said), sum(got == CARE != expected for expected, got in said)
    counts = Counter(got or "nothing" for _, got in said)
    with capsys.disabled():
        sys.stdout.write(
            f"\n{len(said)} titles of public vocabularies: {dict(counts)}, silent on {silent / len(said):.0%}\n"
        )
    assert falsely == 0


# Only the spelling differs


@given(named, st.data())
def test_letter_case_does_not_matter(title: str, data: st.DataObject) -> None:
    upper = data.draw(st.lists(st.booleans(), min_size=len(title), max_size=len(title)))
    spelled = "".join(sign.upper() if up else sign for sign, up in zip(title, upper, strict=True))
    assert category(spelled) == NAMED[title]


@given(named, around, around)
def test_punctuation_and_space_around_a_title_do_not_matter(title: str, before: str, after: str) -> None:
    assert category(before + title + after) == NAMED[title]


@given(named, st.sampled_from(["  ", "\t", "\n", "-", "_", ".", "\u00a0", " \u200b", "\u2011", "*", " - ", ", "]))
def test_what_stands_between_two_words_does_not_matter(title: str, between: str) -> None:
    first, _, rest = title.partition(" ")
    assert category(first + between * bool(rest) + rest) == NAMED[title]


@given(named, st.sampled_from(["{1} {0}", "{1}, {0}", "{1} ({0})", "{1} - {0}", "{1}: {0}"]))
def test_the_order_of_two_words_does_not_matter(title: str, order: str) -> None:
    assume(title.count(" ") == 1)
    assert category(order.format(*title.split())) == NAMED[title]


@given(named)
def test_a_plural_does_not_matter(title: str) -> None:
    plural = title[:-1] + "ies" if title.endswith("y") else title + "s"
    assert category(plural) == NAMED[title]
    assert category(f"{title}'s") == category(f"{title}\u2019s") == NAMED[title]


def slips(word: str) -> set[str]:
    """Every way to write a word with one slip of the pen: a letter dropped, doubled or replaced, or two swapped."""
    slipped = set()
    for at in range(len(word)):
        before, sign, after = word[:at], word[at], word[at + 1 :]
        slipped |= {before + after, before + 2 * sign + after, before + after[:1] + sign + after[1:]}
        slipped |= {before + letter + after for letter in string.ascii_lowercase}
    return slipped - {word}


@pytest.mark.parametrize("title", sorted(NAMED))
def test_one_slip_in_a_long_word_does_not_matter(title: str) -> None:
    words = title.split()
    for at, word in enumerate(words):
        for slip in slips(word) if len(word) >= titles.LONG_WORD else ():
            if slip.removesuffix("s") not in LISTED:  # one slip makes "schedule" of a scheduler
                spelled = " ".join([*words[:at], slip, *words[at + 1 :]])
                assert category(spelled) == NAMED[title], spelled


ONLY_LIKE = """Purse; Nursery; Nurture; Norse; Curse; Media Assistant; Medal Assistant; Medical Assistance
Medical Resistant; Core Coordinator; Car Coordinator; Care Subordinator; Schedule Analyst; Navigation Nursery"""


@pytest.mark.parametrize("title", re.split("; |\n", ONLY_LIKE))
def test_a_word_that_only_looks_like_one_suggests_nothing(title: str) -> None:
    assert category(title) == ""


@pytest.mark.parametrize(
    "title", ["", " ", "\t\n", "***", "---", "/", "()", "123", "II", "\x00", "\ud800", "🩺", "看護師", "Infirmière"]
)
def test_a_title_without_a_known_word_suggests_nothing(title: str) -> None:
    assert suggest(title) is None


# Any text may come


@given(st.text(max_size=300))
def test_no_text_is_too_strange(text: str) -> None:
    assert category(text) in (CARE, EXCLUDED, "")


@pytest.mark.parametrize(
    "text",
    ["x" * 100_000, "nurse " * 20_000, "rn " * 66, "ma," * 66, "/" * 199, "a." * 50_000, "\ufdfa" * 200, " " * 100_000],
)
def test_a_huge_text_takes_no_time(text: str) -> None:
    assert takes(text) < 50 * takes("Registered Nurse, emergency room, evenings and every second weekend " * 2)


def takes(text: str) -> float:
    """The shortest of several times: in some of them Python looks for garbage."""
    times = []
    for _ in range(5):
        titles._suggest.cache_clear()
        begun = time.process_time()
        suggest(text)
        times.append(time.process_time() - begun)
    return min(times)


def test_a_text_longer_than_a_title_suggests_nothing() -> None:
    at_most = f"Nurse {'x' * (titles.LONGEST_TITLE - 6)}"
    assert (category(at_most), category(at_most + "x")) == (CARE, "")
    assert category(f"Nurse{' ' * 1000}Scheduler") == EXCLUDED


# What is said of it


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Registered Nurse", '"nurse"'),
        ("RN, Case Floor", '"nurse" (written "rn")'),
        ("Oncology Nurse Navigator", '"nurse navigator"'),
        ("Assistant, Medical", '"medical assistant" (written "assistant medical")'),
        ("Referral Care Coordinator", '"referral"'),
        ("Front Desk Medical Assistant", '"front desk"'),
    ],
)
def test_the_words_that_decided_are_named(title: str, words: str) -> None:
    suggestion = suggest(title)
    assert suggestion
    assert suggestion.because.startswith(f"the title names {words}: ")
    assert "L&I's page" in suggestion.because


# The lists


def shipped() -> dict[str, list[dict[str, str]]]:
    data: dict[str, list[dict[str, str]]] = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))
    return data


LISTED = {word for rows in shipped().values() for row in rows for word in row["words"].replace(",", " ").split()}
PHRASES = [
    (name, at, phrase)
    for name, rows in shipped().items()
    for at, row in enumerate(rows)
    for phrase in row["words"].split(",")
]


@pytest.mark.parametrize(
    ("name", "at", "phrase"), PHRASES, ids=[f"{name}: {phrase.strip()}" for name, _, phrase in PHRASES]
)
def test_every_listed_word_decides_some_labelled_title(name: str, at: int, phrase: str) -> None:
    data = shipped()
    data[name][at]["words"] = ",".join(each for each in data[name][at]["words"].split(",") if each != phrase)
    if not data[name][at]["words"]:
        del data[name][at]
    without = Words(Table(data, "titles.toml"))
    likely_first = sorted((row.title for row in labelled()), key=lambda title: phrase.split()[0] not in title.lower())
    assert any(without.suggest(title) != suggest(title) for title in likely_first), f"{phrase!r} decides no title"


def entry(**changes: Any) -> dict[str, Any]:
    return {"words": "nurse", "reason": "named", **changes}


@pytest.mark.parametrize(
    ("name", "row", "fault"),
    [
        ("includes", {"words": "nurse"}, "titles.toml: includes 1: reason: missing"),
        ("includes", entry(reason=" "), "titles.toml: includes 1: reason: empty"),
        ("includes", entry(means="nurse"), "titles.toml: includes 1: means: unknown"),
        ("includes", entry(words=["nurse"]), "titles.toml: includes 1: words: ['nurse'] is not a text"),
        ("excludes", entry(words="scheduler,, referral"), "titles.toml: excludes 1: words: a phrase is empty"),
        ("spellings", entry(words="rn"), "titles.toml: spellings 1: means: missing"),
        ("synonyms", entry(), "titles.toml: synonyms: unknown"),
    ],
)
def test_a_fault_in_the_lists_is_named_by_its_place(name: str, row: dict[str, Any], fault: str) -> None:
    with pytest.raises(DataFileError) as raised:
        Words(Table({**shipped(), name: [row]}, "titles.toml"))
    assert str(raised.value).startswith(fault)


def test_a_list_left_out_is_a_fault() -> None:
    data = shipped()
    del data["other_jobs"]
    with pytest.raises(DataFileError, match=r"titles\.toml: other_jobs: missing"):
        Words(Table(data, "titles.toml"))
