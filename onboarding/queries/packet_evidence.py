"""Which evidence goes with a packet, what each item proves, who verified it, and what of it is shown.

Shown is the redacted copy where there is one, and else the pages of the harmless copy: pictures, never the file itself.
What cannot be shown is listed with the reason.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import select

from onboarding import clock
from onboarding.extensions import db
from onboarding.models.determination import Recommendation
from onboarding.models.evidence import EvidenceItem, Proves, StoredFile
from onboarding.models.packet import Evidence
from onboarding.models.person import Person
from onboarding.queries import credentials, evidence, training
from onboarding.queries.correctable import in_force
from onboarding.queries.packet_text import fit
from onboarding.queries.training_said import title
from onboarding.rules.credential_wording import EVENTS
from onboarding.rules.wording import label, spoken

RESUME = "A résumé is typed from and proves nothing. It can hold a home address, so it is never in a packet."
NO_PAGES = "It has no pages that can be printed. Add it as a PDF, and issue the packet again."
PROVES = {
    Proves.JOB: "A job",
    Proves.DEGREE: "A degree",
    Proves.SKILL: "A skill",
    Proves.STANDING: "Standing with L&I",
    Proves.TRAINING: "A training",
    Proves.CREDENTIAL: "An application to L&I",
    Proves.HIRE: "The hire",
    Proves.RESUME: "Nothing",
    Proves.OTHER: "Something else",
}


ON_STANDING = {"providerId": "Able to obtain a Provider ID", "lniIssues": "Issues with L&I"}
SUFFIXES = {"image/png": "png", "image/jpeg": "jpg"}


class Shown(NamedTuple):
    """One item as it is printed, `told`, and where its pages lie, `kept`."""

    told: dict[str, Any]
    kept: dict[str, Any]


def of_person(person: Person, decided: Recommendation | None, which: Evidence) -> list[Shown]:
    """The items of a person that go with a packet, each once, in the order in which they came."""
    if which is Evidence.NONE:
        return []
    used = _used(person, decided)
    items = {each.id: each for each in _all(person)} if which is Evidence.ALL else evidence.by_id(used.keys())
    return [_shown(person, item, used.get(item.id, [])) for _, item in sorted(items.items()) if evidence.counts(item)]


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


def _shown(person: Person, item: EvidenceItem, proves: list[str]) -> Shown:
    redaction = next(iter(evidence.redactions(item)), None)
    pages = evidence.pages(item, redaction)
    left_out = RESUME if item.proves is Proves.RESUME else None if pages else NO_PAGES
    told = {
        "person": person.name,
        "title": fit(item.title),
        "proves": list(dict.fromkeys(proves)) or [PROVES[item.proves]],
        "dated_on": item.dated_on.isoformat() if item.dated_on else None,
        "received_on": clock.day_of(item.received_at).isoformat(),
        "sha256": item.original,
        "state": label(evidence.state(item)),
        "checked": _checked(item),
        "redacted": redaction.version if redaction else None,
        "pages": 0 if left_out else len(pages),
        "left_out": left_out,
    }
    kept = {
        "item": item.id,
        "person": item.person_id,
        "redaction": redaction.id if redaction else None,
        "pages": [] if left_out else _files(item, [each.sha256 for each in pages]),
    }
    return Shown(told, kept)


def _files(item: EvidenceItem, names: Sequence[str]) -> list[dict[str, str]]:
    """The pictures in the store, each with what it is: "png" or "jpg"."""
    mine = StoredFile.organisation_id == item.organisation_id, StoredFile.person_id == item.person_id
    rows = db.session.execute(
        select(StoredFile.sha256, StoredFile.media_type).where(*mine, StoredFile.sha256.in_(names))
    )
    kinds = {sha256: SUFFIXES[media_type] for sha256, media_type in rows}
    return [{"sha256": name, "kind": kinds[name]} for name in names]


def _checked(item: EvidenceItem) -> dict[str, Any] | None:
    """Who checked it last against which source, when, and what came of it."""
    if not item.verifications:
        return None
    last = item.verifications[0]
    by = last.verified_by.name if last.verified_by else "the system administrator"
    return {
        "by": by,
        "on": last.checked_on.isoformat(),
        "source": evidence.SOURCES[last.source],
        "result": label(last.result),
    }
