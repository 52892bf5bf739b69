"""What of the rulebook rests on which passage of which page, and when each was last compared with its source."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from onboarding.rules.rulebook import Citation, Rulebook
from onboarding.rules.wording import count


def cited(book: Rulebook) -> Iterator[tuple[Citation, str]]:
    """Each citation of the rulebook, the latest of a number, with what rests on it, in words."""
    yield from ((each.values[-1].citation, each.says) for each in book.numbers.values())
    yield from ((each.citation, each.asks) for each in book.questions.values())
    yield from ((each.citation, each.says) for each in book.provisions.values())


def resting(book: Rulebook, section: str) -> list[str]:
    """What of the rulebook rests on a section, in words."""
    return [says for citation, says in cited(book) if section in sections_of(citation)]


def sections_of(citation: Citation) -> list[str]:
    """The sections that a citation names: one, or several joined by "and"."""
    return citation.section.split(" and ")


def dated(book: Rulebook, stood: Mapping[str, date]) -> Rulebook:
    """The same rulebook, to be shown: each entry says the later of its own day and the one on which its source stood.

    `stood`: by title of a page, the last day on which somebody found all of its cited passages as they were.
    """

    def later(checked_on: date, citation: Citation) -> date:
        return max(checked_on, stood.get(citation.document, date.min))

    numbers = {
        id: replace(each, checked_on=later(each.checked_on, each.values[-1].citation))
        for id, each in book.numbers.items()
    }
    questions = {
        id: replace(each, checked_on=later(each.checked_on, each.citation)) for id, each in book.questions.items()
    }
    provisions = {
        id: replace(each, checked_on=later(each.checked_on, each.citation)) for id, each in book.provisions.items()
    }
    holidays = replace(book.holidays, checked_on=later(book.holidays.checked_on, book.holidays.citation))
    return replace(book, numbers=numbers, questions=questions, provisions=provisions, holidays=holidays)


def address_of(book: Rulebook, title: str) -> str:
    """Where the page with that title is; empty where the rulebook cites none."""
    return next((citation.address for citation, _ in cited(book) if citation.document == title), "")


def came_to(changed: int, fresh: int) -> str:
    """What a check of a page found, in words."""
    stood = f"{count(changed, 'passage')} changed" if changed else "every cited passage stands"
    return f"{stood}, {count(fresh, 'new paragraph')}" if fresh else stood
