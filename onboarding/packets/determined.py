"""A determination's frozen record, onto its page: nothing is looked up anew, so that the page never changes."""

import json
from datetime import date
from typing import Any

from onboarding import clock
from onboarding.models.determination import Recommendation
from onboarding.packets.determination import Determination, Exhibit, Finding, Path, Ruling, Signed, printed
from onboarding.rules.wording import plainly


def page(recommendation: Recommendation, cohe: str) -> bytes:
    """The PDF of a recommendation that was decided. Raises RenderError; ValueError for one that was not."""
    decided = recommendation.determination
    if decided is None:
        raise ValueError("only what was decided is printed")
    frozen = json.loads(recommendation.frozen)
    judged = frozen["answer"]["verified"]
    return printed(
        Determination(
            number=f"{recommendation.person_id}-{recommendation.number}",
            cohe=cohe,
            person=frozen["facts"]["basics"]["name"],
            role=plainly(recommendation.role.value),
            as_of=recommendation.as_of,
            verdict=plainly(decided.decision.value),
            because=decided.because,
            paths=tuple(_paths(judged["requirements"]["experience"])),
            findings=tuple(_finding(id, each) for id, each in judged["requirements"].items()),
            evidence=tuple(
                Exhibit(each["title"], ", ".join(each["proves"]), each["sha256"]) for each in frozen["evidence"]
            ),
            rulings=tuple(Ruling(each, "", "", recommendation.as_of) for each in frozen["rulings"]),
            rulebook=frozen["rulebook"],
            record_sha256=recommendation.frozen_sha256,
            recommended=_signed(recommendation.recommended_by, "recommended", recommendation.recommended_at),
            decided=_signed(decided.decided_by, "decided", decided.decided_at),
        )
    )


def _paths(experience: dict[str, Any]) -> list[Path]:
    return [
        Path(plainly(id), "", "", plainly(each["outcome"]), each["because"]) for id, each in experience["paths"].items()
    ]


def _finding(id: str, finding: dict[str, Any]) -> Finding:
    return Finding(plainly(id), plainly(finding["outcome"]), finding["because"], tuple(finding["source"]))


def _signed(user: Any, office: str, at: Any) -> Signed:
    on: date = clock.day_of(at)
    return Signed(user.name if user else "a command", office, on)
