"""Fillable forms, one of our making and two that others published: read, filled, flattened, read back, drawn."""

import io
from functools import cache, lru_cache
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import ImageChops

from onboarding.documents import form
from onboarding.documents.form import BlankPdf, FormField
from onboarding.documents.inspection import inspect
from onboarding.packets import form as packet
from tests.documents.make import make_form, make_pdf
from tests.forms.make import make_thirty_six

PUBLISHED = Path(__file__).parent / "published"
NAME = "Łukasz Ñúñez-O'Brien"
COMB = "ŁÑÉ4567890"


@cache
def blank_of(name: str) -> tuple[BlankPdf, bytes]:
    data = make_thirty_six() if name == "ours" else (PUBLISHED / name).read_bytes()
    copy = inspect(data).copy
    assert copy
    return form.read(copy), copy


def everything(blank: BlankPdf) -> tuple[dict[str, str], dict[str, str]]:
    """A value for each field, as long as it takes."""
    texts: dict[str, str] = {}
    states: dict[str, str] = {}
    for field in blank.fields:
        if field.kind == "text":
            texts[field.name] = (COMB * 4)[: field.most] if field.comb else NAME[: field.most]
        elif field.kind == "choice":
            texts[field.name] = field.options[-1]
        else:
            states[field.name] = field.options[-1] if field.kind == "radio" else field.widgets[0].on
    return texts, states


def words(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


@lru_cache(maxsize=8)
def drawn(pdf: bytes, page: int, forms: bool = True) -> object:
    """A page as it is drawn; kept, since each of its fields is looked at in it."""
    with pypdfium2.PdfDocument(pdf) as document:
        if forms:
            document.init_forms()
        return document[page].render(scale=1.5, may_draw_forms=forms).to_pil().convert("L")


def ink(pdf: bytes, field: FormField, blank: BlankPdf) -> int:
    """How dark the first box of a field is, as the sum of what is missing to white."""
    box = field.widgets[0]
    top = blank.pages[box.page][1] - box.bottom - box.height
    edges = (box.left + 1, top + 1, box.left + box.width - 1, top + box.height - 1)
    picture = drawn(pdf, box.page).crop(tuple(round(each * 1.5) for each in edges))  # type: ignore[attr-defined]
    return sum(255 - each for each in picture.tobytes())


def test_our_form_has_all_kinds_of_fields() -> None:
    blank, _ = blank_of("ours")
    kinds = [field.kind for field in blank.fields]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {"text": 20, "check": 8, "radio": 4, "choice": 4}
    by_label = {field.label: field for field in blank.fields}
    assert (by_label["Provider ID"].comb, by_label["Provider ID"].most) == (True, 7)
    assert by_label["Remarks"].lines
    assert by_label["Kind 1"].options == ("HSC", "Assistant", "Surgical")
    assert by_label["County 1"].options == ("King", "Walla Walla", "Yakima")


@pytest.mark.parametrize(
    ("name", "fields", "pages"), [("ours", 36, 2), ("form_210966.pdf", 60, 2), ("form_dd0293.pdf", 101, 4)]
)
def test_a_form_is_filled_flattened_read_back_and_drawn(name: str, fields: int, pages: int) -> None:
    blank, copy = blank_of(name)
    assert (len(blank.fields), len(blank.pages)) == (fields, pages)
    texts, states = everything(blank)
    flat = packet.filled(blank, copy, texts, states, flat=True)
    with pypdfium2.PdfDocument(flat) as document:
        assert document.get_formtype() == 0
        assert len(document) == pages
    assert not form.read(flat).fields
    said = words(flat)
    assert said.count(NAME) >= sum(text == NAME for text in texts.values())
    nothing = packet.filled(blank, copy, {}, {}, flat=True)
    for field in blank.fields:
        box = next((each for each in field.widgets if each.on == states.get(field.name)), field.widgets[0])
        marked = field._replace(widgets=(box,))
        assert ink(flat, marked, blank) != ink(nothing, marked, blank), f"nothing stands in {field.name}"


@pytest.mark.parametrize("name", ["ours", "form_210966.pdf", "form_dd0293.pdf"])
def test_a_form_to_complete_on_screen_keeps_its_fields_with_their_values(name: str) -> None:
    blank, copy = blank_of(name)
    texts, states = everything(blank)
    pdf = packet.filled(blank, copy, texts, states, flat=False)
    assert [field.name for field in form.read(pdf).fields] == [field.name for field in blank.fields]
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        values = {field.fully_qualified_name: str(field.value) for field in opened.acroform.fields}
        assert opened.Root.AcroForm.NeedAppearances
    for field, text in texts.items():
        assert values[field] == text
    for field, state in states.items():
        assert values[field].removeprefix("/") == state


def test_what_is_off_is_not_marked_and_only_the_chosen_button_is() -> None:
    blank, copy = blank_of("ours")
    on = packet.filled(blank, copy, {}, {"Kind_1": "Assistant", "Box_1": "On", "Box_2": ""}, flat=True)
    kind = next(field for field in blank.fields if field.name == "Kind_1")
    inks = [ink(on, kind._replace(widgets=(box,)), blank) for box in kind.widgets]
    assert inks[1] > 10 * max(1, inks[0])
    assert inks[1] > 10 * max(1, inks[2])
    one, two = (next(field for field in blank.fields if field.name == name) for name in ("Box_1", "Box_2"))
    assert ink(on, one, blank) > ink(on, two, blank)


def test_what_is_not_filled_looks_as_before() -> None:
    blank, copy = blank_of("form_210966.pdf")
    flat = packet.filled(blank, copy, {}, {}, flat=True)
    before, after = (drawn(pdf, 1) for pdf in (copy, flat))
    difference = ImageChops.difference(before, after)  # type: ignore[arg-type]
    assert sum(difference.point(lambda each: 255 if each > 96 else 0).tobytes()) / 255 < 2000


def test_what_does_not_fit_is_said_and_never_cut() -> None:
    blank, _ = blank_of("ours")
    by_label = {field.label: field for field in blank.fields}
    assert packet.misfit(by_label["Provider ID"], "01234567") == "8 characters, and the form has room for 7"
    assert packet.misfit(by_label["First name"], "A" * 90) == "too long for its box, even in small type"
    assert packet.misfit(by_label["First name"], "Maximiliana Józefa Anastazja Núñez-O'Connor") is None
    assert packet.misfit(by_label["Remarks"], "word " * 20) is None
    assert packet.misfit(by_label["Remarks"], "word " * 200) == "too long for its box, even in small type"
    assert packet.misfit(by_label["County 1"], "Spokane") == "not one of the form's choices"


def test_a_flat_pdf_has_no_fields_and_a_broken_one_is_refused() -> None:
    assert form.read(make_pdf()).fields == ()
    with pytest.raises(form.UnfilledError, match="answer sheet"):
        form.read(b"%PDF-1.7 nothing")


def test_a_box_without_a_picture_of_its_mark_gets_a_cross() -> None:
    with pikepdf.open(io.BytesIO(make_form())) as pdf:
        box = pdf.pages[0].obj.Annots[0]
        box.FT, box.Rect = pikepdf.Name.Btn, pikepdf.Array([72, 600, 84, 612])
        into = io.BytesIO()
        pdf.save(into)
    blank = form.read(into.getvalue())
    (field,) = blank.fields
    assert (field.kind, field.widgets[0].drawn) == ("check", False)
    flat = packet.filled(blank, into.getvalue(), {}, {"name": "Yes"}, flat=True)
    assert ink(flat, field, blank) > 2000
