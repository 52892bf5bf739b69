"""One document of each kind with every key that the contract knows, and walking through such documents."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from tests.cli.run import Document

AREAS = ("communication", "data_management", "care_documentation", "data_analysis")
WHOLE: dict[str, Document] = {
    "screen": {
        "id": "a-17",
        "as_of": "2026-11-22",
        "cohe": "valley",
        "basics": {"name": "Ana Ruiz"},
        "work": [
            {
                "name": "Valley Clinic",
                "position": "Medical Assistant",
                "startDate": "2018-03-15",
                "endDate": "2021-03-14",
                "category": "direct_patient_care",
                "hoursPerWeek": 30,
                "verified": True,
            },
            {"startDate": "2021-04", "endDate": "present", "duties": [{"category": "other", "share": 1}]},
        ],
        "education": [
            {
                "institution": "WGU",
                "area": "Health Services Coordination",
                "studyType": "Bachelor of Science",
                "endDate": "2016-06-10",
                "level": "bachelor",
                "country": "US",
                "equivalency": {"level": "bachelor", "evaluator": "WES", "verified": True},
                "verified": True,
            }
        ],
        "hsc": {
            "role": "hsc",
            "providerId": {"able": True, "verified": True},
            "lniIssues": {"reported": False, "verified": True},
            "skills": {area: {"demonstrated": True, "verified": True} for area in AREAS},
        },
    },
    "training": {
        "id": "e-3",
        "role": "hsc",
        "cohe": "valley",
        "hired_on": "2026-01-15",
        "as_of": "2026-11-22",
        "initial": [{"area": "referrals", "on": "2026-01-20", "verified": True}],
        "lni_required": [{"name": "OHMS basics", "completed_on": "2026-02-02", "passed": True, "verified": True}],
        "activities": [
            {
                "kind": "approved_content",
                "on": "2026-03-01",
                "approved_on": "2026-02-01",
                "topics": ["lni_processes"],
                "verified": True,
            },
            {"kind": "orientation", "on": "2026-03-02", "location": "headquarters", "verified": True},
            {"kind": "shadowing", "on": "2026-03-09", "minutes": 250, "host_cohe": "alliance", "host_role": "hsc"},
            {
                "kind": "conference",
                "on": "2026-05-12",
                "sponsor": "lni",
                "attended": True,
                "topics": ["other_cohe_practice"],
            },
        ],
    },
    "credential": {
        "id": "c-1",
        "as_of": "2026-11-22",
        "provider": [
            {"on": "2026-01-05", "event": "sent"},
            {"on": "2026-01-20", "event": "returned", "reason": "W-9 not signed"},
            {"on": "2026-01-25", "event": "sent"},
            {"on": "2026-02-20", "event": "issued", "number": "0123456"},
            {"on": "2026-03-01", "event": "effective"},
        ],
        "supplemental": [{"on": "2026-02-01", "event": "sent"}, {"on": "2026-02-20", "event": "accepted"}],
    },
    "staffing": {
        "id": "valley-2026",
        "cohe": "valley",
        "as_of": "2026-04-20",
        "quarters": [{"quarter": "2026-Q1", "claims": 1180, "surgical_claims": 0}],
        "staff": [
            {"id": "s1", "role": "hsc", "claim_fte": "0.8", "from": "2024-01-01", "billable_from": "2024-02-01"},
            {"id": "s2", "role": "hsc", "claim_fte": 1, "from": "2023-01-01", "to": "2026-04-10"},
        ],
        "absences": [{"staff": "s1", "from": "2026-07-01", "to": "2026-07-14", "covered_by": "s2"}],
    },
}

Place = tuple[str | int, ...]


def places(value: object, at: Place = ()) -> Iterator[Place]:
    """Every place below a value: each key of each object, each element of each array."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield (*at, key)
        yield from places(part, (*at, key))


def path(at: Place) -> str:
    """A place as a fault names it."""
    return "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in at).removeprefix(".")


def part(document: Document, at: Place) -> Any:
    """What stands at a place."""
    found: Any = document
    for key in at:
        found = found[key]
    return found


def changed(document: Document, at: Place, value: object) -> Document:
    """The document with something else at a place."""
    changed = deepcopy(document)
    part(changed, at[:-1])[at[-1]] = value
    return changed


def left_out(document: Document, at: Place) -> Document:
    """The document with nothing at a place."""
    changed = deepcopy(document)
    del part(changed, at[:-1])[at[-1]]
    return changed
