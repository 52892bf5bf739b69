"""Turns: few at a time for the whole machine, one for each payer, a budget of the hour; and who has none is told so."""

import runpy
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from flask import Flask

from onboarding import turns
from onboarding.config import ROOT, Config
from onboarding.errors import BusyError

A_MINUTE = 60.0
HOLDER = """
import fcntl, os, sys, time
held = [os.open(path, os.O_RDWR | os.O_CREAT, 0o600) for path in sys.argv[1:]]
for each in held:
    fcntl.flock(each, fcntl.LOCK_EX)
print("held", flush=True)
time.sleep(60)
"""


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    made = Flask(__name__)
    made.extensions["config"] = Config(instance=tmp_path)
    return made


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "PLACES", 2)  # as on a machine with more than two cores
    monkeypatch.setattr(turns, "WAITS", 0.2)
    monkeypatch.setattr(turns, "COMMAND_WAITS", 0.3)


@contextmanager
def asked(app: Flask, payer: str | None = None) -> Iterator[None]:
    """Within a request of that payer that has its turn."""
    with app.test_request_context():
        if payer:
            turns.pay(payer)
        with turns.turn():
            yield


@contextmanager
def elsewhere(app: Flask, payers: list[str | None]) -> Iterator[None]:
    """While others, each in a thread, have their turns."""
    begun, over = threading.Barrier(len(payers) + 1), threading.Event()

    def have(payer: str | None) -> None:
        with asked(app, payer):
            begun.wait(5)
            over.wait(5)

    threads = [threading.Thread(target=have, args=(payer,)) for payer in payers]
    for each in threads:
        each.start()
    begun.wait(5)
    try:
        yield
    finally:
        over.set()
        for each in threads:
            each.join()


@contextmanager
def taken(*paths: Path) -> Iterator[subprocess.Popen[str]]:
    """While another process has these locks."""
    with subprocess.Popen([sys.executable, "-c", HOLDER, *map(str, paths)], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        yield other
        other.kill()


def places(app: Flask) -> list[Path]:
    folder: Path = app.extensions["config"].instance / turns.FOLDER
    folder.mkdir(exist_ok=True)
    return [folder / f"place-{number}" for number in range(turns.PLACES)]


def test_there_are_as_many_places_as_there_are_for_all_processes(app: Flask) -> None:
    with taken(*places(app)[1:]), asked(app, "account:1"):
        pass
    with taken(*places(app)):
        began = time.monotonic()
        with pytest.raises(BusyError, match="Many files"), asked(app, "account:1"):
            pass
        assert time.monotonic() - began >= 0.2


def test_a_process_that_serves_has_more_threads_than_can_be_in_a_turn() -> None:
    assert runpy.run_path(str(ROOT / "gunicorn.conf.py"))["threads"] // 2 >= turns.THREADS


def test_the_place_of_a_process_that_was_killed_is_free(app: Flask) -> None:
    with taken(*places(app)) as other:
        other.kill()
        other.wait()
        with asked(app, "account:1"):
            pass


def test_a_place_is_taken_as_long_as_what_was_started_in_it_runs(app: Flask) -> None:
    with taken(*places(app)[1:]), app.test_request_context():
        with turns.turn() as held:
            run_apart = subprocess.Popen(["sleep", "60"], pass_fds=held)
        with pytest.raises(BusyError), turns.turn():
            pass
        run_apart.kill()
        run_apart.wait()
        with turns.turn():
            pass


def test_a_process_keeps_threads_free_and_lets_nobody_wait_for_one(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "PLACES", 9)
    monkeypatch.setattr(turns, "WAITS", A_MINUTE)
    with elsewhere(app, ["account:1", "account:2"]):
        began = time.monotonic()
        with pytest.raises(BusyError), asked(app, "account:3"):
            pass
        assert time.monotonic() - began < A_MINUTE / 2  # on however busy a machine
    with asked(app, "account:3"):
        pass


@pytest.mark.parametrize("payer", ["link:a", "account:1"])
def test_one_payer_has_one_turn_and_the_next_waits_for_it_a_little(app: Flask, payer: str) -> None:
    with elsewhere(app, [payer]), pytest.raises(BusyError, match="Something else that you sent"), asked(app, payer):
        pass
    with elsewhere(app, [payer]), asked(app, "link:b"):
        pass


def test_of_one_payers_requests_only_one_waits(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "WAITS", A_MINUTE)
    (place, *_) = places(app)
    next_one = next(iter(_files_of(app, "link:a")))
    with taken(place.with_name(f"{next_one.name}-next")):
        began = time.monotonic()
        with pytest.raises(BusyError, match="Something else"), asked(app, "link:a"):
            pass
        assert time.monotonic() - began < A_MINUTE / 2  # on however busy a machine


@pytest.mark.parametrize(
    ("payer", "used", "may"),
    [
        ("link:a", turns.LINK_MAY - 1, True),
        ("link:a", turns.LINK_MAY, False),
        ("link:a", turns.LINK_MAY + 1, False),
        ("account:1", turns.LINK_MAY + 1, True),
        ("account:1", turns.ACCOUNT_MAY, False),
    ],
)
def test_who_used_up_the_hour_waits_for_the_next(app: Flask, payer: str, used: float, may: bool) -> None:
    (account,) = _files_of(app, payer)
    now = turns.clock.now().timestamp()
    account.write_text(f"{now - 3601} 9999\n{now - 3599} {used / 2}\nhalf wri\n{now} {used / 2}\n")
    with ExitStack() as stack:
        if not may:
            stack.enter_context(pytest.raises(BusyError, match="others have to come to their turn"))
        with asked(app, payer):
            pass
    assert (" 9999" in account.read_text()) is not may  # what is older than an hour is forgotten with the next turn


def test_what_a_turn_took_is_noted_and_a_turn_within_one_is_none(app: Flask) -> None:
    (account,) = _files_of(app, "link:a")
    with asked(app, "link:a"), turns.turn(), turns.turn():
        time.sleep(0.1)
    *_, (_, seconds) = [line.split() for line in account.read_text().splitlines()]
    assert 0.1 <= float(seconds) < 0.5
    with pytest.raises(ZeroDivisionError), asked(app, "link:a"):
        _ = 1 / 0
    assert len(account.read_text().splitlines()) == 3


def test_a_command_waits_longer_and_pays_nothing(app: Flask) -> None:
    with app.app_context(), elsewhere(app, ["link:a", "link:b"]), pytest.raises(BusyError), turns.turn():
        pass
    with app.app_context(), turns.turn() as held:
        assert held
    with turns.turn() as none:  # outside of any application, as in a test of a format
        assert none == ()


def test_who_had_no_turn_for_an_hour_is_forgotten(app: Flask) -> None:
    import os

    (old,), (new,) = _files_of(app, "link:a"), _files_of(app, "link:b")
    os.utime(old, (0, 0))
    with taken(new):
        os.utime(new, (0, 0))
        turns.clear(app.extensions["config"].instance)
        assert (old.exists(), new.exists()) == (False, True)
    assert {each.name for each in places(app)[0].parent.iterdir()} >= {"place-0"}
    with asked(app, "link:a"):
        pass


def _files_of(app: Flask, payer: str) -> list[Path]:
    """The file in which it is noted what a payer used."""
    before = set(places(app)[0].parent.iterdir())
    with asked(app, payer):
        pass
    return [each for each in set(places(app)[0].parent.iterdir()) - before if each.suffix == "" and _is_account(each)]


def _is_account(path: Path) -> bool:
    return path.name.startswith("payer-") and not path.name.endswith("-next")
