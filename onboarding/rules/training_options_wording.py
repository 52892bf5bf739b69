"""What the picture of the additional training says: why it is due on that day, what is still needed, what a ruling
would change."""

from collections.abc import Iterator
from math import ceil
from typing import NamedTuple

from onboarding.rules.additional_training import QUESTIONS, TOPIC, AdditionalFinding
from onboarding.rules.findings import Outcome
from onboarding.rules.holidays import day_off
from onboarding.rules.rulebook import Question
from onboarding.rules.training_options import SETTLED, Options, Stands
from onboarding.rules.wording import count, figure, listed

STANDS = {
    Stands.DONE: "Done",
    Stands.HANGS: "Depends on a ruling",
    Stands.ASKED: "Waiting for L&I's answer",
    Stands.POSSIBLE: "Possible",
    Stands.SHORT: "Little time left",
    Stands.LATE: "Late if done now",
    Stands.GONE: "No longer possible",
    Stands.SPARE: "Not needed",
}
OPTION = {
    "approved_content": "Content that L&I approved beforehand",
    "orientation": "L&I orientation",
    "shadowing": "Shadowing at another COHE",
    "conference": "L&I-sponsored HSC conference",
}
SHORT = {
    "approved_content": "Approved content",
    "orientation": "L&I orientation",
    "shadowing": "Shadowing",
    "conference": "HSC conference",
}
START = {
    "approved_content": "Send the content to L&I",
    "orientation": "Ask L&I for it",
    "shadowing": "Arrange the visit",
    "conference": "Register",
}


class Read(NamedTuple):
    """One reading of an open question: what it says, what is then true, and what that comes to."""

    says: str
    outcome: Outcome
    comes_to: str


class Effect(NamedTuple):
    """An open question, and what a ruling for each of its readings would change."""

    question: Question
    asks: str
    readings: tuple[Read, ...]


def why_due(judged: AdditionalFinding) -> Iterator[str]:
    """How the due date is found, step by step."""
    hired_on, (unrolled, rolled), law = judged.trainee.hired_on, judged.due, judged.law
    later = f"{count(law.numbers.training_months, 'calendar month')} later is {unrolled}"
    clamped = unrolled.day != hired_on.day
    yield f"Hired on {hired_on}. {later}{', the last day of a shorter month' if clamped else ''}."
    yield "The day of the hire is not counted. The last day is."
    off, open_ = day_off(law.book, unrolled), law.is_open(Question.ROLL_FORWARD)
    if off is None:
        yield f"{unrolled} is a working day, so that the deadline does not move."
    elif open_:
        yield f"{unrolled} is {off}. L&I does not say whether the deadline moves to {rolled}. Plan to the earlier day."
    elif judged.due.read(law.readings[Question.ROLL_FORWARD][0]) == rolled:
        yield f"{unrolled} is {off}. By a ruling the deadline moves to {rolled}, the next working day."
    else:
        yield f"{unrolled} is {off}. By a ruling the deadline stays."


def advice(judged: AdditionalFinding, found: Options) -> str:
    """What is still needed so that the training is had whatever L&I rules, and on what that leans."""
    needed = _still_needed(judged, found)
    if found.of("approved_content").stands is Stands.ASKED:
        needed = f"L&I was asked to approve the content and has not answered. If it says no: {needed}"
    return needed + judged.caution


def _still_needed(judged: AdditionalFinding, found: Options) -> str:
    if judged.outcome is Outcome.NOT_REQUIRED:
        return "The additional training is not asked of an Assistant HSC."
    if judged.outcome in SETTLED:
        return "Nothing more is needed."
    any_one = judged.law.readings[Question.OPTION_TWO] == ("any-one",)
    if not found.missing or (any_one and found.option_two):
        return "All of it is done. What that comes to depends on a ruling."
    if any_one:
        return "Still needed: one of these options."
    needed = listed([_for_topic(topic, judged, found) for topic in found.missing])
    only_if = (
        " if L&I asks it of Assistants"
        if judged.law.is_open(Question.ASSISTANT_TRAINING) and (judged.trainee.role == "assistant")
        else ""
    )
    return f"Still needed{only_if}: {needed}. Content that L&I approved beforehand does as well."


def effects(judged: AdditionalFinding, found: Options) -> Iterator[Effect]:
    """Each open question on which something still hangs, and what its readings would change."""
    if judged.outcome in SETTLED:
        return
    for question in QUESTIONS:
        if not judged.law.is_open(question) or not _touches(question, judged, found):
            continue
        readings = tuple(
            _read(question, reading.id, reading.says, judged, found)
            for reading in judged.law.book.questions[question].readings
        )
        if len({(each.outcome, each.comes_to) for each in readings}) > 1:
            yield Effect(question, judged.law.book.questions[question].asks, readings)


def _touches(question: Question, judged: AdditionalFinding, found: Options) -> bool:
    if question is Question.ASSISTANT_TRAINING:
        return judged.trainee.role == "assistant"
    if question is Question.SHADOWING:
        return found.shadowed.together != found.shadowed.longest
    return question is not Question.ROLL_FORWARD or judged.due.rolled != judged.due.unrolled


def _read(question: Question, reading: str, says: str, judged: AdditionalFinding, found: Options) -> Read:
    outcome = judged.under(question, reading)
    if outcome in (Outcome.MET, Outcome.MET_LATE):
        return Read(says, outcome, "Nothing more is needed.")
    return Read(says, outcome, _comes_to(question, reading, judged, found))


def _comes_to(question: Question, reading: str, judged: AdditionalFinding, found: Options) -> str:
    done = found.shadowed
    if question is Question.ROLL_FORWARD:
        return f"Due on {judged.due.read(reading)}."
    if question is Question.ASSISTANT_TRAINING:
        return "Nothing is needed." if reading == "not-required" else f"Due on {found.plan_to}."
    if question is Question.OPTION_TWO:
        if reading == "any-one":
            return "One activity of option 2 is enough."
        if not found.missing:
            return "Both topics are covered."
        return f"Still missing: training on {listed(TOPIC[topic] for topic in found.missing)}."
    if reading == "sum":
        return f"{figure(done.together)} of {count(done.needed, 'minute')} so far."
    return f"The longest visit so far has {figure(done.longest)} of {count(done.needed, 'minute')}."


def _for_topic(topic: str, judged: AdditionalFinding, found: Options) -> str:
    if topic == "lni_processes":
        return "an L&I orientation"
    done, needed = found.shadowed, count(found.shadowed.needed, "minute")
    if judged.law.readings[Question.SHADOWING] == ("sum",) and done.together:
        return f"{count(ceil(done.needed - done.together), 'more minute')} of shadowing at another COHE"
    return f"one visit of {needed} to an HSC of another COHE"
