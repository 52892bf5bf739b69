"""A fillable form as an agency would make one: 36 fields of every kind, on two pages."""

from collections.abc import Callable

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from tests.documents.make import make_pdf

HELVETICA = "/F1 10 Tf 0 g"
COMB, MULTILINE, RADIO, NO_OFF, COMBO = 1 << 24, 1 << 12, 1 << 15, 1 << 14, 1 << 17


Field = Callable[[Pdf], Object]
Rect = tuple[float, float, float, float]
CROSS = b"1 w 2 2 m 10 10 l 2 10 m 10 2 l S"


def make_boxes(*fields: Field, redrawn: bool = False, words: bytes = b"", turned: int = 0) -> bytes:
    """A small page with these fields, and words. `redrawn`: it leaves it to each program to draw what they hold."""

    def add(pdf: Pdf) -> None:
        page = pdf.pages[0].obj
        page.Contents = pdf.make_stream(words)
        page.Rotate, page.Annots = turned, Array()
        listed = [each(pdf) for each in fields]
        for field in listed:
            for box in field.get("/Kids", [field]):
                page.Annots.append(box)
        pdf.Root.AcroForm = Dictionary(Fields=Array(listed), DA=HELVETICA, NeedAppearances=redrawn)

    return make_pdf(add, size=(300, 200))


def text(name: str, rect: Rect, turn: int = 0, **more: object) -> Field:
    """A text field in a box with a border; `turn`: by how many degrees its text is turned."""
    looks = Dictionary(BC=Array([0]), R=turn)
    return lambda pdf: _widget(pdf, rect, FT=Name.Tx, T=name, DA=HELVETICA, MK=looks, **more)


def choice(name: str, rect: Rect, options: list[object], **more: object) -> Field:
    """A list to choose from; an option is what people see, or a pair of what is sent and that."""
    written = Array([Array(each) if isinstance(each, tuple) else each for each in options])
    return lambda pdf: _widget(pdf, rect, FT=Name.Ch, Ff=COMBO, T=name, DA=HELVETICA, Opt=written, **more)


def check(name: str, rect: Rect, on: str = "Yes", **more: object) -> Field:
    """A check box with a picture of its mark."""
    return lambda pdf: _widget(pdf, rect, **{"FT": Name.Btn, "T": name, **_pictures(pdf, on), **more})


def group(name: str, boxes: dict[Rect, str], flags: int = 0, told: tuple[str, ...] = (), **more: object) -> Field:
    """Buttons of one name, each with its place and state; `told`: the tooltip of each."""

    def make(pdf: Pdf) -> Object:
        field = pdf.make_indirect(Dictionary(FT=Name.Btn, Ff=flags, T=name, **more))
        kids = [_widget(pdf, rect, Parent=field, **_pictures(pdf, on)) for rect, on in boxes.items()]
        for kid, tooltip in zip(kids, told, strict=False):
            kid.TU = String(tooltip)
        field.Kids = Array(kids)
        return field

    return make


def printed(*words: tuple[float, float, str]) -> bytes:
    """Words printed on the page, each from its place on."""
    return b"".join(f"BT /F1 9 Tf {left} {bottom} Td ({text}) Tj ET\n".encode() for left, bottom, text in words)


def _widget(pdf: Pdf, rect: Rect, **more: object) -> Object:
    return pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Widget, Rect=Array(rect), F=4, **more))


def _pictures(pdf: Pdf, on: str) -> dict[str, object]:
    marked, empty = (
        pdf.make_stream(content, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 12, 12]))
        for content in (CROSS, b"")
    )
    return {"AP": Dictionary(N=Dictionary({f"/{on}": marked, "/Off": empty})), "AS": Name.Off}


def make_thirty_six() -> bytes:
    """20 text fields, four of them comb and two of several lines; 8 check boxes, 4 radio groups, 4 choices."""
    return make_pdf(_add_fields, pages=2)


