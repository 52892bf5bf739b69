"""What was decided before about the same job title, and about similar ones."""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from rapidfuzz import fuzz
from sqlalchemy import select

from onboarding.extensions import db
from onboarding.models.claim import FactDecision

MOST = 5
RECENT = 500  # decisions among which similar titles are looked for, the latest
ALIKE = 85  # per cent of the letters, in order: a slip of the pen, another ending
SMALL = {"of", "the", "and", "in", "for", "a"}


class Precedent(NamedTuple):
    """One decision about a job of somebody else. `title` is folded; `same`: it is the very title asked about."""

    title: str
    same: bool
    decided: dict[str, Any]
    reason: str


def of(organisation_id: int, titles: Collection[str], but: int) -> dict[str, list[Precedent]]:
    """The precedents of each folded title, from people but `but`: the same title first, then the latest."""
    chosen = (
        select(FactDecision)
        .where(FactDecision.organisation_id == organisation_id, FactDecision.person_id != but)
        .where(FactDecision.title.is_not(None))
        .order_by(FactDecision.id.desc())
        .limit(RECENT)
    )
    same = db.session.scalars(chosen.where(FactDecision.title.in_(titles))).all()
    rows = _latest([*same, *db.session.scalars(chosen)])
    return {title: found for title in titles if (found := _of(title, rows))}


def similar(one: str, other: str) -> bool:
    """Whether two folded titles have at least half of their words in common, or nearly all of their letters."""
    words, others = ({word.strip(",./()-") for word in title.split()} - SMALL for title in (one, other))
    if 2 * len(words & others) >= len(words | others) > 0:
        return True
    return fuzz.ratio(one, other) >= ALIKE


def _of(title: str, rows: Sequence[FactDecision]) -> list[Precedent]:
    alike = {row.title: similar(title, row.title) for row in rows if row.title}
    fits = [row for row in rows if row.title and alike[row.title]]
    fits.sort(key=lambda row: row.title != title)
    return [Precedent(row.title or "", row.title == title, row.decided, row.reason) for row in fits[:MOST]]


def _latest(rows: Sequence[FactDecision]) -> list[FactDecision]:
    """The latest decision about each job, without those that were taken back."""
    latest: dict[tuple[int, str], FactDecision] = {}
    for row in rows:
        before = latest.get((row.person_id, row.fact))
        if before is None or before.id < row.id:
            latest[row.person_id, row.fact] = row
    return sorted((row for row in latest.values() if row.decided), key=lambda row: -row.id)
