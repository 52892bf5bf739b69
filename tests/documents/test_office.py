"""Word documents and workbooks: all that they say is shown, as it finally reads, or they are refused."""

import io
from collections.abc import Callable

import pytest
from PIL import Image

from onboarding.documents import office
from onboarding.documents.inspection import inspect
from onboarding.documents.kinds import FileKind, Read, RefusedFileError
from tests.documents.make import make_docx, make_picture, make_xlsx
from tests.documents.make_office import (
    control,
    deleted,
    empty_workbook,
    inserted,
    make_word,
    paragraph,
    run,
    strict,
    with_picture_of_another_kind,
    with_pictures,
    workbook_with_picture,
)

WORD, EXCEL = FileKind.DOCX, FileKind.XLSX
GONE = "the wording before the tracked changes"
ROW = "<w:tr>{}<w:tc><w:p>{}</w:p></w:tc><w:tc><w:p>{}</w:p></w:tc></w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def said(*blocks: str) -> str:
    text = office.read(make_word(*blocks), WORD).text
    assert text is not None
    return text


FINALLY: dict[str, tuple[tuple[str, ...], str]] = {
    "a word put in": ((paragraph(run("I would "), inserted(run("not ")), run("hire her again")),),
                      "I would not hire her again"),
    "a number put for another": ((paragraph(run("She worked "), deleted("12"), inserted(run("40")), run(" hours")),),
                                 "She worked 40 hours"),
    "words that were moved": ((paragraph(inserted(run("from here"), "moveFrom")),
                               paragraph(run("to "), inserted(run("there"), "moveTo"))), "to there"),
    "a break taken out": ((paragraph(run("She left"), how="<w:rPr><w:del w:id='1' w:author='a'/></w:rPr>"),
                           paragraph(run(" in May"))), "She left in May"),
    "a row of a table taken out": ((table(ROW.format("", run("2019"), run("40 hours")),
                                          ROW.format('<w:trPr><w:del w:id="1"/></w:trPr>', run("2020"), run("x"))),),
                                   "2019\t40 hours"),
    "a change within a change": ((paragraph(run("She "), inserted(run("was ") + deleted("not ")), run("reliable")),),
                                 "She was reliable"),
    "a control within what was put in": ((paragraph(inserted(control(run("forty"))), run(" hours")),), "forty hours"),
}  # fmt: skip


@pytest.mark.parametrize("change", FINALLY)
def test_a_document_reads_as_with_all_changes_accepted_and_says_so(change: str) -> None:
    blocks, expected = FINALLY[change]
    read = office.read(make_word(*blocks), WORD)
    assert read.text is not None
    heading, _, text = read.text.partition("\n\n")
    assert text.strip() == expected
    assert "Changes were tracked" in heading
    assert GONE in read.removed


TICKED = '<w:sym w:font="Wingdings" w:char="F0{}"/>'
OLD_BOX = "<w:r><w:fldChar><w:ffData><w:checkBox>{}</w:checkBox></w:ffData></w:fldChar></w:r>"
OLD_LIST = (
    '<w:r><w:fldChar><w:ffData><w:ddList>{}<w:listEntry w:val="Poor"/><w:listEntry w:val="Good"/></w:ddList></w:ffData>'
    "</w:fldChar></w:r>"
)
SHAPE = "<w:txbxContent>{}</w:txbxContent>"
SHOWN: dict[str, tuple[tuple[str, ...], str]] = {
    "controls in a line": ((paragraph(run("Employee: "), control(run("Ida")), run(", hours: "), control(run("40"))),),
                           "Employee: Ida, hours: 40"),
    "a control around paragraphs": ((control(paragraph(run("Verified on 11/02/2026"))),), "Verified on 11/02/2026"),
    "controls around cells and rows": ((table(control(ROW.format("", run("a"), control(run("b")))),
                                              f"<w:tr>{control('<w:tc><w:p>' + run('c') + '</w:p></w:tc>')}</w:tr>"),),
                                       "a\tb\nc"),
    "a control within a control": ((control(paragraph(control(run("deep")))),), "deep"),
    "a link, a simple field and a smart tag": ((paragraph(
        f"<w:hyperlink>{run('one ')}</w:hyperlink><w:fldSimple>{run('two ')}</w:fldSimple>"
        f"<w:smartTag>{run('three')}</w:smartTag>"),), "one two three"),
    "a text box, written for new and old programs": ((paragraph(
        "<mc:AlternateContent><mc:Choice>" + SHAPE.format(paragraph(run("boxed"))) + "</mc:Choice>"
        "<mc:Fallback>" + SHAPE.format(paragraph(run("boxed"))) + "</mc:Fallback></mc:AlternateContent>"),), "boxed"),
    "boxes that are ticked or not": ((paragraph(f"<w:r>{TICKED.format('FE')}</w:r>", run(" yes "),
                                                f"<w:r>{TICKED.format('A8')}</w:r>", run(" no")),), "☑ yes ☐ no"),
    "boxes in letters of a font of signs": ((paragraph(run("x", '<w:rFonts w:ascii="Wingdings"/>'), run(" yes ")),),
                                            "☒ yes"),
    "old boxes": ((paragraph(OLD_BOX.format('<w:default w:val="0"/><w:checked/>'), run(" yes "),
                             OLD_BOX.format('<w:default w:val="0"/>'), run(" no")),), "☒ yes ☐ no"),
    "old lists": ((paragraph(OLD_LIST.format('<w:result w:val="1"/>')), paragraph(OLD_LIST.format(""))), "Good\nPoor"),
    "what is struck out": ((paragraph(run("would "), run("not ", "<w:strike/>"), run("hire")),),
                           "would [struck out: not ]hire"),
    "what is not struck out after all": ((paragraph(run("plain", '<w:strike w:val="0"/>')),), "plain"),
    "tabs, breaks and hyphens": ((paragraph("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t>"
                                            "<w:noBreakHyphen/><w:t>d</w:t></w:r>"),), "a\tb\nc-d"),
    "a formula": ((paragraph("<m:oMath><m:r><m:t>40 / 52</m:t></m:r></m:oMath>"),), "40 / 52"),
    "a mark over the page": ((paragraph('<w:r><w:pict><v:shape><v:textpath string="DRAFT"/></v:shape></w:pict></w:r>',
                                        run("Letter")),), "[DRAFT]\nLetter"),
    "a code that is not printed": ((paragraph("<w:r><w:instrText>DATE</w:instrText></w:r>", run("May 1")),), "May 1"),
}  # fmt: skip


