"""PDF files: what acts, reaches out or hides another file is taken out of the copy, and each page is drawn once."""

import io
from collections.abc import Iterable, Iterator
from math import sqrt

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream
from pikepdf.sanitize import Sanitizer

from onboarding.documents import belonging, drawing, opening
from onboarding.documents.kinds import MOST_PIXELS, FileKind, Page, Read, Refusal, RefusedFileError
from onboarding.documents.picture import encoded, one_colour

DOTS_PER_POINT = 150 / 72
MOST_DRAWN = 4_000_000  # pixels of a page
JPEG_QUALITY = 82
DEEP = 60
CLEAN = Sanitizer().remove_javascript().remove_external_access().remove_attachments().remove_multimedia()
CLEAN = CLEAN.remove_collection().remove_private_app_data().remove_web_capture().remove_thumbnails()
CLEAN = CLEAN.remove_search_index()
# What must not be in the copy, by what an action, annotation or stream says that it is.
ACTS = {
    "/JavaScript": "a script",
    "/Launch": "an action that starts a program",
    "/URI": "a link to the web",
    "/SubmitForm": "an action that sends a form away",
    "/ImportData": "an action that loads data",
    "/GoToR": "a link to another file",
    "/GoToE": "a link to another file",
    "/Rendition": "sound or film",
    "/Movie": "sound or film",
    "/Sound": "sound or film",
    "/Screen": "sound or film",
    "/RichMedia": "sound or film",
    "/RichMediaExecute": "sound or film",
    "/3D": "sound or film",
    "/FileAttachment": "an embedded file",
    "/EmbeddedFile": "an embedded file",
    "/Filespec": "an embedded file",
}
HOLDS = {"/EF": "an embedded file", "/JS": "a script", "/XFA": "a dynamic form (XFA)"}


def read(data: bytes, kind: FileKind) -> Read:
    """The copy, the pages as images, and what the copy lacks."""
    with opening.opened(data) as pdf:
        drawing.check(pdf)
        fillable = opening.has_widgets(pdf)
        removed = list(dict.fromkeys(_found(pdf)))
        copy, more = _cleaned(pdf)
    pages = tuple(_drawn(copy))
    if not fillable and all(empty for _, empty in pages):
        raise RefusedFileError(Refusal.BLANK)
    return Read(kind, copy, tuple(page for page, _ in pages), None, tuple(removed + [belonging.SHOWN_NOWHERE] * more))


def _cleaned(pdf: Pdf) -> tuple[bytes, bool]:
    """The copy, and whether the file held data that no page shows."""
    CLEAN.apply(pdf)
    form = pdf.Root.get("/AcroForm")
    for holder in (pdf.Root, *([form] if isinstance(form, Dictionary) else [])):
        _drop(holder, "/OpenAction", "/XFA", "/Perms", "/URI", "/Legal")
    for page in pdf.pages:
        _clean_annotations(page.obj)
    for holder in _holders(pdf):
        _disarm(holder)
    more = belonging.clear(pdf)
    pdf.remove_unreferenced_resources()
    into = io.BytesIO()
    pdf.save(into, encryption=False, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    copy = into.getvalue()
    with Pdf.open(io.BytesIO(copy)) as saved:
        if left := {*_found(saved), *belonging.left(saved)}:
            raise RuntimeError(f"the copy still holds {', '.join(sorted(left))}")
    return copy, more


def _drop(holder: Object, *keys: str) -> None:
    for key in keys:
        if key in holder:
            del holder[key]


def _clean_annotations(page: Object) -> None:
    """Annotations keep how they look; those that only do something go whole."""
    annotations = page.get("/Annots")
    if not isinstance(annotations, Array):
        return
    kept = []
    for each in annotations:
        if isinstance(each, Dictionary):
            if str(each.get("/Subtype")) in ACTS:
                _drop(each, *each.keys())  # others may point at it: what opens its note, or the text's structure
            else:
                _drop(each, "/FS")
                kept.append(each)
    page["/Annots"] = Array(kept)


def _disarm(holder: Object) -> None:
    """Take out what anything does, be it a page, a box, a field that no list names, or a bookmark."""
    _drop(holder, "/AA", "/AF")
    for key in ("/A", "/PA"):
        action = holder.get(key)  # in the tree of a text's structure, /A says how it looks
        if isinstance(action, Dictionary) and "/S" in action:
            del holder[key]


def _found(pdf: Pdf) -> Iterator[str]:
    """What acts, reaches out or is embedded, anywhere in the file, each named in words."""
    for holder in _holders(pdf):
        for key, value in holder.items():
            if key in HOLDS:
                yield HOLDS[key]
            if key in ("/S", "/Subtype", "/Type") and isinstance(value, Name) and _says(holder, key, str(value)):
                yield ACTS[str(value)]


def _says(holder: Object, key: str, value: str) -> bool:
    """Whether the name makes it an action or the like; /S and /Subtype are used for much else."""
    if value not in ACTS:
        return False
    return key != "/Subtype" or "/Rect" in holder or value == "/EmbeddedFile"


def _holders(pdf: Pdf) -> Iterator[Object]:
    """Everything with keys, wherever it stands in the file."""
    for each in pdf.objects:
        yield from _within(each, 0)


def _within(value: Object, depth: int) -> Iterator[Object]:
    """It and what stands directly within; what is only referred to is an object of its own."""
    if isinstance(value, Dictionary | Stream):
        yield value
        parts: Iterable[Object | None] = [part for _, part in value.items()]
    else:
        parts = value if isinstance(value, Array) else ()
    for part in parts if depth < DEEP else ():
        if isinstance(part, Dictionary | Array) and not part.is_indirect:
            yield from _within(part, depth + 1)


def _drawn(copy: bytes) -> Iterator[tuple[Page, bool]]:
    """Each page as an image, at 150 dots per inch or, where that would be too much, at fewer; and if it is empty."""
    with pypdfium2.PdfDocument(copy) as document:
        document.init_forms()
        for number in range(len(document)):
            page = document[number]
            width, height = page.get_size()
            if width <= 0 or height <= 0 or width * height > MOST_PIXELS * 10:
                raise RefusedFileError(Refusal.TOO_MANY_PIXELS)
            scale = min(DOTS_PER_POINT, sqrt(MOST_DRAWN / (width * height)))
            picture = page.render(scale=scale, may_draw_forms=True).to_pil()
            image = encoded(picture.convert("RGB"), FileKind.JPEG, JPEG_QUALITY, small=True)
            yield Page(image, "image/jpeg", *picture.size), one_colour(picture)
            page.close()
