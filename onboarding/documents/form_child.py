"""Inside of the confined process: reading the fields of a form, and filling it. `form` has this run apart."""

import base64
import io
import json
from collections.abc import Iterator
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

MOST_FIELDS = 500  # more than any form of an agency has, and than a page to map them on can hold
MULTILINE, RADIO, PUSH, PASSWORD, COMB = 1 << 12, 1 << 15, 1 << 16, 1 << 13, 1 << 24
DEEP = 20


def found(data: bytes) -> bytes:
    """The fields and the sizes of the pages, as JSON."""
    with Pdf.open(io.BytesIO(data)) as pdf:
        fields: dict[str, dict[str, Any]] = {}
        sizes = [_size(page) for page in pdf.pages]
        for number, page in enumerate(pdf.pages):
            if int(page.obj.get("/Rotate", 0)) % 360:
                continue  # its boxes would be filled lying on their side
            for widget in _widgets(page.obj):
                kind = _kind(widget)
                name = _name(widget)
                if not kind or not name:
                    continue
                field = fields.setdefault(name, _field(widget, name, kind))
                if len(fields) > MOST_FIELDS:
                    raise ValueError(f"more than {MOST_FIELDS} fields")
                field["widgets"].append(_box(widget, page, number, kind))
        for field in fields.values():
            if field["kind"] == "radio":
                field["options"] = list(dict.fromkeys(box[5] for box in field["widgets"] if box[5]))
    return json.dumps({"fields": list(fields.values()), "pages": sizes}).encode()


def filled(sent: bytes) -> bytes:
    """The form with its values; flattened where an overlay comes with them."""
    asked = json.loads(sent)
    texts, states = asked["texts"], asked["states"]
    overlay = base64.b64decode(asked["overlay"]) if asked["overlay"] else None
    with Pdf.open(io.BytesIO(base64.b64decode(asked["pdf"]))) as pdf:
        for page in pdf.pages:
            for widget in _widgets(page.obj):
                name = _name(widget)
                if name in states:
                    _set_state(widget, states[name])
                elif name in texts:
                    _set_text(widget, texts[name])
        if overlay is None:
            pdf.Root.AcroForm.NeedAppearances = True
        else:
            _flatten(pdf, texts)
            _lay_over(pdf, overlay)
        into = io.BytesIO()
        pdf.save(into, deterministic_id=True)
    return into.getvalue()


def _widgets(page: Object) -> Iterator[Object]:
    annotations = page.get("/Annots")
    for each in annotations if isinstance(annotations, Array) else ():
        if isinstance(each, Dictionary) and each.get("/Subtype") == Name.Widget:
            yield each


def _inherited(widget: Object, key: str) -> Object | None:
    """What the field says, or the one it belongs to."""
    at: Object | None = widget
    for _ in range(DEEP):
        if not isinstance(at, Dictionary):
            return None
        if key in at:
            return at[key]
        at = at.get("/Parent")
    return None


def _holder(widget: Object) -> Object:
    """The field itself: the widget, or what it is one box of."""
    at = widget
    for _ in range(DEEP):
        if "/T" in at or "/Parent" not in at:
            break
        at = at["/Parent"]
    return at


def _name(widget: Object) -> str:
    parts, at = [], widget
    for _ in range(DEEP):
        if "/T" in at:
            parts.append(str(at["/T"]))
        if "/Parent" not in at:
            break
        at = at["/Parent"]
    return ".".join(reversed(parts))


def _kind(widget: Object) -> str | None:
    """What of it we fill in; None for signatures, push buttons and passwords."""
    flags = int(_inherited(widget, "/Ff") or 0)
    what = str(_inherited(widget, "/FT"))
    if what == "/Btn":
        return None if flags & PUSH else "radio" if flags & RADIO else "check"
    if what == "/Tx":
        return None if flags & PASSWORD else "text"
    return "choice" if what == "/Ch" else None


def _field(widget: Object, name: str, kind: str) -> dict[str, Any]:
    flags, most = int(_inherited(widget, "/Ff") or 0), _inherited(widget, "/MaxLen")
    options = _inherited(widget, "/Opt") if kind == "choice" else None
    return {
        "name": name,
        "kind": kind,
        "label": " ".join(str(_inherited(widget, "/TU") or "").split())[:300],
        "widgets": [],
        "options": [_option(each) for each in options] if isinstance(options, Array) else [],
        "most": int(most) if most is not None and int(most) > 0 else None,
        "comb": bool(kind == "text" and flags & COMB and not flags & (MULTILINE | PASSWORD) and most),
        "lines": bool(kind == "text" and flags & MULTILINE),
        "align": int(_inherited(widget, "/Q") or 0),
        "size": _text_size(str(_inherited(widget, "/DA") or "")),
    }


