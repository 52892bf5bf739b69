"""An HSC brings a file of their own training; a manager accepts it or sends it back. Nothing follows from it before.

It is a file as any other from the moment it is there, so that the manager who accepts it looks at it first. But no
training is recorded or shown by it before, and what is taken back or sent back counts no more.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.models.certificate import Answered, Certificate
from onboarding.models.evidence import EvidenceItem, Proves
from onboarding.models.person import Person
from onboarding.models.training import TrainingRecord
from onboarding.queries import certificates as found, evidence as items, sign_offs, training as trainings
from onboarding.rules.wording import long_day
from onboarding.services import evidence, names, training
from onboarding.services.change import Actor, Change, change
from onboarding.services.evidence import ItemFacts
from onboarding.services.locks import lock
from onboarding.services.training import TrainingFacts

MOST_WAITING = 30
BECAUSE = "Certificate that the HSC added"
TAKEN_BACK = "Taken back by who added it, before it was accepted"


class Brought(NamedTuple):
    """What a file is of: a training that is recorded, or trainings that they say they had. `called`: in a few words."""

    called: str
    training: TrainingRecord | None = None
    said: Sequence[TrainingFacts] = ()
    note: str | None = None


def add(actor: Actor, person: Person, data: bytes, file_name: str, brought: Brought) -> Certificate:
    """Take a file in, and have it wait. Raises RefusedFileError or BusyError, and OnboardingError where it cannot be
    or waits already; then nothing is kept.
    """
    _refuse(actor, person, brought)  # before anything is made of the file
    made: list[Certificate] = []

    def wait(under_way: Change, item: EvidenceItem) -> None:
        _refuse(actor, person, brought)
        made.append(_waits(under_way, person, item, brought))

    title = f"Certificate: {brought.called}"[:200]
    evidence.take_in(actor, person, data, file_name, ItemFacts(title, Proves.TRAINING), wait)
    return made[0]


def take_back(actor: Actor, person: Person, id: int) -> None:
    """Have a certificate wait no more, for whose own it is."""
    with change(actor) as under_way:
        row = _waiting(person, id)
        if person.user_id != actor.user_id:
            raise OnboardingError(f"Only {person.name} can take this back. Send it back instead.")
        _end(under_way, row, TAKEN_BACK, Action.CERTIFICATE_TAKEN_BACK)
        _answer(under_way, row, Answered.TAKEN_BACK, Action.CERTIFICATE_TAKEN_BACK)


def send_back(actor: Actor, person: Person, id: int, because: str) -> None:
    """Refuse a certificate and say why: who added it reads that, and can add another."""
    names.refuse_claimant(because, "because")
    with change(actor) as under_way:
        row = _waiting(person, id)
        row.because = because
        _end(under_way, row, because, Action.EVIDENCE_WITHDRAWN)
        _answer(under_way, row, Answered.SENT_BACK, Action.CERTIFICATE_SENT_BACK)


def accept(actor: Actor, person: Person, id: int) -> list[TrainingRecord]:
    """Record what a certificate is of, shown by it; where that is recorded, have it shown by it from now on.

    A training that somebody confirmed already stays as it is, and the certificate lies beside it.
    """
    with change(actor) as under_way:
        row = _waiting(person, id)
        if not items.counts(row.item):
            raise OnboardingError("The file was withdrawn meanwhile. Send the certificate back.")
        if row.training is not None:
            now = found.stands_for(person, row.training)
            if now is None:
                raise OnboardingError("This training was taken away meanwhile. Send the certificate back.")
            rows = [_show(under_way, person, now, row.item)]
        else:
            rows = [_record(under_way, person, row, said) for said in row.facts]
        db.session.flush()
        row.recorded_id = rows[0].id
        _answer(under_way, row, Answered.ACCEPTED, Action.CERTIFICATE_ACCEPTED)
        return rows


def _refuse(actor: Actor, person: Person, brought: Brought) -> None:
    if actor.user_id is None or person.user_id != actor.user_id:
        raise OnboardingError(f"Only {person.name} can add this here. Record the training yourself.")
    if person.posting is None:
        raise OnboardingError("Your hire is not recorded yet. Training is recorded from the hire on.")
    names.refuse_claimant(brought.note, "note")
    rows = [each for each in found.of_person(person) if each.answered is None]
    if len(rows) >= MOST_WAITING:
        raise OnboardingError(f"{MOST_WAITING} of your certificates wait already. Take one back first.")
    if same := next((each for each in rows if _is_of(each, brought)), None):
        on = long_day(clock.day_of(same.sent_at))
        raise OnboardingError(f"A certificate for this, sent on {on}, waits already. It was not added twice.", "file")
    if brought.training is not None and found.stands_for(person, brought.training) is None:
        raise OnboardingError("This training was taken away. Choose another.")
    had = trainings.of(person)
    for said in brought.said:
        training.check(person, said)
        if trainings.is_recorded(had, said.part, said.facts):
            raise OnboardingError("This training is recorded already. Go back, and choose it from your trainings.")


def _is_of(row: Certificate, brought: Brought) -> bool:
    if brought.training is not None:
        return row.training_id == brought.training.id
    return [(row.part, each) for each in row.facts] == [(each.part, dict(each.facts)) for each in brought.said]


def _waits(under_way: Change, person: Person, item: EvidenceItem, brought: Brought) -> Certificate:
    assert under_way.actor.user_id is not None  # else it was refused
    row = Certificate(
        organisation_id=person.organisation_id,
        person_id=person.id,
        item_id=item.id,
        training_id=brought.training.id if brought.training is not None else None,
        part=brought.said[0].part if brought.said else None,
        facts=[dict(each.facts) for each in brought.said],
        note=brought.note,
        sent_by_id=under_way.actor.user_id,
        sent_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    under_way.record(row.organisation_id, Action.CERTIFICATE_ADDED, row, person=person.id, item=item.id)
    return row


def _waiting(person: Person, id: int) -> Certificate:
    """The certificate, while nobody answered it; the person stays locked. Raises OnboardingError that says who did."""
    lock(person)
    db.session.expire_all()  # as it is now that it is ours, and its file too
    row = found.one(person.organisation_id, id)
    if row is None or row.person_id != person.id:
        raise NotFoundError
    if row.answered is not None:
        by = f" by {row.answered_by.name}" if row.answered_by else ""
        on = long_day(clock.day_of(row.answered_at)) if row.answered_at else ""
        raise OnboardingError(f"This was {found.IN_WORDS[row.answered]}{by} already, on {on}. Nothing was changed.")
    return row


def _end(under_way: Change, row: Certificate, because: str, action: Action) -> None:
    """Have the file count no more, unless it was withdrawn already."""
    if items.counts(row.item):
        evidence.end(under_way, evidence.counting(row.item), because, action=action)


def _answer(under_way: Change, row: Certificate, answered: Answered, action: Action) -> None:
    row.answered, row.answered_by_id, row.answered_at = answered, under_way.actor.user_id, clock.now()
    db.session.flush()
    told: dict[str, Any] = {"person": row.person_id}
    if row.recorded_id:
        told["entry"] = row.recorded_id
    under_way.record(row.organisation_id, action, row, **told)


def _record(under_way: Change, person: Person, row: Certificate, said: dict[str, Any]) -> TrainingRecord:
    assert row.part is not None  # of what they say they had
    now = next((each for each in trainings.of(person) if trainings.is_recorded([each], row.part, said)), None)
    if now is not None:
        return _show(under_way, person, now, row.item)
    return training.add_training(under_way, person, TrainingFacts(row.part, said), row.item)


def _show(under_way: Change, person: Person, now: TrainingRecord, item: EvidenceItem) -> TrainingRecord:
    """Have the file show a training that nobody confirmed yet."""
    if sign_offs.is_confirmed(now):
        return now
    return training.correct_training(under_way, person, now, TrainingFacts(now.part, now.facts), BECAUSE, item)
