"""Words of a table that mean what somebody says: which a table has, and what the COHE said of them before.

What was chosen is remembered with the table that is taken in, and offered at the next one. It decides nothing by
itself: each table is asked anew, with that answer there.
"""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.formats.tables.records import Reading
from onboarding.models.organisation import Organisation
from onboarding.models.word_meaning import WordMeaning
from onboarding.queries import word_meanings
from onboarding.services import names
from onboarding.services.change import Change
from onboarding.services.importable import Asked, Importable

LONGEST = 300  # signs of a word that is remembered


class Before(NamedTuple):
    """What a word meant in an earlier table, on which day that was taken in, and by whom."""

    meaning: str
    on: date
    by: str


class Word(NamedTuple):
    """A word of a table that means what somebody says; `before`: what it meant the last time."""

    text: str
    entries: int
    meaning: str | None
    before: Before | None = None


def meant(kind: Importable, reading: Reading, meanings: Mapping[str, str]) -> Reading:
    """What was read, with what somebody said of its words."""
    if kind.asked is None:
        return reading
    put = partial(_put, kind.asked, meanings)
    return reading._replace(entries=tuple(map(put, reading.entries)), sound=tuple(map(put, reading.sound)))


def words(
    organisation: Organisation, kind: Importable, reading: Reading, meanings: Mapping[str, str]
) -> dict[str, Word]:
    """The words of a table that mean what somebody says, by what each is kept under."""
    found: dict[str, Word] = {}
    for entry in reading.sound:
        if kind.asked and (word := kind.asked.word(entry)):
            before = found.get(word, Word(kind.asked.text(entry), 0, meanings.get(word)))
            found[word] = before._replace(entries=before.entries + 1)
    earlier = word_meanings.of(organisation.id, kind.key, found) if found else {}
    return {word: each._replace(before=_before(kind, earlier.get(word))) for word, each in found.items()}


def remember(under_way: Change, organisation: Organisation, kind: Importable, found: Mapping[str, Word]) -> None:
    """Remember what these words meant, where that was not said before. The caller has locked the COHE.

    A word that names somebody who has a record here is not kept: it would stay when they are erased.
    """
    earlier = word_meanings.of(organisation.id, kind.key, found) if found else {}
    for word, each in found.items():
        held = earlier.get(word)
        if each.meaning and not (held and held.meaning == each.meaning) and _can_stay(organisation, word, each.text):
            row = WordMeaning(
                organisation_id=organisation.id,
                kind=kind.key,
                word=word,
                text=each.text,
                meaning=each.meaning,
                recorded_by_id=under_way.actor.user_id,
                recorded_at=clock.now(),
            )
            db.session.add(row)
            db.session.flush()
            under_way.record(organisation.id, Action.MEANING_REMEMBERED, row, meaning=each.meaning)


def _put(asked: Asked, meanings: Mapping[str, str], entry: Any) -> Any:
    return asked.put(entry, meanings.get(asked.word(entry) or ""))


def _before(kind: Importable, row: WordMeaning | None) -> Before | None:
    """Also of a meaning that is chosen no more: then it was none that can be offered."""
    if row is None or kind.asked is None or row.meaning not in kind.asked.choices:
        return None
    return Before(row.meaning, clock.day_of(row.recorded_at), row.recorded_by.name if row.recorded_by else "")


def _can_stay(organisation: Organisation, word: str, text: str) -> bool:
    if len(word) > LONGEST or len(text) > LONGEST:
        return False
    try:
        names.refuse(organisation.id, text=text)
    except OnboardingError:
        return False
    return True
