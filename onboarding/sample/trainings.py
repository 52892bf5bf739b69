"""What training people of the sample world had: amid it, about to be late, late, and all of it."""

from datetime import timedelta
from typing import Any

from onboarding import clock
from onboarding.queries import evidence, organisations as places, people as known, training as found
from onboarding.queries.evidence import Proves
from onboarding.queries.training import Part
from onboarding.rules.training import AREAS
from onboarding.sample.people import ALL, manager
from onboarding.services import training
from onboarding.services.change import Actor
from onboarding.services.training import TrainingFacts

Entry = tuple[Part, dict[str, Any], int]  # its part, what is said of it, and how many days ago


def _areas(number: int, ago: int) -> list[Entry]:
    return [(Part.INITIAL, {"area": area, "trainer": "Wanda Wells"}, ago) for area in AREAS[:number]]


def _activity(kind: str, ago: int, **said: Any) -> Entry:
    return Part.ACTIVITIES, {"kind": kind, **said}, ago


def _visit(minutes: int, ago: int, host: str = "Harbor Point") -> Entry:
    return _activity("shadowing", ago, minutes=minutes, host_cohe=host, host_role="hsc", host="Petra Pine")


HAD: dict[str, list[Entry]] = {
    "Hugo Harper": [
        *_areas(3, 40),
        (Part.LNI_REQUIRED, {"name": "OHMS basics"}, 30),
        (Part.LNI_REQUIRED, {"name": "Privacy test", "passed": False}, 21),
        _activity("orientation", 25, location="headquarters"),
        _visit(150, 9),
        _visit(20, 7),
    ],
    "Ines Duarte": [*_areas(8, 150), _visit(120, 60), _visit(150, 30)],
    "Jonas Weber": _areas(6, 180),
    "Kalani Akana": [
        *_areas(8, 1390),
        _activity("orientation", 1350, location="regional_office"),
        _visit(300, 1330),
    ],
    "Mateo Silva": [
        *_areas(8, 60),
        _activity("approved_content", 20, title="COHE Essentials", topics=["lni_processes", "other_cohe_practice"]),
    ],
    "Heidi Holm": [*_areas(8, 160), _visit(170, 90, "Cedar Valley")],
}
SHOWN = HAD["Hugo Harper"][-2]  # by the sign-in sheet
APPROVED_BEFORE = timedelta(days=90)


def load() -> None:
    """Record each, of whom nothing is recorded yet."""
    for each in ALL:
        at = places.by_slug(each.at.slug)
        person = known.by_email(at.id, each.email) if at else None
        if at and person and person.posting and HAD.get(each.name) and not found.of(person):
            sheet = next((item for item in evidence.of_person(person) if item.proves is Proves.TRAINING), None)
            for entry in HAD[each.name]:
                shown = sheet if sheet and entry == SHOWN else None
                training.record(Actor(manager(at.id), "sample"), person, _facts(*entry), shown)


def _facts(part: Part, said: dict[str, Any], ago: int) -> TrainingFacts:
    on = clock.today() - timedelta(days=ago)
    approved = {"approved_on": str(on - APPROVED_BEFORE)} if said.get("kind") == "approved_content" else {}
    return TrainingFacts(part, {**said, "completed_on" if part is Part.LNI_REQUIRED else "on": str(on), **approved})
