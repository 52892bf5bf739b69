"""The benchmarks in processes that are forked from one which has loaded the product, instead of starting from nothing.

What they start in turn, gunicorn and the clock, is the product's own: it is forked as well. Only the start differs, and
the templates, which the processes of a run of the tests compile once.
"""

import importlib
import os
import runpy
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from signal import SIGKILL, SIGTERM
from time import monotonic, sleep
from typing import Any

from flask import Flask
from jinja2 import FileSystemBytecodeCache

from tests.forks import forks

ROOT = Path(__file__).parents[2]
STARTS, LOOKS_EVERY = 20.0, 0.02  # seconds


def lines(program: str, templates: str, folder: Path) -> list[str]:
    """The lines that this program prints, in a process of its own. Raises CalledProcessError where it fails.

    `templates`: the folder of those that were compiled; `folder`: where what it says is kept.
    """
    said, aside = folder / "said.txt", folder / "aside.txt"
    process = forks.Process(target=_run, args=(program, templates, said, aside))
    process.start()
    process.join()
    if process.exitcode:
        raise subprocess.CalledProcessError(process.exitcode, program, said.read_text(), aside.read_text())
    return said.read_text().splitlines()


def _run(program: str, templates: str, said: Path, aside: Path) -> None:
    """Run it here, with all that it prints in a file, and its log and faults in another."""
    os.chdir(ROOT)
    _into(said, aside)
    sys.stdout, sys.stderr = (os.fdopen(number, "w", closefd=False) for number in (1, 2))
    Flask.jinja_options = {"bytecode_cache": FileSystemBytecodeCache(templates)}
    for each in ("benchmarks.pages", "benchmarks.load"):
        importlib.import_module(each).subprocess = Forking  # type: ignore[attr-defined]
    try:
        exec(program, {"__name__": "__main__"})
    finally:
        sys.stdout.flush()


def _into(said: Path, aside: Path) -> None:
    """Have what this process prints, and its log, in these files from here on."""
    for number, place in ((1, said), (2, aside)):
        with place.open("w") as file:
            os.dup2(file.fileno(), number)


class Forked:
    """A process that was forked, as the benchmarks speak to one that they started."""

    def __init__(self, pid: int) -> None:
        self.pid = pid

    def terminate(self) -> None:
        os.kill(self.pid, SIGTERM)

    def wait(self, timeout: float = STARTS) -> int:
        """How it ended. Raises TimeoutExpired where it has not after so many seconds, and kills it."""
        until = monotonic() + timeout
        while not (ended := os.waitpid(self.pid, os.WNOHANG))[0]:
            if monotonic() > until:
                os.kill(self.pid, SIGKILL)
                os.waitpid(self.pid, 0)
                raise subprocess.TimeoutExpired(str(self.pid), timeout)
            sleep(LOOKS_EVERY)
        return os.waitstatus_to_exitcode(ended[1])


class Forking:
    """What stands in for the module `subprocess` in the benchmarks: Python with `-m` is forked."""

    DEVNULL = subprocess.DEVNULL

    @staticmethod
    def Popen(command: Sequence[str], env: Mapping[str, str], **_: Any) -> Forked:  # noqa: N802 - as it is called there
        """Run the module of this command, `python -m module ...`, with this environment, saying nothing."""
        python, dash_m, module, *arguments = command
        assert (python, dash_m) == (sys.executable, "-m")
        if child := os.fork():
            return Forked(child)
        try:
            os.environ.clear()
            os.environ.update(env)
            _into(Path(os.devnull), Path(os.devnull))
            sys.argv[1:] = arguments
            runpy.run_module(module, run_name="__main__", alter_sys=True)
        finally:
            os._exit(0)
