"""The kinds of events that webhooks tell of: which entries of the trail are one, who may hear it, and where to ask.

What is told is a kind and an address of the API. What happened to whom stands behind that address, for a token that
may read it.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import select

from onboarding.actions import Action
from onboarding.extensions import Base, db
from onboarding.models.trail import TrailEntry
from onboarding.permissions import NEEDS, May, TokenScope
from onboarding.queries import packets


class Kind(StrEnum):
    """What happened. Receivers know it by this word, so it never changes its meaning."""

    APPLICATION_HANDED_IN = "application.handed_in"
    DETERMINATION_RECORDED = "determination.recorded"
    STAFF_HIRED = "staff.hired"
    STAFF_CORRECTED = "staff.corrected"
    STAFF_ENDED = "staff.ended"
    CREDENTIAL_RECORDED = "credential.recorded"
    TRAINING_RECORDED = "training.recorded"
    BOOKING_BOOKED = "booking.booked"
    BOOKING_CANCELED = "booking.canceled"
    RULING_ANSWERED = "ruling.answered"
    PACKET_ISSUED = "packet.issued"
    PACKET_SUPERSEDED = "packet.superseded"
    PACKET_WITHDRAWN = "packet.withdrawn"


TEST = "test"  # what somebody asked for to see whether it comes; it is about nothing


class Told(NamedTuple):
    """A kind in words, by which actions it happens, and what of the API it is about."""

    words: str
    scope: TokenScope
    about: str
    actions: frozenset[Action]


_APPLICANTS, _STAFF, _PACKETS = TokenScope.READ_APPLICANTS, TokenScope.READ_STAFF, TokenScope.READ_PACKETS
_BOOKING = "/cohes/{cohe}/sessions/{id}/bookings/{entry}"
KINDS: Mapping[Kind, Told] = {
    Kind.APPLICATION_HANDED_IN: Told(
        "An applicant handed in an application",
        _APPLICANTS,
        "/cohes/{cohe}/applicants/{id}/application",
        frozenset({Action.LINK_HANDED_IN}),
    ),
    Kind.DETERMINATION_RECORDED: Told(
        "A determination was recorded or reopened",
        _APPLICANTS,
        "/cohes/{cohe}/applicants/{id}/determination",
        frozenset({Action.DETERMINATION_MADE, Action.DETERMINATION_REOPENED}),
    ),
    Kind.STAFF_HIRED: Told(
        "Somebody was hired", _STAFF, "/cohes/{cohe}/staff/{id}", frozenset({Action.POSTING_RECORDED})
    ),
    Kind.STAFF_CORRECTED: Told(
        "Days of employment were corrected", _STAFF, "/cohes/{cohe}/staff/{id}", frozenset({Action.POSTING_CORRECTED})
    ),
    Kind.STAFF_ENDED: Told(
        "Somebody’s employment ended", _STAFF, "/cohes/{cohe}/staff/{id}", frozenset({Action.POSTING_ENDED})
    ),
    Kind.CREDENTIAL_RECORDED: Told(
        "What happened at L&I was recorded or corrected",
        _STAFF,
        "/cohes/{cohe}/staff/{id}/credential-answer",
        frozenset(
            {Action.CREDENTIAL_EVENT_RECORDED, Action.CREDENTIAL_EVENT_CORRECTED, Action.CREDENTIAL_EVENT_STRUCK}
        ),
    ),
    Kind.TRAINING_RECORDED: Told(
        "Training was recorded or corrected",
        _STAFF,
        "/cohes/{cohe}/staff/{id}/training-answer",
        frozenset({Action.TRAINING_RECORDED, Action.TRAINING_CORRECTED, Action.TRAINING_STRUCK}),
    ),
    Kind.BOOKING_BOOKED: Told(
        "Somebody was booked for a session, or put on its waiting list",
        TokenScope.READ_SESSIONS,
        _BOOKING,
        frozenset({Action.SEAT_BOOKED, Action.SEAT_MOVED_UP}),
    ),
    Kind.BOOKING_CANCELED: Told(
        "A seat of a session was given back, or the session was canceled",
        TokenScope.READ_SESSIONS,
        _BOOKING,
        frozenset({Action.SEAT_WITHDRAWN, Action.SEAT_LOST}),
    ),
    Kind.RULING_ANSWERED: Told(
        "L&I confirmed or disputed a ruling",
        TokenScope.READ_RULINGS,
        "/cohes/{cohe}/rulings/{id}",
        frozenset({Action.RULING_CONFIRMED, Action.RULING_DISPUTED}),
    ),
    Kind.PACKET_ISSUED: Told(
        "A packet was issued", _PACKETS, "/cohes/{cohe}/packets/{id}", frozenset({Action.PACKET_ISSUED})
    ),
    Kind.PACKET_SUPERSEDED: Told(
        "A packet was replaced by another",
        _PACKETS,
        "/cohes/{cohe}/packets/{id}",
        frozenset({Action.PACKET_SUPERSEDED}),
    ),
    Kind.PACKET_WITHDRAWN: Told(
        "A packet was withdrawn", _PACKETS, "/cohes/{cohe}/packets/{id}", frozenset({Action.PACKET_WITHDRAWN})
    ),
}
BY_ANOTHER = {"booking": "session_id", "ruling_answer": "ruling_id"}  # what the API knows by another record's number
BY_ACTION = {action: kind for kind, told in KINDS.items() for action in told.actions}


class Event(NamedTuple):
    """Something that happened. `about`: the path of the API where it is read; None of a test. `hash`: of its entry."""

    kind: str
    number: int
    at: datetime
    about: str | None
    hash: str = ""


def for_those_who(may: Iterable[May]) -> list[Kind]:
    """The kinds that somebody who may do this can be told of."""
    allowed = frozenset(may)
    return [kind for kind, told in KINDS.items() if NEEDS[told.scope] in allowed]


def event(organisation_id: int, slug: str, entry: TrailEntry) -> Event | None:
    """What an entry of one of these actions tells. None where there is nothing to ask for any more, or never was."""
    kind = BY_ACTION[Action(entry.action)]
    ids = _of(organisation_id, entry.subject)
    if ids is None:
        return None
    about = KINDS[kind].about.format(cohe=slug, **ids)
    return Event(kind, entry.number, datetime.fromisoformat(entry.at), about, entry.hash)


def _of(organisation_id: int, subject: str) -> dict[str, int] | None:
    """The numbers by which the API knows it: of a packet its own, of a booking its session's too, of an answer that of
    its ruling, of what is about somebody theirs. None where it is there no longer.
    """
    table, _, number = subject.partition(":")
    if table == "packet":
        return {"id": int(number)} if packets.issued_in_one_file(organisation_id, int(number)) else None
    of = Base.metadata.tables[table].c
    column = of[BY_ANOTHER.get(table, "person_id")]
    id = db.session.scalar(select(column).where(of.organisation_id == organisation_id, of.id == int(number)))
    return None if id is None else {"id": id, "entry": int(number)}
