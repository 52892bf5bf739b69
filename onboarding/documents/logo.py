"""A logo for paper, of a picture that was looked at: small, without transparency, drawn anew. Done apart."""

from io import BytesIO

from onboarding import confined
from onboarding.confined import ConfinedError
from onboarding.documents.inspection import LIMITS, inspect
from onboarding.documents.kinds import FileKind, Refusal, RefusedFileError

LARGEST = 300_000  # bytes of the picture as it is kept, in every packet
WIDEST, HIGHEST = 900, 300  # pixels: 3 by 1 inches at 300 to the inch
OTHER = "This is no picture. Save the logo as PNG or JPEG, and choose that."
TOO_DETAILED = "The logo has too much detail to stand in every packet. Save it smaller or with fewer colors."


def drawn(data: bytes) -> bytes:
    """The logo as PNG: of the same file the same bytes. Raises RefusedFileError for what is no picture."""
    looked = inspect(data)
    if looked.kind not in (FileKind.PNG, FileKind.JPEG):
        raise RefusedFileError(Refusal.UNKNOWN_KIND, OTHER)
    try:
        found = confined.run(f"{__name__}:reduced", looked.pages[0].image, LIMITS)
    except ConfinedError as error:
        raise RefusedFileError(Refusal.DAMAGED) from error
    if len(found) > LARGEST:
        raise RefusedFileError(Refusal.TOO_LARGE, TOO_DETAILED)
    return found


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
