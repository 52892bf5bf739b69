"""Keeping and sealing: whole or not at all, opened by the right key in the right place only."""

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from onboarding.documents.sealing import SealError, new_key, seal, unseal, unwrap, wrap
from onboarding.documents.store import FolderStore, MissingFileError
from tests.house.source import ROOT

FOLDER, NAME, OTHER = "a" * 32, "b" * 64, "c" * 64


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "evidence")


def test_what_was_put_is_there_until_it_is_removed(store: FolderStore) -> None:
    store.put(FOLDER, NAME, b"one")
    store.put(FOLDER, OTHER, b"two")
    store.put(FOLDER, NAME, b"one")
    assert (store.get(FOLDER, NAME), list(store.folders()), list(store.names(FOLDER))) == (
        b"one",
        [FOLDER],
        [NAME, OTHER],
    )
    store.remove(FOLDER, NAME)
    store.remove(FOLDER, NAME)
    assert list(store.names(FOLDER)) == [OTHER]
    store.remove(FOLDER)
    store.remove(FOLDER)
    assert list(store.folders()) == []
    with pytest.raises(MissingFileError):
        store.get(FOLDER, OTHER)


@pytest.mark.parametrize(
    "name", ["../x", "/etc/passwd", "", ".", "..", "b" * 15, "B" * 64, "b" * 64 + "\n", "b/c", "con"]
)
def test_no_name_leads_out_of_the_store(store: FolderStore, name: str) -> None:
    for folder, file in ((FOLDER, name), (name, NAME)):
        with pytest.raises(ValueError, match="no name of a"):
            store.put(folder, file, b"")
        with pytest.raises(ValueError, match="no name of a"):
            store.get(folder, file)


def test_files_and_folders_are_their_owners_alone(store: FolderStore) -> None:
    store.put(FOLDER, NAME, b"one")
    for path in (store.root, store.root / FOLDER, store.root / FOLDER / NAME):
        assert not stat.S_IMODE(path.stat().st_mode) & 0o077


def test_a_full_disk_leaves_nothing_behind(store: FolderStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        store.put(FOLDER, NAME, b"one")
    assert list(store.names(FOLDER)) == list(store.halves()) == []


WRITER = """
import sys
from pathlib import Path
from onboarding.documents.store import FolderStore
store = FolderStore(Path(sys.argv[1]))
print("ready", flush=True)
for number in range(10**6):
    store.put("a" * 32, f"{number:064x}", bytes([number % 256]) * 200_000)
    print(number, flush=True)
"""


@pytest.mark.parametrize("after", [0.02, 0.05, 0.11])
def test_a_kill_leaves_whole_files_and_every_one_that_was_told_of(store: FolderStore, after: float) -> None:
    command = [sys.executable, "-c", WRITER, str(store.root)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout
        assert writer.stdout.readline() == "ready\n"
        time.sleep(after)
        writer.send_signal(signal.SIGKILL)
        told = [int(line) for line in writer.stdout.read().splitlines() if line]
    kept = list(store.names(FOLDER))
    assert {f"{number:064x}" for number in told[:-1]} <= set(kept)
    for name in kept:
        assert store.get(FOLDER, name) == bytes([int(name, 16) % 256]) * 200_000


def test_a_seal_opens_with_its_key_in_its_place() -> None:
    key = new_key()
    sealed = seal(key, b"diploma", "one")
    assert unseal(key, sealed, "one") == b"diploma"
    assert b"diploma" not in sealed
    assert seal(key, b"diploma", "one") != sealed


@pytest.mark.parametrize("place", [0, 1, 12, 13, 20, -1])
def test_a_seal_shows_every_change(place: int) -> None:
    key = new_key()
    sealed = bytearray(seal(key, b"diploma", "one"))
    sealed[place] ^= 1
    with pytest.raises(SealError):
        unseal(key, bytes(sealed), "one")


def test_a_seal_does_not_open_with_another_key_in_another_place_or_cut_short() -> None:
    key = new_key()
    sealed = seal(key, b"diploma", "one")
    for other, data, about in (
        (new_key(), sealed, "one"),
        (key, sealed, "two"),
        (key, sealed[:20], "one"),
        (key, b"", "one"),
    ):
        with pytest.raises(SealError):
            unseal(other, data, about)


def test_a_persons_key_opens_with_the_master_key_and_under_its_own_name() -> None:
    master, key = new_key(), new_key()
    wrapped = wrap(master, key, "p1")
    assert unwrap(master, wrapped, "p1") == key
    for other, name in ((new_key(), "p1"), (master, "p2")):
        with pytest.raises(SealError):
            unwrap(other, wrapped, name)
