"""From when to when somebody may bill, from the events of their account; and a time in pieces by it."""

from datetime import date

import pytest

from onboarding.rules.billing import active_spans, split
from onboarding.rules.facts import Event
from tests.rules.make import day

BEGUN = (("sent", "2025-01-06"), ("issued", "2025-01-20"), ("effective", "2025-02-01"))


def spans(*said: tuple[str, str]) -> list[tuple[str, str | None]] | None:
    events = [Event(day(on), event, None, None, "") for event, on in said]
    found = active_spans(events)
    return None if found is None else [(str(first), str(last) if last else None) for first, last in found]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ((), [("2025-02-01", None)]),
        ((("billed", "2025-03-01"),), [("2025-02-01", None)]),
        # The day on which it ends is in no span.
        ((("inactivated", "2025-05-01"),), [("2025-02-01", "2025-04-30")]),
        ((("inactivated", "2025-05-01"), ("reactivated", "2025-06-15")),
         [("2025-02-01", "2025-04-30"), ("2025-06-15", None)]),
        ((("terminated", "2025-05-01"),), [("2025-02-01", "2025-04-30")]),
        # It ends on the day on which it began: no day is left.
        ((("inactivated", "2025-02-01"),), []),
    ],
)  # fmt: skip
def test_each_span_in_which_the_account_is_active(
    more: tuple[tuple[str, str], ...], expected: list[tuple[str, str | None]]
) -> None:
    assert spans(*BEGUN, *more) == expected
    assert spans(*more[::-1], *BEGUN[::-1]) == expected, "in whatever order they were entered"


def test_nothing_is_active_before_l_and_i_says_so() -> None:
    assert spans() == []
    assert spans(*BEGUN[:2]) == []


def test_events_that_do_not_follow_each_other_say_nothing() -> None:
    assert spans(("effective", "2025-02-01")) is None


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], [("2025-01-01", "2025-12-31", None)]),
        ([("2025-02-01", None)], [("2025-01-01", "2025-12-31", "2025-02-01")]),
        ([("2024-02-01", None)], [("2025-01-01", "2025-12-31", "2025-01-01")]),
        ([("2024-02-01", "2024-12-31")], [("2025-01-01", "2025-12-31", None)]),
        ([("2026-01-01", None)], [("2025-01-01", "2025-12-31", None)]),
        ([("2025-02-01", "2025-04-30")],
         [("2025-01-01", "2025-04-30", "2025-02-01"), ("2025-05-01", "2025-12-31", None)]),
        ([("2025-02-01", "2025-04-30"), ("2025-06-15", None)],
         [("2025-01-01", "2025-04-30", "2025-02-01"), ("2025-05-01", "2025-12-31", "2025-06-15")]),
        ([("2025-02-01", "2025-12-31")], [("2025-01-01", "2025-12-31", "2025-02-01")]),
    ],
)  # fmt: skip
def test_a_time_in_pieces_ends_where_billing_does(
    spans: list[tuple[str, str | None]], expected: list[tuple[str, str, str | None]]
) -> None:
    given = [(day(first), day(last) if last else None) for first, last in spans]
    found = list(split(date(2025, 1, 1), date(2025, 12, 31), given))
    assert [(str(first), str(last), str(bills) if bills else None) for first, last, bills in found] == expected


def test_a_time_that_goes_on_does_so_in_its_last_piece() -> None:
    assert list(split(date(2025, 1, 1), None, [(date(2025, 2, 1), date(2025, 4, 30))])) == [
        (date(2025, 1, 1), date(2025, 4, 30), date(2025, 2, 1)),
        (date(2025, 5, 1), None, None),
    ]
