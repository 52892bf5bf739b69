"""How a race is told: who was refused, and in which order the trail has what was done."""

from collections.abc import Callable

from onboarding.actions import Action
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.models.trail import TrailEntry


def refused(job: Callable[[], object]) -> Callable[[], bool]:
    """Whether it was refused, in words."""

    def run() -> bool:
        try:
            job()
        except OnboardingError:
            return True
        return False

    return run


def order(*actions: Action) -> list[str]:
    """The actions of the trail among these, in the order in which they took place."""
    chosen = db.session.query(TrailEntry).filter(TrailEntry.action.in_([each.value for each in actions]))
    return [each.action for each in chosen.order_by(TrailEntry.id)]
