"""What words of imported tables meant before."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from onboarding.extensions import db
from onboarding.models.word_meaning import WordMeaning

ASKED_AT_ONCE = 500


def of(organisation_id: int, kind: str, words: Collection[str]) -> dict[str, WordMeaning]:
    """What held last of each of these words, where it was said before."""
    found: dict[str, WordMeaning] = {}
    asked = sorted(words)
    for start in range(0, len(asked), ASKED_AT_ONCE):
        chosen = select(WordMeaning).options(joinedload(WordMeaning.recorded_by))
        chosen = chosen.where(WordMeaning.organisation_id == organisation_id, WordMeaning.kind == kind)
        part = chosen.where(WordMeaning.word.in_(asked[start : start + ASKED_AT_ONCE])).order_by(WordMeaning.id)
        found |= {row.word: row for row in db.session.scalars(part)}
    return found
