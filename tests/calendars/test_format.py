"""What is written is read as it was meant, by libraries of others: hostile texts, long ones, and days clocks change."""

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings, strategies as st

from onboarding import clock
from onboarding.formats.calendar import Entry, Method, Party, Status, feed, invitation, method_of
from tests.calendars.reading import lines, read

AS_OF = datetime(2026, 11, 30, 8, tzinfo=UTC)
DAY = date(2026, 12, 1)
BY, TO = Party("Valley COHE", "onboarding@example.org"), Party("Ana Ruiz", "ana@example.org")


def written(*entries: Entry, name: str = "Valley") -> str:
    return feed(name, entries, AS_OF).decode()


HOSTILE = (
    'Ruiz, Ana; of \\Valley\\ "COHE": 50 %',
    "Núñez 李小龍 Ω " * 12,
    "a\nEND:VEVENT\nBEGIN:VEVENT\nSUMMARY:Not ours",
    "a\r\nATTENDEE:mailto:eve@example.com",
    "\\n \\, \\; \\N",
    "x" * 74 + "é" * 80,
    "  leading, and trailing  ",
    "=HYPERLINK(1)",
    "^n ^' ^^ &amp; <b>",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_is_read_as_it_was_typed_and_is_nothing_but_a_text(text: str) -> None:
    calendar = written(Entry("one@host", text, DAY, says=text, place=text), name=text)
    (found,) = read(calendar).values()
    assert {found.title, found.says, found.place} == {text.replace("\r\n", "\n").replace("\\", "/")}
    names = [re.split("[:;]", line)[0] for line in lines(calendar) if not line.startswith(" ")]
    assert names.count("BEGIN") == 2
    assert "ATTENDEE" not in names


@pytest.mark.parametrize("sign", ["\0", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029", "\ud800", "\x7f"])
def test_a_sign_at_which_some_programs_end_a_line_ends_none(sign: str) -> None:
    calendar = written(Entry("one@host", f"a{sign}ATTENDEE:b", DAY, says=f"c{sign}END:VEVENT"))
    (found,) = read(calendar).values()
    assert (found.title, found.says) == ("a ATTENDEE:b", "c END:VEVENT")
    assert len(calendar.splitlines()) == len(lines(calendar))


@given(st.text(max_size=200), st.text(max_size=400))
@settings(max_examples=60)
def test_of_any_texts_there_is_one_event_in_lines_of_75_octets(title: str, says: str) -> None:
    calendar = written(Entry("one@host", title, DAY, says=says))
    lines(calendar)
    assert [each.starts for each in read(calendar).values()] == [DAY]


@pytest.mark.parametrize("day", [date(2026, 3, 8), date(2026, 11, 1), date(2028, 2, 29), date(2026, 12, 31)])
def test_a_deadline_is_its_day_in_washington_wherever_it_is_read(day: date) -> None:
    calendar = written(Entry("one@host", "Due", day))
    assert f"DTSTART;VALUE=DATE:{day:%Y%m%d}" in lines(calendar)
    (found,) = read(calendar).values()
    assert (found.starts, found.ends) == (day, day + timedelta(days=1))


@pytest.mark.parametrize(
    ("day", "hour", "utc"),
    [
        (date(2026, 3, 7), time(9), datetime(2026, 3, 7, 17, tzinfo=UTC)),
        (date(2026, 3, 8), time(9), datetime(2026, 3, 8, 16, tzinfo=UTC)),  # clocks went forward that night
        (date(2026, 11, 1), time(9), datetime(2026, 11, 1, 17, tzinfo=UTC)),  # and back
        (date(2026, 11, 30), time(18), datetime(2026, 12, 1, 2, tzinfo=UTC)),  # the next day already
    ],
)
def test_a_session_is_at_its_instant_whatever_clocks_do(day: date, hour: time, utc: datetime) -> None:
    starts = clock.at(day, hour)
    (found,) = read(written(Entry("one@host", "Session", starts, starts + timedelta(hours=3)))).values()
    assert (found.starts, found.ends) == (utc, utc + timedelta(hours=3))


def test_a_deadline_takes_no_time_and_what_is_canceled_says_so() -> None:
    starts = clock.at(DAY, time(9))
    timed = Entry("two@host", "Session", starts, starts + timedelta(hours=1), status=Status.CANCELED)
    calendar = written(Entry("one@host", "Due", DAY), timed)
    assert [line for line in lines(calendar) if line.startswith(("STATUS", "TRANSP"))] == [
        *("STATUS:CONFIRMED", "TRANSP:TRANSPARENT"),
        *("STATUS:CANCELLED", "TRANSP:TRANSPARENT"),
    ]
    assert read(calendar)["two@host"].status == "CANCELLED"


def test_an_empty_calendar_is_a_calendar() -> None:
    assert read(written()) == {}


@pytest.mark.parametrize("name", ["Ana Ruiz", 'The "Valley", COHE; x: ^ y', "Núñez\nATTENDEE:mailto:eve@example.com"])
def test_an_invitation_says_who_and_which_version(name: str) -> None:
    starts = clock.at(DAY, time(9))
    entry = Entry("seat-1-2@host", "L&I orientation", starts, starts + timedelta(hours=3), place="Tumwater")
    text = invitation(Method.CANCEL, entry, 3, Party(name, BY.email), Party(name, TO.email), AS_OF)
    assert (method_of(text), list(read(text))) == ("CANCEL", ["seat-1-2@host"])
    unfolded = text.replace("\r\n ", "").split("\r\n")
    assert "SEQUENCE:3" in unfolded
    for what, email in (("ORGANIZER", BY.email), ("ATTENDEE", TO.email)):
        (line,) = [each for each in unfolded if each.startswith(what)]
        assert line.endswith(f":mailto:{email}")
