"""The rulings that are in force for a COHE on a day, as a packet prints them, with the papers they are written in."""

from datetime import date
from typing import Any

from onboarding.models.organisation import Organisation
from onboarding.models.ruling import RecordedRuling, RulingPaper, RulingState
from onboarding.queries import rulings as found
from onboarding.queries.packet_text import fit
from onboarding.rules.rulings import Rulings
from onboarding.rules.wording import spoken


def in_force(organisation: Organisation, law: Rulings, on: date) -> list[dict[str, Any]]:
    """Each that holds on the day, and whether L&I itself has confirmed it; the latest day first."""
    return [_told(row, law) for row in _in_force(organisation, on)]


def papers(organisation: Organisation, on: date) -> list[RulingPaper]:
    """The papers of all of these, each once."""
    every = (paper for row in _in_force(organisation, on) for paper in found.papers(row))
    return list({each.original: each for each in every}.values())


def _in_force(organisation: Organisation, on: date) -> list[RecordedRuling]:
    return [
        row for row in found.listed(organisation.id) if row.state is RulingState.IN_FORCE and row.since <= on
    ]  # fmt: skip


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
