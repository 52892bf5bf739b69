"""The questions that tests put to the rules: each runs one rule and gives the part of its answer that is asked for."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from onboarding.rules.additional_training import AdditionalFinding
from onboarding.rules.credential import ProviderFinding, credential
from onboarding.rules.days import Quarter
from onboarding.rules.experience_finding import ExperienceFinding
from onboarding.rules.facts import Applicant, Staffing, Tracks, Trainee
from onboarding.rules.qualification import screen
from onboarding.rules.replacement import ReplacementFinding
from onboarding.rules.rulings import Rulings
from onboarding.rules.staffing import QuarterFinding, SurgicalFinding, YearFinding, staff
from onboarding.rules.training import train
from tests.rules.make import day
from tests.rules.make_law import make_rulings

AS_OF = "2026-11-22"
NONE = make_rulings()  # no rulings: every question is open, every number the rulebook's


def experience(
    applicant: Applicant, rulings: Rulings = NONE, as_of: str = AS_OF, proven: bool = False
) -> ExperienceFinding:
    """As claimed, or what is proven of it."""
    found = screen(applicant, rulings, day(as_of))
    finding = (found.verified if proven else found.claimed).requirements["experience"]
    assert isinstance(finding, ExperienceFinding)
    return finding


def outcomes(applicant: Applicant, rulings: Rulings = NONE, as_of: str = AS_OF) -> tuple[str, str]:
    """The whole screening, as claimed and as verified."""
    found = screen(applicant, rulings, day(as_of))
    return found.claimed.outcome, found.verified.outcome


def requirement(applicant: Applicant, which: str) -> tuple[str, str]:
    """One requirement's outcome, as claimed and as verified."""
    found = screen(applicant, NONE, day(AS_OF))
    return found.claimed.requirements[which].outcome, found.verified.requirements[which].outcome


def credited(finding: ExperienceFinding) -> tuple[str, str]:
    return str(finding.credited_days.at_least), str(finding.credited_days.at_most)


def readings(finding: Any) -> dict[str, str]:
    """What each reading of each question that matters gives."""
    return {f"{each.question} {each.reading}": str(each.outcome) for each in finding.readings}


def facts_needed(finding: Any) -> list[str]:
    return [need.fact for need in finding.needs]


def additional(
    trainee: Trainee, rulings: Rulings = NONE, as_of: str = AS_OF, proven: bool = False
) -> AdditionalFinding:
    found = train(trainee, rulings, day(as_of))
    return (found.verified if proven else found.claimed).additional


def due(trainee: Trainee, rulings: Rulings = NONE) -> tuple[date, date]:
    """The due date as it falls, and rolled to a working day."""
    found = train(trainee, rulings, day(AS_OF))
    return found.due_on, found.due_on_rolled


def account(tracks: Tracks, rulings: Rulings = NONE, as_of: str = AS_OF) -> ProviderFinding:
    return credential(tracks, rulings, day(as_of)).provider


def quarters(facts: Staffing, rulings: Rulings = NONE, as_of: str = AS_OF) -> Mapping[str, QuarterFinding]:
    return {str(found.quarter): found for found in staff(facts, rulings, day(as_of)).quarters}


def discussions(facts: Staffing, rulings: Rulings = NONE, as_of: str = AS_OF) -> list[str]:
    return [str(found.discussion) for found in staff(facts, rulings, day(as_of)).quarters]


def year(facts: Staffing, rulings: Rulings = NONE, as_of: str = AS_OF) -> YearFinding:
    return staff(facts, rulings, day(as_of)).year


def surgical(facts: Staffing, rulings: Rulings = NONE, as_of: str = AS_OF) -> SurgicalFinding:
    return staff(facts, rulings, day(as_of)).surgical


def replacements(facts: Staffing, rulings: Rulings = NONE, as_of: str = AS_OF) -> tuple[ReplacementFinding, ...]:
    return staff(facts, rulings, day(as_of)).replacements


def gaps(facts: Staffing) -> list[tuple[str, ...]]:
    """Who is not covered, from which day, through which."""
    return [tuple(map(str, gap)) for gap in staff(facts, NONE, day(AS_OF)).coverage_gaps]


def names(quarters: Iterable[Quarter]) -> list[str]:
    return [str(quarter) for quarter in quarters]
