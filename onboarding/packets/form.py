"""L&I's own forms, filled: each text laid into its box in a font that has its letters, and never cut unsaid."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from PIL import ImageFont

from onboarding.documents import form
from onboarding.documents.form import BlankPdf, FormField, Widget
from onboarding.packets import paper
from onboarding.packets.render import render

FONT = Path(__file__).parents[2] / "static" / "vendor" / "print-fonts" / "PublicSans-Regular.ttf"
MEASURED = 100  # the size at which a text's width is measured, in points
LARGEST, SMALLEST = 12.0, 5.0
LEADING = 1.2
EDGE = 2.0  # points that stay free at the left and right of a box
ALIGNED = ("left", "center", "right")


class Placed(NamedTuple):
    """One text in one place, as the template sets it: lengths in points, from the top left corner.

    `turn`: by how many degrees it is turned against the clock, around a point that is counted from its own corner.
    """

    left: float
    top: float
    width: float
    height: float
    size: float
    line: float
    align: str
    text: str
    lines: bool = False
    border: str = ""
    turn: int = 0
    around: tuple[float, float] = (0, 0)


def misfit(field: FormField, text: str) -> str | None:
    """Why a text cannot stand in the field, in words; None where it can."""
    if field.most is not None and len(text) > field.most:
        return f"{len(text)} characters, and the form has room for {field.most}"
    if field.kind == "choice" and field.options and text not in field.options:
        return "not one of the form's choices"
    if field.comb:
        return None
    if any(_size(field, _level(box), text) is None for box in field.widgets):
        return "too long for its box, even in small type"
    return None


def filled(blank: BlankPdf, pdf: bytes, texts: Mapping[str, str], states: Mapping[str, str], flat: bool) -> bytes:
    """The form with its values: `flat`, to be printed and signed, or to be completed on screen.

    Raises UnfilledError, and RenderError for characters that no font of ours has.
    """
    overlay = render(paper.html("form.html", pages=_pages(blank, texts, states)), {}) if flat else None
    drawn = [field.name for field in blank.fields if field.value and field.kind in ("text", "choice")]
    return form.fill(pdf, texts, states, overlay, drawn)


def _pages(
    blank: BlankPdf, texts: Mapping[str, str], states: Mapping[str, str]
) -> list[tuple[float, float, list[Placed]]]:
    placed: list[list[Placed]] = [[] for _ in blank.pages]
    for field in blank.fields:
        for box in field.widgets:
            placed[box.page] += _placed(field, box, blank.pages[box.page][1], texts, states)
    return [(*size, boxes) for size, boxes in zip(blank.pages, placed, strict=True)]


def _placed(
    field: FormField, box: Widget, page: float, texts: Mapping[str, str], states: Mapping[str, str]
) -> Iterator[Placed]:
    """What is drawn in a box: what it is filled with, else what stood in it and the form has no picture of."""
    level = _level(box)
    if field.kind in ("text", "choice"):
        text = texts.get(field.name) or field.value
        drawn: Iterable[Placed] = _texts(field, level, page, text) if text else ()
    else:
        marked = states.get(field.name, field.value) == box.on and not box.drawn
        drawn = [_mark(level, page)] if marked else ()
    middle = level.left + level.width / 2, page - level.bottom - level.height / 2
    for each in drawn:
        yield each._replace(turn=box.turn, around=(middle[0] - each.left, middle[1] - each.top))


def _level(box: Widget) -> Widget:
    """The box as it is where its text runs from left to right: turned with its text, around its own middle."""
    if box.turn % 180 == 0:
        return box
    more = (box.height - box.width) / 2
    return box._replace(left=box.left - more, bottom=box.bottom + more, width=box.height, height=box.width)


def _texts(field: FormField, box: Widget, page: float, text: str) -> Iterator[Placed]:
    top = page - box.bottom - box.height
    cells = field.most if field.comb and field.most else 1
    for place in range(cells if box.border else 0):
        left, width = box.left + place * box.width / cells, box.width / cells
        yield Placed(left, top, width, box.height, 1, 1, "left", "", border=box.border)
    if field.comb and field.most:
        cell, size = box.width / field.most, _comb_size(field, box)
        for place, letter in enumerate(text):
            left = box.left + place * cell
            yield Placed(left, top, cell, box.height, size, box.height, "center", letter)
        return
    size = _size(field, box, text) or SMALLEST
    line = size * LEADING if field.lines else box.height
    align = ALIGNED[field.align] if 0 <= field.align < len(ALIGNED) else "left"
    inner = box.width - 2 * EDGE
    yield Placed(box.left + EDGE, top, inner, box.height, size, line, align, text, field.lines)


def _mark(box: Widget, page: float) -> Placed:
    """A cross, where the form has no picture of a marked box."""
    top = page - box.bottom - box.height
    return Placed(box.left, top, box.width, box.height, box.height * 0.9, box.height, "center", "X")


def _comb_size(field: FormField, box: Widget) -> float:
    cell = box.width / (field.most or 1)
    return min(field.size or LARGEST, box.height * 0.8, cell * 1.1)


def _size(field: FormField, box: Widget, text: str) -> float | None:
    """The largest size at which the text fits its box: the form's own at the most. None: at none that can be read."""
    size = min(field.size or LARGEST, box.height * 0.8) if not field.lines else field.size or 10.0
    while size >= SMALLEST:
        if _fits(field, box, text, size):
            return size
        size -= 0.5
    return None


def _fits(field: FormField, box: Widget, text: str, size: float) -> bool:
    room = box.width - 2 * EDGE
    if not field.lines:
        return _width(text, size) <= room
    lines = sum(_lines(part, size, room) for part in text.split("\n"))
    return lines * size * LEADING <= box.height and all(_width(word, size) <= room for word in text.split())


def _lines(text: str, size: float, room: float) -> int:
    """How many lines the words take, each set where it still fits."""
    count, taken, space = 1, 0.0, _width(" ", size)
    for word in text.split():
        needed = _width(word, size)
        if taken and taken + space + needed > room:
            count, taken = count + 1, needed
        else:
            taken += needed + (space if taken else 0)
    return count


def _width(text: str, size: float) -> float:
    return _font().getlength(text) * size / MEASURED


@cache
def _font() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT, MEASURED)
