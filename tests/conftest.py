"""What every test shares: how Hypothesis searches, and where files go. Makers and casts are modules of their own."""

import gc
import os
import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import settings

from onboarding import clock
from tests.examples import TIMES

STARTED = clock.today()
pytest_plugins = ["tests.stored", "tests.documents.s3"]

settings.register_profile("everywhere", deadline=None, max_examples=100 * TIMES)
settings.register_profile(
    "ci", settings.get_profile("everywhere"), derandomize=True
)  # the same commit, the same answer
settings.load_profile("ci" if os.environ.get("CI") else "everywhere")

gc.disable()  # while tests are collected: what that makes stays

MEMORY, ENOUGH = Path("/dev/shm"), 6 * 2**30
if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ENOUGH:
    os.environ.setdefault("TMPDIR", str(MEMORY))  # databases by the thousand, and each waits for its disk
    tempfile.tempdir = None  # pytest has asked before: without this its own folders stay on the disk


def pytest_collection_finish() -> None:
    """What every test finds there stays to the end: Python need not look through it for garbage again and again."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)  # and each application makes more than the 700 after which it would look
    gc.enable()


@pytest.fixture(autouse=True)
def same_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that goes on past midnight in Washington stays on the day on which its files were read."""
    if over := clock.today() - STARTED:
        now = clock.now
        monkeypatch.setattr(clock, "now", lambda: now() - over)
        monkeypatch.setattr(clock, "today", lambda: clock.day_of(clock.now()))


@pytest.fixture
def by_day(monkeypatch: pytest.MonkeyPatch, same_day: None) -> None:
    """It is about noon in Washington, however late the tests run: nobody is reminded at night."""
    now, apart = clock.now, clock.start_of(clock.today()) + timedelta(hours=12) - clock.now()
    monkeypatch.setattr(clock, "now", lambda: now() + apart)
