"""Boxes as real forms have them: filled before, turned, of one name, without a name; and more than anybody counts."""

import io
import json
from typing import Any

import pikepdf
import pypdfium2
import pytest
from pikepdf import Name

from onboarding.documents import form, form_child
from onboarding.documents.form import BlankPdf, FormField
from onboarding.packets import form as packet
from tests.documents.make import make_pdf
from tests.forms.make import (
    COMB,
    RADIO,
    Field,
    Maker,
    Rect,
    check,
    choice,
    group,
    make_boxes,
    printed,
    text,
)
from tests.forms.test_filling import ink, words

LINE: Rect = (60, 100, 260, 120)
ONE, TWO, THREE = (20, 100, 32, 112), (80, 100, 92, 112), (140, 100, 152, 112)
COUNTIES: list[object] = [("77", "Yakima"), ("17", "King")]
STATES = {ONE: "A", TWO: "B", THREE: "C"}


def read(pdf: bytes) -> BlankPdf:
    return form.from_json(json.loads(form_child.found(pdf)))


def only(pdf: bytes) -> FormField:
    (field,) = read(pdf).fields
    return field


def printed_of(pdf: bytes, texts: dict[str, str] | None = None, states: dict[str, str] | None = None) -> bytes:
    return packet.filled(read(pdf), pdf, texts or {}, states or {}, flat=True)


def on_screen(pdf: bytes, texts: dict[str, str] | None = None, states: dict[str, str] | None = None) -> dict[str, Any]:
    """What each field holds in the form that is completed on screen."""
    filled = packet.filled(read(pdf), pdf, texts or {}, states or {}, flat=False)
    with pikepdf.open(io.BytesIO(filled)) as opened:
        boxes = [box for field in opened.Root.AcroForm.Fields for box in field.get("/Kids", [field])]
        values = {str(field.T): str(field.get("/V", "")) for field in opened.Root.AcroForm.Fields}
        return {**values, "marks": [str(box.AS) for box in boxes if "/AS" in box]}


HELD: dict[str, tuple[Field, bool, str]] = {
    "a text, to be drawn by each program": (text("f", LINE, V="Łukasz Núñez"), True, "Łukasz Núñez"),
    "a text that nobody drew": (text("f", LINE, V="Łukasz Núñez"), False, "Łukasz Núñez"),
    "a choice": (choice("f", LINE, COUNTIES, V="77"), True, "Yakima"),
    "a choice that is what it says": (choice("f", LINE, ["King", "Yakima"], V="King"), True, "King"),
    "a text of digits, each in its place": (text("f", LINE, V="1234", Ff=COMB, MaxLen=4), True, "1234"),
}


@pytest.mark.parametrize("what", HELD)
def test_what_stood_in_a_field_stays_in_print(what: str) -> None:
    field, redrawn, expected = HELD[what]
    pdf = make_boxes(field, redrawn=redrawn)
    assert "".join(words(printed_of(pdf)).split()) == "".join(expected.split())
    replaced = "King" if what.startswith("a choice") else "9876"
    assert "".join(words(printed_of(pdf, {"f": replaced})).split()) == replaced


MARKED: dict[str, tuple[Field, dict[str, str], int]] = {
    "a check box that is marked now": (check("f", ONE), {"f": "Yes"}, 0),
    "a check box that was marked": (check("f", ONE, V=Name.Yes, AS=Name.Yes), {}, 0),
    "a check box that was marked by its value alone": (check("f", ONE, V=Name.Yes), {}, 0),
    "a radio button that was chosen": (group("f", STATES, RADIO, V=Name.B), {}, 1),
    "a radio button that is chosen now": (group("f", STATES, RADIO, V=Name.B), {"f": "C"}, 2),
}


@pytest.mark.parametrize("what", MARKED)
def test_marks_stay_in_print_on_a_form_that_each_program_draws(what: str) -> None:
    field, states, marked = MARKED[what]
    pdf = make_boxes(field, redrawn=True)
    flat, blank = printed_of(pdf, states=states), read(pdf)
    of = [ink(flat, blank.fields[0]._replace(widgets=(box,)), blank) for box in blank.fields[0].widgets]
    assert [place for place, dark in enumerate(of) if dark > 2000] == [marked]


def test_check_boxes_of_one_name_with_several_states_are_a_radio_button() -> None:
    field = only(make_boxes(group("f", STATES)))
    assert (field.kind, field.options) == ("radio", ("A", "B", "C"))
    field = only(make_boxes(check("f", ONE, "Yes"), check("f", TWO, "No")))
    assert (field.kind, field.options) == ("radio", ("Yes", "No"))
    field = only(make_boxes(check("f", ONE, "Yes"), check("f", TWO, "Yes")))
    assert (field.kind, field.options) == ("check", ())


@pytest.mark.parametrize(("chosen", "marks"), [("B", ["/Off", "/B", "/Off"]), ("", ["/Off"] * 3)])
def test_of_boxes_of_one_name_one_is_marked(chosen: str, marks: list[str]) -> None:
    held = on_screen(make_boxes(group("f", STATES, V=Name.A)), states={"f": chosen})
    assert held == {"f": f"/{chosen or 'Off'}", "marks": marks}


def test_boxes_of_one_name_that_are_fields_of_their_own_agree_on_what_is_chosen() -> None:
    pdf = make_boxes(check("f", ONE, "Yes", V=Name.Yes, AS=Name.Yes), check("f", TWO, "No"))
    assert on_screen(pdf, states={"f": "No"}) == {"f": "/No", "marks": ["/Off", "/No"]}


