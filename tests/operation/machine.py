"""A throw-away Debian 12 with systemd, in systemd-nspawn, with a network of its own that nobody outside reaches.

Its packages come from the mirror in this machine's own apt configuration. Nothing on this machine is changed but the
folder that it is told, and a network namespace for as long as the machine runs.
"""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

SUITE = "bookworm"
INCLUDED = "systemd,systemd-sysv,dbus,sudo,ca-certificates"
TOOLS = ("debootstrap", "systemd-nspawn", "slirp4netns", "ip", "nsenter", "unshare", "openssl")
RESOLVER = "10.0.2.3"  # where slirp4netns answers for names
INSIDE = ("-m", "-u", "-i", "-n", "-p", "-C", "-r", "-w", "--")  # every namespace, and its root
STARTS, STOPS = 60, 30  # seconds
STOP = signal.SIGRTMIN + 3  # which systemd takes as the order to shut down


class FailedError(Exception):
    """A command on the machine ended with another exit status than 0; what it printed."""


def mirrors() -> list[tuple[str, str]]:
    """Address and suite of each part of Debian 12 that this machine's apt knows. Raises FailedError where none is."""
    asked = ["apt-get", "indextargets", "--format", "$(REPO_URI) $(RELEASE) $(COMPONENT)", "Created-By: Packages"]
    said = {tuple(line.split()) for line in subprocess.check_output(asked, text=True).splitlines()}
    found = sorted((line[0], line[1]) for line in said if line[1].startswith(SUITE) and line[2] == "main")
    if SUITE not in {suite for _, suite in found}:
        raise FailedError(f"This machine's apt knows no mirror of Debian's {SUITE}.")
    return found


def make_root(root: Path) -> Path:
    """A bare system in a folder; the one that is there, where it was finished."""
    stamp = root.with_name(f"{root.name}.done")
    if not stamp.exists():
        known = mirrors()
        address = next(address for address, suite in known if suite == SUITE)
        command = ["debootstrap", "--variant=minbase", f"--include={INCLUDED}", SUITE, str(root), address]
        subprocess.run(["unshare", "--mount", *command], check=True)  # what it mounts goes with it
        lines = [f"deb {address} {suite} main\n" for address, suite in known]
        (root / "etc/apt/sources.list").write_text("".join(lines))
        stamp.touch()
    return root


class Machine:
    """A machine that runs: `run` gives it commands, `root` is its file system seen from here."""

    def __init__(self, name: str, root: Path, leader: int) -> None:
        self.name, self.root, self.leader = name, root, leader

    def run(self, *command: str, given: str = "") -> str:
        """What the command printed, on either stream. Raises FailedError."""
        inside = ["nsenter", f"--target={self.leader}", *INSIDE, *command]
        home = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8"}
        done = subprocess.run(
            inside, input=given, env=home, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )
        if done.returncode:
            raise FailedError(f"{' '.join(command)[:200]}: exit status {done.returncode}\n{done.stdout}")
        return done.stdout

    def give(self, text: str) -> str:
        """Have a person with sudo give commands as root. Raises FailedError at the first that fails."""
        script = self.root / "var/tmp/guide.sh"
        script.write_text(text)
        script.chmod(0o644)
        told = "sudo --login bash -euo pipefail /var/tmp/guide.sh </dev/null"
        return self.run("runuser", "--login", "ann", "--command", told)

    def product(self, *arguments: str) -> str:
        """Run Python as the product's user, with its settings and in its folder. Raises FailedError."""
        how = ["--pipe", "--wait", "--collect", "--quiet", "--uid=onboarding", "--working-directory=/opt/onboarding"]
        how.append("--property=EnvironmentFile=/etc/onboarding.env")
        return self.run("systemd-run", *how, "/opt/onboarding/.venv/bin/python", *arguments)

    def psql(self, text: str) -> str:
        """Have PostgreSQL's administrator give statements. Raises FailedError at the first that fails."""
        return self.run("runuser", "--login", "postgres", "--command", "psql -X --set=ON_ERROR_STOP=1", given=text)


