"""Inside of the confined process: reading the fields of a form, and filling it. `form` has this run apart."""

import base64
import io
import json
from collections.abc import Collection, Mapping
from typing import Any

import pypdfium2
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from onboarding.documents import nearby, widgets

MOST_FIELDS = 3000  # several times what the longest forms of agencies have
BUTTONS = ("check", "radio")


def found(data: bytes) -> bytes:
    """The fields and the sizes of the pages, as JSON."""
    fields: dict[str, dict[str, Any]] = {}
    with Pdf.open(io.BytesIO(data)) as pdf:
        sizes, redrawn = [_size(page) for page in pdf.pages], _redrawn(pdf)
        for number, page in enumerate(pdf.pages):
            for widget in widgets.on_page(page.obj):
                kind, name = widgets.kind(widget), widgets.name(widget)
                if kind and name:
                    _add(fields.setdefault(name, {"name": name, "kind": kind}), widget, page, number, redrawn)
            if len(fields) > MOST_FIELDS:
                raise ValueError(f"more than {MOST_FIELDS} fields")
    for field in fields.values():
        if field["kind"] in BUTTONS:
            states = list(dict.fromkeys(box[5] for box in field["widgets"]))
            field["kind"] = "radio" if len(states) > 1 else field["kind"]
            field["options"] = states if field["kind"] == "radio" else []
    _name_buttons(data, [field for field in fields.values() if field["kind"] in BUTTONS])
    for field in fields.values():
        del field["told"], field["edges"]
    return json.dumps({"fields": list(fields.values()), "pages": sizes}).encode()


def filled(sent: bytes) -> bytes:
    """The form with its values; flattened where an overlay comes with them."""
    asked = json.loads(sent)
    texts, states = asked["texts"], asked["states"]
    overlay = base64.b64decode(asked["overlay"]) if asked["overlay"] else None
    with Pdf.open(io.BytesIO(base64.b64decode(asked["pdf"]))) as pdf:
        redrawn = _redrawn(pdf)
        for page in pdf.pages:
            for widget in widgets.on_page(page.obj):
                _set(widget, texts, states, redrawn)
        if overlay is None:
            _listed(pdf).NeedAppearances = True
        else:
            _flatten(pdf, {*texts, *asked["drawn"]})
            _lay_over(pdf, overlay)
        into = io.BytesIO()
        pdf.save(into, deterministic_id=True)
    return into.getvalue()


def _redrawn(pdf: Pdf) -> bool:
    """Whether the form leaves it to each program to draw what stands in its fields (NeedAppearances)."""
    form = pdf.Root.get("/AcroForm")
    return isinstance(form, Dictionary) and bool(form.get("/NeedAppearances", False))


def _listed(pdf: Pdf) -> Object:
    """The list of the form's fields; made where the form has lost it, since programs fill in what is listed."""
    if "/AcroForm" not in pdf.Root:
        boxes = [box for page in pdf.pages for box in widgets.on_page(page.obj)]
        pdf.Root.AcroForm = Dictionary(Fields=Array(widgets.outermost(boxes)))
    return pdf.Root.AcroForm


def _add(field: dict[str, Any], widget: Object, page: Any, number: int, redrawn: bool) -> None:
    """Put one box to its field. What stands in it is told where the form has no picture of that."""
    kind = field["kind"]
    if "widgets" not in field:
        field.update(widgets.properties(widget, kind), widgets=[], value="", told=[], edges=[])
    field["widgets"].append(_box(widget, page, number, kind))
    field["told"].append(_told(widget, len(field["told"]), kind))
    field["edges"].append(widgets.edges(widget))
    if not widgets.has_picture(widget, kind) or (redrawn and kind not in BUTTONS):
        field["value"] = field["value"] or widgets.value(widget, kind)


def _told(widget: Object, place: int, kind: str) -> str:
    """What a radio button says that it is: by a tooltip of its own, or its place in the field's list."""
    if kind not in BUTTONS:
        return ""
    own = " ".join(str(widget.get("/TU") or "").split())[:300]
    listed = widgets.choices(widget)
    shown = listed[place][1] if place < len(listed) else ""
    return own or ("" if shown.isdigit() else shown)


