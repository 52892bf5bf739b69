"""Laying out what was frozen, section by section, and putting the sections together.

Every section that was laid out is kept: a build that was interrupted goes on where it ended, and what did not change
since the last packet is not laid out again.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from onboarding.errors import OnboardingError, TamperedError
from onboarding.packets import paper, readback
from onboarding.packets.assembly import LaidOut, assembled
from onboarding.packets.composing import composed
from onboarding.packets.exhibits import pictures
from onboarding.packets.render import RenderError
from onboarding.packets.rendering import TOGETHER, laid_out
from onboarding.packets.sections import contents, cover, exhibit, summary
from onboarding.packets.sheet import Sheet
from onboarding.services import packet_cache as cache

UNREADABLE = "Its pages could not be opened, so nothing of it is shown."
UNPRINTABLE = "Its pages could not be printed, so nothing of it is shown."
Content = Mapping[str, Any]
COUNT = 4  # bytes before a section that say how many pages it has


def unsigned(
    content: Content, organisation_id: int, progress: Callable[[int, int], None], mark: str | None = None
) -> bytes:
    """The PDF before it is sealed: of the same content the same bytes. `progress` is told how many parts are done.

    `mark`: what stands on every page of one that is no packet.
    """
    sheets = _all_kept(content, organisation_id, progress)
    sheets = _numbered(content["told"], organisation_id, sheets)
    parts = (LaidOut(each.key, each.title, each.depth, _kept(each, organisation_id)) for each in sheets)
    return assembled(parts, content["told"]["number"], mark)


def _all_kept(content: Content, organisation_id: int, progress: Callable[[int, int], None]) -> list[Sheet]:
    """Every section but the two that say pages, laid out and kept; as they were laid out in the end."""
    sheets = composed(content)
    missing = [each for each in sheets if cache.get(organisation_id, each.digest) is None]
    of = len(sheets) + 2
    progress(len(sheets) - len(missing), of)
    instead: dict[str, Sheet] = {}
    for together in _batches(missing):
        for was, now in _lay_out(together, content, organisation_id):
            instead[was.key] = now
        left = len(missing) - len(instead)
        progress(len(sheets) - left, of)
    return [instead.get(each.key, each) for each in sheets]


def _numbered(told: Content, organisation_id: int, sheets: Sequence[Sheet]) -> list[Sheet]:
    """All of them, with summary and contents after the first. How long those are shifts the pages that they say."""
    first, rest = sheets[0], sheets[1:]
    lengths = {each.key: _pages(each, organisation_id) for each in sheets}
    lengths |= {"summary": 1, "contents": 1}
    while True:
        order = [first.key, "summary", "contents", *(each.key for each in rest)]
        pages = {key: 1 + sum(lengths[each] for each in order[:place]) for place, key in enumerate(order)}
        top = summary.made(told, pages)
        saying = [top, contents.made(told, [top, *rest], pages)]
        missing = [each for each in saying if cache.get(organisation_id, each.digest) is None]
        if missing:
            pdfs = laid_out([(each.html, paper.sheet_assets()) for each in missing])
            for each, pdf in zip(missing, pdfs, strict=True):
                _keep(organisation_id, each, pdf)
        found = {each.key: _pages(each, organisation_id) for each in saying}
        if found == {key: lengths[key] for key in found}:
            return [first, *saying, *rest]
        lengths |= found


def _lay_out(sheets: Sequence[Sheet], content: Content, organisation_id: int) -> Iterator[tuple[Sheet, Sheet]]:
    """Each, and what was laid out and kept in its place: itself, or of an exhibit a page that says why it is not there.

    Raises RenderError, with the section's title, where one cannot be.
    """
    try:
        documents = [
            (each.html, {**paper.sheet_assets(), **_pictures(each, content, organisation_id)}) for each in sheets
        ]
        for each, pdf in zip(sheets, laid_out(documents), strict=True):
            _keep(organisation_id, each, pdf)
            yield each, each
        return
    except (RenderError, TamperedError) as error:
        if len(sheets) == 1:
            yield sheets[0], _instead(sheets[0], content, organisation_id, error)
            return
    for each in sheets:
        yield from _lay_out([each], content, organisation_id)


def _instead(sheet: Sheet, content: Content, organisation_id: int, error: Exception) -> Sheet:
    if not sheet.key.startswith("exhibit-"):
        raise OnboardingError(f"One of its sections could not be laid out. {error}") from error
    number = int(sheet.key.rpartition("-")[2])
    because = UNPRINTABLE if isinstance(error, RenderError) else UNREADABLE
    found = exhibit.without(content["told"], content["told"]["exhibits"][number - 1], because)
    _keep(organisation_id, found, laid_out([(found.html, paper.sheet_assets())])[0])
    return found


def _pictures(sheet: Sheet, content: Content, organisation_id: int) -> dict[str, bytes]:
    """The pictures of an exhibit, from the files of the person it is about."""
    if not sheet.pictures:
        return {}
    if sheet.key == "cover":
        return cover.logo(content)
    kept = content["kept"]["exhibits"][int(sheet.key.rpartition("-")[2]) - 1]
    return dict(zip(sheet.pictures, pictures(organisation_id, kept), strict=True))


def _batches(sheets: Sequence[Sheet]) -> Iterator[list[Sheet]]:
    """A few at a time; one with many pictures by itself."""
    together: list[Sheet] = []
    for each in sheets:
        if len(each.pictures) > TOGETHER:
            yield [each]
        else:
            together.append(each)
        if len(together) + sum(len(sheet.pictures) for sheet in together) >= TOGETHER:
            yield together
            together = []
    if together:
        yield together


def _keep(organisation_id: int, sheet: Sheet, pdf: bytes) -> None:
    """With how many pages it has before it."""
    count = len(readback.read(pdf).pages)
    cache.put(organisation_id, sheet.digest, count.to_bytes(COUNT) + pdf)


def _pages(sheet: Sheet, organisation_id: int) -> int:
    return int.from_bytes(_entry(sheet, organisation_id)[:COUNT])


def _kept(sheet: Sheet, organisation_id: int) -> bytes:
    return _entry(sheet, organisation_id)[COUNT:]


def _entry(sheet: Sheet, organisation_id: int) -> bytes:
    found = cache.get(organisation_id, sheet.digest)
    if found is None:  # thrown away since, by an erasure or a month that passed: the next time lays it out again
        raise InterruptedError
    return found
