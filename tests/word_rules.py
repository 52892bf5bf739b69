"""What words that people read must keep, on a page, a paper and in a mail. Each rule gives a sentence for each breach.

What is meant as a code stands in an element that says so (`AS_IT_IS` of `page_rules.py`), and is not asked about here.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import cache

import onboarding.application  # noqa: F401 - with it every enum of the product is known
from onboarding.rules.rulebook_file import SHIPPED, load
from onboarding.rules.wording import ISO_DAY, ISO_MONTH

AROUND = 40
# A word, or several joined as in a code; no part of an address, not quoted as it was typed, and no blank like {name}.
WORD = re.compile(r"(?<![\w@/.“{-])[A-Za-z][\w.:-]*(?<=\w)(?![\w@/-])")
PLAIN = re.compile(r"[A-Za-z]?[a-z]+")
SHORTENED = ("lni", "hsc", "hr", "npi", "cohe")  # words only as L&I, HSC, HR, NPI and COHE
SHAPES = {
    "a name of the code": re.compile(r"[a-z]\w*_\w+|[A-Z]+(?:_[A-Z]+)+"),
    "the number of a record": re.compile(r"[a-z][a-z_-]*:\d+"),
    "the name of a module": re.compile(r"(?:onboarding|flask|sqlalchemy|wtforms|werkzeug|sqlite3|psycopg|lxml)\.\w+"),
}
PATHS = re.compile(
    r"(?<![\w@:/.-])(?:/|~/|\.{1,2}/)?(?:[\w.-]+/)*[\w-]+\.(?:py|toml|md|sqlite|jinja)\b"
    r"|(?<![\w@:/.-])(?:docs|onboarding|static|templates|tests|instance|keys|migrations|scripts)/[\w./-]+"
    r"|(?<![\w@:/.-])/(?:home|tmp|var|etc|srv|opt|work|usr|proc|dev)/[\w./-]+"
)
# What libraries say by themselves: it names no field, and does not say what would be right.
OF_LIBRARIES = re.compile(
    r"This field is required|Field must be|Field cannot be|Number must be|Not a valid|Invalid (?:Choice|input|email)"
    r"|Expecting (?:property name|value)|CSRF|Traceback"
)
BRITISH = re.compile(
    r"\b(?:organisation|licence|programme|centre|colour|favour|behaviour|labour|catalogue)s?\b"
    r"|\b(?:analys|recognis|authoris|summaris|organis)(?:e|es|ed|ing)\b|\bcancelled\b|\bjudgement\b",
    re.I,
)


@cache
def codes() -> frozenset[str]:
    """Every value of our enums and every id of the rulebook that is not a plain word too."""
    book = load(SHIPPED)
    ids = [*book.numbers, *book.questions, *book.provisions, *(each.id for each in book.holidays.days)]
    readings = [reading.id for question in book.questions.values() for reading in question.readings]
    values = [member.value for enum in enums() for member in enum]
    return frozenset(str(each) for each in (*ids, *readings, *values) if not PLAIN.fullmatch(each)) | {*SHORTENED}


def enums() -> list[type[StrEnum]]:
    """The product's own, wherever they stand."""
    return [each for each in StrEnum.__subclasses__() if each.__module__.startswith("onboarding.")]


def wrong(text: str) -> Iterator[str]:
    """What is wrong with words that people read."""
    for word in WORD.finditer(text):
        if what := _what(word[0]):
            yield _shown(text, word, what)
    for what, shape in (
        ("the path of a file", PATHS),
        ("a machine's day", ISO_DAY),
        ("a machine's month", ISO_MONTH),
        ("what a library says by itself", OF_LIBRARIES),
        ("a word that Americans spell otherwise", BRITISH),
    ):
        yield from (_shown(text, found, what) for found in shape.finditer(text))


@cache
def _what(word: str) -> str | None:
    """Which kind of code the word is."""
    if word in codes():
        return "a code"
    return next((what for what, shape in SHAPES.items() if shape.fullmatch(word)), None)


def _shown(text: str, found: re.Match[str], what: str) -> str:
    return f"it shows {what}, {found[0]!r}: {text[max(0, found.start() - AROUND) : found.end() + AROUND]!r}"
