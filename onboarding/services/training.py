"""Training that somebody had: recording, correcting and striking it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import OnboardingError
from onboarding.formats.faults import Refused
from onboarding.formats.training import refuse_unreadable
from onboarding.models.evidence import EvidenceItem
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.training import TrainingPart, TrainingRecord
from onboarding.queries import training
from onboarding.queries.organisations import by_id
from onboarding.rules.alike import plain
from onboarding.rules.days import whole_date
from onboarding.rules.wording import long_day
from onboarding.services import completions, correcting, names, several
from onboarding.services.change import Actor, Change, change
from onboarding.services.locks import lock
from onboarding.services.several import Several, SharedFile


class TrainingFacts(NamedTuple):
    """One training as somebody records it: an entry of that part of the document of `flask rules training`.

    It may say besides who trained (`trainer`), who was shadowed (`host`) and what content or conference it was
    (`title`). Whether it is verified is never said: it follows from the paper that shows it. With `version_id` it is a
    completion of that version of a course, which says what it was.
    """

    part: TrainingPart
    facts: Mapping[str, Any]
    version_id: int | None = None


def record(actor: Actor, person: Person, said: TrainingFacts, item: EvidenceItem | None = None) -> TrainingRecord:
    """Record a training. Raises OnboardingError for what cannot be; then nothing is changed."""
    return record_several(actor, person, [said], item)[0]


def record_several(
    actor: Actor, person: Person, said: Sequence[TrainingFacts], item: EvidenceItem | None = None
) -> list[TrainingRecord]:
    """Record several as one, all shown by the same paper: areas that were trained on one day."""
    with change(actor) as under_way:
        _begin(person)
        known = [(row.part, row.facts, row.version_id) for row in training.of(person)]
        for each in said:
            row = _row(person, each)
            if (row.part, row.facts, row.version_id) in known:
                raise OnboardingError(
                    "Just this is recorded already. If it took place twice that day, add it together."
                )
        return [add_training(under_way, person, each, item) for each in said]


def record_for(
    actor: Actor,
    organisation: Organisation,
    ids: Sequence[int],
    said: Sequence[TrainingFacts],
    file: SharedFile | None = None,
) -> Several:
    """Record the same for several people, each part of it that is not recorded of them on that day yet.

    Raises what `several.record` raises, and OnboardingError for what was no training of anybody here.
    """
    for each in said:
        _refuse_unsayable(organisation, _whole(organisation, each))

    def missing(had: Sequence[TrainingRecord]) -> list[TrainingFacts]:
        return [each for each in said if not training.is_recorded(had, each.part, each.facts, each.version_id)]

    def has(people: Sequence[Person]) -> set[int]:
        return {id for id, had in training.of_all(people).items() if not missing(had)}

    def add(under_way: Change, person: Person, item: EvidenceItem | None) -> None:
        for each in missing(training.of(person)):
            add_training(under_way, person, each, item)

    return several.record(actor, organisation, ids, has, add, file)


def add_training(
    under_way: Change, person: Person, said: TrainingFacts, item: EvidenceItem | None = None
) -> TrainingRecord:
    """One within a change, of somebody in a role."""
    return correcting.add(under_way, Action.TRAINING_RECORDED, _row(person, said), person, item, **_told(said))


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
    names.refuse_claimant(because, "because")
    row = _row(person, said)
    return correcting.correct(under_way, Action.TRAINING_CORRECTED, row, person, earlier, because, item, **_told(said))


def strike(actor: Actor, person: Person, earlier: TrainingRecord, because: str) -> TrainingRecord:
    """Take away a training that never was; it stays readable, with the reason."""
    with change(actor) as under_way:
        _begin(person)
        return strike_training(under_way, person, earlier, because)


def strike_training(under_way: Change, person: Person, earlier: TrainingRecord, because: str) -> TrainingRecord:
    """The same within a change, of somebody who is locked."""
    names.refuse_claimant(because, "because")
    return correcting.strike(under_way, Action.TRAINING_STRUCK, person, earlier, because)


def _told(said: TrainingFacts) -> dict[str, Any]:
    """What the trail says of a training: its part or kind, the area, the day."""
    facts = {key: said.facts[key] for key in ("area", "on", "completed_on") if said.facts.get(key)}
    return {"training": said.facts.get("kind") or said.part.value, **facts}


def _begin(person: Person) -> None:
    lock(person)
    if person.posting is None:
        raise OnboardingError("Record the hire first.")


def check(person: Person, said: TrainingFacts) -> None:
    """Raises OnboardingError for what could not be recorded of the person; before a file is kept that would show it."""
    _row(person, said)


def refuse(organisation: Organisation, said: TrainingFacts, today: date) -> None:
    """Raises OnboardingError, with the key it is about, for what can be read and was no training of anybody here."""
    for key in ("on", "completed_on", "approved_on"):
        day = whole_date(said.facts.get(key) or "")
        if day and day > today:
            raise OnboardingError(f"{long_day(day)} is after today. Record it once it has taken place.", key)
    if said.facts.get("passed") is not None and not said.facts.get("completed_on"):
        raise OnboardingError("Enter the day of the test.", "completed_on")
    host = said.facts.get("host_cohe")
    if host and bare(host) in (bare(organisation.name), bare(organisation.slug)):
        raise OnboardingError(f"{organisation.name} is your own COHE. Shadowing counts at another one.", "host_cohe")
    for key, text in said.facts.items():
        if isinstance(text, str):
            names.refuse_claimant(text, key)


def bare(cohe: str) -> list[str]:
    """A COHE's name without what everyone's has: "COHE Cedar Valley" is "cedar-valley" too."""
    return [word for word in plain(cohe.replace("-", " ")).split() if word not in ("cohe", "the")]


def _row(person: Person, said: TrainingFacts) -> TrainingRecord:
    organisation = by_id(person.organisation_id)
    said = _whole(organisation, said)
    _refuse_unsayable(organisation, said)
    return TrainingRecord(part=said.part, facts=dict(said.facts), version_id=said.version_id)


def _whole(organisation: Organisation, said: TrainingFacts) -> TrainingFacts:
    """The same with what the version of a course says of it, where it is a completion of one."""
    if said.version_id is None:
        return said
    return said._replace(facts=completions.facts(organisation, said.version_id, said.facts))


def _refuse_unsayable(organisation: Organisation, said: TrainingFacts) -> None:
    """What the reader of documents could not read, or what cannot have been."""
    if "verified" in said.facts:
        raise OnboardingError("Whether a training is verified follows from its paper: leave it out.", "verified")
    try:
        refuse_unreadable(said.part.value, said.facts)
    except Refused as refused:
        raise OnboardingError(f"This training cannot be read: {refused}.") from refused
    refuse(organisation, said, clock.today())
