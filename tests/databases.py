"""The two databases that every test of stored things runs on: SQLite in a file, and a PostgreSQL of our own.

PostgreSQL is started once in each test process, from Debian's binaries, under an unprivileged account, on a socket in a
folder of its own: no port is opened and nothing of the machine's is touched.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

FIRST_WITH_STRATEGIES = 150000
OWNERS = ("postgres", "nobody")  # whom the server runs as where the tests run as root, which it refuses


class Cluster:
    """A running PostgreSQL; `url(name)` is SQLAlchemy's address of one of its databases.

    It begins with a copy of `data`, the files of one that was stopped, or with nothing.
    """

    def __init__(self, folder: Path, fsync: str = "off", data: Path | None = None) -> None:
        self.folder, self.fsync = folder, fsync
        self._administrator: psycopg.Connection | None = None  # kept: to connect costs the server more than to be asked
        self.binaries = _binaries()
        self.account = _account()
        if self.account:
            shutil.chown(folder, *self.account)
            folder.chmod(0o755)
        if data:
            copied(data, folder / "data")
        else:
            self._run(
                "initdb", "-A", "trust", "-U", "onboarding", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "data"
            )
        self.start()

    def start(self) -> None:
        """Start the server, and wait until it answers."""
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.folder),
            "unix_socket_permissions": "0777",
            "fsync": self.fsync,
            "max_connections": "60",
            "shared_buffers": "64MB",
        }
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("ab") as log:
            self.server = subprocess.Popen(
                [self.binaries / "postgres", "-D", "data", *options], stdout=log, stderr=log, **self._as_account()
            )
        self._wait()

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://onboarding@/{name}?host={self.folder}"

    def copy(self, template: str, name: str) -> None:
        """Make a database like the template, file by file: from version 15 on, what is dearer is the default."""
        strategy = "STRATEGY FILE_COPY" if self._connected().info.server_version >= FIRST_WITH_STRATEGIES else ""
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template} {strategy}")

    def execute(self, statement: str) -> None:
        """Run one statement as the server's own administrator, outside of any transaction."""
        self._connected().execute(statement)  # type: ignore[arg-type]

    def _connected(self) -> psycopg.Connection:
        if self._administrator is None:
            address = f"host={self.folder} user=onboarding dbname=postgres"
            self._administrator = psycopg.connect(address, autocommit=True)
        return self._administrator

    def _disconnect(self) -> None:
        if self._administrator is not None:
            self._administrator.close()
            self._administrator = None

    def stop(self) -> None:
        """End the server, which waits for whoever is connected."""
        self._disconnect()
        self.server.terminate()
        self.server.wait(30)

    def kill(self) -> None:
        """End the server and all its processes at once, as a power cut would."""
        self._disconnect()
        for pid in _descendants(self.server.pid):
            os.kill(pid, signal.SIGKILL)
        self.server.wait(30)

    def _wait(self) -> None:
        for _ in range(300):
            try:
                return self.execute("SELECT 1")
            except psycopg.OperationalError:
                if self.server.poll() is not None:
                    break
                time.sleep(0.05)
        raise RuntimeError(f"PostgreSQL did not start:\n{(self.folder / 'log').read_text()}")

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [self.binaries / program, *arguments], capture_output=True, text=True, check=False, **self._as_account()
        )
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr}")

    def _as_account(self) -> dict[str, Any]:
        who = {"user": self.account[0], "group": self.account[1], "extra_groups": []} if self.account else {}
        return {"cwd": self.folder, "env": {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}, **who}


def copied(data: Path, place: Path) -> None:
    """Copy the files of a server, with whose they are."""
    subprocess.run(["cp", "-a", data, place], check=True)


def _descendants(pid: int) -> list[int]:
    """A process and its children, itself first so that it restarts none of them."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *map(int, children)]


def _binaries() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: float(path.parts[-3]))
    if found:
        return found[-1].parent
    elsewhere = shutil.which("postgres")
    if elsewhere:
        return Path(elsewhere).resolve().parent
    raise RuntimeError("PostgreSQL's server is not installed: apt-get install postgresql")


def _account() -> tuple[int, int] | None:
    if os.geteuid() != 0:
        return None
    for name in OWNERS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return entry.pw_uid, entry.pw_gid
    raise RuntimeError(f"PostgreSQL refuses to run as root, and there is no account {' or '.join(OWNERS)}")


@contextmanager
def cluster(fsync: str = "off", data: Path | None = None) -> Iterator[Cluster]:
    """A PostgreSQL for as long as the block lasts; with `fsync` on, one that keeps what it committed when killed."""
    folder = Path(tempfile.mkdtemp(prefix="hsc-pg-"))  # short: a socket's path has 107 characters at most
    try:
        running = Cluster(folder, fsync, data)
        try:
            yield running
        finally:
            running.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
