"""PDFs with faults: those that every program passes over alike are taken; what had to be mended is refused."""

from collections.abc import Callable

import pikepdf
import pytest

from onboarding.documents import opening, pdf
from onboarding.documents.inspection import inspect
from onboarding.documents.kinds import FileKind, Refusal, RefusedFileError
from tests.documents import make
from tests.documents.make_by_hand import CATALOG, FONT, PAGE, WORDS, by_hand, stream

TAKEN: dict[str, Callable[[], bytes]] = {
    "nothing at all": by_hand,
    "the same key twice": lambda: by_hand(font=FONT.replace(b"/Type", b"/Type/Font/Type", 1)),
    "a key twice that decides nothing": lambda: by_hand(catalog=CATALOG[:-2] + b"/PageMode/UseNone/PageMode/X>>"),
    "a font named twice": lambda: by_hand(page=PAGE.replace(b"/F1 5 0 R", b"/F1 5 0 R/F1 5 0 R")),
    "more objects said than there are": lambda: by_hand(trailer=b"/Size 9/Root 1 0 R"),
    "one object less said than there are": lambda: by_hand(trailer=b"/Size 5/Root 1 0 R"),
    "a line break before it": lambda: by_hand(begins=b"\n"),
    "several blanks before it": lambda: by_hand(begins=b"\r\n \t\r\n"),
    "the mark of a text before it": lambda: by_hand(begins=b"\xef\xbb\xbf"),
    "a line break before it, which is counted": lambda: by_hand(begins=b"\n", counted=True),
    "several blanks before it, which are counted": lambda: by_hand(begins=b"\r\n\r\n", counted=True),
    "zeros after it, as from a disk's last block": lambda: by_hand(ends=b"\0" * 5000),
    "blanks after it": lambda: by_hand(ends=b"\r\n" * 2000),
    "blanks before its table of places": lambda: by_hand(blank=b"\n"),
    "a stream after a return alone": lambda: by_hand(contents=stream(WORDS, line=b"\r")),
    "a catalogue that does not say that it is one": lambda: by_hand(catalog=b"<</Pages 2 0 R>>"),
    "a reference to nothing": lambda: by_hand(catalog=CATALOG[:-2] + b"/PieceInfo 0 0 R>>"),
    "a page without resources": lambda: by_hand(page=b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>",
                                                contents=stream(b"0 0 4 4 re f")),
    "a page without a size": lambda: by_hand(page=PAGE.replace(b"/MediaBox[0 0 300 200]", b"")),
    "a page that comes twice": lambda: by_hand(pages=b"<</Type/Pages/Kids[3 0 R 3 0 R]/Count 2>>"),
}  # fmt: skip
REFUSED: dict[str, Callable[[], bytes]] = {
    "two contents of a page": lambda: by_hand(page=PAGE.replace(b"/Contents", b"/Contents 5 0 R/Contents")),
    "two sizes of a page": lambda: by_hand(page=PAGE.replace(b"/Media", b"/MediaBox[0 0 9 9]/Media")),
    "a stream longer than it says": lambda: by_hand(contents=stream(WORDS, length=9)),
    "an object that does not end": lambda: by_hand().replace(b"/Helvetica>>\nendobj", b"/Helvetica>>\n      "),
    "a table of places somewhere else": lambda: by_hand().replace(b"startxref\n", b"startxref\n1"),
    "no table of places": lambda: by_hand().replace(b"xref\n0 6", b"none\n0 6"),
    "one page tree within another": lambda: by_hand(catalog=b"<</Type/Catalog/Pages 3 0 R>>"),
    "no page": lambda: by_hand(pages=b"<</Type/Pages/Kids[]/Count 0>>"),
}


@pytest.mark.parametrize("fault", TAKEN)
def test_a_pdf_is_taken_that_every_program_shows_alike(fault: str) -> None:
    read = pdf.read(TAKEN[fault](), FileKind.PDF)
    assert read.copy is not None
    with pikepdf.open(make.as_file(read.copy)) as copy:
        assert len(copy.pages) == len(read.pages)
        assert not copy.get_warnings()


@pytest.mark.parametrize("fault", REFUSED)
def test_a_pdf_is_refused_that_has_to_be_mended(fault: str) -> None:
    with pytest.raises(RefusedFileError) as refused:
        opening.opened(REFUSED[fault]())
    assert refused.value.reason is Refusal.DAMAGED


def test_a_line_break_before_it_does_not_hide_what_it_is() -> None:
    assert inspect(by_hand(begins=b"\r\n")).kind is FileKind.PDF
    with pytest.raises(RefusedFileError) as refused:
        inspect(by_hand(begins=b"From the printer:\n"))
    assert refused.value.reason is Refusal.UNKNOWN_KIND


XFA = "<template xmlns='http://www.xfa.org/schema/xfa-template/3.3/'><subform>{}</subform></template>"
DYNAMIC: dict[str, Callable[[], bytes]] = {
    "one that says that it has to be drawn": lambda: make.make_pdf(make.with_dynamic_form(XFA.format(""), True)),
    "one that asks and has no boxes": lambda: make.make_pdf(make.with_dynamic_form(XFA.format("<field name='a'/>"))),
    "one in several parts": lambda: make.make_pdf(
        make.with_dynamic_form(XFA.format("<field><ui/></field>"), in_parts=True)
    ),
    "one of several pages": lambda: make.make_pdf(make.with_dynamic_form(XFA.format(""), True), pages=3),
}


@pytest.mark.parametrize("form", DYNAMIC)
def test_a_form_that_only_its_program_can_show_is_refused(form: str) -> None:
    with pytest.raises(RefusedFileError, match="Please wait"):
        opening.opened(DYNAMIC[form]())


def test_a_form_whose_boxes_are_on_its_pages_is_taken_whatever_else_it_has() -> None:
    def add(document: pikepdf.Pdf) -> None:
        field = make.text_box(document)
        make.with_dynamic_form(XFA.format("<field name='name'/>"))(document)
        document.Root.AcroForm.Fields = pikepdf.Array([field])

    read = pdf.read(make.make_pdf(add), FileKind.PDF)
    assert read.removed == ("a dynamic form (XFA)",)


def test_a_pdf_on_which_nothing_is_to_be_seen_is_refused() -> None:
    def without_words(document: pikepdf.Pdf) -> None:
        for page in document.pages:
            page.obj.Contents = document.make_stream(b"1 1 1 rg 0 0 600 700 re f")

    with pytest.raises(RefusedFileError, match="nothing to see"):
        pdf.read(make.make_pdf(without_words, pages=2), FileKind.PDF)


def test_a_pdf_with_a_page_to_be_seen_keeps_its_empty_ones() -> None:
    def first_without_words(document: pikepdf.Pdf) -> None:
        document.pages[0].obj.Contents = document.make_stream(b"")

    assert len(pdf.read(make.make_pdf(first_without_words, pages=2), FileKind.PDF).pages) == 2