def _name_buttons(data: bytes, fields: list[dict[str, Any]]) -> None:
    """Say what each button is called: as it says itself, else as the words say that are printed beside it."""
    silent = [field for field in fields if not field["label"] or (field["options"] and not all(field["told"]))]
    with pypdfium2.PdfDocument(data) as document:
        letters = {number: nearby.letters(document[number]) for number in {each["widgets"][0][0] for each in silent}}
    for field in silent:
        on_page, edges = letters[field["widgets"][0][0]], field["edges"]
        beside = nearby.of_options(on_page, edges) if _on_one_page(field) else [""] * len(edges)
        if field["options"] and not all(field["told"]):
            field["told"] = beside
        before = nearby.before(on_page, edges[0], but=field["told"])
        field["label"] = field["label"] or (before if field["options"] else beside[0] or before)
    for field in fields:
        by_state = dict(zip((box[5] for box in field["widgets"]), field["told"], strict=True))
        field["words"] = [by_state[each] or each for each in field["options"]]


def _on_one_page(field: dict[str, Any]) -> bool:
    return len({box[0] for box in field["widgets"]}) == 1


def _box(widget: Object, page: Any, number: int, kind: str) -> list[Any]:
    origin_left, origin_bottom = (float(each) for each in list(page.mediabox)[:2])
    left, bottom, right, top = widgets.edges(widget)
    on = widgets.on(widget) if kind in BUTTONS else ""
    drawn = kind not in BUTTONS or bool(on)
    place = [left - origin_left, bottom - origin_bottom, right - left, top - bottom]
    return [number, *place, on or widgets.YES, drawn, widgets.border(widget), widgets.turn(widget)]


def _size(page: Any) -> list[float]:
    left, bottom, right, top = (float(each) for each in page.mediabox)
    return [right - left, top - bottom]


def _set(widget: Object, texts: Mapping[str, str], states: Mapping[str, str], redrawn: bool) -> None:
    name, kind = widgets.name(widget), widgets.kind(widget)
    if name in states:
        _set_state(widget, states[name])
    elif name in texts:
        _set_text(widget, texts[name])
    elif redrawn and kind in BUTTONS:  # what is marked follows from the value, as each program would have it
        _mark(widget, widgets.value(widget, kind))


def _mark(widget: Object, state: str) -> str:
    mine = widgets.on(widget) or widgets.YES
    widget["/AS"] = Name(f"/{mine}") if state == mine else Name.Off
    return mine


def _set_state(widget: Object, state: str) -> None:
    """Mark one box of a check box or radio button, or take its mark away."""
    _mark(widget, state)
    widgets.holder(widget)["/V"] = Name(f"/{state or widgets.OFF}")


def _set_text(widget: Object, text: str) -> None:
    """The value: of a choice that which is sent, which is not always what people see."""
    holder = widgets.holder(widget)
    chosen = {shown: sent for sent, shown in reversed(widgets.choices(widget))}
    holder["/V"] = String(chosen.get(text, text))
    for key in ("/RV", "/I"):  # a rich version of it, or which of a list was chosen, would say something else
        if key in holder:
            del holder[key]
    if "/AP" in widget:
        del widget["/AP"]


def _flatten(pdf: Pdf, drawn: Collection[str]) -> None:
    """Make what boxes show part of the page. What an overlay shows is not drawn twice."""
    for page in pdf.pages:
        annotations = page.obj.get("/Annots")
        if isinstance(annotations, Array):
            shown = [each for each in annotations if isinstance(each, Dictionary)]
            kept = [each for each in shown if each.get("/Subtype") != Name.Widget or widgets.name(each) not in drawn]
            page.obj["/Annots"] = Array(kept)
    if "/AcroForm" in pdf.Root and "/NeedAppearances" in pdf.Root.AcroForm:
        del pdf.Root.AcroForm["/NeedAppearances"]  # else the pictures of marks are left out
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
