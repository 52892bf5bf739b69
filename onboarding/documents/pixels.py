"""Pictures within a PDF: what is kept of each is its pixels, as they were."""

from pikepdf import Array, Dictionary, Name, Pdf, PdfError, Stream

from onboarding.documents import jbig2, packing, segments
from onboarding.documents.packing import Step

BARE = {
    "/DCTDecode": segments.bare_jpeg,
    "/JPXDecode": segments.bare_jpeg_2000,
    "/JBIG2Decode": jbig2.bare,
}


def bare(pdf: Pdf, image: Stream) -> None:
    """Take everything but its pixels out of a picture. Raises UnreadableError for one that nobody can read."""
    steps = packing.steps(image)
    if any(each.name in packing.OF_PICTURES for each in steps[:-1]):
        raise segments.UnreadableError("its pixels are to be unpacked once more")
    if not steps or steps[-1].name not in BARE:
        return
    last = steps[-1]
    raw = _unpacked(pdf, image.read_raw_bytes(), steps[:-1])
    data = BARE[last.name](raw)
    if data != raw:
        image.write(data, filter=Name(last.name), decode_parms=Dictionary(last.told) if last.told else None)
    shared = last.told.get("/JBIG2Globals")
    if isinstance(shared, Stream):
        shared.write(jbig2.bare(_unpacked(pdf, shared.read_raw_bytes(), packing.steps(shared))))


def _unpacked(pdf: Pdf, raw: bytes, steps: list[Step]) -> bytes:
    if not steps:
        return raw
    told = Array([Dictionary(each.told) if each.told else None for each in steps])
    packed = Stream(pdf, raw, Filter=Array([Name(each.name) for each in steps]), DecodeParms=told)
    try:
        return packed.read_bytes()
    except PdfError as error:
        raise segments.UnreadableError("what it is packed in is damaged") from error
