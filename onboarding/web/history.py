"""The history of a person or a determination as pages tell it: what was done in a sentence, who did it, and codes."""

from datetime import datetime
from typing import Any, NamedTuple

from onboarding.action_words import IN_WORDS
from onboarding.actions import Action
from onboarding.permissions import May
from onboarding.queries.history import Entry, History
from onboarding.roles import IN_WORDS as ROLES
from onboarding.rules.wording import listed, outcome, plainly
from onboarding.web import training_words
from onboarding.web.access import Scope
from onboarding.web.credential_words import EVENTS

OF_KEEPING = frozenset(each for each in Action if each.value.split(".")[0] in ("hold", "erasure"))
ELSEWHERE = {"system": "the product", "command": "the system administrator", "visitor": "somebody with a link"}
FIELDS = {
    "name": "the name",
    "email": "the email address",
    "phone": "the phone",
    "applied_for": "the role applied for",
    "applied_on": "the day of the application",
}


class Told(NamedTuple):
    """One thing that happened, as components/timeline.html shows it, with its codes."""

    at: datetime
    says: str
    by: str
    number: int
    action: str
    subject: str


def told(history: History) -> list[Told]:
    """What happened, the latest first."""
    return [
        Told(each.at, says(each), _who(each), each.number, each.action.value, each.subject) for each in history.entries
    ]


def unseen(scope: Scope) -> frozenset[Action]:
    """What this user is not told: holds and erasures are for those who keep records."""
    return frozenset() if scope.may(May.READ_HOLDS) else OF_KEEPING


def says(entry: Entry) -> str:
    """What was done, in a sentence, as far as the details say more than that it was."""
    more = _more(entry.action, entry.facts, entry)
    return f"{IN_WORDS[entry.action]}{more}"


def _more(action: Action, facts: Any, entry: Entry) -> str:
    if action is Action.PERSON_EDITED and (fields := [FIELDS[key] for key in facts.get("fields", ()) if key in FIELDS]):
        return f": {listed(fields)}"
    if "decision" in facts:
        return f": {outcome(facts['decision'])}"
    if "result" in facts:
        return f": {outcome(facts['result'])}"
    if "event" in facts:
        return f": {EVENTS.get(facts['event'], plainly(str(facts['event'])))}"
    if "training" in facts:
        return f": {training_words.told(facts)}"
    if "supervisor" in facts:
        name = entry.names.get(f"person:{facts['supervisor']}")
        return f": {name}" if name else ""
    if "role" in facts:
        return f": {ROLES.get(facts['role'], plainly(str(facts['role'])))}"
    if action is Action.CHECKLIST_MARKED:
        return " as done" if facts.get("done") else " as open again"
    return ""


def _who(entry: Entry) -> str:
    if entry.who:
        return entry.who
    return ELSEWHERE.get(entry.actor, "somebody from outside" if entry.actor.startswith("user:") else entry.actor)
