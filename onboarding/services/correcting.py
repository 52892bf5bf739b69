"""What happened on a day is added, corrected and struck in one way; no row is changed once it is written."""

from inspect import get_annotations
from typing import Any, TypeVar

from sqlalchemy import inspect, select

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.models.base import Correctable, Corrected
from onboarding.models.evidence import EvidenceItem
from onboarding.models.person import Person
from onboarding.services.change import Change

CORRECTED = "This was corrected already. Reload the page, and correct the current entry."
Kept = TypeVar("Kept", bound=Corrected)
Row = TypeVar("Row", bound=Correctable)
# What every such row has, which no correction takes over: the columns of the classes it derives from.
SHARED = frozenset(name for shared in Correctable.__mro__ for name in get_annotations(shared))


def put(under_way: Change, action: Action, row: Kept, organisation_id: int, **told: Any) -> Kept:
    """Add a row to what is recorded of the organisation. `told`: what the trail's entry says besides."""
    row.organisation_id = organisation_id
    row.recorded_by_id, row.recorded_at = under_way.actor.user_id, clock.now()
    db.session.add(row)
    under_way.record(organisation_id, action, row, **told)
    return row


def replace(under_way: Change, action: Action, row: Kept, earlier: Kept, because: str, **told: Any) -> Kept:
    """Put a row in the place of one that was recorded wrongly; both stay readable.

    Raises OnboardingError where another stands in its place already. The caller has locked what both are about.
    """
    _mark(row, earlier, because)
    return put(under_way, action, row, earlier.organisation_id, corrects=earlier.id, **told)


def take_back(under_way: Change, action: Action, earlier: Kept, because: str, **told: Any) -> Kept:
    """Take away what never was; it stays readable, with the reason. Raises what `replace` raises."""
    return replace(under_way, action, _struck(earlier), earlier, because, **told)


def add(under_way: Change, action: Action, row: Row, person: Person, item: EvidenceItem | None, **told: Any) -> Row:
    """Add a row to what is recorded of the person. `told`: what the trail's entry says besides."""
    if item and (item.organisation_id, item.person_id) != (person.organisation_id, person.id):
        raise OnboardingError("Choose a file of this person.", "item")
    row.person_id, row.item_id = person.id, item.id if item else None
    return put(under_way, action, row, person.organisation_id, person=person.id, **told)


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
    """Put a row in the place of one that was recorded wrongly of the person. Raises what `replace` raises.

    The caller has locked the person.
    """
    if earlier.person_id != person.id:
        raise OnboardingError(CORRECTED)
    _mark(row, earlier, because)
    return add(under_way, action, row, person, item, corrects=earlier.id, **told)


def strike(under_way: Change, action: Action, person: Person, earlier: Row, because: str, **told: Any) -> Row:
    """Take away what never was of the person; it stays readable, with the reason. Raises what `correct` raises."""
    return correct(under_way, action, _struck(earlier), person, earlier, because, None, **told)


def _mark(row: Corrected, earlier: Corrected, because: str) -> None:
    """Have the row stand in the place of the earlier one, in which nothing stands yet."""
    model = type(earlier)
    later = select(model.id).where(model.organisation_id == earlier.organisation_id, model.corrects_id == earlier.id)
    if earlier.struck or db.session.scalar(later):
        raise OnboardingError(CORRECTED)
    row.corrects_id, row.because = earlier.id, because


def _struck(earlier: Kept) -> Kept:
    columns = [each.key for each in inspect(type(earlier)).column_attrs if each.key not in SHARED]
    return type(earlier)(struck=True, **{column: getattr(earlier, column) for column in columns})
