"""What the boxes of a form's fields (widgets) say of themselves and of the field that they belong to."""

from collections.abc import Iterable, Iterator
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Stream

COMB, MULTILINE, RADIO, PUSH, PASSWORD = 1 << 24, 1 << 12, 1 << 15, 1 << 16, 1 << 13
DEEP = 20
OFF, YES = "Off", "Yes"


def on_page(page: Object) -> Iterator[Object]:
    """The boxes of fields on a page."""
    annotations = page.get("/Annots")
    for each in annotations if isinstance(annotations, Array) else ():
        if isinstance(each, Dictionary) and each.get("/Subtype") == Name.Widget:
            yield each


def inherited(widget: Object, key: str) -> Object | None:
    """What the field says, or the one it belongs to."""
    return next((each[key] for each in _upwards(widget) if key in each), None)


def holder(widget: Object) -> Object:
    """The field itself: the widget, or what it is one box of."""
    return next((each for each in _upwards(widget) if "/T" in each or "/Parent" not in each), widget)


def outermost(boxes: Iterable[Object]) -> list[Object]:
    """The fields to which the boxes belong in the end, each once."""
    return list({top.objgen: top for *_, top in map(_upwards, boxes)}.values())


def name(widget: Object) -> str:
    """The field's whole name, from the outermost inwards."""
    return ".".join(reversed([str(each["/T"]) for each in _upwards(widget) if "/T" in each]))


def kind(widget: Object) -> str | None:
    """What of it we fill in; None for signatures, push buttons and passwords."""
    flags, what = _number(inherited(widget, "/Ff")), str(inherited(widget, "/FT"))
    if what == "/Btn":
        return None if flags & PUSH else "radio" if flags & RADIO else "check"
    if what == "/Tx":
        return None if flags & PASSWORD else "text"
    return "choice" if what == "/Ch" else None


def properties(widget: Object, kind: str) -> dict[str, Any]:
    """How its text is set, and what may be chosen: the part of FormField that one of its boxes tells."""
    flags, most = _number(inherited(widget, "/Ff")), _number(inherited(widget, "/MaxLen"))
    options = [shown for _, shown in choices(widget)] if kind == "choice" else []
    return {
        "label": tooltip(holder(widget), kind),
        "options": list(dict.fromkeys(options)),
        "words": [],
        "most": most if most > 0 else None,
        "comb": bool(kind == "text" and flags & COMB and not flags & (MULTILINE | PASSWORD) and most > 0),
        "lines": bool(kind == "text" and flags & MULTILINE),
        "align": _number(inherited(widget, "/Q")),
        "size": _text_size(str(inherited(widget, "/DA") or "")),
    }


def tooltip(field: Object, kind: str) -> str:
    """What the field tells those who hear it; "" of a button that only repeats its own name."""
    said = " ".join(str(inherited(field, "/TU") or "").split())[:300]
    repeats = said == str(field.get("/T") or "").partition("[")[0]
    return "" if repeats and kind in ("check", "radio") else said


def choices(widget: Object) -> list[tuple[str, str]]:
    """What may be chosen: of each the value that is sent, and what people see."""
    options = inherited(widget, "/Opt")
    parts = list(options) if isinstance(options, Array) else []
    return [(str(each[0]), str(each[1])) if isinstance(each, Array) else (str(each), str(each)) for each in parts]


def value(widget: Object, kind: str) -> str:
    """What stands in the field: its text, what was chosen as people see it, or the state of a button; "" for none."""
    held = inherited(widget, "/V")
    if kind in ("check", "radio"):
        state = str(held or widget.get("/AS") or "").removeprefix("/")
        return "" if state == OFF else state
    if isinstance(held, Stream):
        return held.read_bytes().decode("utf-8", "replace")
    text = ", ".join(map(str, held)) if isinstance(held, Array) else str(held or "")
    return dict(reversed(choices(widget))).get(text, text) if kind == "choice" else text


def states(widget: Object) -> list[str]:
    """The states that the button has a picture of."""
    pictures = widget.get("/AP")
    normal = pictures.get("/N") if isinstance(pictures, Dictionary) else None
    if isinstance(normal, Dictionary) and not isinstance(normal, Stream):
        return [str(key).removeprefix("/") for key in normal.keys()]  # noqa: SIM118 - a pikepdf object
    return []


def on(widget: Object) -> str:
    """The state that marks the button; "" where it has no picture of that."""
    return next((each for each in states(widget) if each != OFF), "")


def has_picture(widget: Object, kind: str) -> bool:
    """Whether the form itself says how the box looks as it is filled now."""
    if kind in ("check", "radio"):
        return bool(on(widget))
    pictures = widget.get("/AP")
    return isinstance(pictures, Dictionary) and isinstance(pictures.get("/N"), Stream)


def edges(widget: Object) -> tuple[float, float, float, float]:
    """Left, bottom, right, top, in the page's own points."""
    one, two, three, four = (float(each) for each in widget["/Rect"])
    return min(one, three), min(two, four), max(one, three), max(two, four)


def turn(widget: Object) -> int:
    """By how many degrees, against the clock, what stands in the box is turned."""
    looks = widget.get("/MK")
    return _number(looks.get("/R")) % 360 if isinstance(looks, Dictionary) else 0


def border(widget: Object) -> str:
    """The colour of its border as CSS writes it; "" for none."""
    looks, style = widget.get("/MK"), widget.get("/BS")
    colour = looks.get("/BC") if isinstance(looks, Dictionary) else None
    if not isinstance(colour, Array) or (isinstance(style, Dictionary) and style.get("/W") == 0):
        return ""
    parts = [round(255 * min(1.0, max(0.0, float(each)))) for each in colour]
    shades = parts * 3 if len(parts) == 1 else parts
    return f"rgb({shades[0]}, {shades[1]}, {shades[2]})" if len(shades) == 3 else "black" if shades else ""


def _upwards(widget: Object) -> Iterator[Object]:
    """The widget and what it belongs to, up to the outermost; no further than any real form goes."""
    at: Object | None = widget
    for _ in range(DEEP):
        if not isinstance(at, Dictionary):
            return
        yield at
        at = at.get("/Parent")


def _number(value: Any) -> int:
    try:
        return int(value or 0)
    except (TypeError, ValueError):
        return 0


def _text_size(appearance: str) -> float:
    """The size before `Tf`."""
    words = appearance.split()
    place = words.index("Tf") if "Tf" in words else 0
    try:
        return max(0.0, float(words[place - 1])) if place else 0.0
    except ValueError:
        return 0.0
