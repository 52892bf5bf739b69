"""A calendar as programs of others read it: three libraries, of which the product writes with one, have to agree."""

from datetime import date, datetime
from typing import Any, NamedTuple

import icalendar
import ics
import vobject

from onboarding.clock import UTC


class Read(NamedTuple):
    """What one library found of an event."""

    title: str
    starts: date
    ends: date
    says: str
    place: str
    link: str
    status: str


def read(text: str) -> dict[str, Read]:
    """The events by uid, as every library has them."""
    found = by_icalendar(text)
    for other in (by_ics, by_vobject):
        assert other(text) == found, other.__name__
    return found


def by_icalendar(text: str) -> dict[str, Read]:
    events = icalendar.Calendar.from_ical(text).walk("VEVENT")
    names = ("SUMMARY", "DTSTART", "DTEND", "DESCRIPTION", "LOCATION", "URL", "STATUS")
    return {str(each["UID"]): Read(*(_plain(each.get(name, "")) for name in names)) for each in events}


def by_ics(text: str) -> dict[str, Read]:
    found = {}
    for each in ics.Calendar(text).events:
        starts, ends = (_instant(moment.datetime) for moment in (each.begin, each.end))
        if each.all_day:
            starts, ends = starts.date(), ends.date()
        said = (each.name, starts, ends, each.description, each.location, each.url, each.status)
        found[each.uid] = Read(*("" if value is None else value for value in said))
    return found


def by_vobject(text: str) -> dict[str, Read]:
    names = ("summary", "dtstart", "dtend", "description", "location", "url", "status")
    found = {}
    for each in vobject.readOne(text).contents.get("vevent", ()):
        said = [each.contents[name][0].value if name in each.contents else "" for name in names]
        found[each.uid.value] = Read(*(_instant(value) if isinstance(value, datetime) else value for value in said))
    return found


def lines(text: str) -> list[str]:
    """The lines as they stand, each held to the format: ended by CRLF, and no longer than 75 octets."""
    assert text.endswith("\r\n")
    whole = text.removesuffix("\r\n").split("\r\n")
    assert [line for line in whole if "\n" in line or "\r" in line] == []
    assert [line for line in whole if len(line.encode()) > 75] == []
    return whole


def _plain(value: Any) -> Any:
    value = getattr(value, "dt", value)
    return _instant(value) if isinstance(value, datetime) else value if isinstance(value, date) else str(value)


def _instant(value: datetime) -> datetime:
    return value.astimezone(UTC).replace(tzinfo=UTC)
