"""The application on a free port of this machine, for as long as a test needs it."""

from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from threading import Thread
from typing import TYPE_CHECKING, Any

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class Quiet(WSGIRequestHandler):
    """Writes no line for each request."""

    def log_request(self, *_: object) -> None:
        pass


def closed_surely(app: "WSGIApplication") -> "WSGIApplication":
    """The same application. Werkzeug's server closes no answer whose visitor resets the connection: this one closes.

    A file left open would be complained of by whichever test Python is in when it finds it.
    """

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        return _parts(app(environ, start_response))

    return answer


def _parts(answered: Any) -> Iterator[bytes]:
    with closing(answered):
        for part in answered:  # noqa: UP028 - `yield from` would close it too
            yield part


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address at which the application answers."""
    server = make_server("127.0.0.1", 0, closed_surely(app), threaded=True, request_handler=Quiet)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
