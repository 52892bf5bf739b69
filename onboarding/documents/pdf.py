"""PDF files: what acts, reaches out or hides another file is taken out of the copy, and each page is drawn once."""

import io
from collections.abc import Iterable, Iterator
from math import sqrt

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream
from pikepdf.sanitize import Sanitizer

from onboarding.documents.kinds import MOST_PAGES, MOST_PIXELS, FileKind, Page, Read, Refusal, RefusedFileError

DOTS_PER_POINT = 150 / 72
MOST_DRAWN = 4_000_000  # pixels of a page
JPEG_QUALITY = 82
MOST_OBJECTS = 200_000
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
    try:
        opened = Pdf.open(io.BytesIO(data), attempt_recovery=True)
    except pikepdf.PasswordError as error:
        raise RefusedFileError(Refusal.ENCRYPTED) from error
    with opened as pdf:
        if len(pdf.objects) > MOST_OBJECTS:
            raise RefusedFileError(Refusal.BOMB)
        if pdf.get_warnings():
            raise RefusedFileError(Refusal.DAMAGED)  # what a reader mends by guessing proves nothing
        if not 0 < len(pdf.pages) <= MOST_PAGES:
            raise RefusedFileError(Refusal.TOO_MANY_PAGES if len(pdf.pages) else Refusal.DAMAGED)
        removed = tuple(dict.fromkeys(_found(pdf)))
        copy = _cleaned(pdf)
    return Read(kind, copy, tuple(_drawn(copy)), None, removed)


def _cleaned(pdf: Pdf) -> bytes:
    CLEAN.apply(pdf)
    for holder in (pdf.Root, *_forms(pdf)):
        for key in ("/OpenAction", "/AA", "/XFA", "/Perms", "/Metadata", "/AF", "/URI", "/Legal"):
            if key in holder:
                del holder[key]
    for page in pdf.pages:
        for key in ("/AA", "/AF", "/Metadata", "/PieceInfo"):
            if key in page.obj:
                del page.obj[key]
        _clean_annotations(page.obj)
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    pdf.remove_unreferenced_resources()
    into = io.BytesIO()
    pdf.save(into, encryption=False, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    copy = into.getvalue()
    with Pdf.open(io.BytesIO(copy)) as saved:
        if left := set(_found(saved)):
            raise RuntimeError(f"the copy still holds {', '.join(sorted(left))}")
    return copy


def _clean_annotations(page: Object) -> None:
    """Annotations keep how they look; what they do goes, and those that only do something go whole."""
    annotations = page.get("/Annots")
    if not isinstance(annotations, Array):
        return
    kept = []
    for each in annotations:
        if not isinstance(each, Dictionary) or str(each.get("/Subtype")) in ACTS:
            continue
        for key in ("/A", "/AA", "/FS", "/PA"):
            if key in each:
                del each[key]
        kept.append(each)
    page["/Annots"] = Array(kept)


def _forms(pdf: Pdf) -> Iterator[Object]:
    form = pdf.Root.get("/AcroForm")
    if isinstance(form, Dictionary):
        yield form
        yield from _fields(form.get("/Fields", Array([])), 0)


def _fields(fields: Object, depth: int) -> Iterator[Object]:
    if depth > 20 or not isinstance(fields, Array):
        return
    for field in fields:
        if isinstance(field, Dictionary):
            for key in ("/A", "/AA"):
                if key in field:
                    del field[key]
            yield field
            yield from _fields(field.get("/Kids", Array([])), depth + 1)


def _found(pdf: Pdf) -> Iterator[str]:
    """What acts, reaches out or is embedded, anywhere in the file, each named in words."""
    for each in pdf.objects:
        if isinstance(each, Dictionary | Stream):
            yield from _named(each, 0)


def _named(holder: Object, depth: int) -> Iterator[str]:
    keys = holder.keys() if isinstance(holder, Dictionary | Stream) else ()
    for key in keys:
        if key in HOLDS:
            yield HOLDS[key]
        value = holder.get(key)
        if key in ("/S", "/Subtype", "/Type") and isinstance(value, Name) and _says(holder, key, str(value)):
            yield ACTS[str(value)]
        if depth < 6:
            yield from _within(value, depth)


def _says(holder: Object, key: str, value: str) -> bool:
    """Whether the name makes it an action or the like; /S and /Subtype are used for much else."""
    if value not in ACTS:
        return False
    return key != "/Subtype" or "/Rect" in holder or value == "/EmbeddedFile"


def _within(value: Object | None, depth: int) -> Iterator[str]:
    """What stands directly within an object; what is only referred to is an object of its own."""
    parts: Iterable[Object] = (value,) if isinstance(value, Dictionary) else value if isinstance(value, Array) else ()
    for part in parts:
        if isinstance(part, Dictionary | Array) and not part.is_indirect:
            yield from _named(part, depth + 1) if isinstance(part, Dictionary) else _within(part, depth + 1)


def _drawn(copy: bytes) -> Iterator[Page]:
    """Each page as an image, at 150 dots per inch or, where that would be too much, at fewer."""
    with pypdfium2.PdfDocument(copy) as document:
        document.init_forms()
        for number in range(len(document)):
            page = document[number]
            width, height = page.get_size()
            if width <= 0 or height <= 0 or width * height > MOST_PIXELS * 10:
                raise RefusedFileError(Refusal.TOO_MANY_PIXELS)
            scale = min(DOTS_PER_POINT, sqrt(MOST_DRAWN / (width * height)))
            picture = page.render(scale=scale, may_draw_forms=True).to_pil()
            into = io.BytesIO()
            picture.convert("RGB").save(into, "JPEG", quality=JPEG_QUALITY, optimize=True)
            yield Page(into.getvalue(), "image/jpeg", *picture.size)
            page.close()
