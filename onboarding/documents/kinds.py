"""What files are taken in, how large they may be, and why one is refused, with what to do about it."""

from enum import StrEnum
from typing import NamedTuple

from onboarding.errors import OnboardingError

MOST_BYTES = 25 * 2**20
MOST_PAGES = 200  # house policy: a personnel file has as many, and they are drawn within the time below
MOST_PIXELS = 50_000_000
MOST_MEMORY = 512 * 2**20
# A letter takes half a second of the processor, two hundred pages of text ten, a hundred scanned ones twenty. On the
# wall it may take twice as long, as it stands behind everything else that the machine does.
CPU_SECONDS = 30
WALL_SECONDS = 60
BEFORE_PDF = b" \t\r\n\f\0\xef\xbb\xbf"  # what may stand before a PDF: blanks, and how some editors begin a text
MOST_RESULT = 256 * 2**20  # bytes that a file may become as pages and text


class FileKind(StrEnum):
    """What a file is, found by its content; its name does not matter."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"
    DOCX = "docx"
    XLSX = "xlsx"


MEDIA_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.PNG: "image/png",
    FileKind.JPEG: "image/jpeg",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

# How files begin that are one picture.
SIGNS = {FileKind.PNG: b"\x89PNG\r\n\x1a\n", FileKind.JPEG: b"\xff\xd8\xff"}


class Refusal(StrEnum):
    """Why a file is not taken in."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    UNKNOWN_KIND = "unknown_kind"
    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_MANY_PIXELS = "too_many_pixels"
    BOMB = "bomb"
    MACROS = "macros"
    TOO_SLOW = "too_slow"
    DYNAMIC_FORM = "dynamic_form"
    BLANK = "blank"
    NOT_SHOWN = "not_shown"
    TOO_FAR = "too_far"


SAYS = {
    Refusal.EMPTY: "The file is empty. Choose it again, or send another copy.",
    Refusal.TOO_LARGE: f"The file is larger than {MOST_BYTES // 2**20} MB. Scan it at 150 dots per inch, or split it.",
    Refusal.UNKNOWN_KIND: "This is none of the kinds that are taken: PDF, PNG, JPEG, DOCX and XLSX. Save it as a PDF. "
    "A photo from a phone: send it as JPEG.",
    Refusal.DAMAGED: "The file is damaged or incomplete. Open it where it came from, save it as a new PDF, and send "
    "that.",
    Refusal.ENCRYPTED: "The file is locked by a password. Remove the password, or print it to a new PDF.",
    Refusal.TOO_MANY_PAGES: f"The file has more than {MOST_PAGES} pages. Send the pages that prove something.",
    Refusal.TOO_MANY_PIXELS: f"The picture has more than {MOST_PIXELS // 10**6} million pixels. Make it smaller.",
    Refusal.BOMB: "The file would grow beyond measure when it is opened. Print it to a new PDF, and send that.",
    Refusal.MACROS: "The file holds macros, which are programs. Save it without them (DOCX, XLSX), or as a PDF.",
    Refusal.TOO_SLOW: "The file takes too long to open. Print it to a new PDF, and send that.",
    Refusal.DYNAMIC_FORM: 'Only Adobe Reader can show this form: its pages say nothing but "Please wait". Open it '
    "there, print it to a new PDF, and send that.",
    Refusal.BLANK: "There is nothing to see in the file. Open it where it came from, print it to a new PDF, and send "
    "that.",
    Refusal.NOT_SHOWN: "The file holds a picture or object that cannot be shown here. Save it as a PDF, and send that.",
    Refusal.TOO_FAR: "The file describes more than is read. Print it to a new PDF, and send that.",
}


class RefusedFileError(OnboardingError):
    """A file that is not taken in. The message says what to do; `says`: where in the file it is, and what to do."""

    def __init__(self, reason: Refusal, says: str = "") -> None:
        self.reason = reason
        super().__init__(says or SAYS[reason])


class Page(NamedTuple):
    """A page as an image. `width` and `height` in pixels."""

    image: bytes
    media_type: str
    width: int
    height: int


class Inspected(NamedTuple):
    """A file that was taken in.

    `sha256` and `size` are the original's. `copy`: the harmless copy that people see, None for DOCX and XLSX, which
    are shown as `text`. `pages`: a PDF's pages, the picture itself, upright, or the pictures in a document.
    `removed`: what the copy lacks.
    """

    kind: FileKind
    sha256: str
    size: int
    copy: bytes | None
    pages: tuple[Page, ...]
    text: str | None
    removed: tuple[str, ...]


class Read(NamedTuple):
    """What reading a file gave: the part of Inspected that only opening it tells."""

    kind: FileKind
    copy: bytes | None
    pages: tuple[Page, ...]
    text: str | None
    removed: tuple[str, ...]
