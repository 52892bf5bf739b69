"""What the page of a person says of them: where they stand, how far they have come, and what its parts are called."""

from datetime import date
from typing import Any, NamedTuple

from onboarding.queries.applications import STATES
from onboarding.queries.people import Stage
from onboarding.queries.person_file import About
from onboarding.rules.journey import IN_WORDS, Journey, Progress, Step
from onboarding.web.filters import day

ABOUT = {
    About.APPLICATION: "Application",
    About.HIRE: "Hire",
    About.CREDENTIALS: "L&I",
    About.TRAINING: "Training",
    About.CHECKLIST: "First weeks",
    About.EVIDENCE: "Evidence",
}
TONES = {Stage.APPLICANT: "waiting", Stage.STAFF: "good", Stage.FORMER: "plain"}
NOT_FOR_OWN = (Step.APPLIED, Step.SCREENED, Step.DECIDED)  # somebody asks the COHE about their own application


class Shown(NamedTuple):
    """One step, as it is shown."""

    label: str
    progress: Progress
    on: date | None


def steps(way: Journey, own: bool) -> list[Shown]:
    """The steps that are shown. `own`: to the person themselves."""
    return [
        Shown(IN_WORDS[taken.step], taken.progress, taken.on)
        for taken in way.steps
        if not (own and taken.step in NOT_FOR_OWN)
    ]


def state(person: Any, stage: Stage, application: Any) -> str:
    """Where somebody stands, in a word or two."""
    posting = person.posting
    if stage is Stage.FORMER:
        return f"Left {day(posting.left_on)}"
    if stage is Stage.STAFF:
        return "Works here" if posting.left_on is None else f"Works here until {day(posting.left_on)}"
    if posting:
        return f"Starts {day(posting.hired_on)}"
    return STATES[application.state] if application else "Applicant"
