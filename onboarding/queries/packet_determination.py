"""A determination as a packet keeps it: the record as it was frozen when it was recommended, and who decided."""

import json
from datetime import date
from typing import Any

from onboarding import clock
from onboarding.models.determination import Recommendation
from onboarding.models.person import Person
from onboarding.queries import determinations
from onboarding.queries.packet_text import fit
from onboarding.roles import IN_WORDS
from onboarding.rules.wording import label

TYPED = ("name", "position", "institution", "area", "studyType", "location")  # of a job or degree, as it was stated


def latest(person: Person, on: date) -> Recommendation | None:
    """The last recommendation that was decided by a day, and not taken up again by then."""
    for row in determinations.recommendations(person):
        decided = row.determination
        if decided is None or clock.day_of(decided.decided_at) > on:
            continue
        again = decided.reopening
        return None if again and clock.day_of(again.reopened_at) <= on else row
    return None


def told(row: Recommendation | None) -> dict[str, Any] | None:
    """What was determined. Nothing of what people wrote as their reasons: they may name workers."""
    if row is None or row.determination is None:
        return None
    frozen = json.loads(row.frozen)
    facts = frozen["facts"]
    for entry in (*facts["work"], *facts["education"]):
        entry |= {key: fit(entry[key]) for key in TYPED if entry.get(key)}
    decided = row.determination
    return {
        "number": f"{row.person_id}-{row.number}",
        "role": IN_WORDS[row.role],
        "as_of": row.as_of.isoformat(),
        "verdict": label(decided.decision),
        "qualified": decided.decision == determinations.Decided.QUALIFIED,
        "recommended_by": row.recommended_by.name if row.recommended_by else "the system administrator",
        "recommended_on": clock.day_of(row.recommended_at).isoformat(),
        "decided_by": decided.decided_by.name if decided.decided_by else "the system administrator",
        "decided_on": clock.day_of(decided.decided_at).isoformat(),
        "record_sha256": row.frozen_sha256,
        "rulebook": frozen["rulebook"],
        "judged": frozen["answer"]["verified"],
        "work": [_kept(each) for each in facts["work"]],
        "education": [_kept(each) for each in facts["education"]],
        "levels": frozen.get("levels") or [],
        "reached": frozen.get("reached", {}),
        "rulings": frozen["rulings"],
    }


def _kept(entry: dict[str, Any]) -> dict[str, Any]:
    """A job or degree, with what was decided of it and without what was written about it."""
    return {key: value for key, value in entry.items() if key not in ("summary", "reason", "note", "highlights", "url")}
