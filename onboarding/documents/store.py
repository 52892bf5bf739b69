"""The store: sealed files by name, in a folder for each person's key. Small enough to be put on whatever keeps files.

What is written is whole and on the disk before `put` returns, or not there at all.
"""

import contextlib
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

NAME = re.compile(r"[0-9a-f]{16,64}")
HALF = ".half"


class MissingFileError(Exception):
    """The store has no such file."""


class Store(Protocol):
    """What keeps files. Folders and names are 16 to 64 lower-case hexadecimal digits."""

    def check(self) -> None:
        """Raises OSError where nothing can be kept."""

    def put(self, folder: str, name: str, data: bytes | bytearray) -> None:
        """Keep the data. The same name again is kept as it is, since a name says what is in the file.

        In a folder it then counts as new. An object keeps its age: if it is cleared away before it is recorded, the
        recording says so.
        """

    def get(self, folder: str, name: str) -> bytes:
        """The data. Raises MissingFileError."""

    def has(self, folder: str, name: str) -> bool:
        """Whether the file is there."""

    def remove(self, folder: str, name: str | None = None) -> None:
        """Remove one file, or the folder with everything in it; what is not there is removed already."""

    def folders(self) -> Iterator[str]:
        """Every folder, in order."""

    def names(self, folder: str) -> Iterator[str]:
        """The names of the files in a folder, in order."""

    def written_at(self, folder: str, name: str) -> datetime:
        """When a file was put there."""

    def remove_halves(self, before: datetime) -> int:
        """Remove what was begun before that moment and never finished; how many."""


class FolderStore:
    """A store in a folder of this machine, readable by its owner alone."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def check(self) -> None:
        """Nothing: `startup` looks at the folder, its rights and its owner."""

    def put(self, folder: str, name: str, data: bytes | bytearray) -> None:
        """Write beside, force to the disk, and give the name last."""
        path = self._path(folder, name)
        for each in (self.root, path.parent):
            if not each.is_dir():
                each.mkdir(mode=0o700, exist_ok=True)
                _force(each.parent)
        if path.exists():  # perhaps by somebody who was killed before the folder was on the disk
            os.utime(path)
            _force(path.parent)
            return
        half = path.parent / f"{secrets.token_hex(8)}{HALF}"
        try:
            with os.fdopen(os.open(half, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            half.replace(path)
        except BaseException:
            half.unlink(missing_ok=True)
            raise
        _force(path.parent)

    def get(self, folder: str, name: str) -> bytes:
        """The data of one file."""
        try:
            return self._path(folder, name).read_bytes()
        except FileNotFoundError:
            raise MissingFileError(f"{folder}/{name}") from None

    def has(self, folder: str, name: str) -> bool:
        """Whether the file is there, whole."""
        return self._path(folder, name).exists()

    def remove(self, folder: str, name: str | None = None) -> None:
        """Remove a file or a whole folder."""
        if name is not None:
            self._path(folder, name).unlink(missing_ok=True)
        else:
            with contextlib.suppress(FileNotFoundError):
                shutil.rmtree(self._folder(folder))
        with contextlib.suppress(FileNotFoundError):
            _force(self._folder(folder) if name is not None else self.root)

    def folders(self) -> Iterator[str]:
        """Every folder, in order."""
        if self.root.is_dir():
            yield from sorted(each.name for each in self.root.iterdir() if each.is_dir() and NAME.fullmatch(each.name))

    def names(self, folder: str) -> Iterator[str]:
        """The files of a folder, in order; what was never finished is none."""
        path = self._folder(folder)
        if path.is_dir():
            yield from sorted(each.name for each in path.iterdir() if NAME.fullmatch(each.name))

    def written_at(self, folder: str, name: str) -> datetime:
        """When a file was put there."""
        return _changed_at(self._path(folder, name))

    def halves(self) -> Iterator[Path]:
        """What was being written when a process died; nobody was told that it is there."""
        yield from sorted(self.root.glob(f"*/*{HALF}"))

    def remove_halves(self, before: datetime) -> int:
        """Remove what a process that died left behind; how many."""
        old = [each for each in self.halves() if _changed_at(each) < before]
        for each in old:
            each.unlink(missing_ok=True)
        return len(old)

    def _folder(self, folder: str) -> Path:
        if not NAME.fullmatch(folder):
            raise ValueError(f"{folder!a} is no name of a folder of the store")
        return self.root / folder

    def _path(self, folder: str, name: str) -> Path:
        if not NAME.fullmatch(name):
            raise ValueError(f"{name!a} is no name of a file of the store")
        return self._folder(folder) / name


def _changed_at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _force(folder: Path) -> None:
    """Have what was made in the folder survive a loss of power."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
