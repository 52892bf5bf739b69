"""The history of a person or a determination as pages tell it: what was done in a sentence, who did it, and codes."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from onboarding.actions import Action
from onboarding.packets.determined import ON_STANDING
from onboarding.permissions import May
from onboarding.queries.dossier import Way
from onboarding.queries.history import WHO, Entry, History
from onboarding.roles import IN_WORDS as ROLES
from onboarding.rules.checklist import SHIPPED
from onboarding.rules.wording import listed, outcome, plainly, short_day
from onboarding.web import training_words
from onboarding.web.access import Scope
from onboarding.web.credential_words import EVENTS
from onboarding.web.standing_words import KNOWN

OF_KEEPING = frozenset(each for each in Action if each.value.split(".")[0] in ("hold", "erasure"))
ELSEWHERE = {"system": "the product", "command": "the system administrator", "visitor": "somebody with a link"}
FIELDS = {
    "name": "the name",
    "email": "the email address",
    "phone": "the phone",
    "applied_for": "the role applied for",
    "applied_on": "the day of the application",
}

FILE = "evidence_item"  # as the trail calls a file
# What a detail says, in words, by its key.
SAID: dict[str, Callable[[Any], str]] = {
    "about": lambda about: ON_STANDING.get(about) or plainly(about),
    "how": lambda how: KNOWN[Way(how)],
    "decision": outcome,
    "result": outcome,
    "answered": outcome,
    "seat": lambda seat: plainly(str(seat)),
    "reported": lambda reported: "there are" if reported else "there are none",
    "event": lambda event: EVENTS.get(event) or plainly(str(event)),
    "role": lambda role: ROLES.get(role) or plainly(str(role)),
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
    if entry.action is Action.CHECKLIST_MARKED:
        step = SHIPPED.get(str(entry.facts.get("key")))
        done = "as done" if entry.facts.get("done") else "as open again"
        return f"{entry.action.in_words} {done}{f': {step}' if step else ''}"
    more = "; ".join(filter(None, _more(entry)))
    return f"{entry.action.in_words}{f': {more}' if more else ''}"


def _more(entry: Entry) -> Iterator[str | None]:
    """What the details add: about what, with which result, whom it names, of which days."""
    facts, names = entry.facts, entry.names
    if entry.action is Action.PERSON_EDITED:
        yield listed([FIELDS[key] for key in facts.get("fields", ()) if key in FIELDS])
    yield names.get(entry.subject) or names.get(f"{FILE}:{facts.get('item')}")
    yield names.get(f"fact:{facts.get('fact')}")
    for key, said in SAID.items():
        if facts.get(key) is not None:
            yield said(facts[key])
    if "training" in facts:
        yield training_words.told(facts)
    yield from (names.get(f"{kind}:{facts[key]}") for key, kind in WHO.items() if key in facts)
    yield from _days(facts)


def _days(facts: Mapping[str, Any]) -> Iterator[str]:
    if "first" in facts and "last" in facts:
        yield f"{_day(facts['first'])} to {_day(facts['last'])}"
    if "since" in facts:
        yield f"from {_day(facts['since'])}"
    if "until" in facts:
        yield f"until {_day(facts['until'])}"


def _day(written: str) -> str:
    return short_day(date.fromisoformat(written))


def _who(entry: Entry) -> str:
    if entry.who:
        return entry.who
    return ELSEWHERE.get(entry.actor, "somebody from outside" if entry.actor.startswith("user:") else entry.actor)
