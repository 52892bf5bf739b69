"""Everything about somebody in a role on one page, and what of it is missing, which whoever opens it asks first."""

from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from onboarding.models.determination import Determination
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import credentials, determinations, duties, evidence, hiring, standing
from onboarding.queries.checklist import ListedStep
from onboarding.queries.correctable import in_force
from onboarding.queries.credentials import Credentials
from onboarding.queries.hiring import Ground
from onboarding.roles import StaffRole
from onboarding.rules.duties import About as Topic, Duty
from onboarding.rules.rulings import Rulings
from onboarding.rules.training import TrainingAnswer
from onboarding.rules.upkeep import statement_fresh

ISSUES = "lniIssues"


class About(StrEnum):
    """Which part of the file a gap is in."""

    HIRE = "hire"
    CREDENTIALS = "credentials"
    TRAINING = "training"
    CHECKLIST = "checklist"
    EVIDENCE = "evidence"


class Gap(NamedTuple):
    """Something that is missing, with what would mend it. `pressing`: its day has passed, or somebody cannot work."""

    about: About
    says: str
    pressing: bool


class PersonFile(NamedTuple):
    """The whole file, with what is missing first."""

    gaps: tuple[Gap, ...]
    ground: Ground | None
    determination: Determination | None
    supervision: Any
    credentials: Credentials
    events: Sequence[Any]
    details: Any
    attestation: Any
    fresh: bool
    training: TrainingAnswer | None
    trainings: Sequence[Any]
    checklist: Sequence[ListedStep]
    evidence: Sequence[Any]
    evidence_total: int


def of(organisation: Organisation, person: Person, rulings: Rulings, on: date) -> PersonFile:
    """The file on a day."""
    law = rulings.in_force(on, organisation.slug, None)
    owed = duties.of_all(organisation, [person], rulings, on)[person.id]
    attested = credentials.attestations(person, standing.latest(person).get(ISSUES))
    supervision, items = hiring.supervision(person), evidence.of_person(person)
    supervised = bool(supervision and hiring.supervises(supervision.supervisor, on))
    whole = PersonFile(
        gaps=(),
        ground=hiring.ground(person),
        determination=determinations.latest(person),
        supervision=supervision,
        credentials=owed.credentials,
        events=in_force(credentials.history(person)),
        details=credentials.details(person),
        attestation=attested[0] if attested else None,
        fresh=statement_fresh(attested[0].said_on if attested else None, on, law),
        training=owed.training,
        trainings=owed.trainings,
        checklist=owed.checklist,
        evidence=items,
        evidence_total=evidence.total(person),
    )
    gaps = (*_of_hire(person, whole, supervised), *_of_credentials(whole))
    gaps += (*_of_duties(owed.duties, on), *_of_attestation(whole), *_of_checklist(whole, on), *_of_evidence(whole))
    return whole._replace(gaps=tuple(sorted(gaps, key=lambda gap: not gap.pressing)))


def _of_hire(person: Person, whole: PersonFile, supervised: bool) -> Iterator[Gap]:
    ground = whole.ground
    if ground and not ground.settled:
        why = f" {ground.because}" if ground.because else ""
        yield Gap(About.HIRE, f"Hired without a determination.{why}", pressing=False)
    if person.posting and person.posting.role is StaffRole.ASSISTANT and not supervised:
        says = "The HSC who was named as supervising does not work here as one." if whole.supervision else ""
        yield Gap(About.HIRE, says or "No supervising HSC is named.", pressing=True)


def _of_credentials(whole: PersonFile) -> Iterator[Gap]:
    known = whole.credentials
    if known.answer is None:
        yield Gap(About.CREDENTIALS, "What is recorded of the applications does not fit together.", pressing=True)
        return
    if not known.may_bill:
        yield Gap(About.CREDENTIALS, f"May not bill. {known.answer.provider.because}", pressing=True)
    if known.answer.supplemental.state != "accepted":
        yield Gap(About.CREDENTIALS, known.answer.supplemental.because, pressing=False)


def _of_duties(owed: Sequence[Duty], on: date) -> Iterator[Gap]:
    """What is to be done: with L&I once it is told, of training from the first day."""
    for duty in owed:
        if duty.about is Topic.TRAINING or (duty.about is Topic.CREDENTIALS and duty.is_told(on)):
            yield Gap(About(duty.about), duty.says, pressing=duty.is_overdue(on))


def _of_attestation(whole: PersonFile) -> Iterator[Gap]:
    if whole.credentials.answer is None:
        return
    if whole.attestation is None or not whole.fresh:
        says = "Nobody has said" if whole.attestation is None else "It was said too long ago"
        yield Gap(About.CREDENTIALS, f"{says} whether there are reported issues with L&I.", pressing=False)
    elif whole.attestation.reported:
        yield Gap(About.CREDENTIALS, "There are reported issues with L&I.", pressing=True)


def _of_checklist(whole: PersonFile, on: date) -> Iterator[Gap]:
    for line in whole.checklist:
        if line.is_open:
            yield Gap(About.CHECKLIST, f"{line.step.says}.", pressing=bool(line.due_on and line.due_on < on))


def _of_evidence(whole: PersonFile) -> Iterator[Gap]:
    unchecked = [item for item in whole.evidence if evidence.state(item) is evidence.State.UNVERIFIED]
    if unchecked:
        names = ", ".join(item.title for item in unchecked[:3])
        more = f" and {len(unchecked) - 3} more" if len(unchecked) > 3 else ""
        yield Gap(About.EVIDENCE, f"Nobody has checked yet: {names}{more}.", pressing=False)
