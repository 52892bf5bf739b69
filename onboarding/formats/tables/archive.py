"""An XLSX file as the archive that it is: refused before anything parses it where it is none, or a trap."""

import io
import zipfile

from onboarding import extents
from onboarding.formats.tables.lines import UnreadableTable

MOST_ENTRIES = 2_000
MOST_EXPANDED = 150 * 2**20
MOST_RATIO = 100  # of an entry of more than SMALL bytes
SMALL = 2**20
PIECE = 2**16
ENCRYPTED = 0x1
MAIN = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
LONGEST_DECLARATION = len(b"<!DOCTYPE")
DAMAGED = "The file is damaged or incomplete. Open it where it came from, save it as a new XLSX file, and send that."
BOMB = "The file would grow beyond measure when it is opened. Copy its cells into a new workbook, and send that."
MACROS = "The workbook holds macros, which are programs. Save it as an XLSX workbook, without them."
STRICT = (
    "The workbook is kept as “Strict Open XML”, which few programs read. In Excel, choose Save As and “Excel Workbook "
    "(*.xlsx)”, and send that."
)
STRICT_SHEETS = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
OTHER = "This is no Excel workbook. Save the table as XLSX or as CSV UTF-8."


def check(data: bytes) -> None:
    """Raises UnreadableTable for what is no plain workbook, or would harm whoever opens it."""
    if extents.lists_too_many(data):
        raise UnreadableTable(BOMB)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_ENTRIES:
                raise UnreadableTable(BOMB)
            expanded = 0
            for entry in entries:
                expanded += _expanded(archive, entry, MOST_EXPANDED - expanded)
            types = archive.read("[Content_Types].xml")
            extents.check(archive)
    except extents.TooFar as far:
        raise UnreadableTable(str(far), far.row) from None
    except KeyError:
        raise UnreadableTable(OTHER) from None
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, zipfile.zlib.error):  # type: ignore[attr-defined]
        raise UnreadableTable(DAMAGED) from None
    names = [entry.filename.lower() for entry in entries]
    if b"macroenabled" in types.lower() or any(name.endswith("vbaproject.bin") for name in names):
        raise UnreadableTable(MACROS)
    if MAIN not in types:
        raise UnreadableTable(OTHER)
    if len(set(names)) < len(names):  # of two parts of one name, one reader takes the first and another the last
        raise UnreadableTable(DAMAGED)


def _expanded(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> int:
    """How many bytes it unpacks to, counted, since what an archive says of its sizes may be a lie."""
    if entry.flag_bits & ENCRYPTED:
        raise UnreadableTable("The workbook is locked by a password. Remove it, and send the file again.")
    xml = entry.filename.lower().endswith((".xml", ".rels"))
    size, before = 0, b""
    with archive.open(entry) as file:
        while piece := file.read(PIECE):
            size += len(piece)
            if size > left or (size > SMALL and size > MOST_RATIO * entry.compress_size):
                raise UnreadableTable(BOMB)
            if xml and _declares(before + piece, first=not before):
                raise UnreadableTable(DAMAGED)
            if xml and not before and STRICT_SHEETS in piece:
                raise UnreadableTable(STRICT)
            before = piece[-LONGEST_DECLARATION:]
    return size


def _declares(piece: bytes, first: bool) -> bool:
    """Whether XML brings declarations of its own, of which bombs are made, or letters in which they would not show."""
    if first and (b"\0" in piece[:64] or piece[:2] in (b"\xfe\xff", b"\xff\xfe") or b"UTF-7" in piece[:200].upper()):
        return True
    return b"<!DOCTYPE" in piece or b"<!ENTITY" in piece
