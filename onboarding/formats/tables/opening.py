"""Which kind of file a table came in, told by its first bytes, and its lines."""

from onboarding.formats.tables import delimited, workbook
from onboarding.formats.tables.delimited import Recognise
from onboarding.formats.tables.lines import MOST_BYTES, Lines, UnreadableTable

ZIP = b"PK\x03\x04"
OTHERS = {
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "This is an old Excel file (XLS), or one locked by a "
    "password. Save it as XLSX, with no password.",
    b"%PDF-": "This is a PDF. Send the table that it was made from, as XLSX or as CSV UTF-8.",
    b"\x89PNG": "This is a picture. Send the table itself, as XLSX or as CSV UTF-8.",
    b"\xff\xd8\xff": "This is a picture. Send the table itself, as XLSX or as CSV UTF-8.",
    b"{\\rtf": "This is a text document. Send the table as XLSX or as CSV UTF-8.",
    b"PK\x05\x06": "The file is an empty archive. Save the table as XLSX or as CSV UTF-8.",
}


def read(data: bytes, recognise: Recognise) -> Lines:
    """The lines that are not blank. Raises UnreadableTable."""
    if len(data) > MOST_BYTES:
        raise UnreadableTable(f"The file is larger than {MOST_BYTES // 2**20} MB. Split it.")
    for sign, says in OTHERS.items():
        if data.startswith(sign):
            raise UnreadableTable(says)
    found = workbook.read(data) if data.startswith(ZIP) else delimited.read(data, recognise)
    if not found.lines:
        raise UnreadableTable("The file holds no lines. The first must hold the headings; take the template's.")
    return found
