"""Lines of what is computed of people: what each comes to, and which are of another day."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, or_

from onboarding.rules.duties import Duty
from onboarding.rules.rulebook import Rulebook

STORED = [each for each in Duty._fields if each != "source"]  # where it is written is told where one thing is shown


class Listed(NamedTuple):
    """What is to be listed of one person: the columns of their line, and of each thing to do below it."""

    line: Mapping[str, Any]
    rows: Sequence[Mapping[str, Any]] = ()


def columns(duties: Iterable[Duty]) -> list[Mapping[str, Any]]:
    """What is kept of things to do, a row for each."""
    return [{key: getattr(duty, key) for key in STORED} for duty in duties]


def is_due(line: Any, today: date, book: Rulebook) -> ColumnElement[bool]:
    """Whether a line was computed for another day or by another rulebook, or waits since a ruling."""
    return or_(line.as_of.is_(None), line.as_of < today, line.rulebook != book.version)
