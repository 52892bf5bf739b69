"""Letters about determinations: how a COHE words them, what one would say, and those that went out."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import select

from onboarding import clock
from onboarding.extensions import db
from onboarding.models.determination import Decision, Determination, Recommendation
from onboarding.models.letter import Letter, LetterWording
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import determinations
from onboarding.queries.determinations import Move
from onboarding.roles import StaffRole
from onboarding.rules.wording import REQUIREMENTS, long_day

DECISIONS = (Decision.QUALIFIED, Decision.NOT_QUALIFIED)
BLANK = re.compile(r"\{([^{}]*)\}")
# What a wording may leave open, and what stands there in a letter.
BLANKS = {
    "name": "the applicant's name",
    "role": "the role applied for",
    "cohe": "the name of the COHE",
    "day": "the day of the determination",
    "because": "what the person who decided wrote",
    "reasons": "the reasons, each on its own line",
}
ROLES = {"hsc": "Health Services Coordinator (HSC)", "assistant": "Assistant Health Services Coordinator"}


class Wording(NamedTuple):
    """How a letter is worded. `version` 0: ours, which a COHE has until it writes its own."""

    subject: str
    text: str
    version: int = 0


OURS = {
    Decision.QUALIFIED: Wording(
        "Your application at {cohe}",
        "Dear {name},\n\nOn {day} {cohe} determined that you meet the qualifications for the role {role}.\n\n"
        "{because}\n\nOur reasons:\n{reasons}\n\nThis is our own determination. It is not a decision of the Washington "
        "State Department of Labor & Industries, and not an offer of employment.\n\n"
        "Sincerely,\n{cohe}\n",
    ),
    Decision.NOT_QUALIFIED: Wording(
        "Your application at {cohe}",
        "Dear {name},\n\nOn {day} {cohe} determined that your application does not show the qualifications for the "
        "role {role}.\n\n{because}\n\nOur reasons:\n{reasons}\n\nIf we overlooked something, or you can show more, "
        "please answer this letter and ask us to look again. We will. This decision stays on record.\n\nThis is our "
        "own determination. It is not a decision of the Washington State Department of Labor & Industries.\n\n"
        "Sincerely,\n{cohe}\n",
    ),
}


def unknown_blanks(text: str) -> list[str]:
    """What stands in braces and is none of BLANKS."""
    return sorted({name for name in BLANK.findall(text) if name not in BLANKS})


def worded(organisation_id: int, decision: Decision) -> LetterWording | None:
    """The COHE's own wording in use; None where it has none."""
    return db.session.scalar(
        select(LetterWording)
        .where(LetterWording.organisation_id == organisation_id, LetterWording.decision == decision)
        .order_by(LetterWording.version.desc())
        .limit(1)
    )


def wording(organisation_id: int, decision: Decision) -> Wording:
    """The wording in use: the COHE's latest, or ours."""
    row = worded(organisation_id, decision)
    return Wording(row.subject, row.text, row.version) if row else OURS[decision]


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
    used = wording(organisation.id, determination.decision)
    answer = json.loads(recommendation.frozen)["answer"]
    blanks = {
        "name": person.name,
        "role": ROLES["assistant" if recommendation.role is StaffRole.ASSISTANT else "hsc"],
        "cohe": organisation.name,
        "day": _day(determination),
        "because": determination.because,
        "reasons": "\n".join(f"- {reason}" for reason in _reasons(answer, determination.decision)),
    }
    return Wording(_filled(used.subject, blanks), _filled(used.text, blanks), used.version)


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


def _filled(text: str, blanks: Mapping[str, str]) -> str:
    return BLANK.sub(lambda found: blanks.get(found[1], found[0]), text)


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
