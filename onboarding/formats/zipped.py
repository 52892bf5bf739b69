"""ZIP archives, written file by file as they are sent: of the same files the same bytes, and one of them in memory."""

import io
import zipfile
from collections.abc import Iterable, Iterator

BEGINNING = (1980, 1, 1, 0, 0, 0)  # the first moment that a ZIP can name: when a file was written is nobody's business
UNIX, READABLE = 3, 0o100644 << 16


def zipped(files: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """The archive in pieces, a file each and its table at the end; nothing is packed, as PDFs are already."""
    into = _Passing()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_STORED) as archive:
        for name, data in files:
            about = zipfile.ZipInfo(name, BEGINNING)
            about.create_system, about.external_attr = UNIX, READABLE
            archive.writestr(about, data)
            yield into.taken()
    yield into.taken()


class _Passing(io.BytesIO):
    """A file of which what is written is taken away piece by piece. Places count from the beginning of the whole."""

    def __init__(self) -> None:
        super().__init__()
        self._gone = 0

    def taken(self) -> bytes:
        """What was written since the last time."""
        piece = self.getvalue()
        self._gone += len(piece)
        self.truncate(0)
        super().seek(0)
        return piece

    def tell(self) -> int:
        """Where the next byte goes."""
        return self._gone + super().tell()

    def seek(self, place: int, whence: int = io.SEEK_SET) -> int:
        """Go back within the piece that was not taken yet, as the head of a file is written again after its content."""
        if whence == io.SEEK_SET:
            return self._gone + super().seek(place - self._gone)
        return self._gone + super().seek(place, whence)
