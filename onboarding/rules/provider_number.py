"""What an L&I Provider ID looks like, and what people mistake for one."""

from onboarding.rules.numbers import Numbers


def fault(number: str, numbers: Numbers) -> str | None:
    """Why a text is not a Provider ID, and what it may be; None where it is one.

    It is text of so many digits: leading zeros count, and an NPI is another number.
    """
    digits = numbers.provider_number_digits
    if not (number.isascii() and number.isdigit()):
        return f"{number[:40]!a} is not {digits} digits"
    if len(number) == digits - 1:
        return f"{number} has not {digits} digits; if a leading zero was lost, it is {number.zfill(digits)}"
    if len(number) == numbers.npi_digits:
        return f"{number} looks like an NPI, which has {len(number)} digits; an L&I Provider ID has {digits}"
    return None if len(number) == digits else f"{number[:40]} is not {digits} digits"
