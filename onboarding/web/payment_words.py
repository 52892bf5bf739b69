"""Payment of training as pages say it: what a fee pays, what a bill lacks, and what became of it."""

from onboarding.queries.payment_lists import State
from onboarding.queries.payments import Line, Since
from onboarding.rules import payment
from onboarding.rules.payment import Missing
from onboarding.rules.wording import count, first_up, short_day
from onboarding.web.training_words import RECORD

KINDS = {kind: RECORD[kind] for kind in payment.KINDS}
REST = {rest: first_up(says) for rest, says in payment.REST.items()}
STATES = {
    State.PAYABLE: "Payable and not billed",
    State.BILLED: "Billed",
    State.CHANGED: "Billed, and changed since",
    State.NO_FEE: "No fee in force",
}
CAPTIONS = {
    State.PAYABLE: "payable and not billed",
    State.BILLED: "billed",
    State.CHANGED: "billed and changed since",
    State.NO_FEE: "without a fee in force on their day",
}
NOTHING = {
    State.PAYABLE: "Every payable training is billed.",
    State.BILLED: "No training is billed yet.",
    State.CHANGED: "Nothing that was billed was changed since.",
    State.NO_FEE: "Every training has a fee in force on its day.",
}
MISSING = {
    Missing.FEE: "No fee in force on that day",
    Missing.MINUTES: "Minutes are not recorded",
    Missing.REST: "No whole number of units, and the fee does not say what a part counts",
    Missing.TOO_SHORT: "Too short for one unit",
}


def unit(fee: payment.FeeFacts) -> str:
    """What a unit of a fee is."""
    return count(fee.unit_minutes, "minute") if fee.unit_minutes else "Each training"


def since(line: Line) -> str:
    """What became of a training after it was billed, said plainly; nothing where nothing did."""
    if line.payment is None or line.since is None:
        return ""
    if line.since is Since.STRUCK:
        return f"Billed on {short_day(line.payment.billed_on)} for a training that was since taken away."
    says = f"Billed on {short_day(line.payment.billed_on)} for a training that was since corrected."
    if line.now.missing:
        return f"{says} Now: {MISSING[line.now.missing].lower()}."
    assert line.now.fee is not None and line.now.units is not None
    return f"{says} Now it is {count(line.now.units, 'unit')} of {line.now.fee.code}."
