"""Running `flask rules`: in this process, or as the real thing, and reading what it says and how it ends."""

import json
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from flask import Flask

from onboarding import create_app
from tests.house.source import ROOT

Document = dict[str, Any]
# The least that each command answers.
LEAST: dict[str, Document] = {
    "screen": {},
    "training": {"hired_on": "2026-01-15"},
    "credential": {},
    "staffing": {},
}
FAULT = re.compile(r"(?P<file>.+?):(?P<line>\d+): (?P<path>[^:]+): (?P<what>.+)")
FLASK = (sys.executable, "-m", "flask", "--app", str(ROOT / "app.py"), "rules")


class Fault(NamedTuple):
    """One line of standard error."""

    file: str
    line: int
    path: str
    what: str


class Ran(NamedTuple):
    """How a command ended, and what it said."""

    status: int
    out: str
    err: str

    @property
    def answers(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.split("\n")[:-1]]

    @property
    def ids(self) -> list[str]:
        return [answer["id"] for answer in self.answers]

    @property
    def faults(self) -> list[Fault]:
        """Every line of standard error, each of which must be a fault with its file, line and path."""
        found = [(FAULT.fullmatch(line), line) for line in self.err.splitlines()]
        assert all(match for match, _ in found), [line for match, line in found if not match]
        return [Fault(m["file"], int(m["line"]), m["path"], m["what"]) for m, _ in found if m]

    @property
    def paths(self) -> list[str]:
        return [fault.path for fault in self.faults]


@cache
def app() -> Flask:
    return create_app()


def rules(topic: str, *arguments: object, sent: str | bytes = "") -> Ran:
    """Run a command in this process. A crash rises here."""
    command = ["rules", topic, *map(str, arguments)]
    done = app().test_cli_runner().invoke(args=command, input=sent, catch_exceptions=False)
    return Ran(done.exit_code, done.stdout, done.stderr)


def answered(topic: str, sent: str | bytes, *options: object) -> Ran:
    """Run a command on what is sent to standard input."""
    return rules(topic, *options, "-", sent=sent)


def lines(*documents: object) -> str:
    """JSON Lines of the documents; a text stands for itself."""
    return "".join(f"{each if isinstance(each, str) else json.dumps(each)}\n" for each in documents)


def refused(topic: str, document: Document, *paths: str) -> list[str]:
    """Between two good documents the bad one is refused, for these faults and no other. Gives what was said."""
    batch = [LEAST[topic] | each for each in ({"id": "before"}, document, {"id": "after"})]
    ran = answered(topic, lines(*batch))
    assert (ran.status, ran.ids) == (2, ["before", "after"])
    assert sorted(ran.paths) == sorted(paths)
    assert {(fault.file, fault.line) for fault in ran.faults} == {("-", 2)}
    return [fault.what for fault in ran.faults]


def without(document: Document, *keys: str) -> Document:
    return {key: value for key, value in document.items() if key not in keys}


def flask(*arguments: object, cwd: Path = ROOT, sent: str = "", **environment: str) -> Ran:
    """Run the real command, in a process of its own."""
    done = subprocess.run(
        [*FLASK, *map(str, arguments)],
        cwd=cwd,
        input=sent,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)
