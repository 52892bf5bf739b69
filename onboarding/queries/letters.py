"""Letters about determinations: what one would say, and those that went out. Their wording is wordings.py."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from onboarding import clock
from onboarding.extensions import db
from onboarding.models.determination import Decision, Determination, Recommendation
from onboarding.models.letter import Letter
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import determinations
from onboarding.queries.determinations import Move
from onboarding.queries.wordings import Worded, Wording, filled, wording
from onboarding.roles import StaffRole
from onboarding.rules.wording import REQUIREMENTS, long_day

DECISIONS = (Decision.QUALIFIED, Decision.NOT_QUALIFIED)
ROLES = {"hsc": "Health Services Coordinator (HSC)", "assistant": "Assistant Health Services Coordinator"}


def can_be_about(person: Person) -> Determination | None:
    """The determination that a letter can be about: it stands, and something was entered.

    Nobody is told how much they are short of whose record was empty.
    """
    last = determinations.latest(person)
    if last is None or last.decision not in DECISIONS or determinations.move_of(person) is not Move.DECIDED:
        return None
    facts = json.loads(db.session.get_one(Recommendation, last.recommendation_id).frozen)["facts"]
    return last if facts.get("work") or facts.get("education") else None


def draft(organisation: Organisation, person: Person, determination: Determination) -> Wording:
    """The letter about a determination as the wording in use has it, every blank filled in."""
    recommendation = db.session.get_one(Recommendation, determination.recommendation_id)
    used = wording(organisation.id, Worded(determination.decision.value))
    answer = json.loads(recommendation.frozen)["answer"]
    blanks = {
        "name": person.name,
        "role": ROLES["assistant" if recommendation.role is StaffRole.ASSISTANT else "hsc"],
        "cohe": organisation.name,
        "day": _day(determination),
        "because": determination.because,
        "reasons": "\n".join(f"- {reason}" for reason in _reasons(answer, determination.decision)),
    }
    return filled(used, blanks)


def about(determination: Determination) -> Sequence[Letter]:
    """The letters about a determination, the latest first."""
    return db.session.scalars(
        select(Letter)
        .where(Letter.organisation_id == determination.organisation_id, Letter.determination_id == determination.id)
        .order_by(Letter.id.desc())
    ).all()


def one(organisation_id: int, id: int, _user_id: int | None = None) -> Letter | None:
    """The letter, if it is this organisation's."""
    return db.session.scalar(select(Letter).where(Letter.organisation_id == organisation_id, Letter.id == id))


def _reasons(answer: Mapping[str, Any], decision: Decision) -> Iterator[str]:
    """The findings that decided: as claimed where that alone says no, else as verified."""
    against = answer["claimed"]["outcome"] == Decision.NOT_QUALIFIED.value
    judged = answer["claimed" if decision is Decision.NOT_QUALIFIED and against else "verified"]
    wanted = ("met",) if decision is Decision.QUALIFIED else ("not_met", "undetermined")
    for name, finding in judged.get("requirements", {}).items():
        if finding["outcome"] in wanted:
            yield f"{REQUIREMENTS[name]}: {finding['because']}"


def _day(determination: Determination) -> str:
    return long_day(clock.day_of(determination.decided_at))
