"""A determination's frozen record, onto its page: nothing is looked up anew, so that the page never changes."""

import json
from datetime import date
from typing import Any

from onboarding import clock
from onboarding.models.determination import Recommendation
from onboarding.packets.answer import findings, paths
from onboarding.packets.determination import Determination, Exhibit, Ruling, Signed, printed
from onboarding.roles import IN_WORDS
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
            role=IN_WORDS[recommendation.role],
            as_of=recommendation.as_of,
            verdict=plainly(decided.decision.value).capitalize(),
            because=decided.because,
            paths=paths(judged),
            findings=findings(judged),
            evidence=tuple(
                Exhibit(each["title"], ", ".join(each["proves"]), each["sha256"]) for each in frozen["evidence"]
            ),
            rulings=tuple(map(_ruling, frozen["rulings"])),
            rulebook=frozen["rulebook"],
            record_sha256=recommendation.frozen_sha256,
            recommended=_signed(recommendation.recommended_by, cohe, recommendation.recommended_at),
            decided=_signed(decided.decided_by, cohe, decided.decided_at),
        )
    )


def _ruling(frozen: dict[str, str]) -> Ruling:
    says = frozen.get("says") or f"{plainly(frozen['settles'])}: {plainly(frozen['holds'])}"  # as it was kept before
    since = date.fromisoformat(frozen["since"])
    return Ruling(says, frozen["by"], frozen["reference"], since, frozen.get("recorded_by"))


def _signed(user: Any, office: str, at: Any) -> Signed:
    on: date = clock.day_of(at)
    return Signed(user.name if user else "a command", office, on)
