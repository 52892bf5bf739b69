"""Trainings are billed: several at once on a day, corrected, and taken back. What was billed stays as it was."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import ChangedMeanwhileError, NotFoundError, OnboardingError
from onboarding.models.organisation import Organisation
from onboarding.models.payment import TrainingPayment
from onboarding.models.person import Person
from onboarding.models.training import TrainingRecord
from onboarding.queries import own, payments, training
from onboarding.queries.payments import Line, Since
from onboarding.rules.payment import Billable, Missing, billable, minutes_of, took_place
from onboarding.rules.wording import long_day
from onboarding.services import correcting
from onboarding.services.change import Actor, Change, change
from onboarding.services.locks import keep_organisation, lock, lock_in_turn

LACKS = {
    Missing.FEE: "No fee is in force on its day. Enter the fee first.",
    Missing.MINUTES: "Its minutes are not recorded. Enter them.",
    Missing.REST: "It is no whole number of units, and the fee does not say what a part counts. Correct the fee first.",
    Missing.TOO_SHORT: "It is too short for one unit.",
}


class Bill(NamedTuple):
    """That trainings were billed on a day. `minutes`: how long one took that has no minutes recorded."""

    billed_on: date
    minutes: int | None = None


def bill(
    actor: Actor, organisation: Organisation, ids: Sequence[int], said: Bill, seen: str | None = None
) -> list[TrainingPayment]:
    """Mark trainings as billed, all or none. `seen`: what the page showed of them (queries/payments.py).

    Raises NotFoundError for a training that is not the COHE's, ChangedMeanwhileError where a page showed them
    otherwise, and OnboardingError for each that cannot be billed, by whose it is.
    """
    with change(actor) as under_way:
        keep_organisation(organisation.id)  # its fees stay as they are meanwhile
        lock_in_turn({row.person_id for row in _trainings(organisation, ids)})
        lines = payments.of_several(_trainings(organisation, ids))
        _refuse(actor, ids, lines, said)
        if seen is not None and seen != payments.seen(lines):
            raise ChangedMeanwhileError("a fee or one of these trainings was corrected")
        return [_bill(under_way, line, said) for line in lines]


def correct(actor: Actor, person: Person, earlier: TrainingPayment, said: Bill, because: str) -> TrainingPayment:
    """Put another bill in the place of one that is wrong: of the training and by the fee as they are now."""
    with change(actor) as under_way:
        keep_organisation(person.organisation_id)
        lock(person)
        line = _line(person, earlier)
        if line.since is Since.STRUCK:
            raise OnboardingError("This training was taken away since. Take the bill back instead.")
        what = _billed_as(line, said.minutes)
        if why := _why_not(line, what, said):
            raise OnboardingError(why[0], why[1])
        row = _row(line, what, said)
        if _said(row) == _said(earlier):
            raise OnboardingError("Nothing is different from the current entry. Nothing was changed.")
        told = _told(line.training, row)
        return correcting.correct(under_way, Action.PAYMENT_CORRECTED, row, person, earlier, because, None, **told)


def strike(actor: Actor, person: Person, earlier: TrainingPayment, because: str) -> TrainingPayment:
    """Take back that a training was billed; it stays readable, with the reason."""
    with change(actor) as under_way:
        lock(person)
        was = training.one(person.organisation_id, earlier.training_id)
        told = _told(was, earlier) if was else {}
        return correcting.strike(under_way, Action.PAYMENT_STRUCK, person, earlier, because, **told)


def _trainings(organisation: Organisation, ids: Iterable[int]) -> Sequence[TrainingRecord]:
    wanted = list(dict.fromkeys(ids))
    rows = payments.of_trainings(organisation.id, wanted)
    if not rows or len(rows) != len(wanted):
        raise NotFoundError
    return rows


def _refuse(actor: Actor, ids: Sequence[int], lines: Sequence[Line], said: Bill) -> None:
    mine = own.records_of(actor.user_id) if actor.user_id is not None else ()
    faults = []
    field = None
    for line in lines:
        if line.person.id in mine:
            faults.append(f"{line.person.name}: this is your own record, or once was. Somebody else has to bill it.")
        elif line.payment:
            faults.append(f"{line.person.name}: this was billed already, on {long_day(line.payment.billed_on)}.")
        elif why := _why_not(line, _billed_as(line, said.minutes), said):
            faults.append(f"{line.person.name}: {why[0]}")
            field = why[1]
    if len(lines) != len(set(ids)):
        faults.append("A training was corrected or taken away meanwhile. Choose again from the list.")
    if faults:
        raise OnboardingError(" ".join(["Nothing was marked as billed.", *faults]), field if len(faults) == 1 else None)


def _why_not(line: Line, what: Billable, said: Bill) -> tuple[str, str | None] | None:
    """Why a training cannot be billed so, and the field it is about; None where it can."""
    if not took_place(line.training.facts) or line.day is None:
        return "It did not take place.", None
    if said.billed_on > clock.today():
        return f"{long_day(said.billed_on)} is after today. Mark it once it was billed.", "billed_on"
    if said.billed_on < line.day:
        return f"It took place on {long_day(line.day)}, and cannot be billed before that.", "billed_on"
    return (LACKS[what.missing], "minutes" if what.missing is Missing.MINUTES else None) if what.missing else None


def _billed_as(line: Line, minutes: int | None) -> Billable:
    return billable(line.now.fee, minutes_of(line.training.facts, minutes))


def _bill(under_way: Change, line: Line, said: Bill) -> TrainingPayment:
    row = _row(line, _billed_as(line, said.minutes), said)
    return correcting.add(under_way, Action.PAYMENT_BILLED, row, line.person, None, **_told(line.training, row))


def _told(had: TrainingRecord, row: TrainingPayment) -> dict[str, Any]:
    """What the trail says of a bill: of which training, and what was billed."""
    facts = {key: had.facts[key] for key in ("area", "on", "completed_on") if had.facts.get(key)}
    billed = {"entry": had.id, "code": row.code, "units": row.units, "billed": str(row.billed_on)}
    return {"training": had.facts.get("kind") or had.part.value, **facts, **billed}


def _row(line: Line, what: Billable, said: Bill) -> TrainingPayment:
    assert what.fee is not None and what.units is not None  # else it was refused
    recorded = minutes_of(line.training.facts)
    entered = None if recorded or what.fee.unit_minutes is None else said.minutes
    return TrainingPayment(
        training_id=line.training.id,
        fee_id=what.fee.id,
        code=what.fee.code,
        minutes=entered,
        units=what.units,
        amount=what.amount,
        billed_on=said.billed_on,
    )


def _said(row: TrainingPayment) -> tuple[object, ...]:
    return row.training_id, row.fee_id, row.minutes, row.units, row.amount, row.billed_on


def _line(person: Person, payment: TrainingPayment) -> Line:
    """Where the training stands that was billed so. Raises OnboardingError where that was corrected meanwhile."""
    lines = payments.of_person(person, training.history(person))
    found = next((line for line in lines if line.payment and line.payment.id == payment.id), None)
    if found is None:
        raise OnboardingError("This was corrected already. Reload the page, and correct the current entry.")
    return found
