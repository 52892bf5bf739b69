"""Everything about a person on one page, in the order of the work, with what is missing first."""

from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from onboarding import clock
from onboarding.models.application import ApplicationState
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import (
    credentials,
    determinations,
    duplicates,
    duties,
    evidence,
    grounds,
    hiring,
    journey,
    references,
    standing,
    time_splits,
)
from onboarding.queries.duties import Owed
from onboarding.queries.grounds import Ground
from onboarding.queries.journey import Standing
from onboarding.queries.people import Stage, stage_on
from onboarding.queries.references import ReferenceState
from onboarding.roles import StaffRole
from onboarding.rules.duties import About as Topic, Duty
from onboarding.rules.findings import Outcome
from onboarding.rules.journey import Journey
from onboarding.rules.rulings import Rulings
from onboarding.rules.upkeep import statement_fresh
from onboarding.rules.wording import count

ISSUES = "lniIssues"


class About(StrEnum):
    """Which part of the file a gap is in."""

    APPLICATION = "application"
    HIRE = "hire"
    CREDENTIALS = "credentials"
    TRAINING = "training"
    CHECKLIST = "checklist"
    EVIDENCE = "evidence"


class Gap(NamedTuple):
    """Something that is missing, with what would mend it. `pressing`: its day has passed, or somebody cannot work.

    `bare`: the same without what somebody typed, where it repeats that.
    """

    about: About
    says: str
    pressing: bool
    bare: str = ""


class InRole(NamedTuple):
    """What is recorded of somebody who was hired. `ground`: what the hire rests on. `split`: of their week, now."""

    ground: Ground | None
    supervision: Any
    supervised: bool
    owed: Owed
    details: Any
    attestation: Any
    fresh: bool
    split: Any


class PersonFile(NamedTuple):
    """The whole file, with what is missing first. `role` None: was never hired. `merged`: into this record."""

    gaps: tuple[Gap, ...]
    journey: Journey
    standing: Standing
    role: InRole | None
    merged: Sequence[Person]
    evidence: Sequence[Any]
    evidence_total: int


def of(organisation: Organisation, person: Person, rulings: Rulings, on: date) -> PersonFile:
    """The file on a day."""
    role = _in_role(organisation, person, rulings, on) if person.posting else None
    stands, merged = journey.standing(person), duplicates.merged(person)
    items, total = evidence.latest([person.id, *(each.id for each in merged)])
    supervised = role is None or role.supervised or not _is_assistant(person)
    way = journey.of(person, stands, role.owed if role else None, supervised, on)
    whole = PersonFile((), way, stands, role, merged, items, total)
    return whole._replace(gaps=tuple(sorted(_gaps(person, whole, on), key=lambda gap: not gap.pressing)))


def _in_role(organisation: Organisation, person: Person, rulings: Rulings, on: date) -> InRole:
    said = credentials.attestations(person, standing.latest(person).get(ISSUES))
    attested = [each for each in said if each.said_on <= on]
    supervision, law = hiring.supervision(person), rulings.in_force(on, organisation.slug, None)
    return InRole(
        ground=grounds.ground(person),
        supervision=supervision,
        supervised=bool(supervision and hiring.supervises(supervision.supervisor, on)),
        owed=duties.of_all(organisation, [person], rulings, on)[person.id],
        details=credentials.details(person),
        attestation=attested[0] if attested else None,
        fresh=statement_fresh(attested[0].said_on if attested else None, on, law),
        split=time_splits.on(time_splits.by_day(time_splits.history(person)), on),
    )


def _gaps(person: Person, whole: PersonFile, on: date) -> Iterator[Gap]:
    """What is missing. Of who has left, only what would still be wrong."""
    if whole.role is None:
        yield from _of_application(person, whole.standing)
    elif stage_on(person, on) is not Stage.FORMER:
        yield from _of_hire(person, whole.role)
        yield from _of_credentials(whole.role, on)
        yield from _of_duties(whole.role.owed.duties, on)
        yield from _of_attestation(whole.role)
        yield from _of_checklist(whole.role, on)
    yield from _of_evidence(whole)


