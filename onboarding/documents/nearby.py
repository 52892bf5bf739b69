"""The words printed near the boxes of a form, by which people know what each is for."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

import pypdfium2

FAR = 2.5  # times the height of a letter: a gap after which other words begin
REACH = 30.0  # points from a box to the words that belong to it
LONGEST = 120


class Letter(NamedTuple):
    """A letter, after the blank that stands before it if there is one; and where it is, in points."""

    left: float
    bottom: float
    right: float
    top: float
    text: str


Edges = tuple[float, float, float, float]


def letters(page: pypdfium2.PdfPage) -> list[Letter]:
    """The letters of a page, from left to right."""
    text = page.get_textpage()
    found, blank = [], ""
    for place in range(text.count_chars()):
        letter = text.get_text_range(place, 1)
        if letter.strip():
            left, bottom, right, top = text.get_charbox(place)
            found.append(Letter(left, bottom, right, top, blank + letter))
        blank = "" if letter.strip() else " "
    return sorted(found)


def of_options(on_page: Sequence[Letter], boxes: Sequence[Edges]) -> list[str]:
    """What stands beside each box: to the right of all of them or to the left, whichever is closer; "" for nothing."""
    sides = [[_beside(on_page, box, boxes, to_the_right) for box in boxes] for to_the_right in (True, False)]
    complete = [side for side in sides if all(words for words, _ in side)]
    closest = min(complete, key=lambda side: sum(gap for _, gap in side), default=None)
    return [words for words, _ in closest] if closest else [""] * len(boxes)


def before(on_page: Sequence[Letter], box: Edges, but: Collection[str] = ()) -> str:
    """What stands to the left of a box, or above it, if it is not one of `but`; "" for nothing."""
    left, _ = _beside(on_page, box, (), to_the_right=False)
    return next((words for words in (left, _above(on_page, box)) if words and words not in but), "")


def _beside(on_page: Sequence[Letter], box: Edges, boxes: Sequence[Edges], to_the_right: bool) -> tuple[str, float]:
    """The words, and how far away they begin."""
    left, bottom, right, top = box
    line = [each for each in on_page if bottom <= (each.bottom + each.top) / 2 <= top]
    others = [each for each in boxes if each is not box and each[1] < top and each[3] > bottom]
    if to_the_right:
        end = min((each[0] for each in others if each[0] >= right), default=float("inf"))
        words = _run([each for each in line if right - 1 <= each.left < end], right)
    else:
        end = max((each[2] for each in others if each[2] <= left), default=float("-inf"))
        mirrored = [_mirrored(each) for each in reversed(line) if end < each.right <= left + 1]
        words = [_mirrored(each) for each in reversed(_run(mirrored, -left))]
    gap = (words[0].left - right if to_the_right else left - words[-1].right) if words else REACH
    return _joined(words), abs(gap)


def _above(on_page: Sequence[Letter], box: Edges) -> str:
    left, _, _, top = box
    over = [
        each for each in on_page if top <= (each.bottom + each.top) / 2 <= top + REACH / 2 and each.left >= left - 5
    ]
    lowest = min((each.bottom for each in over), default=0.0)
    return _joined(_run([each for each in over if each.bottom - lowest < 4], left))


def _run(letters: Sequence[Letter], start: float) -> list[Letter]:
    """The letters from the start on, as far as no gap is between them."""
    taken: list[Letter] = []
    at, room = start, REACH
    for each in sorted(letters):
        if each.left - at > room:
            break
        taken.append(each)
        at, room = max(at, each.right), FAR * max(4.0, each.top - each.bottom)
    return taken


def _mirrored(letter: Letter) -> Letter:
    return letter._replace(left=-letter.right, right=-letter.left)


def _joined(letters: Sequence[Letter]) -> str:
    return " ".join("".join(each.text for each in letters).split())[:LONGEST].strip(" .:_")
