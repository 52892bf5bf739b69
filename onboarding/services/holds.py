"""Legal holds: what a court, an auditor or a requester may ask for is kept, whatever asks for its erasure."""

from sqlalchemy import select

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.models.keeping import Hold
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import keeping
from onboarding.services.change import Actor, change


def place(actor: Actor, organisation: Organisation, person: Person | None, because: str) -> Hold:
    """Hold a person's records, or the whole organisation's where no person is given."""
    with change(actor) as under_way:
        hold = Hold(
            organisation_id=organisation.id,
            person_id=person.id if person else None,
            because=because,
            placed_by_id=actor.user_id,
            placed_at=clock.now(),
        )
        db.session.add(hold)
        db.session.flush()
        under_way.record(organisation.id, Action.HOLD_PLACED, hold, person=hold.person_id)
    return hold


def lift(actor: Actor, organisation: Organisation, id: int, because: str) -> None:
    """End a hold. Raises NotFoundError where there is none that holds."""
    with change(actor) as under_way:
        hold = db.session.scalar(
            select(Hold)
            .where(Hold.organisation_id == organisation.id, Hold.id == id, Hold.lifted_at.is_(None))
            .with_for_update()
        )
        if hold is None:
            raise NotFoundError
        hold.lifted_at, hold.lifted_by_id, hold.lifted_because = clock.now(), actor.user_id, because
        under_way.record(organisation.id, Action.HOLD_LIFTED, hold, person=hold.person_id)


def refuse_held(organisation_id: int, person_id: int | None) -> None:
    """Raises OnboardingError where anything holds these records. Every way to erase asks this, within its change."""
    holds = keeping.holds_on(organisation_id, person_id)
    if holds:
        whole = "the whole organisation" if holds[0].person_id is None else "this person"
        raise OnboardingError(
            f"A legal hold is on {whole} since {holds[0].placed_at:%Y-%m-%d}: {holds[0].because} Nothing was erased. "
            "Whoever answers for the hold has to lift it first."
        )
