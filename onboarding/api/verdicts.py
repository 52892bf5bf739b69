"""Verdicts out: what the rules make of an application today, and what people decided. Only read."""

from typing import Any

from onboarding import clock
from onboarding.api.applicants import AT, READ
from onboarding.api.operation import Call, Operation, Raw, today
from onboarding.api.people import the_applicant
from onboarding.api.rules import DOCUMENTS
from onboarding.api.shapes import Day, Instant, Maybe, Text, Word, answered
from onboarding.formats import answers
from onboarding.queries import determinations, dossier, facts
from onboarding.queries.determinations import Decided, Move
from onboarding.rules.qualification import screen

DETERMINATION = answered(
    "Determination",
    "What was recommended and decided.",
    move=Word.of("Whose move it is.", Move),
    decision=Maybe(Word.of("What was decided last.", Decided)),
    decided_on=Maybe(Day("When.")),
    because=Maybe(Text("Why.", 20_000)),
    recommended=Maybe(Word.of("What was recommended last.", Decided)),
    recommended_at=Maybe(Instant("When.")),
)


def screening(call: Call) -> Raw:
    """The answer of the rules, today, from what is recorded and under the COHE's rulings."""
    person, _ = the_applicant(call)
    known = facts.applicant(call.cohe, person, dossier.of(person))
    return Raw(answers.line(screen(known, call.rulings(), today())))


def determination(call: Call) -> dict[str, Any]:
    """What was recommended and decided."""
    person, _ = the_applicant(call)
    decided, recommended = determinations.latest(person), determinations.latest_recommendation(person)
    return {
        "move": determinations.move(recommended, decided).value,
        "decision": decided.decision.value if decided else None,
        "decided_on": clock.day_of(decided.decided_at) if decided else None,
        "because": decided.because if decided else None,
        "recommended": recommended.recommends.value if recommended else None,
        "recommended_at": clock.in_utc(recommended.recommended_at) if recommended else None,
    }


OPERATIONS = (
    Operation(
        "show_screening",
        "GET",
        AT + "/{id}/screening",
        "applicants",
        "Read the result, as stated and as verified.",
        READ,
        screening,
        DOCUMENTS["screen"][2],
        more="The answer of `flask rules screen`, from what is recorded.",
    ),
    Operation(
        "show_determination",
        "GET",
        AT + "/{id}/determination",
        "applicants",
        "Read what was decided.",
        READ,
        determination,
        DETERMINATION,
    ),
)