@pytest.mark.parametrize("what", SHOWN)
def test_a_document_shows(what: str) -> None:
    blocks, expected = SHOWN[what]
    assert said(*blocks).strip() == expected


def test_hidden_text_stays_hidden_and_is_said() -> None:
    read = office.read(make_word(paragraph(run("seen"), run(" unseen", "<w:vanish/>"))), WORD)
    assert read.text == "seen\n"
    assert "hidden text" in read.removed


def test_pictures_in_a_document_are_shown_in_their_order_each_once() -> None:
    red, blue = make_picture(color="red"), make_picture("JPEG", color="blue")
    read = inspect(with_pictures(blue, red, blue, words="My certificates", header=red))
    assert read.text == "[picture 1]\nMy certificates\n[picture 2]\n[picture 1]\n[picture 2]\n"
    assert read.removed == ("everything but the text and the pictures",)
    first, second = (Image.open(io.BytesIO(page.image)).convert("RGB").getpixel((5, 5)) for page in read.pages)
    assert first == (255, 0, 0)
    assert isinstance(second, tuple)
    assert second[2] > 200


def test_a_document_that_is_one_picture_is_shown() -> None:
    read = office.read(with_pictures(make_picture()), WORD)
    assert (read.text, len(read.pages)) == ("[picture 1]\n", 1)


def test_pictures_in_a_workbook_are_shown_also_where_no_cell_is_filled() -> None:
    read = office.read(workbook_with_picture(make_picture()), EXCEL)
    assert (read.text, len(read.pages)) == ("Sheet\n[picture 1]\n", 1)
    read = office.read(workbook_with_picture(make_picture(), ("Hours", 40)), EXCEL)
    assert (read.text, len(read.pages)) == ("Sheet\nHours\t40\n\n[picture 1]\n", 1)


REFUSED: dict[str, tuple[Callable[[], Read], str]] = {
    "a drawing in lines": (lambda: office.read(with_picture_of_another_kind(b"\x01\0\0\0"), WORD), "save it as a PDF"),
    "a picture of an older kind": (lambda: office.read(with_picture_of_another_kind(b"BM"), WORD), "save it as a PDF"),
    "a picture that is elsewhere": (lambda: _read(paragraph('<a:blip r:link="rId99"/>')), "save it as a PDF"),
    "a chart": (lambda: _read(paragraph(run("x"), '<c:chart r:id="rId9"/>')), "save it as a PDF"),
    "a diagram": (lambda: _read(paragraph(run("x"), '<dgm:relIds r:dm="rId9"/>')), "save it as a PDF"),
    "another document within": (lambda: _read('<w:altChunk r:id="rId9"/>'), "save it as a PDF"),
    "handwriting": (lambda: _read(paragraph('<w14:contentPart r:id="rId9"/>')), "save it as a PDF"),
    "a document without a word": (lambda: _read(paragraph()), "nothing to see"),
    "a document of which all was deleted": (lambda: _read(paragraph(deleted("all"))), "nothing to see"),
    "a document of hidden text": (lambda: _read(paragraph(run("x", "<w:vanish/>"))), "nothing to see"),
    "a workbook without a cell": (lambda: office.read(empty_workbook(), EXCEL), "nothing to see"),
}


def _read(*blocks: str) -> Read:
    return office.read(make_word(*blocks), WORD)


@pytest.mark.parametrize("what", REFUSED)
def test_what_would_look_empty_is_refused(what: str) -> None:
    made, words = REFUSED[what]
    with pytest.raises(RefusedFileError, match=f"(?i){words}"):
        made()


def test_handwriting_with_a_picture_for_older_programs_is_shown() -> None:
    ink = '<mc:AlternateContent><mc:Choice><w14:contentPart r:id="rId9"/></mc:Choice><mc:Fallback>{}</mc:Fallback>'
    assert said(paragraph(ink.format(run("signed")) + "</mc:AlternateContent>")) == "signed\n"


@pytest.mark.parametrize(
    ("data", "kind", "expected"),
    [
        (make_docx("Diploma", "of 2019"), WORD, "Diploma\nof 2019\n"),
        (make_xlsx(("Day", "Hours"), ("2026-01-05", 4)), EXCEL, "Sheet\nDay\tHours\n2026-01-05\t4\n"),
        (make_word(paragraph(run("I would "), control(run("hire")))), WORD, "I would hire\n"),
    ],
)
def test_the_strict_variant_of_a_format_reads_as_the_usual_one(data: bytes, kind: FileKind, expected: str) -> None:
    other = strict(data)
    assert other != data
    assert office.read(other, kind).text == office.read(data, kind).text == expected


def test_pictures_of_a_strict_document_are_shown() -> None:
    assert len(office.read(strict(with_pictures(make_picture())), WORD).pages) == 1