def _option(option: Object) -> str:
    """What people choose: of a pair of the value sent and the value shown, the latter."""
    return str(option[1]) if isinstance(option, Array) else str(option)


def _text_size(appearance: str) -> float:
    """The size before `Tf`."""
    words = appearance.split()
    place = words.index("Tf") if "Tf" in words else 0
    try:
        return max(0.0, float(words[place - 1])) if place else 0.0
    except ValueError:
        return 0.0


def _box(widget: Object, page: Any, number: int, kind: str) -> list[Any]:
    box = [float(each) for each in page.mediabox]
    one, two, three, four = (float(each) for each in widget["/Rect"])
    left, bottom, right, top = min(one, three), min(two, four), max(one, three), max(two, four)
    on = next((name for name in _states(widget) if name != "Off"), "") if kind in ("check", "radio") else ""
    drawn = kind not in ("check", "radio") or bool(on)
    return [number, left - box[0], bottom - box[1], right - left, top - bottom, on or "Yes", drawn, _border(widget)]


def _border(widget: Object) -> str:
    looks, style = widget.get("/MK"), widget.get("/BS")
    colour = looks.get("/BC") if isinstance(looks, Dictionary) else None
    if not isinstance(colour, Array) or (isinstance(style, Dictionary) and style.get("/W") == 0):
        return ""
    parts = [round(255 * min(1.0, max(0.0, float(each)))) for each in colour]
    shades = parts * 3 if len(parts) == 1 else parts
    return f"rgb({shades[0]}, {shades[1]}, {shades[2]})" if len(shades) == 3 else "black" if shades else ""


def _states(widget: Object) -> list[str]:
    """The states that the button has a picture of."""
    pictures = widget.get("/AP")
    normal = pictures.get("/N") if isinstance(pictures, Dictionary) else None
    if isinstance(normal, Dictionary) and not isinstance(normal, Stream):
        return [str(key).removeprefix("/") for key in normal.keys()]  # noqa: SIM118 - a pikepdf object
    return []


def _size(page: Any) -> list[float]:
    left, bottom, right, top = (float(each) for each in page.mediabox)
    return [right - left, top - bottom]


def _set_state(widget: Object, state: str) -> None:
    """Mark one box of a check box or radio button, or take its mark away."""
    mine = next((name for name in _states(widget) if name != "Off"), "Yes")
    widget["/AS"] = Name(f"/{mine}") if state == mine else Name.Off
    if state == mine or not state:
        _holder(widget)["/V"] = Name(f"/{mine}") if state else Name.Off


def _set_text(widget: Object, text: str) -> None:
    holder = _holder(widget)
    holder["/V"] = String(text)
    for key in ("/RV", "/I"):  # a rich version of it, or which of a list was chosen, would say something else
        if key in holder:
            del holder[key]
    if "/AP" in widget:
        del widget["/AP"]


def _flatten(pdf: Pdf, texts: dict[str, str]) -> None:
    """Make what boxes show part of the page. What an overlay shows is not drawn twice."""
    for page in pdf.pages:
        annotations = page.obj.get("/Annots")
        if isinstance(annotations, Array):
            kept = [each for each in annotations if each.get("/Subtype") != Name.Widget or _name(each) not in texts]
            page.obj["/Annots"] = Array(kept)
    pdf.flatten_annotations("all")
    for page in pdf.pages:
        if isinstance(page.obj.get("/Annots"), Array):
            page.obj["/Annots"] = Array([each for each in page.obj["/Annots"] if each.get("/Subtype") != Name.Widget])
    if "/AcroForm" in pdf.Root:
        del pdf.Root["/AcroForm"]


def _lay_over(pdf: Pdf, overlay: bytes) -> None:
    with Pdf.open(io.BytesIO(overlay)) as above:
        for page, over in zip(pdf.pages, above.pages, strict=True):
            left, bottom = (float(each) for each in list(page.mediabox)[:2])
            drawing = pdf.copy_foreign(over.as_form_xobject())
            name = page.add_resource(drawing, Name.XObject)
            page.contents_add(b"q", prepend=True)
            page.contents_add(f"Q q 1 0 0 1 {left:.3f} {bottom:.3f} cm {name} Do Q".encode(), prepend=False)
