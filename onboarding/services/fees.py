"""The COHE's own table of fees for training: entering, correcting and striking. No code or amount comes from here."""

from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import select

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.models.organisation import Organisation
from onboarding.models.payment import Fee
from onboarding.queries import fees
from onboarding.queries.correctable import in_force
from onboarding.rules.payment import KINDS, Rest
from onboarding.rules.wording import long_day
from onboarding.services import names
from onboarding.services.change import Actor, Change, change
from onboarding.services.locks import lock_organisation

MOST = 200  # fees that hold at once
CORRECTED = "This was corrected already. Reload the page, and correct the current entry."


class FeeSaid(NamedTuple):
    """A fee as somebody enters it; `models/payment.py` says what each part is."""

    kind: str
    code: str
    unit_minutes: int | None
    rest: Rest | None
    amount: Decimal | None
    since_on: date
    until_on: date | None
    cited: str
    note: str | None = None


def enter(actor: Actor, organisation: Organisation, said: FeeSaid) -> Fee:
    """Enter a fee. Raises OnboardingError for one that cannot be, and where one of that kind and day is there."""
    with change(actor) as under_way:
        lock_organisation(organisation.id)
        _refuse(organisation, said)
        return _add(under_way, organisation, Action.FEE_ENTERED, Fee(**said._asdict()))


def correct(actor: Actor, organisation: Organisation, id: int, said: FeeSaid, because: str) -> Fee:
    """Put a fee in the place of one that was entered wrongly; both stay readable, and what was billed stays so."""
    with change(actor) as under_way:
        lock_organisation(organisation.id)
        earlier = _current(organisation, id)
        if said == FeeSaid(*(getattr(earlier, each) for each in FeeSaid._fields)):
            raise OnboardingError("Nothing is different from the current entry. Nothing was changed.")
        _refuse(organisation, said, earlier, because)
        row = Fee(**said._asdict(), corrects_id=earlier.id, because=because)
        return _add(under_way, organisation, Action.FEE_CORRECTED, row)


def strike(actor: Actor, organisation: Organisation, id: int, because: str) -> Fee:
    """Take away a fee that never was; it stays readable, with the reason."""
    with change(actor) as under_way:
        lock_organisation(organisation.id)
        earlier = _current(organisation, id)
        names.refuse(organisation.id, because=because)
        same = {each: getattr(earlier, each) for each in FeeSaid._fields}
        row = Fee(**same, corrects_id=earlier.id, because=because, struck=True)
        return _add(under_way, organisation, Action.FEE_STRUCK, row)


def _current(organisation: Organisation, id: int) -> Fee:
    """The fee, where it holds. The caller has locked the COHE."""
    earlier = fees.one(organisation.id, id)
    if earlier is None:
        raise NotFoundError
    db.session.refresh(earlier)
    later = select(Fee.id).where(Fee.organisation_id == organisation.id, Fee.corrects_id == earlier.id)
    if earlier.struck or db.session.scalar(later):
        raise OnboardingError(CORRECTED)
    return earlier


def _refuse(organisation: Organisation, said: FeeSaid, earlier: Fee | None = None, because: str | None = None) -> None:
    if said.kind not in KINDS:
        raise OnboardingError("Choose from the list.", "kind")
    if said.until_on and said.until_on < said.since_on:
        raise OnboardingError(f"The last day is before the first, {long_day(said.since_on)}.", "until_on")
    if said.unit_minutes is None and said.rest is not None:
        raise OnboardingError("Without minutes a training is one unit, and has no part of one.", "rest")
    others = [each for each in _holding(organisation) if earlier is None or each.id != earlier.id]
    if any((each.kind, each.since_on) == (said.kind, said.since_on) for each in others):
        day = long_day(said.since_on)
        raise OnboardingError(f"A fee for this kind from {day} on is there already. Correct that one.", "since_on")
    if len(others) >= MOST:
        raise OnboardingError(f"{MOST} fees are the most at once. Take away one that is not needed.")
    names.refuse(organisation.id, code=said.code, cited=said.cited, note=said.note, because=because)


def _holding(organisation: Organisation) -> list[Fee]:
    chosen = select(Fee).where(Fee.organisation_id == organisation.id).order_by(Fee.id)
    return in_force(db.session.scalars(chosen.execution_options(populate_existing=True)))


def _add(under_way: Change, organisation: Organisation, action: Action, row: Fee) -> Fee:
    row.organisation_id, row.recorded_by_id, row.recorded_at = organisation.id, under_way.actor.user_id, clock.now()
    db.session.add(row)
    db.session.flush()
    told: dict[str, Any] = {"kind": row.kind, "code": row.code, "since": str(row.since_on)}
    if row.corrects_id:
        told["corrects"] = row.corrects_id
    under_way.record(organisation.id, action, row, **told)
    return row
