"""The rulings that are in force for a COHE on a day, as a packet prints them, with the papers they are written in."""

from datetime import date
from typing import Any

from onboarding.models.organisation import Organisation
from onboarding.models.ruling import RulingState
from onboarding.queries import rulings as found
from onboarding.queries.packet_text import fit
from onboarding.rules.rulings import Rulings
from onboarding.rules.wording import spoken


def in_force(organisation: Organisation, law: Rulings, on: date) -> list[dict[str, Any]]:
    """Each that holds on the day, and whether L&I itself has confirmed it; the latest day first."""
    rows = [
        row for row in found.listed(organisation.id) if row.state is RulingState.IN_FORCE and row.since <= on
    ]  # fmt: skip
    return [_told(row, law) for row in rows]


def _told(row: Any, law: Rulings) -> dict[str, Any]:
    said = found.says(law.book, row)
    recorded_by = row.proposed_by.name if row.proposed_by else "the system administrator"
    return {
        "settles": spoken(said.settles),
        "how": spoken(said.how),
        "since": row.since.isoformat(),
        "by": row.by,
        "reference": fit(row.reference),
        "confirmed": not row.waits_for_lni,
        "recorded_by": recorded_by,
        "papers": [each.original for each in found.papers(row)],
    }
