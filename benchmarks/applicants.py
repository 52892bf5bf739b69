"""Applicants made at random, always the same: five jobs each, as mixed in what is known of them as real ones."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

TITLES = (
    "Registered Nurse", "Medical Assistant", "Care Coordinator", "Nurse Navigator", "LPN", "Nursing Assistant",
    "Medical Receptionist", "Patient Scheduler", "Referral Coordinator", "Claims Adjuster", "Barista", "Case Manager",
    "Return-to-Work Coordinator", "Occupational Health Technician", "Clinic Lead", "Store Manager", "Therapist Aide",
)  # fmt: skip
CATEGORIES = (
    *["direct_patient_care"] * 6, "return_to_work", "occupational_health", "equivalent", "claims_management",
    *["excluded"] * 3, *["other"] * 3,
)  # fmt: skip
SKILLS = ("communication", "data_management", "care_documentation", "data_analysis")
AS_OF = date(2026, 11, 22)


def documents(number: int, seed: int = 2026) -> Iterator[dict[str, Any]]:
    """So many documents, as `flask rules screen` reads them."""
    dice = random.Random(seed)
    return (_document(dice, place) for place in range(number))


def _document(dice: random.Random, place: int) -> dict[str, Any]:
    return {
        "id": f"a-{place}",
        "as_of": AS_OF.isoformat(),
        "basics": {"name": f"Applicant {place}", "email": f"a{place}@example.org"},
        "work": [_job(dice, place) for place in range(5)],
        "education": [_degree(dice)] if dice.random() < 0.7 else [],
        "hsc": {
            "role": dice.choice(("hsc", "hsc", "assistant")),
            "providerId": {"able": dice.random() < 0.95, "verified": dice.random() < 0.6},
            "lniIssues": {"reported": dice.random() < 0.05, "verified": dice.random() < 0.6},
            "skills": {
                area: {"demonstrated": True, "verified": dice.random() < 0.7} for area in SKILLS if dice.random() < 0.95
            },
        },
    }


def _job(dice: random.Random, place: int) -> dict[str, Any]:
    start = AS_OF - timedelta(days=dice.randrange(30, 7000))
    job: dict[str, Any] = {
        "name": f"Employer {dice.randrange(500)}",
        "position": dice.choice(TITLES),
        "startDate": _written(dice, start),
        "verified": dice.random() < 0.7,
    }
    if place or dice.random() < 0.5:
        job["endDate"] = _written(dice, min(start + timedelta(days=dice.randrange(200, 2500)), AS_OF))
    known = dice.random()
    if known < 0.75:
        job["category"] = dice.choice(CATEGORIES)
    elif known < 0.8:
        share = dice.choice((0.25, 0.4, 0.5, 0.6))
        job["duties"] = [
            {"category": "direct_patient_care", "share": share},
            {"category": "excluded", "share": round(1 - share, 2)},
        ]
    if dice.random() < 0.85:
        job["hoursPerWeek"] = dice.choice((40, 40, 40, 40, 40, 40, 40, 36, 32, 20))
    return job


def _written(dice: random.Random, day: date) -> str:
    known = dice.random()
    return f"{day:%Y-%m-%d}" if known < 0.7 else f"{day:%Y-%m}" if known < 0.95 else f"{day:%Y}"


def _degree(dice: random.Random) -> dict[str, Any]:
    return {
        "institution": "University",
        "studyType": dice.choice(("Bachelor of Science", "Associate of Applied Science", "MSN", "Certificate", "BSN")),
        "endDate": f"{dice.randrange(1995, 2026)}-06-10",
        "country": dice.choice(("US", "US", "US", "PH")),
        "verified": dice.random() < 0.7,
    }
