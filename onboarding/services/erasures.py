"""Erasing a person: asked for by one, confirmed by another, and then everything that says who they were is gone.

What stays: that there was somebody with this number, in which role and from when to when, and the trail, whose chain
verifies without the details that went.
"""

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import ColumnElement, delete, func, select

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.extensions import Base, db
from onboarding.models.evidence import PersonKey
from onboarding.models.imported import OpenTable
from onboarding.models.keeping import Erasure
from onboarding.models.message import Message
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.records import RECORDS, subject_of
from onboarding.models.trail import TrailEntry
from onboarding.queries import duplicates, keeping, trail_compare
from onboarding.rules.wording import listed
from onboarding.services import blanking, erased_accounts, files, own, packets, trail_details
from onboarding.services.change import Actor, Change, change
from onboarding.services.going import WHOLE
from onboarding.services.holds import refuse_held


class Preview(NamedTuple):
    """What an erasure takes away: how many rows of each table, and how many messages."""

    rows: dict[str, int]
    messages: int


def preview(person: Person) -> Preview:
    """What would go."""
    counts = [
        select(func.count()).select_from(model).where(where(person)).scalar_subquery().label(model.__tablename__)
        for model, where in WHOLE
    ]
    rows = dict(db.session.execute(select(*counts)).one()._mapping)
    messages = select(func.count(Message.id)).where(blanking.messages_about(person.organisation_id, [person]))
    return Preview(rows, db.session.scalar(messages) or 0)


def ask(actor: Actor, person: Person, because: str) -> Erasure:
    """Ask for a person's erasure. Raises OnboardingError under a hold, or where it was asked for already."""
    with change(actor) as under_way:
        refuse_held(person.organisation_id, person.id)
        _lock(person)
        if actor.user_id is None or keeping.open_erasure(person.organisation_id, person.id):
            raise OnboardingError("This was asked for already. Somebody else has to confirm it.")
        if keeping.was_erased(person.organisation_id, person.id):
            raise OnboardingError("This person was erased already.")
        left = [each for each in duplicates.merged(person) if not keeping.was_erased(each.organisation_id, each.id)]
        if left:
            names = listed(each.name for each in left)
            raise OnboardingError(f"Records of the same person were merged into this one. Erase these first: {names}.")
        erasure = Erasure(
            organisation_id=person.organisation_id,
            person_id=person.id,
            because=because,
            asked_by_id=actor.user_id,
            asked_at=clock.now(),
        )
        db.session.add(erasure)
        db.session.flush()
        under_way.record(person.organisation_id, Action.ERASURE_ASKED, erasure, person=person.id)
    return erasure


def withdraw(actor: Actor, organisation: Organisation, person_id: int) -> None:
    """Take the question back. Raises OnboardingError where none is open."""
    with change(actor) as under_way:
        erasure = _open(organisation.id, person_id)
        erasure.withdrawn_at, erasure.withdrawn_by_id = clock.now(), actor.user_id
        under_way.record(organisation.id, Action.ERASURE_WITHDRAWN, erasure, person=person_id)


def confirm(actor: Actor, organisation: Organisation, person_id: int) -> Erasure:
    """Erase, as somebody else than who asked. Raises OnboardingError, and nothing is erased.

    The person's key is destroyed in this transaction, so that no file can be opened after it; the files themselves and
    what a database leaves in free pages follow in `sweeping`.
    """
    with change(actor) as under_way:
        refuse_held(organisation.id, person_id)
        erasure = _open(organisation.id, person_id)
        person = db.session.get_one(Person, person_id, with_for_update=True)
        own.refuse_second(erasure.asked_by_id, actor.user_id, organisation)
        own.refuse_own(actor.user_id, person)
        _refuse_tampered(person)
        _erase(under_way, person, erasure.id)
        erasure.confirmed_at, erasure.confirmed_by_id = clock.now(), actor.user_id
        under_way.record(organisation.id, Action.ERASURE_CONFIRMED, erasure, person=person_id)
    return erasure


def again(actor: Actor, organisation: Organisation, person_id: int, number: int) -> bool:
    """Erase anew what an older backup brought back; whether it had. `number` is that of the erasure then."""
    with change(actor) as under_way:
        chosen = select(Person).where(Person.organisation_id == organisation.id, Person.id == person_id)
        person = db.session.scalar(chosen.with_for_update())
        if person is None or person.name == _name_of(person_id):
            return False
        _erase(under_way, person, number)
    return True


