"""What an erasure leaves standing without what it said of the person: messages, and the reasons of records that stay.

A record that stays says that something was done, by whom and when; why it was done could name somebody.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select, update

from onboarding.extensions import Base, db
from onboarding.models.hiring import Supervision
from onboarding.models.keeping import Erasure, Hold, Lifting
from onboarding.models.message import Message, MessagePerson, MessageState
from onboarding.models.own import PersonAddress
from onboarding.models.person import Person, Posting
from onboarding.rules.alike import mailbox

GONE = "(erased)"
NOBODY = "erased@invalid"
Where = Callable[[Person], ColumnElement[bool]]


def of_person(model: Any) -> Where:
    """The rows of a table that name the person as theirs."""
    return lambda person: model.person_id == person.id


def _of_supervisor(person: Person) -> ColumnElement[bool]:
    """What is said of whom the person supervises; what is said of who supervised them goes whole."""
    return (Supervision.supervisor_id == person.id) & (Supervision.person_id != person.id)


def _of_hold(person: Person) -> ColumnElement[bool]:
    return Lifting.hold_id.in_(select(Hold.id).where(Hold.person_id == person.id))


# Which texts of the records that stay are about the person.
BLANKED: tuple[tuple[Any, Where, tuple[str, ...]], ...] = (
    (Posting, of_person(Posting), ("reason",)),
    (Supervision, _of_supervisor, ("note",)),
    (Hold, of_person(Hold), ("because", "lifted_because")),
    (Lifting, _of_hold, ("because",)),
    (Erasure, of_person(Erasure), ("because",)),
)
COLUMNS = {model: columns for model, _, columns in BLANKED}


def rows(person: Person) -> list[Base]:
    """The records about the person that stay."""
    chosen = (select(model).where(where(person)).order_by(model.id) for model, where, _ in BLANKED)
    return [row for each in chosen for row in db.session.scalars(each)]


def blank(stay: Iterable[Base]) -> None:
    """Take out of these records what was typed of the person. The caller writes their entries."""
    for row in stay:
        for each in COLUMNS[type(row)]:
            if getattr(row, each) is not None:
                setattr(row, each, None if row.__table__.c[each].nullable else GONE)
    db.session.flush()


def blank_messages(organisation_id: int, people: Sequence[Person], accounts: Sequence[str] = ()) -> None:
    """Take out of every message about these people, and of all that was written to them, what it says and to whom.

    `accounts`: the addresses of the accounts that go with them. What waits is never sent. What a sender has in hand at
    this moment may still arrive; it is not tried again.
    """
    chosen = messages_about(organisation_id, people, accounts)
    unsent = update(Message).where(chosen, Message.state != MessageState.SENT)
    db.session.execute(unsent.values(state=MessageState.WITHDRAWN, claim=None, claimed_until=None))
    said = {"to_address": NOBODY, "subject": GONE, "body": GONE, "calendar": None, "last_error": None}
    db.session.execute(update(Message).where(chosen).values(**said))


def messages_about(organisation_id: int, people: Sequence[Person], accounts: Sequence[str] = ()) -> ColumnElement[bool]:
    """Which messages are about these people, whosever they are, or the organisation's to an address of theirs.

    One to such an address that is about others stays: it may be theirs by now.
    """
    ids = [each.id for each in people]
    had = db.session.scalars(select(PersonAddress.mailbox).where(PersonAddress.person_id.in_(ids)))
    theirs = {*had, *map(mailbox, accounts), *(mailbox(each.email) for each in people if each.email)}
    written_to = select(Message.to_address).where(Message.organisation_id == organisation_id).distinct()
    addresses = [each for each in db.session.scalars(written_to) if mailbox(each) in theirs]
    about = select(MessagePerson.message_id).where(
        MessagePerson.organisation_id == organisation_id, MessagePerson.person_id.in_(ids)
    )
    of_others = exists().where(MessagePerson.message_id == Message.id)
    to_them = (Message.organisation_id == organisation_id) & Message.to_address.in_(addresses) & ~of_others
    of_account = Message.to_address.in_(accounts) & Message.organisation_id.is_(None)
    return or_(Message.id.in_(about), to_them, of_account)
