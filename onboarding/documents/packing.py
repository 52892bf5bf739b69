"""How a stream of a PDF is packed: by which filters, and what each is told. What is not listed is not understood."""

from decimal import Decimal
from typing import NamedTuple

from pikepdf import Array, Dictionary, Name, Object, Stream

from onboarding.documents.segments import UnreadableError


def _keys(words: str) -> frozenset[str]:
    return frozenset(f"/{word}" for word in words.split())


FLATE = _keys("Predictor Colors BitsPerComponent Columns")
# Each filter, and what it may be told.
FILTERS = {
    "/ASCIIHexDecode": _keys(""),
    "/ASCII85Decode": _keys(""),
    "/RunLengthDecode": _keys(""),
    "/FlateDecode": FLATE,
    "/LZWDecode": FLATE | _keys("EarlyChange"),
    "/CCITTFaxDecode": _keys("K EndOfLine EncodedByteAlign Columns Rows EndOfBlock BlackIs1 DamagedRowsBeforeError"),
    "/DCTDecode": _keys("ColorTransform"),
    "/JPXDecode": _keys(""),
    "/JBIG2Decode": _keys("JBIG2Globals"),
}
OF_PICTURES = frozenset({"/CCITTFaxDecode", "/DCTDecode", "/JPXDecode", "/JBIG2Decode"})  # what they give is pixels
SHORT = {
    "/AHx": "/ASCIIHexDecode",
    "/A85": "/ASCII85Decode",
    "/RL": "/RunLengthDecode",
    "/Fl": "/FlateDecode",
    "/LZW": "/LZWDecode",
    "/CCF": "/CCITTFaxDecode",
    "/DCT": "/DCTDecode",
}
ELSEWHERE = _keys("F FFilter FDecodeParms")  # the content is in another file


class Step(NamedTuple):
    """A filter, and what it is told: numbers, yes or no, and the stream that pictures share."""

    name: str
    told: dict[str, object]


def steps(stream: Stream) -> list[Step]:
    """The filters in the order in which they are undone. Raises UnreadableError for one that is not understood."""
    named = _listed(stream.get("/Filter"))
    told = stream.get("/DecodeParms")
    each_told = _listed(told) if isinstance(told, Array) else [told] * len(named)  # as qpdf reads it, for one or many
    each_told += [None] * len(named)
    return [_step(name, about) for name, about in zip(named, each_told, strict=False)]


def straighten(stream: Stream) -> None:
    """Have the stream say how it is packed, by itself and in what is understood. Raises UnreadableError.

    What it says in an object of its own would be left lying about by the writer, which packs the stream anew.
    """
    found = steps(stream)
    for key in _keys("Filter DecodeParms") | ELSEWHERE:
        if key in stream:
            del stream[key]
    told = [Dictionary(each.told) if each.told else None for each in found]
    if found:
        stream["/Filter"] = Array([Name(each.name) for each in found]) if len(found) > 1 else Name(found[0].name)
    if any(each is not None for each in told):
        stream["/DecodeParms"] = Array(told) if len(told) > 1 else told[0]


def _step(name: Object, told: Object | None) -> Step:
    full = SHORT.get(str(name), str(name))
    if full not in FILTERS:
        raise UnreadableError(f"it is packed by {full}")
    found = told.items() if isinstance(told, Dictionary) else ()
    return Step(full, {key: value for key, value in found if key in FILTERS[full] and _plain(key, value)})


def _plain(key: str, value: object) -> bool:
    return isinstance(value, Stream if key == "/JBIG2Globals" else int | Decimal)


def _listed(value: Object | None) -> list[Object]:
    return list(value) if isinstance(value, Array) else [] if value is None else [value]
