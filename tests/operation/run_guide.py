"""Runs docs/operations.md: every block, in its order, as somebody would who follows it, on bare Debian 12 machines.

    python -m tests.operation.run_guide [FOLDER]

Three machines, one after the other: with PostgreSQL and nginx; a new one, on which the first one's backup is restored;
and with SQLite and Apache. FOLDER (default /var/tmp/onboarding-guide) keeps the bare system and the downloaded packages
for the next time; the machines themselves are thrown away. It needs root, systemd-nspawn, debootstrap and slirp4netns.

What a department brings along is brought along here: a repository with two versions, a certificate, a mail server, and
a person with sudo. What is not run: another machine's database or proxy, and a database over TLS.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.house.source import ROOT
from tests.operation import checks
from tests.operation.guide import PAGE, Block, done
from tests.operation.machine import SUITE, TOOLS, FailedError, Machine, make_root, running

FOLDER = Path("/var/tmp/onboarding-guide")
BEFORE, AFTER = "v1", "v2"
OURS = {  # what stands in the page for the reader to fill in, but for versions
    "REPOSITORY": "/srv/repository",
    "OWNER-SECRET": "of-the-owner",
    "SERVING-SECRET": "of-the-services",
    "smtp://onboarding:MAIL-SECRET@mail.example.org:587": "smtp://localhost:2525?security=none",
}
ON_POSTGRESQL, ON_SQLITE = {"with PostgreSQL", "with nginx"}, {"with Apache"}
NEWER = {"Upgrade", "Back again"}  # where the page speaks of a later version
UNTIL_A_RESTORE = ("Install", "Settings", "PostgreSQL")
Start = Callable[[str], AbstractContextManager[Machine]]
LATER = '''"""What a later version adds: a table that refers to people, and a column of theirs that refers to it."""

import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{before}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    person = sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"))
    op.create_table("later", sa.Column("id", sa.Integer(), primary_key=True), person)
    op.add_column("person", sa.Column("later_id", sa.Integer()))


def downgrade() -> None:
    op.drop_column("person", "later_id")
    op.drop_table("later")
'''


def main(folder: Path = FOLDER) -> None:
    """Run the guide. Ends with exit status 1 and what was printed where a command or a check fails."""
    if lacking := [tool for tool in TOOLS if shutil.which(tool) is None]:
        sys.exit(
            f"guide: needs root and {', '.join(lacking)} (debootstrap systemd-container slirp4netns iproute2 openssl)"
        )
    began = time.monotonic()
    folder.mkdir(mode=0o755, exist_ok=True)
    try:
        with _machines(folder) as start:
            _all(start)
    except (FailedError, OSError, subprocess.CalledProcessError) as error:
        sys.exit(f"guide: FAILED\n{error}")
    print(f"guide: every block ran and every check held, in {time.monotonic() - began:.0f} s")


def _all(start: Start) -> None:
    page = PAGE.read_text("utf-8")
    with start("first") as first:
        _follow(first, done(page, ON_POSTGRESQL))
        with start("new") as new:
            _restore(new, first, list(done(page, ON_POSTGRESQL, new=True)))
    with start("small") as small:
        _follow(small, done(page, ON_SQLITE))


def _follow(machine: Machine, blocks: Iterable[Block]) -> None:
    """Do the blocks in their order; after the last of each heading, look whether what it promises is so."""
    for heading, of_it in groupby(blocks, lambda block: block.heading):
        said = "".join(_do(machine, block) for block in of_it)
        checks.after(machine, heading, said)


def _restore(new: Machine, old: Machine, blocks: list[Block]) -> None:
    """What the page says of a new machine: the first headings, its own commands, serving, and the release of mail."""
    _follow(new, [each for each in blocks if each.heading in UNTIL_A_RESTORE])
    restore, release = [each for each in blocks if each.new]
    for path in ("root/onboarding-keys.tar", "var/backups/onboarding"):
        subprocess.run(["cp", "--recursive", str(old.root / path), str((new.root / path).parent)], check=True)
    _do(new, restore)
    _follow(new, [each for each in blocks if each.heading in ("Serve", "Proxy")])
    checks.mail_is_held_until(new, lambda: _do(new, release))


def _do(machine: Machine, block: Block) -> str:
    """Do one block; what it printed. Raises FailedError."""
    print(f"    {machine.name}: {block.heading}: {block.text.partition(chr(10))[0]}", flush=True)
    version = AFTER if block.heading in NEWER else BEFORE
    backup = min((path.name for path in (machine.root / "var/backups/onboarding").glob("[0-9]*")), default="")
    text = block.filled({**OURS, "VERSION": version, "EARLIER": BEFORE, "BACKUP": backup})
    if block.path:
        with (machine.root / block.path.lstrip("/")).open("a" if block.added else "w") as file:
            file.write(text)
        return ""
    return machine.psql(text) if block.who == "postgres" else machine.give(text)


@contextmanager
def _machines(folder: Path) -> Iterator[Start]:
    """What starts a machine by its name, with what a department brings along."""
    wheels, archives = folder / "wheels", folder / "archives"
    for each in (wheels, archives):
        each.mkdir(exist_ok=True)
    _download(wheels)
    base = make_root(folder / SUITE)
    with TemporaryDirectory(dir=folder) as made:
        (Path(made) / "repository").mkdir()
        _versions(Path(made) / "repository")
        _certificate(Path(made))
        shared = {
            Path(made) / "repository": "/srv/repository",
            wheels: "/srv/wheels",
            archives: "/var/cache/apt/archives",
        }

        @contextmanager
        def start(name: str) -> Iterator[Machine]:
            with running(name, base, Path(made), shared) as machine:
                (machine.root / "etc/pip.conf").write_text("[global]\nno-index = true\nfind-links = /srv/wheels\n")
                for kind in ("crt", "key"):
                    shutil.copy(Path(made) / f"onboarding.{kind}", machine.root / "etc/ssl")
                shutil.copy(Path(made) / "onboarding.crt", machine.root / "usr/local/share/ca-certificates")
                machine.run("update-ca-certificates")
                yield machine

        yield start


def _download(wheels: Path) -> None:
    """The packages of the locks, by this machine's own pip: the throw-away machines know no index."""
    locks = [ROOT / name for name in ("requirements.txt", "requirements-build.txt")]
    stamp = wheels / f"{sha256(b''.join(lock.read_bytes() for lock in locks)).hexdigest()[:16]}.done"
    if stamp.exists():
        return
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "download", "--require-hashes"]
    named = [word for lock in locks for word in ("--requirement", str(lock))]
    subprocess.run([*pip, "--no-deps", "--find-links", str(wheels), "--dest", str(wheels), *named], check=True)
    stamp.touch()


