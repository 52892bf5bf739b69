"""What tests have a confined process do. Loaded by that process alone."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def answered(data: bytes) -> bytes | list[bytes]:
    """Do what the question says."""
    what, _, rest = data.partition(b" ")
    answer = ANSWERS[what.decode()](rest)
    return answer if isinstance(answer, bytes | list) else b""


def _refuse(_: bytes) -> None:
    raise SystemExit("REFUSED because")


def _spin(_: bytes) -> None:
    while True:
        pass


def _work(_: bytes) -> bytes:
    until = time.process_time() + 1
    while time.process_time() < until:
        pass
    return b"done"


ANSWERS = {
    "echo": lambda rest: [rest[:1], rest[1:]],
    "pid": lambda _: str(os.getpid()).encode(),
    "refuse": _refuse,
    "memory": lambda _: bytes(2**30),
    "spin": _spin,
    "work": _work,
    "much": lambda _: bytes(2**21),
    "write": lambda _: (Path(tempfile.gettempdir()) / "written-by-a-confined-process").write_text("x"),
    "connect": lambda _: socket.create_connection(("127.0.0.1", 9)),
    "start": lambda _: subprocess.run([sys.executable, "-V"], check=True),
}
