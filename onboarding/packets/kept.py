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
        return sheet.digest in self._pages or self._find(sheet.digest) is not None

    def keep(self, sheet: Sheet, pdf: bytes) -> None:
        """Keep what was laid out, also for packets to come."""
        entry = readback.count(pdf).to_bytes(COUNT) + pdf
        cache.put(self._of, sheet.digest, entry)
        self._note(sheet.digest, entry)

    def pages(self, sheet: Sheet) -> int:
        """How many pages it has. Raises InterruptedError, as `pdf` does."""
        if not self.has(sheet):
            raise InterruptedError  # thrown away since, by an erasure or a month that passed: laid out the next time
        return self._pages[sheet.digest]

    def pdf(self, sheet: Sheet) -> bytes:
        """The section."""
        entry = self._held.get(sheet.digest) or self._find(sheet.digest)
        if entry is None:
            raise InterruptedError
        return entry[COUNT:]

    def _find(self, digest: str) -> bytes | None:
        entry = cache.get(self._of, digest)
        if entry is not None:
            self._note(digest, entry)
        return entry

    def _note(self, digest: str, entry: bytes) -> None:
        self._pages[digest] = int.from_bytes(entry[:COUNT])
        if digest not in self._held and self._size + len(entry) <= MOST:
            self._held[digest] = entry
            self._size += len(entry)
