"""An organisation's messages: what was written, and what became of it."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import case, func, select

from onboarding.extensions import db
from onboarding.models import message as tables
from onboarding.models.message import Message, MessageState
from onboarding.models.work import MailHold
from onboarding.queries.paging import turned

PAGE = 25
OF_ACCOUNTS = ("invitation",)  # what an administrator answers for; all others tell something of a person
# Of those to who hosts somebody at another COHE: there, the address is nobody's to see.
TO_HOST, SIGN_OFF = "hosting", "sign_off"
PACKET_LINK = "packet_link"  # a link to a packet, or an answer to what was asked by one
State = MessageState  # for those who may not know the tables, like the words for it
IN_WORDS = tables.IN_WORDS


class Messages(NamedTuple):
    """One page, and how many there are in all."""

    rows: Sequence[Message]
    total: int
    page: int
    pages: int


def listed(organisation_id: int, state: MessageState | None, page: int, about_people: bool = True) -> Messages:
    """A page of messages: those given up first, then the latest. Not `about_people`: of accounts alone."""
    chosen = select(Message).where(Message.organisation_id == organisation_id)
    chosen = chosen if about_people else chosen.where(Message.kind.in_(OF_ACCOUNTS))
    if state:
        chosen = chosen.where(Message.state == state)
    total = db.session.scalar(select(func.count()).select_from(chosen.with_only_columns(Message.id).subquery())) or 0
    page, pages = turned(total, page, PAGE)
    first = case((Message.state == MessageState.GIVEN_UP, 0), else_=1)
    rows = chosen.order_by(first, Message.created_at.desc(), Message.id.desc()).limit(PAGE).offset((page - 1) * PAGE)
    return Messages(db.session.scalars(rows).all(), total, page, pages)


def by_keys(organisation_id: int, keys: Collection[str]) -> dict[str, Message]:
    """What became of messages that have these keys, by key."""
    chosen = select(Message).where(Message.organisation_id == organisation_id, Message.key.in_(keys))
    return {each.key: each for each in db.session.scalars(chosen)}


def addressee(message: Message) -> str:
    """Whom it went to, as the organisation that it is of may see it."""
    return "the host of the visit" if message.kind in (TO_HOST, SIGN_OFF) else message.to_address


def held() -> MailHold | None:
    """Why no mail is sent from this copy of the installation; None where it is."""
    return db.session.scalar(select(MailHold).where(MailHold.released_at.is_(None)).limit(1))


def of_accounts(organisation_id: int, id: int, _user_id: int | None = None) -> Message | None:
    """A message of this organisation that is about nobody's record."""
    found = one(organisation_id, id)
    return found if found and found.kind in OF_ACCOUNTS else None


def one(organisation_id: int, id: int, _user_id: int | None = None) -> Message | None:
    """A message of this organisation."""
    return db.session.scalar(select(Message).where(Message.organisation_id == organisation_id, Message.id == id))


def unsent(limit: int = 100) -> Sequence[Message]:
    """Messages of every organisation and of none that wait or were given up, the latest first."""
    open_still = Message.state.in_([MessageState.WAITING, MessageState.CLAIMED, MessageState.GIVEN_UP])
    return db.session.scalars(select(Message).where(open_still).order_by(Message.id.desc()).limit(limit)).all()
