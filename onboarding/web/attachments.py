"""Files that leave the product: to be saved, never opened within the site."""

from collections.abc import Iterator
from urllib.parse import quote

from flask import Response, stream_with_context

PDF = "application/pdf"
ZIP = "application/zip"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def attachment(data: bytes | str, name: str, content_type: str = "application/octet-stream") -> Response:
    """The file as an answer that browsers save under that name."""
    answer = Response(data, content_type=content_type)
    answer.headers.set("Content-Disposition", "attachment", **_both(name))
    return answer


def streamed(pieces: Iterator[bytes], name: str, content_type: str) -> Response:
    """The same of a file that is sent while it is made."""
    answer = Response(stream_with_context(pieces), content_type=content_type)
    answer.headers.set("Content-Disposition", "attachment", **_both(name))
    return answer


def _both(name: str) -> dict[str, str]:
    """A file's name for browsers of every age: in plain letters and, where that is another, as it is."""
    plain = "".join(each if each.isascii() and each.isprintable() else "_" for each in name)
    return {"filename": plain} if plain == name else {"filename": plain, "filename*": f"UTF-8''{quote(name)}"}
