"""Small pieces of sentences: days in a rule's sentence as people write them, and how far off a day is."""

from datetime import date, timedelta

import pytest

from onboarding.rules import wording
from tests.rules.make import vaguely

TODAY = date(2026, 11, 29)


@pytest.mark.parametrize(
    ("rule", "page"),
    [
        ("Due on 2027-04-30, 6 months after.", "Due on Apr 30, 2027, 6 months after."),
        ("2026-01-05 to 2026-02-05", "Jan 5, 2026 to Feb 5, 2026"),
        (
            "“2015-02-30” is not a date. Write it like 2019-03-15.",
            "“2015-02-30” is not a date. Write it like 2019-03-15.",
        ),
        ("2015-02-30 is no day", "2015-02-30 is no day"),
        (
            "scan-2026-01-05.pdf, 2026-01-05T10:00, 555-2026-01-05",
            "scan-2026-01-05.pdf, 2026-01-05T10:00, 555-2026-01-05",
        ),
        ("no day at all", "no day at all"),
        ("Nurse, 2017-08 to 2019-11.", "Nurse, Aug 2017 to Nov 2019."),
        ("“2017-08”, 555-2017-08, 2017-13, like 2017-08", "“2017-08”, 555-2017-08, 2017-13, like 2017-08"),
    ],
)
def test_a_sentence_says_its_days_as_people_write_them(rule: str, page: str) -> None:
    assert wording.spoken(rule) == page


@pytest.mark.parametrize(
    ("days", "says"),
    [(-76, "76 days overdue"), (-1, "1 day overdue"), (0, "today"), (1, "in 1 day"), (11, "in 11 days")],
)
def test_how_far_off_a_day_is(days: int, says: str) -> None:
    assert wording.ahead(TODAY + timedelta(days=days), TODAY) == says


@pytest.mark.parametrize(
    ("written", "says"), [("2019", "2019"), ("2019-10", "Oct 2019"), ("2019-10-05", "Oct 5, 2019")]
)
def test_a_date_known_in_part_is_said_as_far_as_it_is_known(written: str, says: str) -> None:
    assert wording.short_vague_day(vaguely(written)) == says
