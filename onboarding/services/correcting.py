"""What happened on a day is added, corrected and struck in one way; no row is changed once it is written."""

from typing import Any, TypeVar

from sqlalchemy import inspect, select

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.models.base import Correctable
from onboarding.models.evidence import EvidenceItem
from onboarding.models.person import Person
from onboarding.services.change import Change

Row = TypeVar("Row", bound=Correctable)
SHARED = frozenset(
    (
        "id",
        "organisation_id",
        "person_id",
        "item_id",
        "corrects_id",
        "struck",
        "because",
        "recorded_by_id",
        "recorded_at",
    )
)


def add(under_way: Change, action: Action, row: Row, person: Person, item: EvidenceItem | None, **told: Any) -> Row:
    """Add a row to what is recorded of the person. `told`: what the trail's entry says besides."""
    if item and (item.organisation_id, item.person_id) != (person.organisation_id, person.id):
        raise OnboardingError("Choose a file of this person.", "item")
    row.organisation_id, row.person_id, row.item_id = person.organisation_id, person.id, item.id if item else None
    row.recorded_by_id, row.recorded_at = under_way.actor.user_id, clock.now()
    db.session.add(row)
    under_way.record(person.organisation_id, action, row, person=person.id, **told)
    return row


def correct(
    under_way: Change,
    action: Action,
    row: Row,
    person: Person,
    earlier: Row,
    because: str,
    item: EvidenceItem | None,
    **told: Any,
) -> Row:
    """Put a row in the place of one that was recorded wrongly; both stay readable.

    Raises OnboardingError where another stands in its place already. The caller has locked the person.
    """
    model = type(earlier)
    later = select(model.id).where(model.organisation_id == person.organisation_id, model.corrects_id == earlier.id)
    if earlier.struck or earlier.person_id != person.id or db.session.scalar(later):
        raise OnboardingError("This was corrected already. Reload the page, and correct the current entry.")
    row.corrects_id, row.because = earlier.id, because
    return add(under_way, action, row, person, item, corrects=earlier.id, **told)


def strike(under_way: Change, action: Action, person: Person, earlier: Row, because: str, **told: Any) -> Row:
    """Take away what never was; it stays readable, with the reason. Raises what `correct` raises."""
    columns = [each.key for each in inspect(type(earlier)).column_attrs if each.key not in SHARED]
    row = type(earlier)(struck=True, **{column: getattr(earlier, column) for column in columns})
    return correct(under_way, action, row, person, earlier, because, None, **told)
