"""DOCX and XLSX files: looked at as the archives they are before anything reads them, then shown as plain text."""

import io
import stat
import zipfile
from collections.abc import Iterator

from onboarding.documents.kinds import FileKind, Read, Refusal, RefusedFileError

MOST_ENTRIES = 2_000
MOST_EXPANDED = 200 * 2**20
MOST_RATIO = 100  # of an entry of more than SMALL bytes
SMALL = 2**20
MOST_CELLS = 500_000
MOST_TEXT = 10_000_000  # characters
PIECE = 2**16
LONGEST_DECLARATION = len(b"<!DOCTYPE")
ENCRYPTED = 0x1
MAIN = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": FileKind.DOCX,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": FileKind.XLSX,
}


def kind(data: bytes) -> FileKind:
    """DOCX or XLSX, by what the archive says of itself. Raises RefusedFileError for any other or unsafe one."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _refuse_unsafe(archive)
            types = archive.read("[Content_Types].xml").decode("utf-8", "replace")
            names = [name.lower() for name in archive.namelist()]
    except KeyError as error:
        raise RefusedFileError(Refusal.UNKNOWN_KIND) from error
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise RefusedFileError(Refusal.DAMAGED) from error
    if "macroenabled" in types.lower() or any(name.endswith("vbaproject.bin") for name in names):
        raise RefusedFileError(Refusal.MACROS)
    found = next((kind for main, kind in MAIN.items() if main in types), None)
    if found is None:
        raise RefusedFileError(Refusal.UNKNOWN_KIND)
    return found


def read(data: bytes, kind: FileKind) -> Read:
    """The file's text."""
    parts = _of_document(data) if kind is FileKind.DOCX else _of_workbook(data)
    text, length = [], 0
    for part in parts:
        length += len(part) + 1
        if length > MOST_TEXT:
            raise RefusedFileError(Refusal.BOMB)
        text.append(part)
    return Read(kind, None, (), "\n".join(text).strip() + "\n", ("everything but the text",))


def _refuse_unsafe(archive: zipfile.ZipFile) -> None:
    """Every entry is unpacked once, counting, since what an archive says of its sizes may be a lie."""
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        raise RefusedFileError(Refusal.BOMB)
    expanded = 0
    for entry in entries:
        if entry.flag_bits & ENCRYPTED:
            raise RefusedFileError(Refusal.ENCRYPTED)
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise RefusedFileError(Refusal.DAMAGED)
        size, before = 0, b""
        with archive.open(entry) as file:
            while piece := file.read(PIECE):
                size += len(piece)
                if expanded + size > MOST_EXPANDED or (size > SMALL and size > MOST_RATIO * entry.compress_size):
                    raise RefusedFileError(Refusal.BOMB)
                if _declares(before, piece, entry.filename):
                    raise RefusedFileError(Refusal.DAMAGED)
                before = piece[-LONGEST_DECLARATION:]
        expanded += size


def _declares(before: bytes, piece: bytes, name: str) -> bool:
    """Whether XML brings declarations of its own, which Office never writes and entity bombs are made of.

    Or is in letters of two bytes, in which they would not show; `before` is the end of the piece before.
    """
    if not name.lower().endswith((".xml", ".rels")):
        return False
    wide = not before and b"\0" in piece
    return wide or any(each in before + piece for each in (b"<!DOCTYPE", b"<!ENTITY"))


def _of_document(data: bytes) -> Iterator[str]:
    from docx import Document
    from docx.table import Table

    document = Document(io.BytesIO(data))
    for section in document.sections:
        yield from _paragraphs(section.header)
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                yield "\t".join(cell.text.replace("\n", " ") for cell in row.cells)
        else:
            yield block.text
    for section in document.sections:
        yield from _paragraphs(section.footer)


def _paragraphs(part: object) -> Iterator[str]:
    if not getattr(part, "is_linked_to_previous", True):
        yield from (paragraph.text for paragraph in getattr(part, "paragraphs", ()))


def _of_workbook(data: bytes) -> Iterator[str]:
    from openpyxl import load_workbook

    cells = 0
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    for sheet in book.worksheets:
        yield f"{sheet.title}{'' if sheet.sheet_state == 'visible' else ' (hidden)'}"
        for row in sheet.iter_rows(values_only=True):
            cells += len(row)
            if cells > MOST_CELLS:
                raise RefusedFileError(Refusal.BOMB)
            if any(value is not None for value in row):
                yield "\t".join("" if value is None else str(value) for value in row).rstrip("\t")
        yield ""
