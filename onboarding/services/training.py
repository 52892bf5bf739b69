"""Training that somebody had: recording, correcting and striking it."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from onboarding.actions import Action
from onboarding.errors import OnboardingError
from onboarding.formats.faults import Refused
from onboarding.formats.training import refuse_unreadable
from onboarding.models.evidence import EvidenceItem
from onboarding.models.person import Person
from onboarding.models.training import TrainingPart, TrainingRecord
from onboarding.services import correcting
from onboarding.services.change import Actor, Change, change
from onboarding.services.locks import lock


class TrainingFacts(NamedTuple):
    """One training as somebody records it: an entry of that part of the document of `flask rules training`.

    Whether it is verified is never said: it follows from the paper that shows it.
    """

    part: TrainingPart
    facts: Mapping[str, Any]


def record(actor: Actor, person: Person, said: TrainingFacts, item: EvidenceItem | None = None) -> TrainingRecord:
    """Record a training. Raises OnboardingError for what cannot be; then nothing is changed."""
    with change(actor) as under_way:
        _begin(person)
        return add_training(under_way, person, said, item)


def add_training(
    under_way: Change, person: Person, said: TrainingFacts, item: EvidenceItem | None = None
) -> TrainingRecord:
    """The same within a change, of somebody in a role."""
    return correcting.add(under_way, Action.TRAINING_RECORDED, _row(said), person, item)


def correct(
    actor: Actor,
    person: Person,
    earlier: TrainingRecord,
    said: TrainingFacts,
    because: str,
    item: EvidenceItem | None = None,
) -> TrainingRecord:
    """Put another training in the place of one that was recorded wrongly; both stay readable."""
    with change(actor) as under_way:
        _begin(person)
        return correct_training(under_way, person, earlier, said, because, item)


def correct_training(
    under_way: Change,
    person: Person,
    earlier: TrainingRecord,
    said: TrainingFacts,
    because: str,
    item: EvidenceItem | None = None,
) -> TrainingRecord:
    """The same within a change, of somebody in a role who is locked."""
    return correcting.correct(under_way, Action.TRAINING_CORRECTED, _row(said), person, earlier, because, item)


def strike(actor: Actor, person: Person, earlier: TrainingRecord, because: str) -> TrainingRecord:
    """Take away a training that never was; it stays readable, with the reason."""
    with change(actor) as under_way:
        _begin(person)
        return correcting.strike(under_way, Action.TRAINING_STRUCK, person, earlier, because)


def _begin(person: Person) -> None:
    lock(person)
    if person.posting is None:
        raise OnboardingError("Record the hire first: training is that of somebody in a role.")


def _row(said: TrainingFacts) -> TrainingRecord:
    """The row, once the reader of documents could read it."""
    if "verified" in said.facts:
        raise OnboardingError("Whether a training is verified follows from its paper: leave it out.", "verified")
    try:
        refuse_unreadable(said.part.value, said.facts)
    except Refused as refused:
        raise OnboardingError(f"This training cannot be read: {refused}.") from refused
    return TrainingRecord(part=said.part, facts=dict(said.facts))
