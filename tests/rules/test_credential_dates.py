"""The days that follow from an account's events: when it may go dormant, when we warn, when a change is reported."""

import pytest

from tests.rules.ask import account
from tests.rules.make import make_tracks
from tests.rules.make_law import make_rulings

ISSUED = ("2019-01-02 sent", "2019-01-03 issued")


def dormancy(*events: str, as_of: str = "2026-11-22", **numbers: int) -> tuple[str, str]:
    """When it may be inactivated for want of billing, and when we warn."""
    found = account(make_tracks(*ISSUED, *events), make_rulings(**numbers), as_of)
    return str(found.dormant_on), str(found.warn_on)


@pytest.mark.parametrize(
    ("effective", "dormant_on", "warn_on"),
    [
        ("2026-03-01", "2027-09-01", "2027-06-03"),  # August 31, July 31, June 28 are 90
        ("2024-08-28", "2026-02-28", "2025-11-30"),  # February 28, January 31, December 31 are 90
        ("2024-08-29", "2026-02-28", "2025-11-30"),  # February 2026 has no 29th, 30th or 31st
        ("2024-08-30", "2026-02-28", "2025-11-30"),
        ("2024-08-31", "2026-02-28", "2025-11-30"),
        ("2022-08-29", "2024-02-29", "2023-12-01"),  # February 29, January 31, December 30 are 90
        ("2022-08-30", "2024-02-29", "2023-12-01"),
        ("2022-08-31", "2024-02-29", "2023-12-01"),
        ("2024-02-29", "2025-08-29", "2025-05-31"),  # a leap day; August 29, July 31, June 30 are 90
        ("2025-03-31", "2026-09-30", "2026-07-02"),  # September 30, August 31, July 29 are 90
        ("2025-12-31", "2027-06-30", "2027-04-01"),  # June 30, May 31, April 29 are 90
    ],
)
def test_eighteen_months_without_billing_and_ninety_days_before(effective: str, dormant_on: str, warn_on: str) -> None:
    assert dormancy(f"{effective} effective") == (dormant_on, warn_on)


@pytest.mark.parametrize(("months", "dormant_on"), [(17, "2027-08-01"), (18, "2027-09-01"), (19, "2027-10-01")])
def test_the_months_are_a_number(months: int, dormant_on: str) -> None:
    assert dormancy("2026-03-01 effective", dormancy_months=months)[0] == dormant_on


@pytest.mark.parametrize(("days", "warn_on"), [(89, "2027-06-04"), (90, "2027-06-03"), (91, "2027-06-02")])
def test_so_are_the_days_before(days: int, warn_on: str) -> None:
    assert dormancy("2026-03-01 effective", dormancy_warning_days=days)[1] == warn_on


def test_a_bill_puts_it_off() -> None:
    assert dormancy("2020-03-01 effective", "2026-08-31 billed")[0] == "2028-02-29"
    assert dormancy("2020-03-01 effective", "2026-08-31 billed", "2025-01-01 billed")[0] == "2028-02-29"


def test_a_reactivation_puts_it_off() -> None:
    events = "2020-03-01 effective", "2026-01-01 inactivated", "2026-05-15 reactivated"
    assert dormancy(*events)[0] == "2027-11-15"


@pytest.mark.parametrize("event", ["checked", "changed", "change_reported"])
def test_nothing_else_does(event: str) -> None:
    assert dormancy("2026-03-01 effective", f"2026-08-31 {event}")[0] == "2027-09-01"


def test_dormancy_is_a_warning_and_never_a_state() -> None:
    # Eighteen months were over on 2027-09-01. L&I may inactivate; whether it did is an event, and nobody recorded one.
    found = account(make_tracks(*ISSUED, "2026-03-01 effective"), as_of="2028-01-01")
    assert (found.state, str(found.dormant_on)) == ("active", "2027-09-01")


@pytest.mark.parametrize("event", ["inactivated", "terminated"])
def test_an_account_that_is_not_active_does_not_go_dormant(event: str) -> None:
    assert dormancy("2026-03-01 effective", f"2026-08-31 {event}") == ("None", "None")


# A change is reported within fifteen days


def report(*events: str, **numbers: int) -> str:
    found = account(make_tracks(*ISSUED, "2020-03-01 effective", *events), make_rulings(**numbers))
    return str(found.change_report_due_on)


@pytest.mark.parametrize(
    ("changed", "due_on"),
    [
        ("2026-03-01", "2026-03-16"),
        ("2026-02-20", "2026-03-07"),  # eight days of February are left, and seven
        ("2024-02-20", "2024-03-06"),  # nine days of February are left, and six
        ("2026-12-20", "None"),  # to come
        ("2025-12-29", "2026-01-13"),
        ("2026-01-31", "2026-02-15"),
    ],
)
def test_a_change_is_due_fifteen_days_later(changed: str, due_on: str) -> None:
    assert report(f"{changed} changed") == due_on


@pytest.mark.parametrize(("days", "due_on"), [(14, "2026-03-15"), (15, "2026-03-16"), (16, "2026-03-17")])
def test_the_days_are_a_number(days: int, due_on: str) -> None:
    assert report("2026-03-01 changed", change_report_days=days) == due_on


@pytest.mark.parametrize(
    ("events", "due_on"),
    [
        (["2026-03-01 changed", "2026-03-10 changed"], "2026-03-16"),  # the earliest
        (["2026-03-01 changed", "2026-03-10 change_reported"], "None"),
        (["2026-03-01 changed", "2026-03-01 change_reported"], "None"),  # a report covers the changes of its own day
        (["2026-03-01 changed", "2026-03-05 change_reported", "2026-03-10 changed"], "2026-03-25"),
        (["2026-03-01 change_reported", "2026-03-10 changed"], "2026-03-25"),
        (["2026-03-01 changed", "2026-03-05 terminated"], "None"),
        (["2026-03-01 changed", "2026-03-05 inactivated"], "2026-03-16"),  # still to be reported
        (["2026-03-01 changed", "2026-03-05 checked", "2026-03-06 billed"], "2026-03-16"),
    ],
)
def test_it_is_the_earliest_change_not_yet_reported(events: list[str], due_on: str) -> None:
    assert report(*events) == due_on


def test_a_change_may_come_before_the_number_is_effective() -> None:
    found = account(make_tracks(*ISSUED, "2019-02-01 changed"))
    assert (found.state, str(found.change_report_due_on)) == ("issued", "2019-02-16")
