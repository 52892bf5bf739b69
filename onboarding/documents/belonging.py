"""What belongs in the copy of a PDF: what its pages show, reached from its pages, and of a kind that is known.

Everything else goes: notes of programs (XMP, PieceInfo), thumbnails, streams that no key of the format leads to, pages
that are not among the pages. Pictures within keep their pixels alone.
"""

from collections.abc import Iterator
from typing import NamedTuple

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from onboarding.documents import inline, packing, pages, pixels, segments
from onboarding.documents.kinds import Refusal, RefusedFileError

SHOWN_NOWHERE = "data that no page shows"
UNREADABLE = (
    "{} holds a picture, or something else, that is packed in a way which is not read here. Print the file to a new "
    "PDF, and send that."
)


def _keys(words: str) -> frozenset[str]:
    return frozenset(f"/{word}" for word in words.split())


# What each of these may hold.
TRAILER = _keys("Root ID Size")
CATALOG = _keys(
    "Type Version Extensions Pages PageLabels Names Dests ViewerPreferences PageLayout PageMode Outlines AcroForm "
    "StructTreeRoot MarkInfo Lang OutputIntents OCProperties NeedsRendering"
)
PAGE = _keys(
    "Type Parent Resources MediaBox CropBox BleedBox TrimBox ArtBox Contents Rotate Group Annots StructParents Tabs "
    "UserUnit"
)
NAMES = _keys("Dests")
FORM = _keys("Fields NeedAppearances SigFlags CO DR DA Q")
STREAM = _keys("Type Subtype Length Filter DecodeParms Name OC StructParent StructParents")
IMAGE = STREAM | _keys(
    "Width Height ColorSpace BitsPerComponent Intent ImageMask Mask Decode Interpolate SMask SMaskInData Matte"
)
DRAWING = STREAM | _keys("FormType BBox Matrix Resources Group")
NOTES = _keys("Metadata PieceInfo Thumb AF LastModified SpiderInfo OPI Alternates")
# The keys that lead to a stream of a known kind: contents, fonts, colors, masks, functions.
LEADS = _keys(
    "Contents FontFile FontFile2 FontFile3 ToUnicode Encoding UseCMap CIDToGIDMap CIDSet SMask Mask JBIG2Globals G TR "
    "TR2 BG BG2 UCR UCR2 HT Function Functions ColorSpace CS Shading DestOutputProfile V"
)
# Dictionaries whose keys are names that the file's author chose; those of the first kind may lead to streams.
LEADING, NAMED = _keys("XObject Pattern Shading ColorSpace"), _keys("Font ExtGState Properties")
RESOURCES, LOOKS, STATES = _keys("Resources DR"), "/AP", _keys("N R D")
ALWAYS_LEADING = _keys("CharProcs Colorants HT")


class _Met(NamedTuple):
    """Something on the way: the key that led to it, and the key before."""

    value: Object
    key: str
    before: str


def clear(pdf: Pdf) -> bool:
    """Take out what does not belong; whether there was more than programs' ordinary notes."""
    more = False
    inline.take_out(pdf)
    for key in set(pdf.trailer.keys()) - TRAILER | {"/ID"} & set(pdf.trailer.keys()):  # the copy gets an ID of its own
        del pdf.trailer[key]
    own, streams = _pages(pdf), dict[tuple[int, int], Stream]()
    for met in _reached(pdf):
        if isinstance(met.value, Stream):
            streams[met.value.objgen] = met.value
        for key in _strange(pdf, met, own):
            more |= key not in NOTES and _streams(met.value[key])
            del met.value[key]
    for each in streams.values():
        try:
            packing.straighten(each)
            if each.get("/Subtype") == Name.Image:
                pixels.bare(pdf, each)
        except segments.UnreadableError as error:
            raise RefusedFileError(Refusal.NOT_SHOWN, UNREADABLE.format(pages.of(pdf, each))) from error
    return more


def left(pdf: Pdf) -> set[str]:
    """What does not belong in a copy, or is reached from nowhere, in words for whoever mends this."""
    found = {f"{key} of {holder.get('/Type', 'something')}" for holder, key in _strangers(pdf)}
    reached = {met.value.objgen for met in _reached(pdf) if met.value.is_indirect}
    written = {
        each.objgen for each in pdf.objects if isinstance(each, Dictionary | Array | Stream) and not _frame(each)
    }
    return (
        found
        | {f"object {number} that nothing leads to" for number, _ in written - reached}
        | (set(pdf.trailer.keys()) - TRAILER - _frame_keys(pdf))
        | ({"a picture among instructions"} if inline.left(pdf) else set())
    )


