"""How long records are kept: the later of two ends for staff, some years for others, else kept and said why."""

from datetime import date

import pytest

from onboarding.rules.retention import Retained, RetentionFinding, keep
from onboarding.rules.rulebook_file import SHIPPED, load
from onboarding.rules.rulings import Rulings

LAW = Rulings(load(SHIPPED)).in_force(date(2026, 11, 22), None, None)
LEFT = Retained(hired=True, left_on=date(2026, 1, 31))


def kept(retained: Retained) -> RetentionFinding:
    return keep(retained, LAW)


@pytest.mark.parametrize(
    ("contract_ended_on", "last_billed_on", "through"),
    [
        (date(2026, 6, 30), date(2027, 6, 29), date(2032, 6, 30)),  # 6 years: 2032-06-30; 5 years: 2032-06-29
        (date(2026, 6, 30), date(2027, 6, 30), date(2032, 6, 30)),  # both the same day
        (date(2026, 6, 30), date(2027, 7, 1), date(2032, 7, 1)),
        (date(2024, 2, 29), date(2020, 1, 1), date(2030, 2, 28)),  # no February 29 in 2030
    ],
)
def test_staff_are_kept_until_the_later_end(contract_ended_on: date, last_billed_on: date, through: date) -> None:
    left = Retained(True, date(2024, 1, 31), None, contract_ended_on, last_billed_on)
    found = kept(left)
    assert found.through == through
    assert any("WAC 296-20-02005" in source for source in found.source)


@pytest.mark.parametrize(
    ("missing", "facts"),
    [
        ((None, None), ["contract_ended_on", "last_billed_on"]),
        ((date(2026, 6, 30), None), ["last_billed_on"]),
        ((None, date(2026, 6, 30)), ["contract_ended_on"]),
    ],
)
def test_what_is_not_recorded_is_named_and_the_records_are_kept(
    missing: tuple[date | None, date | None], facts: list[str]
) -> None:
    found = kept(Retained(True, LEFT.left_on, None, *missing))
    assert found.through is None
    assert [need.fact for need in found.needs] == facts


def test_whoever_is_still_there_is_kept_without_a_day() -> None:
    found = kept(Retained(True, None, None, date(2020, 1, 1), date(2020, 1, 1)))
    assert (found.through, found.needs) == (None, ())


@pytest.mark.parametrize(
    ("closed_on", "through"),
    [(date(2026, 1, 5), date(2029, 1, 5)), (date(2024, 2, 29), date(2027, 2, 28)), (None, None)],
)
def test_an_application_is_kept_three_years_from_its_close(closed_on: date | None, through: date | None) -> None:
    found = kept(Retained(False, closed_on=closed_on))
    assert found.through == through
    assert bool(found.needs) is (closed_on is None)
