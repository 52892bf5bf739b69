"""What is to be done about somebody, as pages say it: what it is, who has to act, and where it is done."""

from onboarding.rules.duties import About, Duty, Kind, Who
from onboarding.rules.wording import spoken

ABOUT = {
    About.TRAINING: "Training",
    About.CREDENTIALS: "Credentials",
    About.CHECKLIST: "First weeks",
    About.REQUEST: "Requests",
    About.STAFFING: "Staffing",
}
WHO = {
    Who.COHE: "The COHE",
    Who.LNI: "L&I",
    Who.APPLICANT: "The applicant",
    Who.REFEREE: "The former employer or school",
}
PAGES = {
    About.CREDENTIALS: "credentials.show",
    About.TRAINING: "training.show",
    About.CHECKLIST: "checklist.show",
    About.STAFFING: "people.show",
}
REQUESTS = {
    Kind.VOUCH: "asking.index",
    Kind.HAND_IN: "applicant_links.link",
    Kind.SUPPLY: "determinations.show",
}
TRAININGS = {
    "additional": "Complete the additional training.",
    "initial": "Complete the initial training.",
    "lni_required": "Complete the training that L&I requires.",
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
    Kind.VOUCH: "Look at the reference",
    Kind.HAND_IN: "Send the link again",
    Kind.SUPPLY: "Settle what was asked for",
    Kind.REPLACE: "See the vacancy",
}


def what(duty: Duty) -> str:
    """What is to be done, in a sentence."""
    return TRAININGS[duty.place] if duty.about is About.TRAINING else spoken(duty.says)


def page(duty: Duty) -> str:
    """The page of the person on which it is done, by its endpoint."""
    return REQUESTS[duty.kind] if duty.about is About.REQUEST else PAGES[duty.about]
