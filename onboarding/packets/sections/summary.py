"""The summary, on one page: whether they are in order, how many are not, and each exception in one line."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any, NamedTuple

from onboarding.packets.content import Who, by_person, exceptions, left_out
from onboarding.packets.paper import sheet
from onboarding.packets.sheet import Sheet
from onboarding.rules.wording import count, first_up

MOST = 28  # lines that fit below the answer, with their headings
LONGEST, LONGEST_NAME = 64, 24  # letters that fit into a line, and into the column of names
COHE = "The COHE"


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
    not_in_order = [each for each in by_person(told) if any(line["out"] for line in each[2])]
    open_ = [each for each in by_person(told) if each[2] and each not in not_in_order]
    people = len(told["people"])
    staff = [each for each in not_in_order if each[1] is not None]
    counts = (
        (people, "people in this packet"),
        (len(staff), "not in order"),
        (len([each for each in open_ if each[1] is not None]), "in order, with something open"),
        (sum(not person["exceptions"] for person in told["people"]), "in order, with nothing open"),
    )
    outs, rest = ([_line(*each, pages) for each in _together(told, out)] for out in (True, False))
    shown = min(len(outs), MOST)
    left = max(MOST - shown, 0)
    lists = (("Not in order", outs[:MOST], len(outs) - shown), ("Open", rest[:left], len(rest) - min(len(rest), left)))
    return Answer(*_said(told, len(staff), people, bool(not_in_order), bool(rest)), counts, lists)


def _said(told: Mapping[str, Any], staff: int, people: int, any_out: bool, any_open: bool) -> tuple[str, str]:
    """The word, and the sentence that says of how many it is."""
    if not any_out:
        return "In order", "No rule is broken that was looked at." + (" Some things are open." if any_open else "")
    parts = [f"{count(staff, 'person', 'people')} of {people}"] if staff else []
    parts += ["the COHE itself"] if any(each["out"] for each in told["exceptions"]) else []
    return "Not in order", first_up(f"{' and '.join(parts)}. Each reason is below.")


def _together(told: Mapping[str, Any], out: bool) -> Iterator[tuple[Who, str, str]]:
    """Whose, about what, and the reason in one line: of several alike the first, and how many more there are."""
    lines = [(who, line) for who, line in exceptions(told) if line["out"] is out]
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
