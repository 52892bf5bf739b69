"""Applicants screened again on request."""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from onboarding.models.person import Person
from onboarding.services import following
from onboarding.services.projections import APPLICATIONS


class Changed(NamedTuple):
    """Whose answers are others than the list said before: as claimed, and as verified."""

    person: Person
    before: tuple[str | None, str | None]
    after: tuple[str | None, str | None]


def recompute(ids: Collection[int]) -> list[Changed]:
    """Screen these people again, today, and tell whose answers are others than before."""
    moved = following.recompute(APPLICATIONS, ids)
    found = (Changed(each.person, _answers(each.before), _answers(each.after)) for each in moved)
    return [each for each in found if each.before != each.after]


def _answers(line: Mapping[str, Any]) -> tuple[str | None, str | None]:
    return line["claimed"], line["verified"]
