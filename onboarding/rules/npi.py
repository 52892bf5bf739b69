"""What a National Provider Identifier (NPI) looks like: ten digits, the last of which checks the others."""

from onboarding.rules.numbers import Numbers

PREFIX = "80840"  # of health cards in the United States: the check digit takes it in (CMS, NPI check digit calculation)


def fault(number: str, numbers: Numbers) -> str | None:
    """Why a text is not an NPI; None where it is one."""
    if not (number.isascii() and number.isdigit()) or len(number) != numbers.npi_digits:
        return f"{number[:40]!a} is not {numbers.npi_digits} digits"
    if _luhn(PREFIX + number) % 10:
        return f"{number} is no NPI: its last digit does not fit the others, so a digit is wrong"
    return None


def _luhn(digits: str) -> int:
    """The sum that is a multiple of ten for a number whose check digit fits (ISO/IEC 7812)."""
    doubled = [int(each) * (2 if at % 2 else 1) for at, each in enumerate(reversed(digits))]
    return sum(each - 9 if each > 9 else each for each in doubled)
