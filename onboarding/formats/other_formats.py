"""Résumés in a format that we do not read: recognised by where they keep their jobs, so that nobody takes it for none.

FRESH has `employment.history`, Europass `SkillsPassport.LearnerInfo.WorkExperience`, exports of job boards `positions`
or `experience`; some wrap a JSON Resume in an object.
"""

import re
from collections import deque
from typing import Any

from onboarding.formats.faults import joined
from onboarding.formats.shape import Shape

JSON_RESUME = frozenset(
    {"$schema", "basics", "work", "volunteer", "education", "awards", "certificates", "publications", "skills",
     "languages", "interests", "references", "projects", "meta", "hsc", "id", "as_of", "cohe"}
)  # fmt: skip
JOBS = frozenset(
    {"work", "works", "workexperience", "workexperiences", "workexperiencelist", "workhistory", "experience",
     "experiences", "professionalexperience", "relevantexperience", "clinicalexperience", "employment", "employments",
     "employmenthistory", "employmentrecords", "employers", "job", "jobs", "jobhistory", "position", "positions",
     "positionhistory", "positionhistories", "career", "careerhistory", "occupations"}
)  # fmt: skip


WORDS = frozenset(
    {"work", "works", "job", "jobs", "employment", "employer", "employers", "experience", "experiences", "career",
     "occupation", "occupations", "position", "positions"}
)  # fmt: skip
UNPAID = frozenset({"volunteer", "volunteering", "volunteered"})
WORD = re.compile("[A-Z]?[a-z]+|[A-Z]+")


def jobs_elsewhere(document: Shape) -> str | None:
    """Where a document without `work` seems to keep its jobs; None where it has `work`, or nothing of the kind."""
    return None if document.has("work") else jobs_beside(document)


def jobs_beside(document: Shape) -> str | None:
    """Where a document seems to keep jobs outside of what a JSON Resume has."""
    ahead: deque[tuple[str, str, Any]] = deque((key, key, value) for key, value in document.beside(JSON_RESUME))
    while ahead:
        path, key, value = ahead.popleft()
        if value and isinstance(value, list | dict | str) and _are_jobs(key, value):
            return path
        if isinstance(value, dict):
            ahead += [(joined(path, inner), inner, what) for inner, what in value.items()]
    return None


def _are_jobs(key: str, value: list[Any] | dict[str, Any] | str) -> bool:
    """By its whole name; or, where it is a list, by a word in it: "Past Experience", `workExpList`."""
    if "".join(filter(str.isalnum, key)).casefold() in JOBS:
        return True
    words = {word.casefold() for word in WORD.findall(key)} if isinstance(value, list) else set()
    return bool(words & WORDS) and not words & UNPAID
