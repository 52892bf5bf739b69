"""What is left of a request's body is read before it is answered, so that the answer arrives.

Who is refused early (too large, not signed in, no such page) has sent more than was read. A server that answers and
hangs up meanwhile resets the connection, and the proxy in front tells its visitor 502 in place of what we say.
"""

import time
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

MOST = 128 * 2**20  # bytes that are read out; a proxy as in docs/operations.md lets through less
LONGEST = 60  # seconds in which they are; who sends more slowly is hung up on
STEP = 16 * 1024


def read_out(app: "WSGIApplication") -> "WSGIApplication":
    """The same application, answering when all was sent. Where a server does not end a body, nothing is read."""

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        answered = app(environ, start_response)
        if environ.get("wsgi.input_terminated"):
            with suppress(OSError):  # the sender hung up
                _read(environ["wsgi.input"])
        return answered

    return answer


def _read(body: Any) -> None:
    began, left = time.monotonic(), MOST
    while left > 0 and time.monotonic() - began < LONGEST:
        read = len(body.read(STEP))
        if not read:
            return
        left -= read
