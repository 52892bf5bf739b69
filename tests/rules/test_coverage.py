"""The days on which an HSC is away and nobody covers."""

import pytest

from onboarding.rules.facts import StaffRow
from tests.rules.ask import gaps
from tests.rules.make import make_absence, make_row, make_staffing

ANA, BEN = make_row("ana"), make_row("ben")
JULY = [("ana", "2026-07-01", "2026-07-14")]


def test_an_absence_that_nobody_covers_is_a_gap() -> None:
    assert gaps(make_staffing(staff=[ANA], absences=[make_absence("2026-07-01", "2026-07-14")])) == JULY


def test_a_day_away_is_a_day() -> None:
    assert gaps(make_staffing(staff=[ANA], absences=[make_absence("2026-07-01", "2026-07-01")])) == [
        ("ana", "2026-07-01", "2026-07-01")
    ]


@pytest.mark.parametrize(
    ("cover", "expected"),
    [
        (make_row("ben"), []),
        (make_row("ben", role="surgical_hsc"), []),
        (make_row("ben", role="assistant"), JULY),
        (make_row("ben", last="2026-06-30"), JULY),  # left
        (make_row("ben", first="2026-07-15"), JULY),  # has not begun
        (make_row("ben", billable=None), []),
    ],
)
def test_an_hsc_covers(cover: StaffRow, expected: list[tuple[str, str, str]]) -> None:
    away = make_absence("2026-07-01", "2026-07-14", covered_by="ben")
    assert gaps(make_staffing(staff=[ANA, cover], absences=[away])) == expected


def test_cover_for_a_part_leaves_a_part() -> None:
    # Ben leaves on 7 July: 8 to 14 July are uncovered.
    away = make_absence("2026-07-01", "2026-07-14", covered_by="ben")
    facts = make_staffing(staff=[ANA, make_row("ben", last="2026-07-07")], absences=[away])
    assert gaps(facts) == [("ana", "2026-07-08", "2026-07-14")]


def test_nobody_covers_for_herself() -> None:
    away = make_absence("2026-07-01", "2026-07-14", covered_by="ana")
    assert gaps(make_staffing(staff=[ANA], absences=[away])) == JULY


def test_who_is_away_covers_nobody() -> None:
    absences = [
        make_absence("2026-07-01", "2026-07-14", covered_by="ben"),
        make_absence("2026-07-10", "2026-07-12", staff="ben", covered_by="ana"),
    ]
    assert gaps(make_staffing(staff=[ANA, BEN], absences=absences)) == [
        ("ana", "2026-07-10", "2026-07-12"),
        ("ben", "2026-07-10", "2026-07-12"),
    ]


def test_neighbouring_days_are_joined_across_absences() -> None:
    absences = [make_absence("2026-07-08", "2026-07-14"), make_absence("2026-07-01", "2026-07-07")]
    assert gaps(make_staffing(staff=[ANA], absences=absences)) == JULY


def test_days_apart_are_two_gaps() -> None:
    absences = [make_absence("2026-07-01", "2026-07-07"), make_absence("2026-07-09", "2026-07-14")]
    assert gaps(make_staffing(staff=[ANA], absences=absences)) == [
        ("ana", "2026-07-01", "2026-07-07"),
        ("ana", "2026-07-09", "2026-07-14"),
    ]


def test_gaps_stand_by_person_and_then_by_day() -> None:
    absences = [make_absence("2026-03-01", "2026-03-01", staff="ben"), make_absence("2026-07-01", "2026-07-14")]
    assert gaps(make_staffing(staff=[BEN, ANA], absences=absences)) == [*JULY, ("ben", "2026-03-01", "2026-03-01")]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (make_row("ana", role="assistant"), []),  # no HSC is away
        (make_row("ana", role="surgical_hsc"), JULY),
        (make_row("ana", last="2026-07-07"), [("ana", "2026-07-01", "2026-07-07")]),
        (make_row("ana", first="2026-07-08"), [("ana", "2026-07-08", "2026-07-14")]),
    ],
)
def test_only_days_in_the_role_are_days_away(row: StaffRow, expected: list[tuple[str, str, str]]) -> None:
    assert gaps(make_staffing(staff=[row], absences=[make_absence("2026-07-01", "2026-07-14")])) == expected