def _frame(each: Object) -> bool:
    """Whether it is only how the file is packed: objects in a stream, and where each is."""
    return isinstance(each, Stream) and each.get("/Type") in (Name.ObjStm, Name.XRef)


def _frame_keys(pdf: Pdf) -> frozenset[str]:
    return STREAM | _keys("W Index") if "/W" in pdf.trailer else frozenset()


def _strangers(pdf: Pdf) -> Iterator[tuple[Object, str]]:
    """Each key that does not belong where it stands, with its holder."""
    own = _pages(pdf)
    return ((met.value, key) for met in _reached(pdf) for key in _strange(pdf, met, own))


def _strange(pdf: Pdf, met: _Met, pages: set[tuple[int, int]]) -> list[str]:
    """The keys of it that do not belong there."""
    keys = met.value.keys() if isinstance(met.value, Dictionary | Stream) else ()
    return [key for key in keys if not _belongs(pdf, met, key, pages)]


def _pages(pdf: Pdf) -> set[tuple[int, int]]:
    return {page.obj.objgen for page in pdf.pages}


def _belongs(pdf: Pdf, met: _Met, key: str, pages: set[tuple[int, int]]) -> bool:
    value, leading = met.value[key], _leading(met)
    if _other_pages(value, pages):
        return False
    if leading or _named(met):
        return leading or not _streams(value)
    if key in NOTES or key not in (_allowed(pdf, met) or {key}):
        return False
    if key == "/V" and isinstance(value, Dictionary):  # a signature: it is of the original, not of the copy
        return False
    return not _streams(value) or key in LEADS or (met.key == LOOKS and key in STATES)


def _allowed(pdf: Pdf, met: _Met) -> frozenset[str] | None:
    """The keys that it may have, where it is of a kind that has a list of them."""
    holder = met.value
    if isinstance(holder, Stream):
        kind = holder.get("/Subtype")
        return IMAGE if kind == Name.Image else DRAWING if kind == Name.Form else None
    if holder.objgen == pdf.Root.objgen:
        return CATALOG
    if holder.get("/Type") == Name.Page:
        return PAGE
    if met.before == "/Root":
        return {"/Names": NAMES, "/AcroForm": FORM}.get(met.key)
    return None


def _leading(met: _Met) -> bool:
    """Whether its keys are its author's names, each of which may lead to a stream."""
    if not isinstance(met.value, Dictionary):
        return False
    return (
        (met.key in LEADING and met.before in RESOURCES)
        or met.key in ALWAYS_LEADING
        or (met.key in STATES and met.before == LOOKS)
    )


def _named(met: _Met) -> bool:
    return isinstance(met.value, Dictionary) and met.key in NAMED and met.before in RESOURCES


def _streams(value: Object | None) -> bool:
    """Whether it is a stream, or an array with one in it."""
    if isinstance(value, Array):
        return any(_streams(each) for each in value)
    return isinstance(value, Stream)


def _other_pages(value: Object | None, pages: set[tuple[int, int]]) -> bool:
    """Whether it leads to a page that is not one of the file's: deleted, but still in it."""
    if isinstance(value, Array):
        return any(_other_pages(each, pages) for each in value if not isinstance(each, Array))
    return isinstance(value, Dictionary) and value.get("/Type") == Name.Page and value.objgen not in pages


def _reached(pdf: Pdf) -> Iterator[_Met]:
    """Everything that the catalog leads to, once for each way in which its keys are to be read."""
    waiting, seen = [_Met(pdf.Root, "/Root", "")], set()
    while waiting:
        met = waiting.pop()
        if met.value.is_indirect:
            place = (met.value.objgen, _leading(met), _named(met), met.key == LOOKS)
            if place in seen:
                continue
            seen.add(place)
        yield met
        if isinstance(met.value, Array):
            parts = [(met.key, met.before, each) for each in met.value]
        else:
            parts = [(key, met.key, each) for key, each in met.value.items()]
        waiting += [
            _Met(each, key, before) for key, before, each in parts if isinstance(each, Dictionary | Array | Stream)
        ]