class Maker:
    """Puts fields on the pages, from the top down in two columns."""

    def __init__(self, pdf: Pdf) -> None:
        self.pdf, self.fields, self.number = pdf, Array(), 0
        for page in pdf.pages:
            page.obj.Annots = Array()

    def place(self, height: float = 18) -> tuple[Object, list[float]]:
        page, place = divmod(self.number, 24)
        self.number += 1
        left, top = 60 + 270 * (place % 2), 720 - 55 * (place // 2)
        return self.pdf.pages[page].obj, [left, top - height, left + 220, top]

    def add(self, kind: str, label: str, height: float = 18, **more: object) -> None:
        page, box = self.place(height)
        widget = self.widget(box, FT=Name(f"/{kind}"), T=String(label.replace(" ", "_")), TU=String(label), **more)
        page.Annots.append(widget)
        self.fields.append(widget)

    def widget(self, box: list[float], **more: object) -> Object:
        looks = Dictionary(BC=Array([0.4]))
        return self.pdf.make_indirect(
            Dictionary(
                Type=Name.Annot, Subtype=Name.Widget, Rect=Array(box), F=4, DA=String(HELVETICA), MK=looks, **more
            )
        )

    def check(self, label: str) -> None:
        _, box = self.place()
        self.number -= 1
        small = [box[0], box[1], box[0] + 12, box[1] + 12]
        page, _ = self.place()
        pictures = Dictionary(N=Dictionary(On=self.picture(b"q 1 0 0 RG 0 0 m 12 12 l S Q"), Off=self.picture(b"")))
        box_of = self.widget(
            small, FT=Name.Btn, T=String(label.replace(" ", "_")), TU=String(label), AP=pictures, AS=Name.Off
        )
        page.Annots.append(box_of)
        self.fields.append(box_of)

    def radio(self, label: str, options: tuple[str, ...]) -> None:
        page, box = self.place()
        group = self.pdf.make_indirect(
            Dictionary(
                FT=Name.Btn, Ff=RADIO | NO_OFF, T=String(label.replace(" ", "_")), TU=String(label), Kids=Array()
            )
        )
        for place, option in enumerate(options):
            left = box[0] + 40 * place
            pictures = Dictionary(
                N=Dictionary({f"/{option}": self.picture(b"0 0 1 rg 2 2 8 8 re f"), "/Off": self.picture(b"")})
            )
            button = self.widget([left, box[1], left + 12, box[1] + 12], Parent=group, AP=pictures, AS=Name.Off)
            group.Kids.append(button)
            page.Annots.append(button)
        self.fields.append(group)

    def picture(self, content: bytes) -> Object:
        return self.pdf.make_stream(content, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 12, 12]))


def _add_fields(pdf: Pdf) -> None:
    maker = Maker(pdf)
    for label in ("First name", "Middle name", "Last name", "Email address", "COHE name", "Supervisor", "License"):
        maker.add("Tx", label)
    for label in ("Hire month", "Hire day", "Hire year", "Start date", "Date signed", "Home phone"):
        maker.add("Tx", label)
    for label, most in (("Provider ID", 7), ("NPI number", 10), ("Payee number", 7), ("Area code", 3)):
        maker.add("Tx", label, Ff=COMB, MaxLen=most)
    for label in ("Remarks", "Malpractice coverage"):
        maker.add("Tx", label, height=40, Ff=MULTILINE)
    maker.add("Tx", "Initials", MaxLen=3)
    for number in range(1, 9):
        maker.check(f"Box {number}")
    for number in range(1, 5):
        maker.radio(f"Kind {number}", ("HSC", "Assistant", "Surgical"))
    for number in range(1, 5):
        maker.add(
            "Ch", f"County {number}", Ff=COMBO, Opt=Array([String("King"), String("Walla Walla"), String("Yakima")])
        )
    pdf.Root.AcroForm = Dictionary(
        Fields=maker.fields, DA=String(HELVETICA), DR=Dictionary(Font=pdf.pages[0].obj.Resources.Font)
    )
