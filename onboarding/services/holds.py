"""Legal holds: what a court, an auditor or a requester may ask for is kept, whatever asks for its erasure."""

from sqlalchemy import select

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.models.keeping import Hold, Lifting
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import keeping
from onboarding.rules.wording import long_day
from onboarding.services import names, own, twice
from onboarding.services.change import Actor, change
from onboarding.services.locks import keep_organisation, lock_organisation

NOBODY_ASKS = "Nobody asks for the end of this hold. It goes on."


def place(actor: Actor, organisation: Organisation, person: Person | None, because: str) -> Hold:
    """Hold a person's records, or the whole organisation's where no person is given."""
    with change(actor) as under_way:
        lock_organisation(organisation.id)
        if person is None:
            names.refuse(organisation.id, because=because)
        hold = Hold(
            organisation_id=organisation.id,
            person_id=person.id if person else None,
            because=because,
            placed_by_id=actor.user_id,
            placed_at=clock.now(),
        )
        twice.refuse(actor, hold, "organisation_id", "person_id", only=Hold.lifted_at.is_(None), field="because")
        db.session.add(hold)
        db.session.flush()
        under_way.record(organisation.id, Action.HOLD_PLACED, hold, person=hold.person_id)
    return hold


def ask_to_lift(actor: Actor, organisation: Organisation, id: int, because: str) -> Lifting:
    """Ask for the end of a hold. Raises OnboardingError where it was asked for, or has ended."""
    with change(actor) as under_way:
        hold = _locked(organisation, id)
        if actor.user_id is None or keeping.open_lifting(hold):
            raise OnboardingError("Somebody asked for this already. Somebody else has to lift the hold.")
        if hold.person_id is None:
            names.refuse(organisation.id, because=because)
        lifting = Lifting(
            organisation_id=organisation.id,
            hold_id=hold.id,
            because=because,
            asked_by_id=actor.user_id,
            asked_at=clock.now(),
        )
        db.session.add(lifting)
        db.session.flush()
        under_way.record(organisation.id, Action.HOLD_LIFTING_ASKED, lifting, person=hold.person_id)
    return lifting


def withdraw_lifting(actor: Actor, organisation: Organisation, id: int) -> None:
    """Take back that a hold is to end. Raises OnboardingError where nobody asks."""
    with change(actor) as under_way:
        hold = _locked(organisation, id)
        lifting = keeping.open_lifting(hold)
        if lifting is None:
            raise OnboardingError(NOBODY_ASKS)
        lifting.withdrawn_at, lifting.withdrawn_by_id = clock.now(), actor.user_id
        under_way.record(organisation.id, Action.HOLD_LIFTING_WITHDRAWN, lifting, person=hold.person_id)


def lift(actor: Actor, organisation: Organisation, id: int) -> None:
    """End a hold, as somebody else than who asked for it. Raises OnboardingError where nobody asks."""
    with change(actor) as under_way:
        hold = _locked(organisation, id)
        lifting = keeping.open_lifting(hold)
        if lifting is None:
            raise OnboardingError(NOBODY_ASKS)
        own.refuse_second(lifting.asked_by_id, actor.user_id, organisation)
        lifting.confirmed_at, lifting.confirmed_by_id = clock.now(), actor.user_id
        hold.lifted_at, hold.lifted_by_id, hold.lifted_because = clock.now(), actor.user_id, lifting.because
        db.session.flush()
        for row in (lifting, hold):
            under_way.record(organisation.id, Action.HOLD_LIFTED, row, person=hold.person_id)


def _locked(organisation: Organisation, id: int) -> Hold:
    chosen = select(Hold).where(Hold.organisation_id == organisation.id, Hold.id == id)
    hold = db.session.scalar(chosen.with_for_update().execution_options(populate_existing=True))
    if hold is None:
        raise NotFoundError
    if hold.lifted_at:
        raise OnboardingError(f"This hold ended on {long_day(clock.day_of(hold.lifted_at))}. Nothing was changed.")
    return hold


def refuse_held(organisation_id: int, person_id: int | None) -> None:
    """Raises OnboardingError where anything holds these records; until the change ends, no hold is placed.

    Every way to erase asks this, within its change, before it locks anything else.
    """
    keep_organisation(organisation_id)
    holds = keeping.holds_on(organisation_id, person_id)
    if holds:
        whole = "the whole organization" if holds[0].person_id is None else "this person"
        since = long_day(clock.day_of(holds[0].placed_at))
        raise OnboardingError(
            f"A legal hold is on {whole} since {since}: {holds[0].because} Nothing was erased. "
            "The hold has to be lifted first."
        )
