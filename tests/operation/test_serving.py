"""The sample world served as `make run` serves it: pages and clock start together, and stop together."""

import os
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest

from tests.house.source import ROOT
from tests.warm_python import python

SECONDS = 90
CTRL_C_IGNORED = ("bash", "-c", "trap '' INT; exec \"$@\"", "-")  # as under nohup, or in the background of a script


@pytest.fixture(scope="module")
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number: int = free.getsockname()[1]
        return number


@pytest.fixture(scope="module")
def folder(sample_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With what `sample serve` made from nothing: `serve_from_nothing` of tests/sampled.py."""
    served = tmp_path_factory.mktemp("served")
    shutil.copytree(sample_template, served / "instance")
    return served


@pytest.fixture(scope="module")
def served(port: int, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    with served_by(port, folder) as process:
        yield process


@contextmanager
def served_by(port: int, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    environment = {
        **os.environ,
        "ONBOARDING_DATABASE_URL": "postgresql+psycopg://not@127.0.0.1:9/ours",
        "FLASK_DEBUG": "1",
    }
    with (
        (folder / "log").open("wb") as log,
        subprocess.Popen(
            [*CTRL_C_IGNORED, "scripts/sample.sh", str(port), str(folder / "instance")],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        ) as process,
    ):
        try:
            wait_until(lambda: answers(port, "/ready"), process)
            yield process
        finally:
            for pid in parts(process):
                os.kill(pid, signal.SIGKILL)


def answers(port: int, path: str) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def wait_until(true: object, process: subprocess.Popen[bytes]) -> None:
    for _ in range(SECONDS * 10):
        if true():  # type: ignore[operator]
            return
        assert process.poll() is None, "it ended by itself"
        time.sleep(0.1)
    raise AssertionError("it did not become ready")


def log_of(process: subprocess.Popen[bytes]) -> str:
    return Path(f"/proc/{process.pid}/fd/1").resolve().read_text()


def parts(process: subprocess.Popen[bytes]) -> list[int]:
    """The processes of its session that live: what was started with it, in whatever group."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == process.pid and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found


def parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def test_a_link_for_each_role_is_printed_and_works(served: subprocess.Popen[bytes], port: int) -> None:
    links = re.findall(rf"http://127\.0\.0\.1:{port}(/sample/sign-in/\w+)", log_of(served))
    assert len(links) == 9
    assert all(answers(port, link) for link in links)


def test_who_sends_too_much_is_told_so_and_not_hung_up_on(served: subprocess.Popen[bytes], port: int) -> None:
    """A connection that is reset while a proxy still sends is a 502 to its visitor."""
    assert served.poll() is None
    for path, expected in (("login", 413), ("no/such/page", 404), ("health", 405)):
        with pytest.raises(HTTPError) as refused:
            urlopen(f"http://127.0.0.1:{port}/{path}", bytes(30 * 2**20), timeout=60)
        with refused.value as answer:
            assert answer.code == expected
            assert "<h1>" in answer.read().decode()


def test_ctrl_c_stops_every_part(served: subprocess.Popen[bytes], port: int) -> None:
    log = Path(f"/proc/{served.pid}/fd/1").resolve()
    assert len(parts(served)) >= 4  # what started them, gunicorn, its workers, the clock
    os.killpg(served.pid, signal.SIGINT)  # as a terminal sends it: to the group in the foreground
    assert served.wait(40) == 130
    assert parts(served) == []
    assert not answers(port, "/health")
    assert "Traceback" not in log.read_text()


def test_a_part_that_ends_first_is_not_taken_for_ctrl_c(port: int, folder: Path) -> None:
    with served_by(port, folder) as process:
        (clock,) = {pid for pid in parts(process) if parent(pid) == process.pid} - {
            parent(pid) for pid in parts(process)
        }
        os.kill(clock, signal.SIGKILL)
        assert process.wait(40) == 137
        assert parts(process) == []
        assert "The clock ended by itself" in (folder / "log").read_text()


def test_the_sample_world_is_not_shown_to_other_machines(port: int, sqlite_template: Path) -> None:
    environment = {**os.environ, "ONBOARDING_MODE": "sample", "ONBOARDING_INSTANCE": str(sqlite_template)}
    done = subprocess.run(
        [*python(), "-m", "gunicorn", "--bind", f"0.0.0.0:{port}", "app:app"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 2
    assert "for this machine alone" in done.stderr