@contextmanager
def running(name: str, base: Path, folder: Path, shared: dict[Path, str]) -> Iterator[Machine]:
    """A copy of a bare system, started; gone when the block ends. `shared` folders of ours are seen at their paths."""
    root = folder / name
    subprocess.run(["cp", "--archive", "--one-file-system", str(base), str(root)], check=True)
    (root / "etc/resolv.conf").write_text(f"nameserver {RESOLVER}\n")
    (root / "etc/hosts").write_text(f"127.0.0.1 localhost onboarding.example.org {name}\n")
    (root / "etc/dpkg/dpkg.cfg.d/throw-away").write_text("force-unsafe-io\n")
    (root / "etc/hostname").write_text(f"{name}\n")
    with ExitStack() as until:
        until.callback(subprocess.run, ["rm", "--recursive", "--force", "--one-file-system", str(root)], check=False)
        namespace = until.enter_context(_network(f"guide-{os.getpid()}-{name}"))
        binds = [f"--bind={ours}:{theirs}" for ours, theirs in shared.items()]
        command = ["systemd-nspawn", "--quiet", "--register=no", "--keep-unit", "--boot", "--console=pipe", *binds]
        command += ["--resolv-conf=off", f"--network-namespace-path={namespace}", f"--directory={root}"]
        leader = until.enter_context(_leader([*command, f"--machine={name}"]))
        machine = Machine(name, root, leader)
        _wait_for(machine)
        machine.run("useradd", "--create-home", "--shell=/bin/bash", "ann")
        (root / "etc/sudoers.d/ann").write_text("ann ALL=(ALL) NOPASSWD: ALL\n")
        yield machine


@contextmanager
def _network(name: str) -> Iterator[Path]:
    """A network namespace that reaches out as a program of this machine would, and is not reached."""
    path = Path("/run/netns") / name
    subprocess.run(["ip", "netns", "add", name], check=True)
    command = ["slirp4netns", "--configure", "--disable-host-loopback", "--netns-type=path", str(path), "tap0"]
    try:
        subprocess.run(["ip", "netns", "exec", name, "ip", "link", "set", "lo", "up"], check=True)
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            try:
                yield path
            finally:
                process.terminate()
    finally:
        subprocess.run(["ip", "netns", "delete", name], check=True)


@contextmanager
def _leader(command: list[str]) -> Iterator[int]:
    """The first process of the machine that the command starts, seen from here."""
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        try:
            leader = _first_process(process)
        except FailedError:
            process.kill()
            raise
        try:
            yield leader
        finally:
            _stop(leader, process)


def _first_process(process: subprocess.Popen[bytes]) -> int:
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    for _ in range(STARTS * 10):
        if process.poll() is not None:
            break
        for child in map(int, children.read_text().split()):
            if _is_first(child):
                return child
        time.sleep(0.1)
    raise FailedError("systemd-nspawn did not start the machine.")


def _is_first(pid: int) -> bool:
    """Whether it is number 1 of a machine; systemd-nspawn has another child for a moment, which makes that one."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False
    numbers = next(line.split()[1:] for line in status.splitlines() if line.startswith("NSpid:"))
    return len(numbers) > 1 and numbers[-1] == "1"


def _stop(leader: int, process: subprocess.Popen[bytes]) -> None:
    """Have the machine shut down; end it where it does not."""
    for sign in (STOP, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.kill(leader, sign)
        try:
            process.wait(STOPS)
            return
        except subprocess.TimeoutExpired:
            continue


def _wait_for(machine: Machine) -> None:
    for _ in range(STARTS):
        try:
            machine.run("systemctl", "is-system-running", "--wait")
            return
        except FailedError:
            time.sleep(1)
    raise FailedError(f"{machine.name} did not come up.")
