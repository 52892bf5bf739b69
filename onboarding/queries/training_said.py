"""A training and its reminders in words: what it was, and what more there is to it; the same on pages and papers."""

from collections.abc import Callable, Collection, Iterator
from fractions import Fraction
from typing import Any

from onboarding.queries.approvals import State, standing
from onboarding.queries.reminder_ledger import Became
from onboarding.queries.training import Part
from onboarding.rules.additional_training import TOPIC
from onboarding.rules.training_ladder import To
from onboarding.rules.training_options_wording import SHORT
from onboarding.rules.wording import figure, listed, short_day, spoken

REQUIRED, INITIAL = "lni_required", "initial"  # beside the kinds of additional training
COURSE = "course"  # approved content, by a version in the register
LOCATIONS = {
    "headquarters": "L&I headquarters",
    "regional_office": "An L&I regional office",
    "other": "Somewhere else",
}
RESULTS = {"none": "No test", "passed": "Test passed", "failed": "Test failed"}
REMINDED = {
    Became.SENT: "sent",
    Became.LATE: "sent late",
    Became.SENDING: "sending",
    Became.FAILED: "not delivered",
    Became.WITHDRAWN: "withdrawn",
    Became.PROMISED: "planned",
    Became.WAITS: "waiting",
    Became.OVERTAKEN: "not sent",
    Became.NOT_NEEDED: "not needed",
}
NOT_COUNTING = {
    State.NOT_ASKED: "Does not count: L&I was not asked to approve it",
    State.ASKED: "Can't tell yet: L&I was asked to approve it and has not answered",
    State.REFUSED: "Does not count: L&I refused it",
    State.DISPUTED: "Does not count: L&I disputes that it was approved",
}
TOLD = {To.HSC: "HSC", To.MANAGER: "Manager", To.HR: "HR"}
AREAS = {
    "referrals": "Referrals",
    "barriers": "Barriers to recovery",
    "monitoring": "Monitoring",
    "community": "Community services",
    "medication": "Medication",
    "return_to_work": "Return to work",
    "transitions": "Transitions",
    "surgical": "Surgical care",
}


def kind(row: Any) -> str:
    """What a training is recorded as: a kind of additional training, a course, or one of the other two."""
    if row.version_id:
        return COURSE
    return str(row.facts["kind"]) if row.part is Part.ACTIVITIES else str(row.part.value)


def title(row: Any) -> str:
    """What it was, in a few words."""
    said = row.facts
    if row.part is Part.INITIAL:
        return f"Initial training: {AREAS[said['area']].lower()}"
    return str(said["name"]) if row.part is Part.LNI_REQUIRED else SHORT[said["kind"]]


def more(row: Any) -> str:
    """What more is known of it, in short sentences; nothing where nothing is."""
    return " ".join(f"{each}." for each in _more(row))


def _more(row: Any) -> Iterator[str]:
    said = row.facts
    if said.get("title"):
        yield said["title"]
    yield from [counting(row)] if row.version_id else OF_KIND[kind(row)](said)
    if said.get("topics"):
        yield f"On {on_topics(said['topics'])}"
    if said.get("trainer"):
        yield f"Trainer: {said['trainer']}"


def _result(said: dict[str, Any]) -> Iterator[str]:
    if said.get("passed") is not None:
        yield RESULTS["passed" if said["passed"] else "failed"]
    if not said.get("completed_on"):
        yield "Not completed yet"


def _visit(said: dict[str, Any]) -> Iterator[str]:
    host = f", {said['host']}" if said.get("host") else ""
    yield f"{figure(Fraction(said['minutes']))} minutes at {said['host_cohe']}{host}"
    if said["host_role"] != "hsc":
        yield "Does not count: the host was not an HSC"


def _orientation(said: dict[str, Any]) -> Iterator[str]:
    yield LOCATIONS[said["location"]]
    if said["location"] == "other":
        yield "Does not count: it was not at L&I"


def _conference(said: dict[str, Any]) -> Iterator[str]:
    if not said["attended"]:
        yield "Does not count: registered, not attended"
    if said["sponsor"] != "lni":
        yield "Does not count: L&I was not the sponsor"


def _content(said: dict[str, Any]) -> Iterator[str]:
    approved = said.get("approved_on")
    yield spoken(f"Approved by L&I {approved}") if approved else "Does not count: not approved by L&I"
    if approved and approved > said["on"]:
        yield "Does not count: approved after it took place"


def counting(row: Any) -> str:
    """Whether the completion of a version counts as approved beforehand, and if not, why."""
    found = standing(row.version)
    if found.approved_on and found.approved_on.isoformat() <= row.facts["on"]:
        return approval(row.version)
    if found.approved_on:
        return f"Does not count: approved from {short_day(found.approved_on)}, after it took place"
    return NOT_COUNTING[found.state]


def approval(version: Any) -> str:
    """Where L&I's approval of a version stands, in a few words."""
    found = standing(version)
    said = found.state.value[:1].upper() + found.state.value[1:]
    if found.approved_on:
        said = f"Approved by L&I from {short_day(found.approved_on)}"
    return f"{said}, not confirmed by L&I yet" if found.waits_for_lni else said


def on_topics(topics: Collection[str]) -> str:
    """The topics of an additional training in words; nothing for none."""
    return listed(TOPIC[topic] for topic in TOPIC if topic in topics) if topics else ""


OF_KIND: dict[str, Callable[[dict[str, Any]], Iterator[str]]] = {
    INITIAL: lambda _: iter(()),
    REQUIRED: _result,
    "approved_content": _content,
    "orientation": _orientation,
    "shadowing": _visit,
    "conference": _conference,
}
