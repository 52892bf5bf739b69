"""Small pieces of sentences that several findings use: counts, days, figures and lists in words."""

from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache

from onboarding.rules.days import Quarter
from onboarding.rules.findings import Exact, Need, Outcome
from onboarding.rules.readings import Agreement

SETTLED_BY = "A ruling by the L&I contract manager settles it."


@lru_cache(maxsize=65536)
def count(number: int, what: str) -> str:
    """ "1 year", "3 years"."""
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


@lru_cache(maxsize=65536)
def days(number: Exact) -> str:
    """ "1,096 days", or "1717/2 days": a fraction is never rounded."""
    if isinstance(number, Fraction) and number.denominator != 1:
        return f"{number.numerator:,}/{number.denominator} days"
    return count(int(number), "day")


def figure(number: Exact) -> str:
    """A figure as people write it: exact where four decimals do, else to four with the exact fraction beside it."""
    return _figure(number.numerator, number.denominator)


@lru_cache(maxsize=4096)
def _figure(top: int, bottom: int) -> str:
    exact = Fraction(top, bottom)
    if (exact * 10**4).denominator == 1:
        whole, _, decimals = f"{top * 10**4 // bottom / 10**4:,.4f}".partition(".")
        return f"{whole}.{decimals}".rstrip("0").rstrip(".")
    return f"{float(exact):,.4f} (exactly {exact})"


def percent(share: Fraction) -> str:
    """ "60 %", exact like every figure."""
    return f"{_figure(share.numerator * 100, share.denominator)} %"


def outcome(outcome: Outcome) -> str:
    """The word of the contract as a person says it."""
    return outcome.value.replace("_", " ")


def listed(names: Iterable[str]) -> str:
    """ "a, b and c"."""
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


def plainly(identifier: str) -> str:
    """An id of the contract in words: "return_to_work" is "return to work"."""
    return identifier.replace("_", " ")


def matters(agreed: Agreement) -> str:
    """Which open questions matter and what each reading gives, as sentences to append; empty where none does."""
    text = ""
    for question in agreed.questions:
        said = [
            f"read as {each.reading} it is {outcome(each.outcome)}"
            for each in agreed.readings
            if each.question == question
        ]
        text += f" The open question {question} matters: {'; '.join(said)}. {SETTLED_BY}"
    return text


def needed_quarters(missing: Iterable[Quarter]) -> tuple[Need, ...]:
    """The claims that are not given, as one need."""
    return (Need("quarters", f"claims of {', '.join(map(str, missing))}"),)
