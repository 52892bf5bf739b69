"""Small pieces of sentences that several findings use: counts, days, figures and lists in words."""

from collections.abc import Iterable
from fractions import Fraction

from onboarding.rules.days import Quarter
from onboarding.rules.findings import Exact, Need, Outcome
from onboarding.rules.readings import Agreement

SETTLED_BY = "A ruling by the L&I contract manager settles it."


def count(number: int, what: str) -> str:
    """ "1 year", "3 years"."""
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def days(number: Exact) -> str:
    """ "1,096 days", or "1717/2 days": a fraction is never rounded."""
    if isinstance(number, Fraction) and number.denominator != 1:
        return f"{number.numerator:,}/{number.denominator} days"
    return count(int(number), "day")


def figure(number: Exact) -> str:
    """A figure as people write it: exact where four decimals suffice, else to four with the exact fraction beside it."""
    exact = Fraction(number)
    if (exact * 10**4).denominator == 1:
        return f"{float(exact):,.4f}".rstrip("0").rstrip(".")
    return f"{float(exact):,.4f} (exactly {exact})"


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
