"""Serving the sample world from one process that is started once: the pages and the clock are forks of it.

Starting Python and importing the product takes longer than what it then does. A production installation has a unit
for each part instead, which starts it anew when it ends: docs/operations.md.
"""

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from multiprocessing.connection import wait
from multiprocessing.context import ForkProcess
from types import FrameType
from typing import NoReturn

import click
from flask import Flask
from gunicorn.app.wsgiapp import WSGIApplication

from onboarding.jobs import clock_process

STOPPED_BY = (signal.SIGINT, signal.SIGTERM)
BY_A_SIGNAL = 128  # and its number: what a shell gives as the exit status


def serve(app: Flask) -> NoReturn:
    """Serve until a signal ends us, or a part ends by itself; then the other part is stopped too.

    The exit status is 128 and the signal's number, or that of the part. Nothing may be open that a fork must not share.
    """
    before = {each: signal.signal(each, _ended) for each in STOPPED_BY}  # heeded even where Ctrl-C was ignored before
    parts = [_started("pages", _pages, app), _started("clock", clock_process.tick_for_ever, app)]
    try:
        (ended, *_) = wait([part.sentinel for part in parts])
        first = next(part for part in parts if part.sentinel == ended)
        first.join()
        status = first.exitcode or 0
        click.echo(f"\nThe {first.name} ended by itself (exit status {status}), so the rest is stopped.", err=True)
        sys.exit(BY_A_SIGNAL - status if status < 0 else status or 1)
    finally:
        for each in before:
            signal.signal(each, signal.SIG_IGN)
        for part in parts:
            part.terminate()
        for part in parts:
            part.join()


def _started(name: str, run: Callable[[Flask], object], app: Flask) -> ForkProcess:
    def part() -> None:
        os.setpgid(0, 0)  # Ctrl-C reaches us alone: a part that heard it too could end first and be taken for broken
        run(app)

    process = multiprocessing.get_context("fork").Process(target=part, name=name)
    process.start()
    return process


def _pages(_app: Flask) -> None:
    """Gunicorn, as its command starts it. It makes the application anew: ours may be older than its keys."""
    del sys.modules["app"]
    sys.argv = ["gunicorn", "app:app"]
    WSGIApplication("%(prog)s", prog="gunicorn").run()


def _ended(number: int, _frame: FrameType | None) -> NoReturn:
    sys.exit(BY_A_SIGNAL + number)
