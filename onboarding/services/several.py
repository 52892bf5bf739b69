"""One thing recorded for several people at once: in one change, each with a record, an entry and a file of their own.

What it is, and for whom it is recorded already, says the noun that calls this. They are skipped and named. Somebody of
whom it cannot be recorded keeps it from being recorded of anybody, so that nobody is left out unnoticed.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from onboarding.errors import NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.models.evidence import EvidenceItem, Proves
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import duplicates, own
from onboarding.rules.wording import listed
from onboarding.services import evidence, files
from onboarding.services.change import Actor, Change, change
from onboarding.services.evidence import ItemFacts
from onboarding.services.locks import lock_in_turn
from onboarding.services.sealed_files import Sealed, seal_for


class SharedFile(NamedTuple):
    """A file that shows it for all of them. Each gets a copy, sealed with their own key."""

    data: bytes
    name: str
    proves: Proves


class Several(NamedTuple):
    """The names of those for whom it was recorded, and of those for whom it was before."""

    recorded: list[str]
    already: list[str]


Has = Callable[[Sequence[Person]], Collection[int]]
Add = Callable[[Change, Person, EvidenceItem | None], object]


def record(
    actor: Actor, organisation: Organisation, ids: Iterable[int], has: Has, add: Add, file: SharedFile | None = None
) -> Several:
    """Record it for each of these people in a role. `has`: for whom of them it is recorded; `add` does it for one.

    Raises NotFoundError for who is not the COHE's, OnboardingError for everybody who keeps it from being recorded, each
    by name, and where it is recorded for all; then it is recorded for nobody.
    """
    chosen = list(dict.fromkeys(ids))
    sealed: dict[int, Sealed] = {}
    if file:  # which is not read, and kept for nobody, where all of this is refused
        people = _people(organisation, chosen)
        _refuse(actor, people)
        _refuse_done(people, has(people))
        sealed = _sealed(actor, people, file)
    with change(actor) as under_way:
        lock_in_turn(chosen)
        people = _people(organisation, chosen)
        _refuse(actor, people)
        already = has(people)
        _refuse_done(people, already)
        faults = []
        for person in people:
            if person.id not in already:
                try:
                    add(under_way, person, _item(under_way, person, file, sealed))
                except OnboardingError as error:
                    faults.append(f"{person.name}: {error}")
        if faults:
            raise OnboardingError(" ".join(["Nothing was recorded.", *faults]), "people")
        return Several(
            [each.name for each in people if each.id not in already],
            [each.name for each in people if each.id in already],
        )


def _people(organisation: Organisation, ids: Sequence[int]) -> list[Person]:
    chosen = select(Person).where(Person.organisation_id == organisation.id, Person.id.in_(ids))
    found = db.session.scalars(chosen.options(joinedload(Person.posting)).order_by(Person.sorted_as, Person.id)).all()
    if len(found) != len(ids):
        raise NotFoundError
    return list(found)


def _refuse(actor: Actor, people: Sequence[Person]) -> None:
    """Who is in no role, goes on as another record, or is the user's own."""
    merged = duplicates.given_up([person.id for person in people])
    mine = own.records_of(actor.user_id) if actor.user_id is not None else ()
    faults = []
    for person in people:
        if person.id in mine:
            faults.append(f"{person.name} is your own record, or once was. Somebody else has to do this.")
        elif person.id in merged:
            faults.append(f"The record of {person.name} was merged into another. Choose the other one.")
        elif person.posting is None:
            faults.append(f"{person.name} was not hired. Record the hire first.")
    if faults:
        raise OnboardingError(" ".join(["Nothing was recorded.", *faults]), "people")


def _refuse_done(people: Sequence[Person], already: Collection[int]) -> None:
    if people and all(person.id in already for person in people):
        names = listed(person.name for person in people)
        raise OnboardingError(f"This is recorded already for {names}. Nothing was recorded.", "people")


def _sealed(actor: Actor, people: Sequence[Person], file: SharedFile) -> dict[int, Sealed]:
    """The file, read once and sealed for each."""
    keys = {person.id: files.key_of(actor, person) for person in people}
    return dict(zip(keys, seal_for(list(keys.values()), file.data), strict=True))


def _item(under_way: Change, person: Person, file: SharedFile | None, sealed: dict[int, Sealed]) -> EvidenceItem | None:
    if file is None:
        return None
    return evidence.add(under_way, person, sealed[person.id], file.name, ItemFacts(None, file.proves))
