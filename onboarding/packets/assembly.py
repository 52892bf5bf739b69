"""Putting laid-out sections together to one file: tags, bookmarks and links kept, and every page stamped.

Each section was laid out as a document of its own. Its tags are joined to those of the first, whose claims and colours
hold for all. Of the same sections the same bytes.
"""

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, OutlineItem, Pdf

from onboarding.packets import stamp
from onboarding.packets.stamp import Placed

LINK = "section:"  # how a section points at another


class LaidOut(NamedTuple):
    """A section that was laid out: what it is called and pointed at by, and its PDF."""

    key: str
    title: str
    depth: int
    pdf: bytes


def assembled(sections: Iterable[LaidOut], number: str, mark: str | None = None) -> bytes:
    """One PDF. `number`: the packet's, on each page and at the head of the first, where it is read aloud too.

    `mark`: what stands across every page instead, of one that is no packet.
    """
    into, begins, titles = BytesIO(), dict[str, int](), list[tuple[str, int, int]]()
    every = iter(sections)
    first = next(every)
    with pikepdf.open(BytesIO(first.pdf)) as whole:
        tags = _begin(whole)
        begins[first.key] = 0
        titles.append((first.title, first.depth, 0))
        for section in every:
            at = len(whole.pages)
            begins[section.key] = at
            titles.append((section.title, section.depth, at))
            with pikepdf.open(BytesIO(section.pdf)) as part:
                _join(whole, part, tags)
        _link(whole, begins)
        _bookmark(whole, titles)
        _stamp(whole, tags, mark or f"Packet {number}", mark)
        whole.save(into, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return into.getvalue()


class _Tags(NamedTuple):
    """The element above all sections, and the tree that says which element each mark on a page belongs to."""

    above: Dictionary
    numbers: Object


def _begin(whole: Pdf) -> _Tags:
    """Put an element above the first section's, for all sections."""
    root = whole.Root.StructTreeRoot
    above = whole.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=root, K=Array()))
    _under(above, root)
    root.K = Array([above])
    return _Tags(above, root.ParentTree.Nums)


def _under(above: Dictionary, root: Object) -> None:
    """Hang the sections of a tree under the element."""
    for each in root.K if isinstance(root.K, Array) else [root.K]:
        each.P = above
        above.K.append(each)


def _join(whole: Pdf, part: Pdf, tags: _Tags) -> None:
    """Append the pages of a section, its tags renumbered after those that are there."""
    after = int(tags.numbers[-2]) + 1
    at = len(whole.pages)
    whole.pages.extend(part.pages)
    root = whole.copy_foreign(part.Root.StructTreeRoot)
    for page in whole.pages[at:]:
        page.obj.StructParents = int(page.obj.StructParents) + after
        for each in page.obj.get("/Annots", ()):
            if "/StructParent" in each:
                each.StructParent = int(each.StructParent) + after
    numbers = root.ParentTree.Nums
    for place in range(0, len(numbers), 2):
        tags.numbers.append(int(numbers[place]) + after)
        tags.numbers.append(numbers[place + 1])
    _under(tags.above, root)


def _link(whole: Pdf, begins: Mapping[str, int]) -> None:
    """Turn what points at another section into a link to its first page."""
    for page in whole.pages:
        for each in page.obj.get("/Annots", ()):
            action = each.get("/A")
            address = str(action.get("/URI", "")) if action is not None else ""
            if address.startswith(LINK):
                target = whole.pages[begins[address.removeprefix(LINK)]].obj
                each.A = Dictionary(S=Name.GoTo, D=Array([target, Name.Fit]))


def _bookmark(whole: Pdf, titles: Sequence[tuple[str, int, int]]) -> None:
    with whole.open_outline() as outline:
        outline.root.clear()
        for title, depth, page in titles:
            item = OutlineItem(title, page)
            (outline.root[-1].children if depth and outline.root else outline.root).append(item)


def _stamp(whole: Pdf, tags: _Tags, says: str, mark: str | None) -> None:
    """Say on every page of what it is, beside the tags; and at the head of the first, among them."""
    font, of = stamp.font(whole), len(whole.pages)
    for place, page in enumerate(whole.pages, start=1):
        words = (Placed(stamp.LEFT, stamp.BOTTOM, stamp.SMALL, says), stamp.at_right(f"Page {place} of {of}"))
        drawn = _aside(*words)
        if place == 1:
            drawn += b"\n" + _said(whole, page, tags, Placed(stamp.LEFT, stamp.TOP, stamp.LARGE, says))
        _draw(page, font, drawn, below=_aside(stamp.across(mark)) if mark else b"")


def _aside(*words: Placed) -> bytes:
    """The operators for words that belong to no tag."""
    return b" ".join((b"q /Artifact <</Type /Pagination>> BDC", *(each.drawn for each in words), b"EMC Q"))


def _said(whole: Pdf, page: pikepdf.Page, tags: _Tags, words: Placed) -> bytes:
    """The operators for words that are read aloud, first of all."""
    marks = tags.numbers[2 * int(page.obj.StructParents) + 1]
    mark = len(marks)
    above = tags.above.K[0]
    element = whole.make_indirect(Dictionary(Type=Name.StructElem, S=Name.P, P=above, K=Array([mark]), Pg=page.obj))
    above.K.insert(0, element)
    marks.append(element)
    return b"q /P <</MCID %d>> BDC %s EMC Q" % (mark, words.drawn)


def _draw(page: pikepdf.Page, font: Object, drawn: bytes, below: bytes) -> None:
    resources = page.obj.Resources
    if "/Font" not in resources:
        resources.Font = Dictionary()
    resources.Font[stamp.RESOURCE] = font
    page.contents_add(below + b" q", prepend=True)
    page.contents_add(b"Q\n" + drawn)