def _of_application(person: Person, stands: Standing) -> Iterator[Gap]:
    line = stands.application
    if line and line.state is ApplicationState.EMPTY:
        yield Gap(About.APPLICATION, "No application yet.", pressing=False)
    if line and line.state in (ApplicationState.OPEN, ApplicationState.ASKED):
        if line.claimed == Outcome.NEEDS_REVIEW:
            yield Gap(About.APPLICATION, "More information is needed before it can be decided.", pressing=False)
        elif line.claimed == Outcome.QUALIFIED != line.verified:
            yield Gap(About.APPLICATION, "Not all of what counts is verified yet.", pressing=False)
        yield from _of_references(person)
    for item in determinations.asked_for(person):
        if item.settled_at is None:
            bare = "Something was asked for and has not come yet."
            yield Gap(About.APPLICATION, f"Asked for, not received yet: {item.asks}.", pressing=False, bare=bare)


def _of_references(person: Person) -> Iterator[Gap]:
    """Who was asked last about each job and degree, and has not answered."""
    now, last = clock.now(), {each.fact: each for each in reversed(references.of_person(person))}
    for each in last.values():
        stands, whom = (
            references.state(each, now),
            each.asked.get("name") or each.asked.get("institution") or each.to_name,
        )
        if stands is ReferenceState.WAITING:
            says = f"{whom} was asked for a reference and has not answered yet."
            yield Gap(About.APPLICATION, says, pressing=False, bare="A reference was asked for and has not come yet.")
        elif stands is ReferenceState.UNANSWERED:
            says = f"{whom} did not answer, and its link has expired. Ask again."
            yield Gap(About.APPLICATION, says, pressing=False, bare="A reference was asked for and never came.")


def _of_hire(person: Person, role: InRole) -> Iterator[Gap]:
    if role.ground and not role.ground.settled:
        why = f" {role.ground.because}" if role.ground.because else ""
        bare = "Hired without a determination or L&I’s written word."
        yield Gap(About.HIRE, f"Hired without a determination.{why}", pressing=False, bare=bare)
    if _is_assistant(person) and not role.supervised:
        says = "The supervising HSC no longer works here as an HSC." if role.supervision else ""
        yield Gap(About.HIRE, says or "No supervising HSC yet.", pressing=True)


def _of_credentials(role: InRole, on: date) -> Iterator[Gap]:
    """What L&I has still to give. Of the second application, only where nothing is to be done about it yet."""
    known = role.owed.credentials
    if known.answer is None:
        yield Gap(About.CREDENTIALS, "The record of the applications contradicts itself.", pressing=True)
        return
    if not known.may_bill:
        yield Gap(About.CREDENTIALS, f"May not bill. {known.answer.provider.because}", pressing=True)
    told = {duty.place for duty in role.owed.duties if duty.about is Topic.CREDENTIALS and duty.is_told(on)}
    if known.answer.supplemental.state != "accepted" and "supplemental" not in told:
        yield Gap(About.CREDENTIALS, known.answer.supplemental.because, pressing=False)


def _of_duties(owed: Sequence[Duty], on: date) -> Iterator[Gap]:
    """What is to be done: with L&I once it is told, of training from the first day."""
    for duty in owed:
        if duty.about is Topic.TRAINING or (duty.about is Topic.CREDENTIALS and duty.is_told(on)):
            yield Gap(About(duty.about), duty.says, pressing=duty.is_overdue(on))


def _of_attestation(role: InRole) -> Iterator[Gap]:
    if role.owed.credentials.answer is None:
        return
    if role.attestation is None or not role.fresh:
        says = "Nobody has stated" if role.attestation is None else "It was stated too long ago"
        yield Gap(About.CREDENTIALS, f"{says} whether there are reported issues with L&I.", pressing=False)
    elif role.attestation.reported:
        yield Gap(About.CREDENTIALS, "There are reported issues with L&I.", pressing=True)


def _of_checklist(role: InRole, on: date) -> Iterator[Gap]:
    for line in role.owed.checklist:
        if line.is_open:
            yield Gap(About.CHECKLIST, f"{line.step.says}.", pressing=bool(line.due_on and line.due_on < on))


def _of_evidence(whole: PersonFile) -> Iterator[Gap]:
    unchecked = [item for item in whole.evidence if evidence.state(item) is evidence.State.UNVERIFIED]
    if unchecked:
        names = ", ".join(item.title for item in unchecked[:3])
        more = f" and {len(unchecked) - 3} more" if len(unchecked) > 3 else ""
        bare = f"Nobody has checked {count(len(unchecked), 'piece of evidence', 'pieces of evidence')} yet."
        yield Gap(About.EVIDENCE, f"Nobody has checked yet: {names}{more}.", pressing=False, bare=bare)


def _is_assistant(person: Person) -> bool:
    return person.posting is not None and person.posting.role is StaffRole.ASSISTANT
