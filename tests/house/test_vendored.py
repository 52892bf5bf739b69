"""Vendored files are what their packages hold: every file is listed with its hash, and every hash is right."""

import hashlib
import re
from pathlib import Path

import pytest

from tests.house.source import ROOT

FOLDERS = [ROOT / "static" / "vendor", ROOT / "tests" / "browser" / "vendor"]


def listed(folder: Path) -> dict[str, str]:
    """Give the hash that the folder's README states for each file."""
    return dict(re.findall(r"^\| `([^`]+)` \| `([0-9a-f]{64})` \|$", (folder / "README.md").read_text("utf-8"), re.M))


def found(folder: Path) -> dict[str, str]:
    """Give the hash of each file that is there."""
    files = [file for file in folder.rglob("*") if file.is_file() and file != folder / "README.md"]
    return {file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.relative_to(ROOT).as_posix())
def test_every_vendored_file_is_listed_with_its_hash(folder: Path) -> None:
    assert found(folder) == listed(folder)


def test_a_changed_file_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(f"| `a.js` | `{hashlib.sha256(b'as packed').hexdigest()}` |\n")
    (tmp_path / "a.js").write_bytes(b"edited")
    assert found(tmp_path) != listed(tmp_path)
