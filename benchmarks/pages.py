"""Pages through gunicorn with two workers: median and 95th percentile, for 1 and 8 people at once, by how many records.

The smallest size of the same run is the baseline: the last column is the median to that of the same page there.

    python -m benchmarks.pages [SIZES]                on SQLite
    python -m benchmarks.pages --postgresql [SIZES]   on a throw-away PostgreSQL, which `make setup-dev` provides
"""

import http.client
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.stored import fill
from onboarding import create_app, keys
from onboarding.config import Config, Mode

SIZES = (200, 2_000, 20_000)
AT_ONCE = (1, 8)
REQUESTS = 200
WARM_UP = 0.1  # of the requests: as many more, before those that are timed
PAGES = {
    "home": "/at/valley/",
    "people": "/at/valley/people",
    "record": "/at/valley/people/{id}",
    "applicants": "/at/valley/applicants",
    "screening": "/at/valley/people/{id}/screening",
    "twice": "/at/valley/applicants/duplicates",
    "named": "/at/valley/people?q=00012,+Person",
    "dialed": "/at/valley/applicants?q=555-00012",
}
HEADINGS = ("people", "at once", "page", "median ms", "95 % ms", "pages/s", "to smallest")
LOG = "served.log"


def main(sizes: Iterable[int], database: Callable[[int], str] = lambda _: "", requests: int = REQUESTS) -> None:
    """Print a row for each size, number at once and page. `database`: an empty one for each size; SQLite without."""
    print("  ".join(f"{heading:>11}" for heading in HEADINGS))
    smallest: dict[tuple[int, str], float] = {}
    for size in sizes:
        with served(size, database(size)) as (port, cookie, id):
            for at_once in AT_ONCE:
                for name, path in PAGES.items():
                    took, wall = measured(port, cookie, path.format(id=id), at_once, requests)
                    median = statistics.median(took)
                    base = smallest.setdefault((at_once, name), median)
                    high = sorted(took)[int(len(took) * 0.95)]
                    row = (f"{size:,}", str(at_once), name, f"{median * 1000:.1f}", f"{high * 1000:.1f}",
                           f"{len(took) / wall:.0f}", f"{median / base:.2f}")  # fmt: skip
                    print("  ".join(f"{figure:>11}" for figure in row), flush=True)


@contextmanager
def served(size: int, database: str) -> Iterator[tuple[int, str, int]]:
    """A server on a port of its own, the cookie of a manager there, and the id of a record."""
    with stored(database) as config:
        cookie, id, _ = fill(create_app(config), size)
        with serving(config) as (port, _pid):
            measured(port, cookie, PAGES["home"], 8, 16)  # both workers have loaded what they need
            yield port, cookie, id


@contextmanager
def stored(database: str = "") -> Iterator[Config]:
    """Settings of the sample world with keys, in a folder that is removed afterwards, to be served on a free port."""
    with tempfile.TemporaryDirectory(prefix="hsc-bench-") as name:
        keys.make_missing(folder := Path(name))
        yield Config(instance=folder, database=database, mode=Mode.SAMPLE, base_url=f"http://127.0.0.1:{_free_port()}")


@contextmanager
def serving(config: Config) -> Iterator[tuple[int, int]]:
    """The product as gunicorn.conf.py has it served: its port, and the process that all others come from.

    What it says goes to LOG, beside what is stored.
    """
    port = int(config.base_url.rpartition(":")[2])
    with (config.instance / LOG).open("ab") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "app:app"],
            env=environment(config), stdout=log, stderr=log,
        )  # fmt: skip
    try:
        _wait(port)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait(20)


def environment(config: Config) -> dict[str, str]:
    """What a process of the product is started with, so that it has these settings."""
    return {
        **os.environ,
        "ONBOARDING_INSTANCE": str(config.instance),
        "ONBOARDING_MODE": "sample",
        "ONBOARDING_BASE_URL": config.base_url,
        **({"ONBOARDING_DATABASE_URL": config.database} if config.database else {}),
    }


def measured(port: int, cookie: str, path: str, at_once: int, requests: int) -> tuple[list[float], float]:
    """Seconds each request took, and the wall seconds of all."""
    took: list[float] = []
    before = int(requests * WARM_UP)

    def ask(count: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for number in range(count):
            began = time.perf_counter()
            connection.request("GET", path, headers={"Cookie": cookie})
            answer = connection.getresponse()
            body = answer.read()
            if answer.status != 200 or b"<h1>" not in body:
                raise RuntimeError(f"{path} answered {answer.status}")
            if number >= before // at_once:
                took.append(time.perf_counter() - began)
        connection.close()

    threads = [threading.Thread(target=ask, args=((requests + before) // at_once,)) for _ in range(at_once)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return took, time.perf_counter() - began


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int) -> None:
    for _ in range(600):  # a minute: others may keep the machine busy
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the server did not start")


def on_postgresql(measure: Callable[..., None], sizes: Iterable[int]) -> None:
    """Measure with an empty database of a throw-away PostgreSQL for each size."""
    from tests.databases import cluster  # needs what tests need, and no server that is there

    with cluster() as running:

        def made(size: int) -> str:
            running.execute(f"CREATE DATABASE people{size}")
            return str(running.url(f"people{size}"))

        measure(sizes, made)


if __name__ == "__main__":
    wanted = [int(each) for each in sys.argv[1:] if each.isdigit()] or SIZES
    if "--postgresql" in sys.argv:
        on_postgresql(main, wanted)
    else:
        main(wanted)
