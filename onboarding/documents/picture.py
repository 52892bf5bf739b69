"""Pictures: decoded, turned upright, and encoded anew, so that nothing is left but the pixels."""

import io
import warnings

from PIL import Image, ImageMath, ImageOps

from onboarding.documents import segments
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
        ImageOps.exif_transpose(picture, in_place=True)
        upright = flattened(picture)
        if _has_clear_parts(picture) and one_colour(upright):
            raise RefusedFileError(Refusal.BLANK)  # clear all over, or white on nothing
    copy = encoded(upright, kind)
    upright.thumbnail((LONGEST_SHOWN, LONGEST_SHOWN))
    shown = encoded(upright, kind)
    return Read(kind, copy, (Page(shown, MEDIA_TYPES[kind], *upright.size),), None, removed)


def flattened(picture: Image.Image) -> Image.Image:
    """The picture in grey or colour, what is transparent in it shown on white."""
    if picture.mode in ("L", "RGB") and not _has_clear_parts(picture):
        return picture
    if picture.mode == "1":
        return picture.convert("L")
    if picture.mode.startswith("I"):
        return _of_sixteen_bits(picture)
    if _has_clear_parts(picture):
        clear = picture.convert("RGBA")
        return _on_paper(clear, clear.getchannel("A"))
    return picture.convert("RGB")


def one_colour(picture: Image.Image) -> bool:
    """Whether there is nothing to see in it."""
    low, high = picture.convert("L").getextrema()
    return low == high


def _of_sixteen_bits(picture: Image.Image) -> Image.Image:
    """Grey of 65,536 shades in 256; the one shade that stands for clear, if there is one, as paper."""
    grey = picture.point(lambda value: value / 256).convert("L")
    clear = picture.info.get("transparency")
    if not isinstance(clear, int):
        return grey
    solid = ImageMath.lambda_eval(lambda each: (each["wide"] != clear) * 255, wide=picture.convert("I"))
    return _on_paper(grey, solid.convert("L"))


def _on_paper(picture: Image.Image, solid: Image.Image) -> Image.Image:
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, mask=solid)
    return paper


def _has_clear_parts(picture: Image.Image) -> bool:
    return "A" in picture.getbands() or "transparency" in picture.info


def encoded(picture: Image.Image, kind: FileKind, quality: int = JPEG_QUALITY, small: bool = False) -> bytes:
    """The pixels in that kind, and nothing else: what a picture remembers of its file is not asked.

    `small`: more time for fewer bytes.
    """
    into, fresh = io.BytesIO(), Image.new(picture.mode, picture.size)
    fresh.paste(picture)
    if kind is FileKind.PNG:
        fresh.save(into, "PNG", compress_level=6)
    else:
        fresh.save(into, "JPEG", quality=quality, optimize=small)
    data = into.getvalue()
    if left := segments.stray(data):
        raise RuntimeError(f"the picture still holds {', '.join(sorted(left))}")
    return data


def _removed(picture: Image.Image) -> tuple[str, ...]:
    found = []
    if picture.getexif() or {"xmp", "icc_profile", "comment", "photoshop"} & picture.info.keys():
        found.append(NOTES)
    if getattr(picture, "n_frames", 1) > 1:
        found.append("all pictures but the first")
    return tuple(found)
