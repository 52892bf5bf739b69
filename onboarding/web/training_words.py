"""A training as pages say it: what it was, and what more there is to it."""

from collections.abc import Mapping
from typing import Any

from onboarding.queries.approvals import State
from onboarding.queries.reminder_ledger import Became, Line
from onboarding.queries.training_said import (
    AREAS as AREAS,
    COURSE as COURSE,
    INITIAL as INITIAL,
    LOCATIONS as LOCATIONS,
    REMINDED as REMINDED,
    REQUIRED as REQUIRED,
    RESULTS as RESULTS,
    TOLD as TOLD,
    approval as approval,
    counting as counting,
    kind as kind,
    more as more,
    on_topics as on_topics,
    title as title,
)
from onboarding.rules.findings import Outcome
from onboarding.rules.training_options_wording import OPTION, SHORT
from onboarding.rules.wording import plainly, spoken

RECORD = {
    INITIAL: "Initial training",
    REQUIRED: "Training or test that L&I requires",
    COURSE: "Course in the register",
    **OPTION,
}
# Of what can be offered with seats; a visit is offered, the rest is L&I's.
OFFERED = {
    "orientation": f"an {OPTION['orientation']}",
    "conference": f"an {OPTION['conference']}",
    "shadowing": "a shadowing visit",
}
HOSTS = {"hsc": "An HSC", "assistant": "An Assistant HSC", "other": "Somebody else"}
SPONSORS = {"lni": "L&I", "other": "Somebody else"}
# Of a training and of a test.
REQUIRED_STANDS = {
    False: {Outcome.MET: "completed", Outcome.DUE: "not completed"},
    True: {Outcome.MET: "passed", Outcome.DUE: "not taken", Outcome.NOT_MET: "failed"},
}
REQUIRED_TONES = {Outcome.MET: "good", Outcome.DUE: "soon", Outcome.NOT_MET: "bad"}
REMINDED_TONES = {
    Became.SENT: "good",
    Became.LATE: "soon",
    Became.SENDING: "waiting",
    Became.FAILED: "bad",
    Became.WITHDRAWN: "bad",
    Became.PROMISED: "waiting",
    Became.WAITS: "soon",
    Became.OVERTAKEN: "bad",
    Became.NOT_NEEDED: "good",
}
REMINDED_WHY = {
    Became.WAITS: "It goes out when the clock next runs, outside quiet hours, once there is an email address.",
    Became.OVERTAKEN: "A later reminder was due before this one could go out.",
    Became.NOT_NEEDED: "The training is done.",
}
APPROVAL_TONES = {
    State.NOT_ASKED: "plain",
    State.ASKED: "waiting",
    State.APPROVED: "good",
    State.REFUSED: "bad",
    State.DISPUTED: "bad",
}
STEPS = {
    "asked": "Asked L&I to approve it",
    "granted": "Approved",
    "refused": "Refused",
    "confirmed": "Confirmed as L&I's",
    "disputed": "Disputed",
}


def reminded_why(line: Line) -> str | None:
    """Why a reminder stands so, or what it said; None where there is nothing to add."""
    return line.because or ("It said that the training is done." if line.is_done else REMINDED_WHY.get(line.became))


def offering(kind: str, is_cohe: bool) -> str:
    """What the button says that offers one: a COHE records L&I's sessions, and offers its own visits."""
    return f"{'Record' if is_cohe and kind != 'shadowing' else 'Offer'} {OFFERED[kind]}"


def told(facts: Mapping[str, Any]) -> str:
    """The same, with its day, of what the trail says of one."""
    what = SHORT.get(facts["training"]) or RECORD.get(facts["training"]) or plainly(str(facts["training"]))
    area = f" on {AREAS[facts['area']].lower()}" if facts.get("area") in AREAS else ""
    day = facts.get("on") or facts.get("completed_on")
    return f"{what}{area}{f', {spoken(str(day))}' if day else ''}"


def area(word: str) -> str:
    """An area of the standard work, as a heading."""
    return AREAS.get(word) or plainly(word)
