"""The checklist of a new HSC's first weeks: wording it, and marking what is done."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.models.checklist import ChecklistMark, ChecklistStep
from onboarding.models.evidence import EvidenceItem
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import checklist
from onboarding.rules.checklist import Step
from onboarding.rules.wording import long_day
from onboarding.services import names, several
from onboarding.services.change import Actor, Change, change
from onboarding.services.locks import lock
from onboarding.services.several import Several

MOST = 40  # steps of one list


def add(actor: Actor, organisation: Organisation, says: str, within_days: int | None) -> ChecklistStep:
    """Add a step of the COHE's own."""
    with change(actor) as under_way:
        steps = _locked(organisation)
        if len(steps) >= MOST:
            raise OnboardingError(f"{MOST} steps are the most for one checklist. Reword one that was removed.")
        _refuse_twice(steps, says, None)
        names.refuse(organisation.id, says=says)
        key = f"own_{sum(1 for each in steps if each.key.startswith('own_')) + 1}"
        return _word(under_way, organisation, Step(key, says, within_days))


def word(actor: Actor, organisation: Organisation, step: Step, dropped: bool = False) -> ChecklistStep | None:
    """Word a step otherwise, drop it or take it up again; None where it is so. `step.version` is that of the page."""
    with change(actor) as under_way:
        steps = _locked(organisation)
        now = next((each for each in steps if each.key == step.key), None)
        if now is None:
            raise NotFoundError
        if now == step._replace(version=now.version, dropped=dropped):
            return None
        if now.version != step.version:
            raise OnboardingError(
                "Somebody else changed this step while you had it open. Reload the page and try again."
            )
        _refuse_twice(steps, step.says, step.key)
        if step.says != now.says:
            names.refuse(organisation.id, says=step.says)
        return _word(under_way, organisation, step._replace(dropped=dropped))


def mark(actor: Actor, person: Person, key: str, done: bool, done_on: date, note: str | None) -> ChecklistMark:
    """Say that a step is done for a person, or not after all.

    Raises NotFoundError for a step that is not there, OnboardingError for one that is so already.
    """
    _refuse_ahead(done_on)
    with change(actor) as under_way:
        lock(person)
        line = next((each for each in checklist.of(person) if each.step.key == key), None)
        if line is None or person.posting is None:
            raise NotFoundError
        if line.done is done:
            since = f"done already, on {long_day(line.mark.done_on)}" if line.mark and done else "open already"
            raise OnboardingError(f"This is {since}. Nothing was changed.")
        return _mark(under_way, person, key, done, done_on, note)


def mark_for(
    actor: Actor, organisation: Organisation, ids: Sequence[int], key: str, done_on: date, note: str | None
) -> Several:
    """Say that a step is done for several people: those for whom it is not yet.

    Raises what `several.record` raises, NotFoundError for a step that is not there.
    """
    _refuse_ahead(done_on)
    step = checklist.step(organisation.id, key)
    if step is None or step.dropped:
        raise NotFoundError

    def has(people: Sequence[Person]) -> set[int]:
        return checklist.done_of(organisation.id, people, key)

    def add(under_way: Change, person: Person, _item: EvidenceItem | None) -> None:
        _mark(under_way, person, key, True, done_on, note)

    return several.record(actor, organisation, ids, has, add)


def _refuse_ahead(done_on: date) -> None:
    if done_on > clock.today():
        raise OnboardingError("The day cannot be after today.", "done_on")


def _mark(under_way: Change, person: Person, key: str, done: bool, done_on: date, note: str | None) -> ChecklistMark:
    row = ChecklistMark(
        organisation_id=person.organisation_id,
        person_id=person.id,
        key=key,
        done=done,
        done_on=done_on,
        note=note,
        recorded_by_id=under_way.actor.user_id,
        recorded_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    under_way.record(person.organisation_id, Action.CHECKLIST_MARKED, row, person=person.id, key=key, done=done)
    return row


def _locked(organisation: Organisation) -> list[Step]:
    db.session.scalar(select(Organisation.id).where(Organisation.id == organisation.id).with_for_update())
    return checklist.every(organisation.id)


def _word(under_way: Change, organisation: Organisation, step: Step) -> ChecklistStep:
    row = ChecklistStep(
        organisation_id=organisation.id,
        key=step.key,
        version=step.version + 1,
        says=step.says,
        within_days=step.within_days,
        dropped=step.dropped,
        recorded_by_id=under_way.actor.user_id,
        recorded_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    under_way.record(organisation.id, Action.CHECKLIST_WORDED, row, key=row.key, dropped=row.dropped)
    return row


def _refuse_twice(steps: list[Step], says: str, key: str | None) -> None:
    for each in steps:
        if each.key != key and each.says.casefold() == says.casefold():
            where = ", where it was dropped: take it up again" if each.dropped else ""
            raise OnboardingError(f"This step is on the checklist already{where}.", "says")
