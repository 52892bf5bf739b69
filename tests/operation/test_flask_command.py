"""scripts/flask.sh, which docs/operations.md links as `flask`: what it has systemd run, and what it passes on.

`make guide` runs it with the real systemd.
"""

import os
import subprocess
from pathlib import Path

import pytest

from tests.house.source import ROOT

OWNER = "--property=EnvironmentFile=-/etc/onboarding-owner.env"
ANN = {"SUDO_USER": "ann"}


def flask(
    folder: Path, *words: str, systemd: str = 'printf "%s\\n" "$@"', uid: int = 0
) -> subprocess.CompletedProcess[str]:
    """Give the command where `systemd` is what systemd-run does, by whoever has that id."""
    for name, does in (("systemd-run", systemd), ("systemctl", ":"), ("id", f"echo {uid}")):
        (folder / name).write_text(f"#!/bin/sh\n{does}\n")
        (folder / name).chmod(0o755)
    environment = {**os.environ, **ANN, "PATH": f"{folder}:{os.environ['PATH']}"}
    return subprocess.run(
        [ROOT / "scripts" / "flask.sh", *words],
        input="given\r\n",
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )


@pytest.mark.parametrize(
    "words", [("setup",), ("db", "upgrade"), ("restore", "/b"), ("move", "/f"), ("erasures", "sweep")]
)
def test_what_changes_tables_signs_in_as_their_owner(tmp_path: Path, words: tuple[str, ...]) -> None:
    for before in ((), ("--app", "app")):
        said = flask(tmp_path, *before, *words).stdout.splitlines()
        assert OWNER in said
        assert said[-len(words) - 2 :] == ["--app", "app", *words]


@pytest.mark.parametrize("words", [("backup", "/b"), ("messages", "list"), ("audit", "export", "setup"), ()])
def test_everything_else_signs_in_as_the_role_that_serves(tmp_path: Path, words: tuple[str, ...]) -> None:
    said = flask(tmp_path, *words).stdout.splitlines()
    assert OWNER not in said
    assert "--property=EnvironmentFile=/etc/onboarding.env" in said


def test_who_gives_the_command_is_passed_on(tmp_path: Path) -> None:
    assert "--setenv=SUDO_USER=ann" in flask(tmp_path, "backup", "/b").stdout.splitlines()


def test_what_goes_in_and_its_exit_status_are_passed_on(tmp_path: Path) -> None:
    done = flask(tmp_path, "audit", "verify", "-", systemd="od -An -c; exit 3")
    assert (done.returncode, done.stdout.split()) == (3, ["g", "i", "v", "e", "n", "\\r", "\\n"])


def test_root_alone_gives_it(tmp_path: Path) -> None:
    done = flask(tmp_path, "backup", "/b", uid=1000)
    assert (done.returncode, done.stdout) == (2, "")
    assert "as root" in done.stderr
