"""Which evidence of a person goes with a packet, and what each item is attached to."""

import json
from collections.abc import Iterator
from typing import Any

from onboarding.models.determination import Recommendation
from onboarding.models.evidence import EvidenceItem
from onboarding.models.packet import Evidence
from onboarding.models.person import Person
from onboarding.queries import credentials, evidence, training
from onboarding.queries.correctable import in_force
from onboarding.queries.packet_text import fit
from onboarding.queries.training_said import title
from onboarding.rules.credential_wording import EVENTS
from onboarding.rules.wording import spoken

ON_STANDING = {"providerId": "Able to obtain a Provider ID", "lniIssues": "Issues with L&I"}


def of_person(
    person: Person, decided: Recommendation | None, which: Evidence
) -> Iterator[tuple[EvidenceItem, list[str]]]:
    """The items that go with a packet, each once, in the order in which they came, with what it is attached to."""
    if which is Evidence.NONE:
        return
    used = _used(person, decided)
    items = {each.id: each for each in _all(person)} if which is Evidence.ALL else evidence.by_id(used.keys())
    for id, item in sorted(items.items()):
        if evidence.counts(item):
            yield item, list(dict.fromkeys(used.get(id, ())))


def _used(person: Person, decided: Recommendation | None) -> dict[int, list[str]]:
    """What each item is attached to, in words."""
    found: dict[int, list[str]] = {}
    frozen = json.loads(decided.frozen) if decided else {"facts": {}, "evidence": ()}
    for each in frozen["evidence"]:
        found.setdefault(each["item"], []).extend(_called(fact, frozen["facts"]) for fact in each["proves"])
    for row in training.of(person):
        if row.item_id:
            found.setdefault(row.item_id, []).append(fit(spoken(f"{title(row)}, {training.day(row) or 'no day'}")))
    for event in in_force(credentials.history(person)):
        if event.item_id:
            found.setdefault(event.item_id, []).append(spoken(f"{EVENTS[event.event]}, {event.happened_on}"))
    return found


def _called(id: str, facts: dict[str, Any]) -> str:
    """What a job, a degree or a word on standing is called, by its id in the record."""
    for entry in (*facts["work"], *facts["education"]):
        if entry.get("id") == id:
            names = (entry.get("position") or entry.get("studyType"), entry.get("name") or entry.get("institution"))
            return fit(", ".join(filter(None, names))) or "A job or degree without a title"
    return ON_STANDING.get(id, "The determination")


def _all(person: Person) -> Iterator[EvidenceItem]:
    for page in range(1, -(-evidence.total(person) // evidence.PAGE) + 1):
        yield from evidence.of_person(person, page)
