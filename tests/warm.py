"""Confined processes that are forked from one which has loaded what they load, instead of starting from nothing.

What runs in them is the product's own, with its limits, on its pipes: only the start differs. A test that is about the
start too asks for `started_anew` of `stored.py`.
"""

import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from signal import SIGKILL
from subprocess import PIPE
from typing import IO, Self

# What it takes to lay out HTML: fonts and styles are read with the first, which is small here.
LAID_OUT = ("onboarding.packets.tags", "weasyprint")
LAYS_OUT = """
os.environ["FONTCONFIG_FILE"] = package.removesuffix("onboarding") + "templates/packets/fonts.conf"
from onboarding.packets.render import rendered
rendered(b'{"html": "<html lang=en><title>Warm</title><h1>Warm</h1><table><tr><th scope=col>A</table>", "assets": {}}')
"""
# Of each module that is run apart: what it loads, if only for some files.
LOADS = {
    "onboarding.documents.child": tuple(
        f"onboarding.documents.{each}" for each in ("pdf", "picture", "office", "word")
    ),
    "onboarding.formats.tables.workbook": ("openpyxl",),
    "onboarding.packets.checking": (
        "onboarding.packets.rewritten",
        "pyhanko.sign.diff_analysis",
        "pyhanko.sign.validation.generic_cms",
    ),
    "onboarding.documents.logo": ("onboarding.documents.picture",),
    "onboarding.packets.render": LAID_OUT,
    "onboarding.packets.rendering": LAID_OUT,
    "onboarding.planning.planner": ("onboarding.planning.solver",),
}
DOES = {"onboarding.packets.render": LAYS_OUT, "onboarding.packets.rendering": LAYS_OUT}  # and what it does before
# Loads the modules, waits, and forks for whoever asks: a process that runs the code, and one that waits for its end and
# tells how it ended, so that several can run at once. gc.freeze: what was loaded is shared, and not gone through.
PARENT = """
import contextlib, gc, importlib, json, os, socket, sys, types
control, package, does, *modules = sys.argv[1:]
control = socket.socket(fileno=int(control))
sys.modules["onboarding"] = types.ModuleType("onboarding")
sys.modules["onboarding"].__path__ = [package]
for each in modules:
    importlib.import_module(each)
exec(does)
gc.freeze()
while True:
    asked, files, _, _ = socket.recv_fds(control, 2**17, 10)
    if not asked:
        sys.exit()
    if not os.fork():
        break
    for each in files:
        os.close(each)
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
control.close()
tells, *others = files
if child := os.fork():
    for each in (0, 1, 2, *others):
        os.close(each)
    os.write(tells, child.to_bytes(4, "little"))
    os.write(tells, os.waitpid(child, 0)[1].to_bytes(4, "little"))
    os._exit(0)
os.close(tells)
for number, each in enumerate(others[:3]):
    os.dup2(each, number)
    os.close(each)
code, *sys.argv[1:], environment = json.loads(asked)
os.environ.clear()
os.environ.update(environment)
exec(code, {"__name__": "__main__"})
"""


class Forked:
    """A process that was forked, as `confined` speaks to one that it started: a `subprocess.Popen`."""

    def __init__(self, told: IO[bytes], stdin: IO[bytes], stdout: IO[bytes], stderr: IO[bytes]) -> None:
        self.stdin, self.stdout, self.stderr, self._told = stdin, stdout, stderr, told
        self.returncode: int | None = None
        self.pid = self._hear()

    def _hear(self) -> int:
        said = self._told.read(4)
        if not said:
            raise ChildProcessError(
                "the process that forks the confined ones, or one that waits for their end, is gone"
            )
        return int.from_bytes(said, "little")

    def wait(self) -> int:
        """How it ended, once it has."""
        if self.returncode is None:
            self.returncode = os.waitstatus_to_exitcode(self._hear())
        return self.returncode

    def kill(self) -> None:
        """End it, unless it has ended."""
        if self.returncode is None:
            with suppress(ProcessLookupError):  # it has just ended
                os.kill(self.pid, SIGKILL)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.wait()
        for each in (self._told, self.stdin, self.stdout, self.stderr):
            each.close()


class Warm:
    """What stands in for the module `subprocess` in `confined`."""

    PIPE = PIPE

    def __init__(self) -> None:
        self._parents: dict[str, tuple[subprocess.Popen[bytes], socket.socket]] = {}
        self._starting = threading.Lock()

    def Popen(  # noqa: N802 - as it is called there
        self, command: Sequence[str], env: Mapping[str, str], pass_fds: Sequence[int] = (), **_: object
    ) -> Forked:
        """Run the code of this command, `python -I -c code package target ...`, in a process that was forked."""
        _, _, _, code, package, target, *rest = command
        (into, stdin), (stdout, out), (stderr, aside), (told, tells) = [os.pipe() for _ in range(4)]
        asked = json.dumps([code, package, target, *rest, dict(env)]).encode()
        theirs = (tells, into, out, aside)
        socket.send_fds(self._parent(package, target.partition(":")[0]), [asked], [*theirs, *pass_fds])
        for each in theirs:
            os.close(each)
        return Forked(
            *(os.fdopen(each, mode) for each, mode in ((told, "rb"), (stdin, "wb"), (stdout, "rb"), (stderr, "rb")))
        )

    def close(self) -> None:
        """End the processes that fork."""
        for process, control in self._parents.values():
            control.close()
            process.communicate()

    def _parent(self, package: str, module: str) -> socket.socket:
        with self._starting:
            if module not in self._parents:
                ours, theirs = socket.socketpair(type=socket.SOCK_SEQPACKET)
                with theirs:
                    file = theirs.fileno()
                    modules = (module, *LOADS.get(module, ()))
                    command = [sys.executable, "-I", "-c", PARENT, str(file), package, DOES.get(module, ""), *modules]
                    process = subprocess.Popen(
                        command, stdin=PIPE, stdout=PIPE, stderr=PIPE, cwd="/", env={}, pass_fds=[file]
                    )
                self._parents[module] = process, ours
            return self._parents[module][1]
