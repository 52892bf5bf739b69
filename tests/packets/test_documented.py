"""docs/checking-packets.md: its programs, run as they are printed, by a Python that has nothing of ours."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from onboarding.config import ROOT
from tests.packets import sealed as one
from tests.packets.test_tampering import updated

PAGE = (ROOT / "docs" / "checking-packets.md").read_text("utf-8")
HASHES, SIGNATURE = re.findall(r"```python\n(.*?)```", PAGE, re.S)


def ran(program: str, folder: Path, pdf: bytes, *more: str, alone: bool = False) -> subprocess.CompletedProcess[str]:
    """How the program ends; `alone`: with the standard library and nothing else."""
    script, packet = folder / "check.py", folder / "packet.pdf"
    script.write_text(program, "utf-8")
    packet.write_bytes(pdf)
    flags = ["-I", "-S"] if alone else ["-I"]
    command = [sys.executable, *flags, str(script), str(packet), *more]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)


def test_a_packet_as_issued_passes_both(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    done = ran(HASHES, tmp_path, one.packet(), str(out), alone=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Packet 2026-0042 of Valley COHE" in done.stdout
    assert done.stdout.endswith("Every hash is right.\n")
    assert {path.name: path.read_bytes() for path in out.iterdir()} == {part.name: part.content for part in one.parts()}
    done = ran(SIGNATURE, tmp_path, one.packet(), one.key().fingerprint.upper())
    assert (done.returncode, done.stderr) == (0, "")
    assert "valid and covers the whole file" in done.stdout


def at(words: bytes, by: int = 0) -> Callable[[bytes], bytes]:
    def change(pdf: bytes) -> bytes:
        changed = bytearray(pdf)
        changed[pdf.index(words) + by] ^= 1
        return bytes(changed)

    return change


CHANGED: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "an exhibit": (at(b"\xff\xd8\xff", 40), "exhibit 1, Diploma of Ana Łukasiewicz is not what was issued"),
    "the data": (at(b'{"people"', 3), "data, content.json is not what was issued"),
    "the metadata": (at(b"<x:xmpmeta", 2), "metadata is not what was issued"),
    "the manifest": (at(b'"cohe":"Valley', 9), "the manifest is not the one that was signed"),
    "an update": (updated, "something was added after the signature"),
}


@pytest.mark.parametrize("what", CHANGED)
def test_what_was_changed_is_named(what: str, tmp_path: Path) -> None:
    change, says = CHANGED[what]
    done = ran(HASHES, tmp_path, change(one.packet()), alone=True)
    assert (done.returncode, done.stderr) == (1, "")
    assert f"WRONG: {says}" in done.stdout.splitlines()


def test_the_signature_program_finds_a_change_and_another_key(tmp_path: Path) -> None:
    done = ran(SIGNATURE, tmp_path, at(b'{"people"', 3)(one.packet()), one.key().fingerprint)
    assert (done.returncode, "DOES NOT HOLD" in done.stdout) == (1, True)
    done = ran(SIGNATURE, tmp_path, one.packet(), "0" * 64)
    assert (done.returncode, "IS ANOTHER ONE" in done.stdout) == (1, True)


def test_the_version_it_names_is_ours() -> None:
    (locked,) = re.findall(r"^pyhanko==(\S+)", (ROOT / "requirements.txt").read_text(), re.M | re.I)
    assert f"pip install pyHanko=={locked.rstrip(chr(92)).strip()}" in PAGE
