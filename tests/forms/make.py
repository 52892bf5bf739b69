"""A fillable form as an agency would make one: 36 fields of every kind, on two pages."""

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from tests.documents.make import make_pdf

HELVETICA = "/F1 10 Tf 0 g"
COMB, MULTILINE, RADIO, NO_OFF, COMBO = 1 << 24, 1 << 12, 1 << 15, 1 << 14, 1 << 17


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
    for label in ("First name", "Middle name", "Last name", "Email address", "COHE name", "Supervisor", "Licence"):
        maker.add("Tx", label)
    for label in ("Hire month", "Hire day", "Hire year", "Start date", "Date signed", "Home phone"):
        maker.add("Tx", label)
    for label, most in (("Provider ID", 7), ("NPI number", 10), ("Payee number", 7), ("Area code", 3)):
        maker.add("Tx", label, Ff=COMB, MaxLen=most)
    for label in ("Remarks", "Malpractice cover"):
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
