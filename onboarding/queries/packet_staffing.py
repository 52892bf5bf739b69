"""The staffing of a COHE as a packet keeps it: each line of L&I's with its arithmetic, and what that is made of."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import staffing as known, staffing_overview as overviews
from onboarding.queries.staffing import Recorded
from onboarding.queries.staffing_overview import Unknown
from onboarding.roles import IN_WORDS
from onboarding.rules.days import Quarter
from onboarding.rules.findings import Outcome
from onboarding.rules.fte import Time
from onboarding.rules.rulings import Rulings
from onboarding.rules.staffing_lines import FOLLOWS, Line
from onboarding.rules.staffing_period import of_quarter
from onboarding.rules.wording import figure, label, listed, long_day, quarter, spoken

KEPT = (Outcome.MET, Outcome.NOT_REQUIRED, Outcome.WITHIN, Outcome.OPEN)  # `open`: the quarter goes on


def worksheet(organisation: Organisation, law: Rulings, last: date, on: date) -> dict[str, Any]:
    """The quarter of the last day, judged as of a day: where it stands, how that is computed, what nobody recorded."""
    recorded = known.recorded(organisation)
    whole = overviews.overview(organisation, recorded, law, of_quarter(Quarter.of(last)), on)
    return {
        "period": whole.period.says,
        "as_of": whole.as_of.isoformat(),
        "lines": [_line(each) for each in whole.lines],
        "claims": list(_claims(recorded, on)),
        "counted": [
            {"says": each.says, "fte": _time(each.fte), "counts": each.in_force} for each in whole.counted
        ],
        "parts": [
            {"role": IN_WORDS[each.role], "billing": _time(each.billing), "unbillable": _time(each.unbillable)}
            for each in whole.parts
        ],
        "shares": [
            {
                "name": each.row.id,
                "role": IN_WORDS[each.row.role],
                "first": each.first.isoformat(),
                "last": each.last.isoformat(),
                "fte": figure(each.row.claim_fte) if each.row.claim_fte is not None else None,
                "days": f"{each.days} of {each.of}",
                "adds": figure(each.fte) if each.fte is not None else None,
            }
            for each in whole.shares
        ],
        "unknown": list(_unknown(whole.unknown)),
        "vacancies": [
            {"who": each.found.staff, "left_on": each.found.left_on.isoformat(), "outcome": each.found.outcome.value,
             "advice": spoken(each.advice), "because": spoken(each.found.because)}
            for each in overviews.vacancies(organisation, recorded, law, on)
            if each.found.left_on <= on
        ],
        "gaps": [
            {"staff": each.staff, "first": each.first.isoformat(), "last": min(each.last, on).isoformat()}
            for each in overviews.gaps(organisation, recorded, law, Quarter.of(last).first)
            if each.first <= on
        ],
    }  # fmt: skip


def people(organisation: Organisation, last: date) -> list[Person]:
    """Whom the worksheet names: everybody who was in a role by then."""
    recorded = known.recorded(organisation)
    return [recorded.people[id] for id, spells in recorded.spells.items() if any(each.first <= last for each in spells)]


def _line(line: Line) -> dict[str, Any]:
    return {
        "nature": label(line.nature),
        "follows": FOLLOWS[line.nature],
        "says": line.says,
        "outcome": label(line.outcome),
        "kept": line.outcome in KEPT,
        "unknown": line.outcome is Outcome.UNDETERMINED,
        "distance": line.distance or "Can’t tell yet.",
        "because": spoken(line.because),
        "source": [spoken(each) for each in line.source],
    }


def _claims(recorded: Recorded, on: date) -> Iterator[dict[str, Any]]:
    """Every quarter of the year that ends with the day's, with its claims; None where nobody recorded them."""
    for back in reversed(range(5)):
        of = Quarter.of(on).earlier(back)
        row = recorded.claims.get(of)
        yield {"quarter": quarter(of), "claims": row.claims if row else None,
               "surgical": row.surgical_claims if row else None}  # fmt: skip


def _time(time: Time) -> str:
    """Full-time equivalents, exactly; a range where somebody's time is not recorded."""
    return " to ".join(dict.fromkeys(figure(each) for each in time))


def _unknown(unknown: Unknown) -> Iterator[str]:
    for each in unknown.silent:
        yield f"Nobody recorded how {each.person.name} splits the week, from {long_day(each.first)} on."
    for says, quarters in (
        ("No claims are recorded for", unknown.quarters),
        ("Surgical claims are not stated for", unknown.surgical),
        ("The claims were counted before the quarter was over for", unknown.counted_early),
    ):
        if quarters:
            yield f"{says} {listed(map(quarter, quarters))}."
    for person in unknown.contradicting:
        yield f"The record of {person.name}’s applications to L&I contradicts itself."
