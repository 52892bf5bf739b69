"""Opening a PDF: which faults of one every program passes over alike, and which make it prove nothing."""

import io
import re

import pikepdf
from pikepdf import Array, Dictionary, Object, Pdf, Stream

from onboarding.documents.kinds import BEFORE_PDF, MOST_PAGES, Refusal, RefusedFileError

VERSION_LENGTH = len(b"%PDF-1.7")
BLANK = b" \t\r\n\f\0"
MOST_OBJECTS = 200_000
# Keys that say what is on a page, and where. Written twice, one program follows the first and another the last.
DECIDING = (
    "AP|AS|Annots|BBox|Contents|CropBox|DecodeParms|Encoding|Encrypt|Filter|First|Index|Kids|Length|Matrix|MediaBox"
    "|N|Pages|Parent|Prev|Resources|Root|Rotate|Size|ToUnicode|UserUnit|V|W|XObject|XRefStm"
)
# What qpdf says of files that macOS, Word, Acrobat and Reporting Services write, and that every program shows alike.
# Whatever else it says, it had to guess or to rebuild something.
HARMLESS = re.compile(
    r"reported number of objects \(\d+\) is not one plus the highest object number \(\d+\)"
    r"|Cross-reference stream data has the wrong size; expected = \d+; actual = \d+"  # a smaller one is an error
    r"|object has offset 0 - a common error handled correctly"
    r"|xref entry for the xref stream itself is missing - a common error handled correctly"
    r"|extraneous whitespace seen before (?:xref|object|startxref)"
    r"|stream keyword followed by (?:carriage return only|extraneous whitespace)"
    r"|input stream is complete but output may still be valid"
    r"|treating bad indirect reference \(0 0 R\) as null"
    r"|invalid /ID in trailer dictionary"
    r"|Catalog: setting missing or invalid /Type entry to /Catalog"
    r"|kid \d+ \(from \d+\) Resources is missing or invalid; repairing"
    r"|kid \d+ \(from \d+\) MediaBox is undefined; setting to letter"
    r"|kid \d+ \(from \d+\) appears more than once in the pages tree"
    rf"|dictionary has duplicated key /(?!(?:{DECIDING});)[^;]+; last occurrence overrides earlier ones"
)
ASKS = (b"<field>", b"<field ")


def opened(data: bytes) -> Pdf:
    """The PDF, to be closed by whoever asked. Raises RefusedFileError for one that shows nothing, or not for sure."""
    whole = data.lstrip(BEFORE_PDF).rstrip(BLANK)
    pdf = _sound(whole)
    if pdf is None and (before := len(data) - len(data.lstrip(BEFORE_PDF))):
        # Its places may be counted from the file's own beginning: let the blanks follow the first line.
        pdf = _sound(whole[:VERSION_LENGTH] + b"\n" * before + whole[VERSION_LENGTH:])
    if pdf is None:
        raise RefusedFileError(Refusal.DAMAGED)  # what a reader mends by guessing proves nothing
    if _drawn_by_its_program(pdf):
        raise RefusedFileError(Refusal.DYNAMIC_FORM)
    return pdf


def has_widgets(pdf: Pdf) -> bool:
    """Whether boxes of a form's fields are on its pages."""
    return any(
        isinstance(each, Dictionary) and each.get("/Subtype") == pikepdf.Name.Widget
        for page in pdf.pages
        for each in _parts(page.obj.get("/Annots"))
    )


def _sound(data: bytes) -> Pdf | None:
    """The PDF, None for one that had to be mended. Raises RefusedFileError for what is no matter of damage."""
    try:
        pdf = Pdf.open(io.BytesIO(data), attempt_recovery=True)
    except pikepdf.PasswordError as error:
        raise RefusedFileError(Refusal.ENCRYPTED) from error
    except pikepdf.PdfError:
        return None
    if len(pdf.objects) > MOST_OBJECTS:
        raise RefusedFileError(Refusal.BOMB)
    said = list(pdf.get_warnings())
    pages = len(pdf.pages)
    if pages > MOST_PAGES:
        raise RefusedFileError(Refusal.TOO_MANY_PAGES)
    said += pdf.get_warnings()
    return pdf if pages and all(HARMLESS.search(str(each)) for each in said) else None


def _drawn_by_its_program(pdf: Pdf) -> bool:
    """Whether the pages only say "Please wait", and what one sees in Adobe's program is in another part (XFA)."""
    form = pdf.Root.get("/AcroForm")
    if not isinstance(form, Dictionary) or "/XFA" not in form:
        return False
    written = b"".join(part.read_bytes() for part in (form["/XFA"], *_parts(form["/XFA"])) if isinstance(part, Stream))
    asks = any(tag in written for tag in ASKS)
    return bool(pdf.Root.get("/NeedsRendering")) or (asks and not has_widgets(pdf))


def _parts(of: Object | None) -> list[Object]:
    return list(of) if isinstance(of, Array) else []
