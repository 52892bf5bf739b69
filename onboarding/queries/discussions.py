"""Notes for discussions with L&I: what is kept of a quarter, and the figures from which one is drafted."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from onboarding.extensions import db
from onboarding.models.discussion import DiscussionNote
from onboarding.models.organisation import Organisation
from onboarding.queries import staffing as known, staffing_overview as overview
from onboarding.queries.correctable import in_force
from onboarding.queries.staffing import Recorded, Spell
from onboarding.queries.staffing_overview import OfQuarter
from onboarding.rules import coverage, fte_parts
from onboarding.rules.days import QUARTERS_A_YEAR, Quarter
from onboarding.rules.rulings import Rulings
from onboarding.rules.staffing_wording import outcome, ranged
from onboarding.rules.wording import figure, label


def history(organisation: Organisation, quarter: Quarter) -> Sequence[DiscussionNote]:
    """Every note on a quarter, corrected ones and corrections included, as they were saved."""
    ours = DiscussionNote.organisation_id == organisation.id, DiscussionNote.quarter == str(quarter)
    chosen = select(DiscussionNote).where(*ours).options(joinedload(DiscussionNote.recorded_by))
    return db.session.scalars(chosen.order_by(DiscussionNote.id)).all()


def latest(organisation: Organisation, quarter: Quarter) -> DiscussionNote | None:
    """The note that holds of a quarter."""
    return next(iter(in_force(history(organisation, quarter))), None)


def figures(organisation: Organisation, rulings: Rulings, of: Quarter, today: date) -> dict[str, Any] | None:
    """A quarter's figures as a note is drafted from them; None where its claims are not recorded, or it has not begun.

    Exact, in words where they can be a range; nobody's name is in them.
    """
    recorded = known.recorded(organisation)
    if of not in recorded.claims:
        return None
    rows = overview.by_quarter(organisation, recorded, rulings, today)
    found = next((each for each in rows if each.quarter == of), None)
    return _figures(organisation, recorded, rulings, found, min(of.last, today)) if found else None


def digest(said: Mapping[str, Any]) -> str:
    """By which figures are told from others."""
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _figures(
    organisation: Organisation, recorded: Recorded, rulings: Rulings, found: OfQuarter, as_of: date
) -> dict[str, Any]:
    of, row = found.quarter, found.row
    claims = {quarter: each.claims for quarter, each in recorded.claims.items()}
    staffed = overview.staffed_on(organisation, recorded, rulings, as_of)
    shares = fte_parts.shares(staffed.rows, (of.first, of.last))
    gaps = [gap for gap in coverage.gaps(staffed.facts) if gap.first <= of.last and gap.last >= of.first]
    away = [row for row in recorded.absences if row.first_on <= of.last and row.last_on >= of.first]
    assert row is not None
    return {
        "claims": row.claims,
        "fte": ranged(found.fte),
        "ratio": ranged(found.ratio),
        "trigger": figure(found.trigger),
        "discussion": str(found.discussion),
        "short": found.distance,
        "required": ranged(found.required),
        "year": label(outcome(found.year)).lower() if found.required else "",
        "before": claims.get(of.earlier(1)),
        "year_before": claims.get(of.earlier(QUARTERS_A_YEAR)),
        "left": sorted(day.isoformat() for day in _ends(recorded) if of.first <= day <= of.last),
        "began": sorted(day.isoformat() for day in _begins(recorded) if of.first <= day <= of.last),
        "away": len(away),
        "uncovered": sum((min(gap.last, of.last) - max(gap.first, of.first)).days + 1 for gap in gaps),
        "cannot_bill": len({each.row.id for each in shares if each.unbillable_days and each.row.role == "hsc"}),
        "silent": len({each.row.id for each in shares if each.row.claim_fte is None}),
    }


def _spells(recorded: Recorded) -> Iterator[Sequence[Spell]]:
    for spells in recorded.spells.values():
        yield [each for each in spells if each.role == "hsc"]


def _ends(recorded: Recorded) -> Iterator[date]:
    for spells in _spells(recorded):
        yield from (each.last for each in spells if each.last)


def _begins(recorded: Recorded) -> Iterator[date]:
    for spells in _spells(recorded):
        yield from (each.first for each in spells)
