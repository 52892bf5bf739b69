"""A new hire's training document, into facts."""

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from onboarding.formats.shape import Shape
from onboarding.rules.additional_training import HOST_ROLES, KINDS, LOCATIONS, SPONSORS, TOPICS
from onboarding.rules.facts import Activity, AreaTrained, Required, Trainee
from onboarding.rules.training import AREAS, ROLES


def trainee(document: Shape, id: str) -> Trainee:
    """The facts of a document. Raises Refused with every fault named by its path."""
    facts = Trainee(
        id=id,
        role=document.word("role", ROLES, "role") or "hsc",
        cohe=document.text("cohe"),
        hired_on=_needed_day(document, "hired_on"),
        initial=tuple(_initial(part) for part in document.parts("initial")),
        required=tuple(_required(part) for part in document.parts("lni_required")),
        activities=tuple(_activity(part) for part in document.parts("activities")),
    )
    if any(activity.kind == "shadowing" for activity in facts.activities):
        document.needed("cohe")  # without it nobody can say that the host was another COHE
    document.close()
    return facts


def refuse_unreadable(part: str, entry: Mapping[str, Any]) -> None:
    """Raises Refused for what is no entry of that part of a document."""
    document = Shape.of({part: [dict(entry)]})
    for each in document.parts(part):
        ENTRY[part](each)
    document.close()


def _needed_day(part: Shape, key: str) -> date:
    return (part.day(key) if part.needed(key) else None) or date.min


def _initial(part: Shape) -> AreaTrained:
    area = part.word("area", AREAS, "area") if part.needed("area") else None
    return AreaTrained(area or "", _needed_day(part, "on"), bool(part.yes("verified")))


def _required(part: Shape) -> Required:
    name = part.text("name") if part.needed("name") else None
    return Required(name or "", part.day("completed_on"), part.yes("passed"), bool(part.yes("verified")))


def _activity(part: Shape) -> Activity:
    kind = (part.word("kind", KINDS, "kind") if part.needed("kind") else None) or ""
    on, verified = _needed_day(part, "on"), bool(part.yes("verified"))
    if kind == "approved_content":
        part.needed("topics")
        topics = part.words("topics", TOPICS, "topic")
        return Activity(kind, on, verified, topics=topics, approved_on=part.day("approved_on"))
    if kind == "orientation":
        part.needed("location")
        return Activity(kind, on, verified, location=part.word("location", LOCATIONS, "location"))
    if kind == "shadowing":
        return _shadowing(part, on, verified)
    if kind == "conference":
        part.needed("sponsor"), part.needed("attended")
        sponsor, attended = part.word("sponsor", SPONSORS, "sponsor"), bool(part.yes("attended"))
        topics = part.words("topics", TOPICS, "topic")
        return Activity(kind, on, verified, topics=topics, sponsor=sponsor, attended=attended)
    return Activity(kind, on, verified)


def _shadowing(part: Shape, on: date, verified: bool) -> Activity:
    for key in ("minutes", "host_cohe", "host_role"):
        part.needed(key)
    minutes = part.amount("minutes")
    if minutes is not None and minutes < 0:
        part.fault("minutes", "below 0")
    return Activity(
        "shadowing",
        on,
        verified,
        minutes=minutes or Fraction(0),
        host_cohe=part.text("host_cohe"),
        host_role=part.word("host_role", HOST_ROLES, "role"),
    )


ENTRY: dict[str, Callable[[Shape], object]] = {
    "initial": _initial,
    "lni_required": _required,
    "activities": _activity,
}
