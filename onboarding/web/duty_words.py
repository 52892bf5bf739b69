"""What is to be done about somebody in a role, as a home page says it: what it is, and where it is done."""

from onboarding.rules.duties import About, Duty, Kind
from onboarding.rules.wording import spoken

PAGES = {About.CREDENTIALS: "credentials.show", About.TRAINING: "training.show", About.CHECKLIST: "checklist.show"}
TRAININGS = {
    "additional": "Additional training.",
    "initial": "Initial training.",
    "lni_required": "Training that L&I requires.",
}
ACTIONS = {
    Kind.SEND: "Record the sending",
    Kind.RESEND: "Correct and resend",
    Kind.ANSWER: "Record L&I's answer",
    Kind.EFFECT: "Record L&I's answer",
    Kind.CHECK: "Record the status",
    Kind.REPORT: "Record the report",
    Kind.BILL: "Record a bill",
    Kind.REACTIVATE: "Record the reactivation",
    Kind.TRAIN: "See the training",
    Kind.STEP: "Mark the steps",
}


def what(duty: Duty) -> str:
    """What is to be done, in a sentence."""
    return TRAININGS[duty.place] if duty.about is About.TRAINING else spoken(duty.says)
