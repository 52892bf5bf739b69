"""Who of a COHE could be meant by lines of a table of staff, and what is recorded of them that a line could say."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from onboarding.extensions import db
from onboarding.models.credential import AccountDetails, CredentialEvent
from onboarding.models.hiring import Supervision
from onboarding.models.person import Person
from onboarding.models.training import TrainingRecord
from onboarding.queries import training
from onboarding.queries.correctable import in_force
from onboarding.queries.people import goes_on

ASKED_AT_ONCE = 500  # values in one question to the database


class Recorded(NamedTuple):
    """What is recorded of one person, as it holds. `details` None: nothing; `supervisor` None: nobody was named."""

    person: Person
    events: Sequence[CredentialEvent]
    details: AccountDetails | None
    trainings: Sequence[TrainingRecord]
    supervisor: Person | None

    @property
    def numbers(self) -> set[str]:
        """The person's Provider ID; several where several are in force."""
        return {each.number for each in self.events if each.number}


class Sought(NamedTuple):
    """By what people are looked for: names and phones as `alike` compares them, addresses in small letters."""

    names: frozenset[str]
    phones: frozenset[str]
    addresses: frozenset[str]
    numbers: frozenset[str]
    npis: frozenset[str]


def alike(organisation_id: int, sought: Sought) -> dict[int, Recorded]:
    """Everybody of the COHE who has one of these, by person; nobody whose record was merged into another."""
    ids: set[int] = set()
    for column, values in (
        (Person.same_name, sought.names),
        (Person.dialed, sought.phones),
        (func.lower(Person.email), sought.addresses),
    ):
        ids |= _having(Person.id, Person.organisation_id == organisation_id, column, values)
    for model, key, values in (
        (CredentialEvent, CredentialEvent.number, sought.numbers),
        (AccountDetails, AccountDetails.npi, sought.npis),
    ):
        ids |= _having(model.person_id, model.organisation_id == organisation_id, key, values)
    return of(organisation_id, sorted(ids))


def _having(wanted: Any, where: ColumnElement[bool], column: Any, values: Iterable[str]) -> set[int]:
    asked, found = sorted(values), set[int]()
    for start in range(0, len(asked), ASKED_AT_ONCE):
        chosen = select(wanted).where(where, column.in_(asked[start : start + ASKED_AT_ONCE]))
        found |= set(db.session.scalars(chosen))
    return found


def of(organisation_id: int, ids: Sequence[int]) -> dict[int, Recorded]:
    """What is recorded of these people of the COHE, by person; nobody whose record was merged into another."""
    found: dict[int, Recorded] = {}
    for start in range(0, len(ids), ASKED_AT_ONCE):
        part = ids[start : start + ASKED_AT_ONCE]
        chosen = select(Person).options(joinedload(Person.posting)).where(Person.organisation_id == organisation_id)
        people = db.session.scalars(chosen.where(Person.id.in_(part), goes_on(Person)).order_by(Person.id)).all()
        events, details = _by_person(CredentialEvent, part), _by_person(AccountDetails, part)
        trainings, supervisions = training.of_all(people), _by_person(Supervision, part)
        for person in people:
            versions, named = details.get(person.id, []), supervisions.get(person.id, [])
            found[person.id] = Recorded(
                person,
                in_force(events.get(person.id, [])),
                max(versions, key=lambda each: each.version, default=None),
                trainings[person.id],
                named[-1].supervisor if named else None,
            )
    return found


def _by_person(model: Any, ids: Sequence[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    chosen = select(model).where(model.person_id.in_(ids)).order_by(model.id)
    if model is Supervision:
        chosen = chosen.options(joinedload(Supervision.supervisor))
    for row in db.session.scalars(chosen):
        found.setdefault(row.person_id, []).append(row)
    return found
