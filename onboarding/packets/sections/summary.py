"""The summary, on one page: whether they are in order, how many are not, and each exception in one line."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from onboarding.packets.content import by_person, exceptions, left_out
from onboarding.packets.paper import sheet
from onboarding.packets.sheet import Sheet
from onboarding.rules.wording import count

MOST = 34  # lines that fit below the answer, with their headings
LONGEST = 74  # letters that fit into a line
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
    lines = [_line(*each, pages) for each in exceptions(told)]
    outs = [line for line, (_, each) in zip(lines, exceptions(told), strict=True) if each["out"]]
    rest = lines[len(outs) :]
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
    return "Not in order", f"{' and '.join(parts)}. Each reason is below.".capitalize().replace("cohe", "COHE")


def _line(who: tuple[str, str] | None, line: Mapping[str, Any], pages: Mapping[str, int]) -> Line:
    key, name = who or ("staffing" if "staffing" in pages else "exceptions", COHE)
    key = key if key in pages else "exceptions"
    short = line["short"] if len(line["short"]) <= LONGEST else f"{line['short'][: LONGEST - 1].rstrip()}…"
    return Line(key, name, line["about"], short, pages[key])
