"""Pictures: decoded, turned upright, and encoded anew, so that nothing is left but the pixels."""

import io
import warnings

from PIL import Image, ImageOps

from onboarding.documents.kinds import MEDIA_TYPES, MOST_PIXELS, FileKind, Page, Read, Refusal, RefusedFileError

JPEG_QUALITY = 88
LONGEST_SHOWN = 2600  # pixels of the longer side of what is shown; the copy keeps them all
FORMATS = {FileKind.PNG: ("PNG",), FileKind.JPEG: ("JPEG", "MPO")}  # phones write several pictures into one JPEG
NOTES = "the camera's notes (EXIF) and the like"


def read(data: bytes, kind: FileKind) -> Read:
    """The picture, upright, as a copy without anything else in it."""
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        opened = Image.open(io.BytesIO(data), formats=FORMATS[kind])
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise RefusedFileError(Refusal.TOO_MANY_PIXELS) from error
    with opened as picture:
        removed = _removed(picture)
        upright = flattened(ImageOps.exif_transpose(picture))
    copy = encoded(upright, kind)
    upright.thumbnail((LONGEST_SHOWN, LONGEST_SHOWN))
    shown = encoded(upright, kind)
    return Read(kind, copy, (Page(shown, MEDIA_TYPES[kind], *upright.size),), None, removed)


def flattened(picture: Image.Image) -> Image.Image:
    """The picture in grey or colour, what is transparent in it shown on white."""
    if picture.mode in ("L", "RGB"):
        return picture
    if picture.mode == "1":
        return picture.convert("L")
    if "A" in picture.getbands() or "transparency" in picture.info:
        clear = picture.convert("RGBA")
        paper = Image.new("RGB", clear.size, "white")
        paper.paste(clear, mask=clear.getchannel("A"))
        return paper
    if picture.mode.startswith("I;16"):
        return picture.point(lambda value: value / 256).convert("L")
    return picture.convert("RGB")


def encoded(picture: Image.Image, kind: FileKind) -> bytes:
    """The pixels in that kind, and nothing else."""
    into = io.BytesIO()
    if kind is FileKind.PNG:
        picture.save(into, "PNG", compress_level=6)
    else:
        picture.save(into, "JPEG", quality=JPEG_QUALITY)
    return into.getvalue()


def _removed(picture: Image.Image) -> tuple[str, ...]:
    found = []
    if picture.getexif() or {"xmp", "icc_profile", "comment", "photoshop"} & picture.info.keys():
        found.append(NOTES)
    if getattr(picture, "n_frames", 1) > 1:
        found.append("all pictures but the first")
    return tuple(found)
