"""Addresses: which numbers can stand in one, and the page at hand with other arguments, for sorting and paging."""

from enum import StrEnum
from typing import TypeVar
from urllib.parse import quote, urlencode

from flask import Flask, request
from werkzeug.routing import IntegerConverter

Word = TypeVar("Word", bound=StrEnum)
HIGHEST = 2**31 - 1  # what the databases count to
HIGHEST_PAGE = 1_000_000


class Number(IntegerConverter):
    """A whole number that a record can have. Any other leads nowhere, instead of failing in the database.

    By the pattern, not by a highest number, which is asked after the method: that would be called wrong then.
    """

    regex = r"\d{1,9}"


def record_id(typed: str | int) -> int:
    """The same of a number that a form sends. Raises ValueError."""
    number = int(typed)
    if not 0 < number <= HIGHEST:
        raise ValueError(f"no record has the number {number}")
    return number


def record_id_or_none(text: str | None) -> int | None:
    """The same, or None for a field that was left empty. Raises ValueError."""
    return record_id(text) if text else None


def here(**changes: object) -> str:
    """This page with the arguments changed; None takes one out, and the others stay, in their order."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name not in changes]
    added = [(name, str(value)) for name, value in changes.items() if value is not None]
    query = urlencode(kept + added)
    path = quote(request.script_root + request.path)
    return f"{path}?{query}" if query else path


def asked_word(kind: type[Word], name: str) -> Word | None:
    """The word an argument asks for, where there is such a word: a mistyped address still shows the list."""
    text = request.args.get(name, "")
    return kind(text) if text in {each.value for each in kind} else None


def asked_page() -> int:
    """The page an address asks for, counted from 1."""
    return min(request.args.get("page", 1, type=int), HIGHEST_PAGE)


def register(app: Flask) -> None:
    """Make `here` known to the templates, and have every route take such numbers only."""
    app.url_map.converters["int"] = Number
    app.add_template_global(here)
