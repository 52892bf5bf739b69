"""Completions of a version of a course: what the version says of them, and on which days there can be one."""

from collections.abc import Mapping
from typing import Any

from onboarding import clock
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.models.organisation import Organisation
from onboarding.queries import courses
from onboarding.rules.days import whole_date
from onboarding.rules.wording import long_day

KEPT = ("on", "trainer")  # of what is said of a completion; the rest is the version's


def facts(organisation: Organisation, version_id: int, said: Mapping[str, Any]) -> dict[str, Any]:
    """The entry of a completion. Whether L&I approved the version is left to the version, on each day anew.

    Raises NotFoundError, and OnboardingError for a day on which the version was not given yet, or no more.
    """
    version = courses.one(organisation.id, version_id)
    if version is None:
        raise NotFoundError
    name, on = courses.name(version), whole_date(said.get("on") or "")
    if on and on < version.since:
        raise OnboardingError(f"{name} is given from {long_day(version.since)}. Check the day.", "on")
    if on and version.withdrawn_at and on > (gone := clock.day_of(version.withdrawn_at)):
        raise OnboardingError(f"{name} was withdrawn on {long_day(gone)}. Choose another version.", "version")
    kept = {key: said[key] for key in KEPT if said.get(key)}
    return {"kind": "approved_content", "title": name, "topics": sorted(version.topics), **kept}
