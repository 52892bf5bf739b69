"""Rows into facts: the one bridge from what is stored to what the rules know.

What is stored was read and checked when it was recorded, so nothing is checked here: a row that does not fit is our
fault.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from onboarding import clock
from onboarding.formats.vague_days import goes_on, vague_day
from onboarding.models.course import CourseVersion
from onboarding.models.credential import CredentialEvent, Track
from onboarding.models.determination import Decision, Determination
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person, Posting
from onboarding.models.training import TrainingPart, TrainingRecord
from onboarding.queries.approvals import State, standing
from onboarding.queries.dossier import Dossier
from onboarding.queries.sign_offs import is_confirmed
from onboarding.roles import StaffRole
from onboarding.rules.days import PartialDate, whole_date
from onboarding.rules.facts import (
    Activity,
    Applicant,
    AreaTrained,
    Degree,
    Duty,
    Equivalency,
    Event,
    Job,
    Required,
    Statement,
    Tracks,
    Trainee,
)
from onboarding.rules.retention import Retained
from onboarding.rules.standing import SKILL_AREAS

Stored = Mapping[str, Any]  # a part of a document, as its row keeps it


def applicant(organisation: Organisation, person: Person, dossier: Dossier) -> Applicant:
    """What screening knows of somebody: what is claimed, with what was decided and checked."""
    claim = dossier.claim.facts if dossier.claim else {}
    said = {about: Statement(row.value, dossier.statement_verified(about)) for about, row in dossier.statements.items()}
    return Applicant(
        str(person.id),
        person.name,
        role_of(person, dossier),
        organisation.slug,
        tuple([_job(entry, dossier) for entry in claim.get("work", ())]),
        tuple([_degree(entry, dossier) for entry in claim.get("education", ())]),
        said.get("providerId"),
        said.get("lniIssues"),
        tuple([(area, said[area]) for area in SKILL_AREAS if area in said]),
    )


def role_of(person: Person, dossier: Dossier) -> str:
    """The role that the person is screened for, in the words of the rules: a surgical HSC is screened as an HSC."""
    sought = dossier.promotion.role if dossier.promotion else person.applied_for
    return "assistant" if sought is StaffRole.ASSISTANT else "hsc"


def _job(entry: Stored, dossier: Dossier) -> Job:
    decided = dossier.decided(entry["id"])
    hours = entry.get("hoursPerWeek")
    return Job(
        entry.get("name"),
        entry.get("position"),
        vague_day(entry["startDate"]),
        _end(entry),
        decided.get("category"),
        tuple([Duty(duty["category"], _figure(duty["share"])) for duty in decided.get("duties", ())]),
        _figure(hours) if hours is not None else None,
        dossier.verified(entry["id"]),
    )


def _degree(entry: Stored, dossier: Dossier) -> Degree:
    decided, verified = dossier.decided(entry["id"]), dossier.verified(entry["id"])
    worth = decided.get("equivalency")
    return Degree(
        entry.get("institution"),
        entry.get("studyType"),
        entry.get("area"),
        decided.get("level", entry.get("level")),
        entry.get("country"),
        _end(entry),
        Equivalency(worth["level"], worth.get("evaluator"), verified) if worth else None,
        verified,
    )


def _end(entry: Stored) -> PartialDate | None:
    """None for what goes on: without an end, or with a word that says so, which the first claims kept."""
    end = entry.get("endDate")
    return None if end is None or goes_on(end) else vague_day(end)


@lru_cache(maxsize=1024)  # a week has some forty different hours
def _figure(text: str | int) -> Fraction:
    """An exact number, which a document keeps as text."""
    return Fraction(Decimal(text))


PLACES = {Track.PROVIDER: "Provider account", Track.SUPPLEMENTAL: "HSC Supplemental Application"}


def tracks(id: str, organisation: Organisation, events: Iterable[CredentialEvent]) -> Tracks:
    """What the rules of credentials know of a person: the events that hold."""
    by_track: dict[Track, list[Event]] = {track: [] for track in Track}
    for row in events:
        by_track[row.track].append(Event(row.happened_on, row.event, row.number, row.reason, PLACES[row.track]))
    provider, supplemental = (tuple(by_track[track]) for track in (Track.PROVIDER, Track.SUPPLEMENTAL))
    return Tracks(id, organisation.slug, provider, supplemental)


def trainee(organisation: Organisation, posting: Posting, trainings: Iterable[TrainingRecord]) -> Trainee:
    """What the training rules know of somebody in a role: the day they entered it, and what training they had."""
    had: dict[TrainingPart, list[Any]] = {part: [] for part in TrainingPart}
    for row in trainings:
        fact = TRAINED[row.part](row.facts, is_confirmed(row))
        had[row.part].append(replace(fact, **_approval(row.version)) if row.version else fact)
    initial, required, activities = (tuple(had[part]) for part in TRAINED)
    role = posting.role.value
    return Trainee(str(posting.person_id), role, organisation.slug, posting.hired_on, initial, required, activities)


def _area(entry: Stored, verified: bool) -> AreaTrained:
    return AreaTrained(entry["area"], _day(entry["on"]), verified)


def _required(entry: Stored, verified: bool) -> Required:
    completed = entry.get("completed_on")
    return Required(entry["name"], _day(completed) if completed else None, entry.get("passed"), verified)


def _activity(entry: Stored, verified: bool) -> Activity:
    """Only what belongs to its kind; what else may stand there was never read."""
    kind = entry["kind"]
    fields = {key: READ[key](entry[key]) for key in OF_KIND[kind] if entry.get(key) is not None}
    return Activity(kind, _day(entry["on"]), verified, **fields)


def _approval(version: CourseVersion) -> dict[str, Any]:
    """Whether L&I approved a version, as far as it has said. What it said is nobody's to guess."""
    found, name = standing(version), f"{version.course.title}, {version.label}"
    return {
        "approved_on": found.approved_on,
        "asked_about": name if found.state is State.ASKED else None,
        "unconfirmed": name if found.waits_for_lni else None,
    }


def _day(text: str) -> date:
    found = whole_date(text)
    assert found, text
    return found


TRAINED: dict[TrainingPart, Callable[[Stored, bool], Any]] = {
    TrainingPart.INITIAL: _area,
    TrainingPart.LNI_REQUIRED: _required,
    TrainingPart.ACTIVITIES: _activity,
}
OF_KIND = {
    "approved_content": ("topics", "approved_on"),
    "orientation": ("location",),
    "shadowing": ("minutes", "host_cohe", "host_role"),
    "conference": ("sponsor", "attended", "topics"),
}
READ: dict[str, Callable[[Any], Any]] = {
    "topics": frozenset,
    "approved_on": _day,
    "location": str,
    "minutes": Fraction,
    "host_cohe": str,
    "host_role": str,
    "sponsor": str,
    "attended": bool,
}

CLOSED = (Decision.NOT_QUALIFIED, Decision.WITHDRAWN)


def retained(person: Person, decided: Determination | None) -> Retained:
    """What the rules of keeping know of a person, and of what was last decided of the application.

    The contract's end, and of which day the last service was that was billed, are not recorded here: when a bill went
    out is not when the service was.
    """
    posting = person.posting
    closed = decided is not None and decided.decision in CLOSED and decided.reopening is None
    closed_on = clock.day_of(decided.decided_at) if decided and closed else None
    return Retained(posting is not None, posting.left_on if posting else None, closed_on)
