"""Whose own a record is or ever was, and which mailboxes are those of a COHE's own people."""

from sqlalchemy import ColumnElement, or_, select, union

from onboarding.extensions import db
from onboarding.models.account import User
from onboarding.models.duplicate import Duplicate
from onboarding.models.organisation import Membership
from onboarding.models.own import PersonAccount, PersonAddress
from onboarding.models.person import Person
from onboarding.rules.alike import mailbox


def records_of(user_id: int) -> set[int]:
    """The ids of the records that are, or once were, the user's own: by account, by address, or merged with such."""
    user = db.session.get_one(User, user_id)
    by_account = select(PersonAccount.person_id).where(PersonAccount.user_id == user_id)
    by_address = select(PersonAddress.person_id).where(PersonAddress.mailbox == mailbox(user.email))
    found, new = set[int](), set(db.session.scalars(union(by_account, by_address)))
    while new:
        found |= new
        merged = select(Duplicate.person_id, Duplicate.other_id).where(
            Duplicate.same, or_(Duplicate.person_id.in_(new), Duplicate.other_id.in_(new))
        )
        new = {id for pair in db.session.execute(merged) for id in pair} - found
    return found


def mailboxes(person: Person) -> set[str]:
    """Every mailbox that was ever recorded as the person's."""
    return set(db.session.scalars(select(PersonAddress.mailbox).where(*_of(person))))


def put_there_by(person: Person, address: str) -> set[int]:
    """The users who ever recorded this mailbox as the person's."""
    chosen = select(PersonAddress.set_by_id).where(*_of(person), PersonAddress.mailbox == mailbox(address))
    return {each for each in db.session.scalars(chosen) if each is not None}


def colleagues(organisation_id: int) -> dict[str, int]:
    """The mailboxes of everybody who has or had a role in the organisation, each with its account."""
    accounts = (
        select(User.email, User.id)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.organisation_id == organisation_id)
    )
    return {mailbox(email): id for email, id in db.session.execute(accounts.distinct())}


def is_of(organisation_id: int, address: str) -> bool:
    """Whether a mailbox is, or ever was, that of somebody with a record or an account at the organisation."""
    box = mailbox(address)
    of = PersonAddress.organisation_id == organisation_id, PersonAddress.mailbox == box
    return box in colleagues(organisation_id) or bool(db.session.scalar(select(PersonAddress.id).where(*of).limit(1)))


def has_record(user_id: int, organisation_id: int) -> bool:
    """Whether a record of the organisation is, or once was, the user's own."""
    mine = records_of(user_id)
    of = Person.organisation_id == organisation_id, Person.id.in_(mine)
    return bool(mine and db.session.scalar(select(Person.id).where(*of).limit(1)))


def _of(person: Person) -> tuple[ColumnElement[bool], ...]:
    return PersonAddress.organisation_id == person.organisation_id, PersonAddress.person_id == person.id
