"""The lines of a table a page at a time, by what is done with them: those that wait for a choice come first."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from onboarding.queries.paging import turned
from onboarding.queries.people import PAGE
from onboarding.services.imports import Look
from onboarding.services.line_choices import Do, Line
from onboarding.web.addresses import asked_page

TITLES = {"choose": "To choose", Do.ADD: "To add", Do.UPDATE: "To {}", Do.SKIP: "To skip"}


class Part(NamedTuple):
    """One page of the lines with which the same is done. `counts`: how many there are of each, by key and title."""

    key: str
    title: str
    lines: Sequence[Line]
    page: int
    pages: int
    counts: Sequence[tuple[str, str, int]]


def part(found: Look, asked: Mapping[str, str], verb: str) -> Part:
    """The page that was asked for; without one, the first of what waits, or else of what there is. `verb`: what is done
    with lines about who is here."""
    titles = {key: title.format(verb.lower()) for key, title in TITLES.items()}
    groups: dict[str, list[Line]] = {"choose": found.waiting, **{do: found.to(do) for do in Do}}
    first = next((key for key, lines in groups.items() if lines), "choose")
    key = asked.get("show", first) if groups.get(asked.get("show", first)) else first
    lines, counts = groups[key], [(each, titles[each], len(of)) for each, of in groups.items()]
    page, pages = turned(len(lines), asked_page(), PAGE)
    return Part(key, titles[key], lines[(page - 1) * PAGE : page * PAGE], page, pages, counts)
