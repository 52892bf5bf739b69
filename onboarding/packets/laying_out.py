"""Laying out what was frozen, section by section, and putting the sections together.

Every section that was laid out is kept: a build that was interrupted goes on where it ended, and what did not change
since the last packet is not laid out again.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from itertools import accumulate
from typing import Any, NamedTuple

from onboarding.confined import Kept
from onboarding.errors import OnboardingError, TamperedError
from onboarding.packets import paper
from onboarding.packets.assembly import LaidOut, assembled
from onboarding.packets.composing import composed
from onboarding.packets.exhibits import pictures
from onboarding.packets.kept import Sections
from onboarding.packets.render import RenderError
from onboarding.packets.rendering import TOGETHER, laid_out, renderer
from onboarding.packets.sections import contents, cover, exhibit, summary
from onboarding.packets.sheet import Sheet

UNREADABLE = "Its pages could not be opened, so nothing of it is shown."
UNPRINTABLE = "Its pages could not be printed, so nothing of it is shown."
Content = Mapping[str, Any]


def unsigned(
    content: Content,
    organisation_id: int,
    progress: Callable[[int, int], None],
    mark: str | None = None,
    by: Kept | None = None,
) -> bytes:
    """The PDF before it is sealed: of the same content the same bytes. `progress` is told how many parts are done.

    `mark`: what stands on every page of one that is no packet. `by`: a process that is there already.
    """
    told, found = content["told"], Sections(organisation_id)
    with nullcontext(by) if by else renderer() as process:
        sheets = _Work(content, organisation_id, found, process).all_kept(progress)
        sheets = _numbered(told, found, sheets, process)
    parts = (LaidOut(each.key, each.title, each.depth, found.take(each)) for each in sheets)
    return assembled(parts, told["number"], mark)


class _Work(NamedTuple):
    """What the sections of one packet are laid out from, where they are kept, and by which process."""

    content: Content
    organisation_id: int
    found: Sections
    by: Kept

    def all_kept(self, progress: Callable[[int, int], None]) -> list[Sheet]:
        """Every section but the two that say pages, laid out and kept; as they were laid out in the end."""
        sheets = composed(self.content)
        missing = [each for each in sheets if not self.found.has(each)]
        of = len(sheets) + 2
        progress(len(sheets) - len(missing), of)
        instead: dict[str, Sheet] = {}
        for together in _batches(missing):
            for was, now in self._lay_out(together):
                instead[was.key] = now
            left = len(missing) - len(instead)
            progress(len(sheets) - left, of)
        return [instead.get(each.key, each) for each in sheets]

    def _lay_out(self, sheets: Sequence[Sheet]) -> Iterator[tuple[Sheet, Sheet]]:
        """Each, and what was laid out in its place: itself, or of an exhibit a page that says why it is not there.

        Raises OnboardingError where a section that is no exhibit cannot be.
        """
        try:
            documents = [
                (each.html, {**paper.sheet_assets(), **_pictures(each, self.content, self.organisation_id)})
                for each in sheets
            ]
            for each, pdf in zip(sheets, laid_out(documents, self.by), strict=True):
                self.found.keep(each, pdf)
                yield each, each
            return
        except (RenderError, TamperedError) as error:
            if len(sheets) == 1:
                yield sheets[0], self._instead(sheets[0], error)
                return
        for each in sheets:
            yield from self._lay_out([each])

    def _instead(self, sheet: Sheet, error: Exception) -> Sheet:
        if not sheet.key.startswith("exhibit-"):
            raise OnboardingError(f"One of its sections could not be laid out. {error}") from error
        told, number = self.content["told"], int(sheet.key.rpartition("-")[2])
        because = UNPRINTABLE if isinstance(error, RenderError) else UNREADABLE
        found = exhibit.without(told, told["exhibits"][number - 1], because)
        self.found.keep(found, laid_out([(found.html, paper.sheet_assets())], self.by)[0])
        return found


def _numbered(told: Content, found: Sections, sheets: Sequence[Sheet], by: Kept) -> list[Sheet]:
    """All of them, with summary and contents after the first. How long those are shifts the pages that they say."""
    first, rest = sheets[0], sheets[1:]
    lengths = {each.key: found.pages(each) for each in sheets}
    lengths |= {"summary": 1, "contents": 1}
    while True:
        order = [first.key, "summary", "contents", *(each.key for each in rest)]
        ends = list(accumulate(lengths[each] for each in order))
        pages = {key: 1 + end - lengths[key] for key, end in zip(order, ends, strict=True)}
        top = summary.made(told, pages)
        saying = [top, contents.made(told, [top, *rest], pages)]
        missing = [each for each in saying if not found.has(each)]
        if missing:
            pdfs = laid_out([(each.html, paper.sheet_assets()) for each in missing], by)
            for each, pdf in zip(missing, pdfs, strict=True):
                found.keep(each, pdf)
        now = {each.key: found.pages(each) for each in saying}
        if now == {key: lengths[key] for key in now}:
            return [first, *saying, *rest]
        lengths |= now


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
