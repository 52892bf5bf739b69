"""What goes with a message into the calendar of whom it goes to, and how calendars know it again."""

from email.utils import parseaddr
from typing import NamedTuple
from urllib.parse import urlsplit

from flask import current_app

from onboarding import clock
from onboarding.config import Config
from onboarding.formats.calendar import Entry, Method, Party, Status, invitation
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.training_session import Booking, TrainingSession
from onboarding.queries.training_sessions import name


class Invites(NamedTuple):
    """An invitation, or the end of one. `thread` is the same of all that are about the same entry of one calendar."""

    thread: str
    text: str


def seat(row: Booking, session: TrainingSession, method: Method, version: int) -> Invites:
    """To somebody who was booked, and has an address: the seat, or that there is none any more.

    `version` rises with each that is sent about the same seat. Who invites is who sends the mail: programs take it from
    nobody else.
    """
    return _invited(seat_uid(row), tells_whom(row), session, row.organisation, row.person, method, version)


def hosting(session: TrainingSession, host: Person, method: Method, version: int) -> Invites:
    """To who is shadowed: the visit, once somebody comes, or that nobody does. Who comes, the mail says, which goes
    with them; a calendar would keep it."""
    says = f"An HSC of another COHE shadows you. {_tells(session.organisation)}"
    return _invited(uid("hosting", session.id), says, session, session.organisation, host, method, version)


def _invited(
    known_as: str,
    says: str,
    session: TrainingSession,
    by: Organisation,
    person: Person,
    method: Method,
    version: int,
) -> Invites:
    config: Config = current_app.extensions["config"]
    why = session.canceled_because
    entry = Entry(
        known_as,
        name(session),
        session.starts_at,
        session.ends_at,
        says=f"Why it was canceled: {why}" if why else says,
        place=session.place,
        status=Status.CANCELED if method is Method.CANCEL else Status.CONFIRMED,
    )
    sender, to = Party(by.name, parseaddr(config.mail_from)[1]), Party(person.name, person.email or "")
    return Invites(entry.uid, invitation(method, entry, version, sender, to, clock.now()))


def tells_whom(row: Booking) -> str:
    """What somebody does who cannot come."""
    return _tells(row.organisation)


def _tells(organisation: Organisation) -> str:
    return f"If you cannot come, tell your manager at {organisation.name}."


def seat_uid(row: Booking) -> str:
    """How calendars know somebody's seat, whether by an invitation or as a calendar that they fetch."""
    return uid("seat", row.session_id, row.person_id)


def uid(*parts: object) -> str:
    """What is the same for as long as it is the same thing: of no other installation, and without a name in it."""
    config: Config = current_app.extensions["config"]
    return f"{'-'.join(map(str, parts))}@{urlsplit(config.base_url).hostname}"
