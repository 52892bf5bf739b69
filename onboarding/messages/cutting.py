"""Cutting a line when its time is over: who sends a byte now and then never lets a wait for the next run out."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from threading import Event, Timer


@contextmanager
def cut_after(line: socket.socket, longest: timedelta) -> Iterator[Event]:
    """Cut the line when the time is over, whatever is under way on it then; what it gives says whether that was so."""
    over = Event()
    timer = Timer(longest.total_seconds(), _cut, [line, over])
    timer.daemon = True
    timer.start()
    try:
        yield over
    finally:
        timer.cancel()


def _cut(line: socket.socket, over: Event) -> None:
    over.set()
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
