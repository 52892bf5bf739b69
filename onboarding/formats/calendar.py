"""Calendars as calendar programs read them (RFC 5545), and invitations (RFC 5546): only how they are written.

A day stays a day, without any time zone; an instant is given in UTC, which every program shows as its own clock does.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from icalendar import Calendar, Component, Event, vCalAddress, vText

PRODUCT = "-//HSC onboarding//Calendar//EN"
OFTEN = "PT1H"  # how often programs that heed it ask again
# No sign that a text may have: some programs end a line at them, and the rest would be read as another property.
UNSAID = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
DAY = timedelta(days=1)


class Status(StrEnum):
    """Whether something takes place, in the format's own words."""

    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELED = "CANCELLED"


class Method(StrEnum):
    """What an invitation asks a calendar to do."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


class Entry(NamedTuple):
    """What stands in a calendar: on a whole day (`ends` None), or from an instant to another.

    `uid` is the same for as long as it is the same thing. `link`: the page it leads to.
    """

    uid: str
    title: str
    starts: date
    ends: datetime | None = None
    says: str = ""
    place: str = ""
    link: str = ""
    status: Status = Status.CONFIRMED


class Party(NamedTuple):
    """Who invites, or is invited."""

    name: str
    email: str


def feed(name: str, entries: Iterable[Entry], as_of: datetime) -> bytes:
    """A calendar that programs fetch again and again. `as_of`: when what it says was so."""
    calendar = _calendar()
    calendar.add("x-wr-calname", _said(name))
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", OFTEN)
    for entry in entries:
        calendar.add_component(_event(entry, as_of))
    return bytes(calendar.to_ical())


def invitation(method: Method, entry: Entry, sequence: int, by: Party, to: Party, at: datetime) -> str:
    """An entry for the calendar of one person, for a mail of `at`. Of two with one uid, the higher sequence holds."""
    calendar = _calendar()
    calendar.add("method", method.value)
    event = _event(entry, at)
    event.add("sequence", sequence)
    event.add("organizer", _address(by))
    # The seat is taken already, and nobody reads answers: who cannot come tells the manager, as the mail says.
    event.add("attendee", _address(to, ROLE="REQ-PARTICIPANT", PARTSTAT="ACCEPTED", RSVP="FALSE"), encode=False)
    calendar.add_component(event)
    return str(calendar.to_ical().decode())


def method_of(invitation: str) -> str:
    """What an invitation asks for; a mail has to say so too."""
    return str(Calendar.from_ical(invitation)["METHOD"])


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    return calendar


def _event(entry: Entry, at: datetime) -> Component:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", at)
    event.add("dtstart", entry.starts)
    event.add("dtend", entry.ends or entry.starts + DAY)
    event.add("summary", _said(entry.title))
    for name, text in (("description", entry.says), ("location", entry.place)):
        if text:
            event.add(name, _said(text))
    if entry.link:
        event.add("url", entry.link)
    event.add("status", entry.status.value)
    # A deadline takes no time of its day, and what does not take place takes none either.
    event.add("transp", "OPAQUE" if entry.ends and entry.status is not Status.CANCELED else "TRANSPARENT")
    return event


def _address(party: Party, **said: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{party.email}")
    address.params.update({"CN": " ".join(_said(party.name).replace('"', "'").split()), **said})
    return address


def _said(text: str) -> vText:
    """A text as every program reads it. Some take a backslash before an n for the end of a line, and so does ours."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\\", "/")
    return vText(UNSAID.sub(" ", plain))
