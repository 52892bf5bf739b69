"""The laid-out sections of one packet while it is built: found or made once, and read as seldom as memory allows."""

from onboarding.packets import readback
from onboarding.packets.sheet import Sheet
from onboarding.services import packet_cache as cache

COUNT = 4  # bytes before a section that say how many pages it has
MOST = 64 * 2**20  # bytes of sections that are held in memory besides; the others are read again


class Sections:
    """Those of one organisation, by their digests."""

    def __init__(self, organisation_id: int) -> None:
        self._of = organisation_id
        self._pages: dict[str, int] = {}
        self._held: dict[str, bytes] = {}
        self._size = 0

    def has(self, sheet: Sheet) -> bool:
        """Whether it is laid out."""
        return sheet.digest in self._pages or self._find(sheet.digest)

    def keep(self, sheet: Sheet, pdf: bytes) -> None:
        """Keep what was laid out, also for packets to come."""
        pages = readback.count(pdf)
        cache.put(self._of, sheet.digest, pages.to_bytes(COUNT) + pdf)
        self._note(sheet.digest, pages, pdf)

    def pages(self, sheet: Sheet) -> int:
        """How many pages it has. Raises InterruptedError, as `take` does."""
        if not self.has(sheet):
            raise InterruptedError  # thrown away since, by an erasure or a month that passed: laid out the next time
        return self._pages[sheet.digest]

    def take(self, sheet: Sheet) -> bytes:
        """The section, to be joined: it is held here no longer, as what it is joined to has a copy of it."""
        pdf = self._held.pop(sheet.digest, None)
        if pdf is not None:
            self._size -= len(pdf)
            return pdf
        found = self._read(sheet.digest)
        if found is None:
            raise InterruptedError
        return found[1]

    def _find(self, digest: str) -> bool:
        found = self._read(digest)
        if found is not None:
            self._note(digest, *found)
        return found is not None

    def _read(self, digest: str) -> tuple[int, bytes] | None:
        """Its pages, and itself; None where it is not kept."""
        entry = cache.get(self._of, digest)
        return None if entry is None else (int.from_bytes(entry[:COUNT]), entry[COUNT:])

    def _note(self, digest: str, pages: int, pdf: bytes) -> None:
        """What is held is the section as it is joined, so that there is one copy of it."""
        self._pages[digest] = pages
        if digest not in self._held and self._size + len(pdf) <= MOST:
            self._held[digest] = pdf
            self._size += len(pdf)