def _name_of(person_id: int) -> str:
    return f"Erased person {person_id}"


def _erase(under_way: Change, person: Person, number: int) -> None:
    gone = [row for model, where in WHOLE for row in db.session.scalars(select(model).where(where(person)))]
    named = {subject_of(row) for row in gone if isinstance(row, RECORDS)}
    stay, users = blanking.rows(person), erased_accounts.going(person)
    sent = erased_accounts.invitations(person, users)
    of_accounts = {f"user:{user.id}" for user in users}
    about = TrailEntry.subject.in_({*named, *of_accounts, *map(subject_of, (person, *stay, *sent))})
    packets.close_all_of(under_way, person, number)
    blanking.blank_messages(person.organisation_id, [person], [user.email for user in users])
    blanking.blank(stay)
    for model, where in WHOLE:
        take_away(under_way, model, where(person))
    of_all = delete(OpenTable).where(OpenTable.organisation_id == person.organisation_id)
    db.session.execute(of_all)  # what is in them is sealed, and might be of this person
    _destroy_key(person)
    person.name = _name_of(person.id)
    person.email = person.phone = person.applied_on = person.user_id = None
    db.session.flush()
    because = f"erasure {number}"
    trail_details.take_out(under_way, person.organisation_id, about, because, person)
    trail_details.take_out(under_way, None, TrailEntry.subject.in_(of_accounts), because, None)
    erased_accounts.erase(under_way, users, sent, number)
    for row in stay:
        under_way.record(person.organisation_id, Action.PERSON_ERASED, row, erasure=number)
    under_way.record(person.organisation_id, Action.PERSON_ERASED, person, erasure=number)


def take_away(under_way: Change, model: type[Base], where: ColumnElement[bool]) -> None:
    """Delete rows; each that is a record gets its entry. Those that are none go at once."""
    if not issubclass(model, RECORDS):
        db.session.execute(delete(model).where(where))
        return
    for row in db.session.scalars(select(model).where(where)):
        under_way.record(row.organisation_id, Action.RECORD_ERASED, row)  # type: ignore[attr-defined]
        db.session.delete(row)
    db.session.flush()


def _destroy_key(person: Person) -> None:
    key = db.session.scalar(
        select(PersonKey).where(PersonKey.organisation_id == person.organisation_id, PersonKey.person_id == person.id)
    )
    if key is not None:
        key.wrapped, key.destroyed_at = None, clock.now()


def _refuse_tampered(person: Person) -> None:
    """Erasing must not hide that somebody changed a record behind the product's back."""
    for row in _records(person):
        if trail_compare.difference(row):
            raise OnboardingError(
                f"{subject_of(row)} stands otherwise than its last entry says. Find out who changed it before anything "
                "is erased: flask audit compare."
            )
    if files.of_another(person):  # theirs would be destroyed, and this person's would stay
        raise OnboardingError(
            f"The key recorded for person:{person.id} is not the one that their files are sealed with. Find out who "
            "changed it before anything is erased: flask evidence check."
        )


def _records(person: Person) -> Iterator[Base]:
    yield person
    yield from blanking.rows(person)
    yield from erased_accounts.invitations(person, erased_accounts.going(person))
    for model, where in WHOLE:
        if issubclass(model, RECORDS):
            yield from db.session.scalars(select(model).where(where(person)))


def _open(organisation_id: int, person_id: int) -> Erasure:
    chosen = select(Erasure).where(
        Erasure.organisation_id == organisation_id,
        Erasure.person_id == person_id,
        Erasure.confirmed_at.is_(None),
        Erasure.withdrawn_at.is_(None),
    )
    erasure = db.session.scalar(chosen.with_for_update().execution_options(populate_existing=True))
    if erasure is None:
        raise OnboardingError("Nobody asks for this erasure: it was done, or taken back. Nothing was changed.")
    return erasure


def _lock(person: Person) -> None:
    chosen = select(Person.id).where(Person.organisation_id == person.organisation_id, Person.id == person.id)
    if db.session.scalar(chosen.with_for_update()) is None:
        raise NotFoundError
