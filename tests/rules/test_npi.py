import pytest

from onboarding.rules import npi
from onboarding.rules.numbers import as_numbers
from onboarding.rules.rulebook_file import shipped
from tests.rules.make import day

NUMBERS = as_numbers(shipped().numbers_on(day("2026-11-22")))


@pytest.mark.parametrize("number", ["1234567893", "1245319599", "1000000004"])
def test_the_check_digit_fits(number: str) -> None:
    assert npi.fault(number, NUMBERS) is None


def test_the_check_digit_is_worked_out_by_hand() -> None:
    # 80840 123456789: from the right double every other digit, beginning with the last but the check digit:
    # 9>18>9 8 7>14>5 6 5>10>1 4 3>6 2 1>2, and 0 4>8 8 0 8>16>7 ... = 67 with the prefix, so the check digit is 3.
    assert [last for last in "0123456789" if npi.fault(f"123456789{last}", NUMBERS) is None] == ["3"]


@pytest.mark.parametrize("number", ["", "123456789", "12345678933", "12345678 3", "١٢٣٤٥٦٧٨٩٣"])
def test_ten_digits_and_nothing_else(number: str) -> None:
    assert "is not 10 digits" in (npi.fault(number, NUMBERS) or "")


def test_two_digits_changed_about_are_noticed() -> None:
    assert "does not fit" in (npi.fault("2134567893", NUMBERS) or "")