def _versions(repository: Path) -> None:
    """A repository of this checkout as it stands, tagged as one version, and of a later one with other tables."""
    listed = subprocess.check_output(["git", "ls-files", "-z", "-co", "--exclude-standard"], cwd=ROOT).split(b"\0")
    for name in filter(None, map(os.fsdecode, listed)):
        if (ROOT / name).is_file():
            (repository / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, repository / name)
    git = ["git", "-C", str(repository), "-c", "user.name=guide", "-c", "user.email=guide@example.org"]
    subprocess.run([*git, "init", "--quiet"], check=True)
    for tag in (BEFORE, AFTER):
        if tag == AFTER:
            before = max(path.name[:4] for path in (repository / "migrations/versions").glob("[0-9]*.py"))
            (repository / "migrations/versions/9999_later.py").write_text(LATER.format(before=before))
        subprocess.run([*git, "add", "--all"], check=True)
        subprocess.run([*git, "commit", "--quiet", "--message", tag], check=True)
        subprocess.run([*git, "tag", tag], check=True)


def _certificate(folder: Path) -> None:
    made = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=onboarding.example.org"]
    names = ["-addext", "subjectAltName=DNS:onboarding.example.org"]
    files = ["-keyout", str(folder / "onboarding.key"), "-out", str(folder / "onboarding.crt")]
    subprocess.run(["openssl", "req", *made, *names, *files], check=True, capture_output=True)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
