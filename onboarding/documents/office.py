"""DOCX and XLSX files: looked at as archives before anything reads them, then shown as text and pictures."""

import io
import re
import stat
import zipfile

from onboarding import extents
from onboarding.documents.kinds import SIGNS, FileKind, Page, Read, Refusal, RefusedFileError

MOST_ENTRIES = 2_000
MOST_EXPANDED = 200 * 2**20
MOST_RATIO = 100  # of an entry of more than SMALL bytes
SMALL = 2**20
MOST_TEXT = 10_000_000  # characters
PIECE = 2**16
LONGEST_DECLARATION = len(b"<!DOCTYPE")
ENCRYPTED = 0x1
STRICT, USUAL = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/"), rb"http://schemas.openxmlformats.org/\1/2006/"
CHANGES = (
    "[Changes were tracked in this document. This is how it reads with all of them accepted. Open the original to see "
    "what was changed.]"
)
MAIN = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": FileKind.DOCX,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": FileKind.XLSX,
}


def kind(data: bytes) -> FileKind:
    """DOCX or XLSX, by what the archive says of itself. Raises RefusedFileError for any other or unsafe one."""
    if extents.lists_too_many(data):
        raise RefusedFileError(Refusal.BOMB)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _refuse_unsafe(archive)
            extents.check(archive)
            types = archive.read("[Content_Types].xml").decode("utf-8", "replace")
            names = [name.lower() for name in archive.namelist()]
    except extents.TooFar as far:
        raise RefusedFileError(Refusal.TOO_FAR, str(far)) from far
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
    """The file's text, and the pictures in it as pages. Raises RefusedFileError for one that would look empty."""
    from onboarding.documents import word, workbook

    reader = word if kind is FileKind.DOCX else workbook
    text, pictures, left_out = reader.read(_in_usual_words(data))
    if len(text) > MOST_TEXT:
        raise RefusedFileError(Refusal.BOMB)
    if not text.strip():
        raise RefusedFileError(Refusal.BLANK)
    shown = tuple(_shown(each) for each in pictures)
    if word.CHANGED in left_out:
        text = f"{CHANGES}\n\n{text}"
    kept = "everything but the text and the pictures" if shown else "everything but the text"
    return Read(kind, None, shown, text.strip() + "\n", (kept, *left_out))


def _shown(data: bytes) -> Page:
    """A picture within the document as a page. Raises RefusedFileError for one of a kind that is not shown."""
    from onboarding.documents import picture

    kind = next((kind for kind, sign in SIGNS.items() if data.startswith(sign)), None)
    if kind is None:
        raise RefusedFileError(Refusal.NOT_SHOWN)
    (page,) = picture.read(data, kind).pages
    return page


def _in_usual_words(data: bytes) -> bytes:
    """The file with the names of the "Strict" variant of the format as the ones that everybody else uses."""
    into = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        parts = {each: old.read(each) for each in old.namelist() if each.lower().endswith((".xml", ".rels"))}
        if not any(STRICT.search(part) for part in parts.values()):
            return data
        with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
            for each in old.namelist():
                new.writestr(each, STRICT.sub(USUAL, parts[each]) if each in parts else old.read(each))
    return into.getvalue()


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
