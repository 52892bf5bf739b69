"""The summary, on one page: whether they are in order, how many are not, and each exception in one line."""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any, NamedTuple

from onboarding.packets.content import Who, exceptions, left_out
from onboarding.packets.paper import sheet
from onboarding.packets.sheet import Sheet
from onboarding.rules.packet_lines import ORDER, Stands, stands, worst
from onboarding.rules.wording import count, first_up

MOST = 25  # lines that fit below the answer, with their headings
LONGEST, LONGEST_NAME = 64, 24  # letters that fit into a line, and into the column of names
COHE = "The COHE"
SHOWN = (Stands.OUT, Stands.UNKNOWN, Stands.OPEN)
OF_PEOPLE = {
    Stands.OUT: "not in order",
    Stands.UNKNOWN: "can’t tell yet",
    Stands.OPEN: "in order, with something open",
    Stands.IN: "in order, with nothing open",
}
WHY = {
    Stands.OUT: "Each reason is below.",
    Stands.UNKNOWN: "No rule is known to be broken. What would settle it is below.",
}


class Line(NamedTuple):
    """One exception in one line, and where more is said of it."""

    key: str
    who: str
    about: str
    short: str
    page: int


class Answer(NamedTuple):
    """Whether they are in order: in a word, in a sentence, in figures, and line by line."""

    word: str
    why: str
    counts: tuple[tuple[int, str], ...]
    lists: tuple[tuple[str, list[Line], int], ...]


def made(told: Mapping[str, Any], pages: Mapping[str, int]) -> Sheet:
    """The second page. `pages`: on which each section begins."""
    title, answer, missing = "Summary: are they in order?", answered(told, pages), len(left_out(told))
    return sheet("summary", title, "summary.html", it=told, answer=answer, pages=pages, left_out=missing)


def answered(told: Mapping[str, Any], pages: Mapping[str, int]) -> Answer:
    """What the page says."""
    people = Counter(worst(each["exceptions"]) for each in told["people"])
    counts = (
        (people.total(), "people in this packet"),
        *((people[group], says) for group, says in OF_PEOPLE.items()),
    )
    every, left, lists = Counter(stands(line) for _, line in exceptions(told)), MOST, []
    for group in SHOWN:
        lines = [_line(*each, pages) for each in _together(told, group)]
        lists.append((f"{group}: {every[group]}", lines[:left], max(len(lines) - left, 0)))
        left = max(left - len(lines), 0)
    return Answer(*_said(told, people), counts, tuple(lists))


def _said(told: Mapping[str, Any], people: Counter[Stands]) -> tuple[str, str]:
    """The word, and the sentence that says of how many it is."""
    cohe = worst(told["exceptions"])
    word = min((cohe, *people), key=ORDER.index)
    if word not in (Stands.OUT, Stands.UNKNOWN):
        open_ = " Some things are open." if word is Stands.OPEN else ""
        return Stands.IN.value, f"No rule is broken that was looked at.{open_}"
    parts = [f"{count(people[word], 'person', 'people')} of {people.total()}"] if people[word] else []
    parts += ["the COHE itself"] if cohe is word else []
    return word.value, first_up(f"{' and '.join(parts)}. {WHY[word]}")


def _together(told: Mapping[str, Any], group: Stands) -> Iterator[tuple[Who, str, str]]:
    """Whose, about what, and the reason in one line: of several alike the first, and how many more there are."""
    lines = [(who, line) for who, line in exceptions(told) if stands(line) is group]
    places = {who: place for place, (who, _) in reversed(list(enumerate(lines)))}
    lines.sort(key=lambda pair: (places[pair[0]], pair[1]["about"]))
    for (who, about), alike in groupby(lines, key=lambda pair: (pair[0], pair[1]["about"])):
        first, *more = (line["short"] for _, line in alike)
        yield (
            who,
            about,
            f"{_cut(first.rstrip('.'), LONGEST - 12)}, and {len(more)} more." if more else _cut(first, LONGEST),
        )


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def _line(who: Who, about: str, short: str, pages: Mapping[str, int]) -> Line:
    key, name = who or ("staffing", COHE)
    key = key if key in pages else "exceptions"
    return Line(key, _cut(name, LONGEST_NAME), about, short, pages[key])