@pytest.mark.parametrize(
    ("options", "shown", "sent"),
    [
        (COUNTIES, "Yakima", "77"),
        (COUNTIES, "King", "17"),
        (["King", "Yakima"], "King", "King"),
        ([("", "None"), ("1", "One")], "None", ""),
        ([("1", "Same"), ("2", "Same")], "Same", "1"),
    ],
)
def test_a_choice_holds_what_is_sent_and_prints_what_is_shown(options: list[object], shown: str, sent: str) -> None:
    pdf = make_boxes(choice("f", LINE, options))
    assert shown in only(pdf).options
    assert on_screen(pdf, {"f": shown})["f"] == sent
    assert words(printed_of(pdf, {"f": shown})).strip() == shown


def middles(pdf: bytes) -> dict[str, tuple[float, float]]:
    """Where each letter of the first page stands."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0].get_textpage()
        boxes = {page.get_text_range(place, 1): page.get_charbox(place) for place in range(page.count_chars())}
    return {each: ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2) for each, box in boxes.items() if each.strip()}


TALL: Rect = (20, 20, 40, 180)


@pytest.mark.parametrize(
    ("rect", "turn", "axis", "way"),
    [(LINE, 0, 0, 1), (TALL, 90, 1, 1), (LINE, 180, 0, -1), (TALL, 270, 1, -1), (TALL, -90, 1, -1)],
)
@pytest.mark.parametrize("flags", [{}, {"Ff": COMB, "MaxLen": 8}])
def test_text_runs_along_its_box(rect: Rect, turn: int, axis: int, way: int, flags: dict[str, object]) -> None:
    placed = middles(printed_of(make_boxes(text("f", rect, turn, **flags)), {"f": "Dolphins"}))
    assert sorted(placed) == sorted("Dolphins")
    assert all(rect[0] < x < rect[2] and rect[1] < y < rect[3] for x, y in placed.values())
    along = [placed[letter][axis] * way for letter in "Dolphins"]
    assert along == sorted(along)
    across = [place[1 - axis] for place in placed.values()]
    assert max(across) - min(across) < 6


def test_fields_of_a_turned_page_are_filled_as_their_boxes_are_turned() -> None:
    pdf = make_boxes(text("f", TALL, 90), turned=90)
    assert sorted(middles(printed_of(pdf, {"f": "Dolphins"}))) == sorted("Dolphins")


def test_a_form_that_lost_its_list_of_fields_is_completed_on_screen() -> None:
    with pikepdf.open(io.BytesIO(make_boxes(text("f", LINE), group("g", STATES, RADIO)))) as opened:
        del opened.Root.AcroForm
        into = io.BytesIO()
        opened.save(into)
    assert on_screen(into.getvalue(), {"f": "Ida"}, {"g": "B"}) == {
        "f": "Ida",
        "g": "/B",
        "marks": ["/Off", "/B", "/Off"],
    }


def test_what_fits_a_turned_box_is_measured_along_it() -> None:
    along, across = (only(make_boxes(text("f", TALL, turn))) for turn in (90, 0))
    assert packet.misfit(along, "Maximiliana Núñez") is None
    assert packet.misfit(across, "Maximiliana Núñez") is not None


RIGHT = printed((36, 102, "Yes"), (96, 102, "No"), (156, 102, "Not known"))
LEFT = printed((2, 102, "Yes"), (64, 102, "No"), (124, 102, "May"))
QUESTION = printed((20, 120, "3. Was it ever suspended?"))
FAR = printed((200, 102, "Something else"))


@pytest.mark.parametrize(
    ("field", "page", "label", "called"),
    [
        (group("f", STATES, RADIO, TU="Suspended", told=("Yes", "No", "Unknown")), b"", "Suspended",
         ["Yes", "No", "Unknown"]),
        (group("f", STATES, RADIO, TU="Suspended", Opt=["Yes", "No", "Unknown"]), RIGHT, "Suspended",
         ["Yes", "No", "Unknown"]),
        (group("f", STATES, RADIO, Opt=["0", "1", "2"]), RIGHT + QUESTION, "3. Was it ever suspended?",
         ["Yes", "No", "Not known"]),
        (group("f", STATES, RADIO, TU="f"), LEFT + QUESTION, "3. Was it ever suspended?", ["Yes", "No", "May"]),
        (group("f", STATES), RIGHT + QUESTION, "3. Was it ever suspended?", ["Yes", "No", "Not known"]),
        (group("f", STATES, RADIO, TU="Suspended"), FAR, "Suspended", ["A", "B", "C"]),
        (check("f", ONE), printed((36, 102, "I agree")), "I agree", []),
        (check("f", ONE, TU="I consent"), printed((36, 102, "I agree")), "I consent", []),
    ],
)  # fmt: skip
def test_buttons_are_called_by_what_they_say_or_by_the_words_beside_them(
    field: Field, page: bytes, label: str, called: list[str]
) -> None:
    found = only(make_boxes(field, words=page))
    assert (found.label, list(found.called.values())) == (label, called)


def test_a_form_may_have_more_than_five_hundred_fields() -> None:
    def add(pdf: pikepdf.Pdf) -> None:
        maker = Maker(pdf)
        for number in range(1, 602):
            maker.add("Tx", f"Line {number}")
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=maker.fields)

    assert len(read(make_pdf(add, pages=26)).fields) == 601
