"""What each heading of docs/operations.md promises, looked at after its commands were given."""

import re
import time
from collections.abc import Callable

from tests.operation.machine import FailedError, Machine

READY = "from urllib.request import urlopen; print(urlopen('http://127.0.0.1:8000/ready').read().decode())"
SECONDS = 90  # within which all is ready
TOO_MUCH = 120  # megabytes: refused by the proxy
TOO_MUCH_FOR_A_FORM = 60  # passed on, and refused by the product
INVITED = re.compile(r"https://onboarding\.example\.org/invitations/(\S+)")
MAIL = ("systemd-run", "--unit=mail", "/usr/bin/python3", "-u", "-W", "ignore", "-m", "smtpd", "-n")


def after(machine: Machine, heading: str, said: str) -> None:
    """Look whether what the heading's commands promise is so. Raises FailedError."""
    look = LOOKS.get(heading)
    if look:
        look(machine, said)


def need(true: object, why: str) -> None:
    """Raises FailedError where it is not so."""
    if not true:
        raise FailedError(why)


def ready(machine: Machine, _said: str = "") -> None:
    """Pages, database and clock."""
    for _ in range(SECONDS):
        try:
            if '"ready"' in machine.run("/opt/onboarding/.venv/bin/python", "-c", READY).replace(" ", ""):
                return
        except FailedError:
            time.sleep(1)
    raise FailedError(machine.run("journalctl", "--no-pager", "--lines=30", "--output=cat"))


def _mail_server(machine: Machine, _said: str) -> None:
    """What mail is handed over to: it prints each message into the journal."""
    machine.run(*MAIL, "-c", "DebuggingServer", "127.0.0.1:2525")


def _mails(machine: Machine) -> str:
    return machine.run("journalctl", "--unit=mail", "--output=cat", "--no-pager")


def _visits(machine: Machine, said: str) -> None:
    """The link works, a file goes through, one too large is refused in our words, and no log keeps a token."""
    (token,) = INVITED.findall(said)
    link = machine.product("-m", "tests.operation.visits", "link").strip()
    machine.product("-m", "tests.operation.visits", "upload", link)
    addresses = (f"https://onboarding.example.org/invitations/{token}", link, link.replace("https:", "http:"))
    for address in addresses:
        _answers(machine, address, "200", "413" if address.startswith("https:") else "200")  # sent on to a GET
    _answers(machine, "https://onboarding.example.org/login", "200", "413", TOO_MUCH_FOR_A_FORM)
    machine.run("systemctl", "stop", "onboarding-web")
    for address in addresses:
        _answers(machine, address, "50[23]", "413" if address.startswith("https:") else "50[23]")
    machine.run("systemctl", "start", "onboarding-web")
    ready(machine)
    _in_no_log(machine, token, link.rpartition("/")[2])
    need("/invitations/" in _mails(machine), "the invitation was not sent")


def _answers(machine: Machine, address: str, to_get: str, to_post: str, megabytes: int = TOO_MUCH) -> None:
    got, posted = machine.product("-m", "tests.operation.visits", "status", address, str(megabytes)).splitlines()
    need(re.fullmatch(to_get, got), f"{address} answers {got}")
    need(re.fullmatch(to_post, posted), f"{address} answers {posted} to {megabytes} MB")


def _in_no_log(machine: Machine, *tokens: str) -> None:
    units = [f"--unit={unit}" for unit in ("onboarding-web", "onboarding-clock", "nginx", "apache2")]
    logged = machine.run("journalctl", "--output=cat", "--no-pager", *units)
    files = machine.run("sh", "-c", "cat /var/log/nginx/* /var/log/apache2/* 2>/dev/null || true")
    need(" 200 " in files, "the proxy logs no requests")
    for token in tokens:
        need(token not in logged + files, f"a log keeps the token {token}")


def _keys(machine: Machine, _said: str) -> None:
    kept = machine.run("tar", "--list", "--file=/root/onboarding-keys.tar").split()
    need({f"instance/keys/{name}" for name in ("secret", "totp", "signing", "evidence")} <= set(kept), f"keys: {kept}")
    need(not [name for name in kept if "sqlite" in name or "instance/evidence" in name], f"too much: {kept}")


def _earlier(machine: Machine, _said: str) -> None:
    """Everything is as it was, the mail included; and the later version can come once more."""
    ready(machine)
    machine.give("flask audit compare\nflask evidence check\n")
    machine.give("git -C /opt/onboarding checkout --quiet v2\nflask db upgrade\nflask audit compare\n")


def _trail(machine: Machine, said: str) -> None:
    export = (machine.root / "root/valley.jsonl").read_bytes()
    need(b"\r" not in export and b"(sudo: ann)" in export, "the export does not name who gave the commands")
    need("Verified" in said, said)


def mail_is_held_until(machine: Machine, release: Callable[[], object]) -> None:
    """A restored machine sends nothing before the release, and then what waits."""
    ready(machine)
    machine.give("flask evidence check\nflask audit compare\nflask members invite valley held@valley.example Held hr\n")
    time.sleep(30)  # the clock sends every few seconds
    need("held@valley.example" not in _mails(machine), "a restored machine sent mail")
    release()
    for _ in range(SECONDS):
        if "held@valley.example" in _mails(machine):
            return
        time.sleep(1)
    raise FailedError("nothing was sent after the release")


LOOKS: dict[str, Callable[[Machine, str], None]] = {
    "Install": _mail_server,
    "Serve": ready,
    "First administrator": _visits,
    "Back up": _keys,
    "Upgrade": ready,
    "Back again": _earlier,
    "The trail": _trail,
}
