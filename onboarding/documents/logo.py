"""A logo for paper, of a picture that was looked at: small, without transparency, drawn anew. Done apart."""

from io import BytesIO

from onboarding import confined
from onboarding.confined import ConfinedError
from onboarding.documents import kinds
from onboarding.documents.inspection import LIMITS, inspect
from onboarding.documents.kinds import MOST_BYTES, FileKind, Inspected, Refusal, RefusedFileError

LARGEST = 300_000  # bytes of the picture as it is kept, in every packet
WIDEST, HIGHEST = 900, 300  # pixels: 3 by 1 inches at 300 to the inch
OTHER = "This is no PNG or JPEG. Save the logo as one of these, and choose that."
UNREADABLE = "The picture is damaged or incomplete. Save it as PNG or JPEG once more, and choose that."
BLANK = "There is nothing to see in the picture. Choose another."
TOO_LARGE = f"The file is larger than {MOST_BYTES // 2**20} MB. Save the logo smaller, and choose that."
TOO_DETAILED = "The logo has too much detail to stand in every packet. Save it smaller or with fewer colors."
# Everything else is a file that is no picture.
SAYS = {
    Refusal.DAMAGED: UNREADABLE,
    Refusal.BLANK: BLANK,
    Refusal.TOO_LARGE: TOO_LARGE,
    Refusal.EMPTY: kinds.SAYS[Refusal.EMPTY],
    Refusal.TOO_MANY_PIXELS: kinds.SAYS[Refusal.TOO_MANY_PIXELS],
}


def drawn(data: bytes) -> bytes:
    """The logo as PNG: of the same file the same bytes. Raises RefusedFileError for what is no picture."""
    looked = _looked_at(data)
    if looked.kind not in (FileKind.PNG, FileKind.JPEG):
        raise RefusedFileError(Refusal.UNKNOWN_KIND, OTHER)
    try:
        found = confined.run(f"{__name__}:reduced", looked.pages[0].image, LIMITS)
    except ConfinedError as error:
        raise RefusedFileError(Refusal.DAMAGED, UNREADABLE) from error
    if len(found) > LARGEST:
        raise RefusedFileError(Refusal.TOO_LARGE, TOO_DETAILED)
    return found


def _looked_at(data: bytes) -> Inspected:
    """What was found in the file; a refusal that says what to do about a logo, and not about a paper."""
    try:
        return inspect(data)
    except RefusedFileError as error:
        raise RefusedFileError(error.reason, SAYS.get(error.reason, OTHER)) from error


# From here on: inside of the confined process.


def reduced(data: bytes) -> bytes:
    """The picture on white, at most WIDEST by HIGHEST. For `drawn` alone, which has this run apart."""
    from PIL import Image

    with Image.open(BytesIO(data)) as picture:
        clear = picture.convert("RGBA")
    paper = Image.new("RGB", clear.size, "white")
    paper.paste(clear, mask=clear.getchannel("A"))
    paper.thumbnail((WIDEST, HIGHEST))
    into = BytesIO()
    paper.save(into, "PNG", optimize=True)
    return into.getvalue()
