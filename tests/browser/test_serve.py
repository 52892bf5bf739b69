"""The server of the tests in the browser leaves nothing open, however its visitors leave."""

import socket
import struct
import time
from urllib.parse import urlsplit

from flask import Flask, Response

from tests.browser.serve import served

RESETS = struct.pack("ii", 1, 0)  # hang up at once, and say so
TIMES = 20


def test_an_answer_is_closed_whose_visitor_resets_the_connection() -> None:
    app, opened, closed = Flask("answers"), [], []

    @app.get("/")
    def show() -> Response:
        answer = Response(b"x" * 100_000)
        opened.append(answer)
        answer.call_on_close(lambda: closed.append(answer))
        return answer

    with served(app) as address:
        place = urlsplit(address)
        for _ in range(TIMES):
            with socket.create_connection((place.hostname or "", place.port or 0)) as visitor:
                visitor.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESETS)
                visitor.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\nmore than it said")
                visitor.recv(1)
        until = time.monotonic() + 30
        while len(closed) < TIMES and time.monotonic() < until:
            time.sleep(0.01)
    assert len(opened) == len(closed) == TIMES
