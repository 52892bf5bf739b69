"""A Python that has loaded the product already: commands are forked from it, instead of starting from nothing.

To `subprocess`, `[*python(), "-m", "flask", ...]` is what `[sys.executable, "-m", "flask", ...]` is: a process with its
own arguments, environment, folder and streams, which is sent signals and ends with a status. Only loading is left out,
so tests that are about the start, or about what is loaded, take `sys.executable`.
"""

import atexit
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from subprocess import PIPE

from tests.house.source import ROOT

# Loads the modules, makes an application, for what only that loads, and then for whoever asks forks a process that
# runs the command, and one that waits for its end and tells how it ended. It ends with whoever started it.
SERVER = """
import array, contextlib, gc, importlib, json, os, random, runpy, select, signal, socket, sys, time
from pathlib import Path
place, root, *modules = sys.argv[1:]
sys.path[0] = root
gc.disable()
for each in modules:
    importlib.import_module(each)
importlib.import_module("onboarding").create_app(
    importlib.import_module("onboarding.config").Config(instance=Path(place).with_name("none"))
)
importlib.import_module("sqlalchemy.orm").configure_mappers()
gc.freeze()
gc.enable()
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
asked_at = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
asked_at.bind(place)
asked_at.listen(50)
os.write(1, b"loaded")
while True:
    if 0 in select.select([0, asked_at], [], [])[0]:
        os._exit(0)
    asking, _ = asked_at.accept()
    if not os.fork():
        break
    asking.close()
asked_at.close()
signal.signal(signal.SIGCHLD, signal.SIG_DFL)
said, files, _, _ = socket.recv_fds(asking, 2**16, 3)
while not said.endswith(b"\\n"):
    said += asking.recv(2**16)
if child := os.fork():
    for each in (0, 1, 2, *files):
        os.close(each)
    asking.sendall(child.to_bytes(4, "little"))
    ends = os.pidfd_open(child)
    if ends not in select.select([ends, asking], [], [])[0]:
        os.kill(child, signal.SIGKILL)
    with contextlib.suppress(BrokenPipeError):
        asking.sendall(os.waitpid(child, 0)[1].to_bytes(4, "little"))
    os._exit(0)
asking.close()
for number, each in enumerate(files):
    os.dup2(each, number)
    os.close(each)
how, what, arguments, environment, folder = json.loads(said)
os.chdir(folder)
os.environ.clear()
os.environ.update(environment)
time.tzset()
random.seed()
sys.path[0], sys.argv = folder if how == "-m" else "", [how, *arguments]
if how == "-m":
    runpy.run_module(what, run_name="__main__", alter_sys=True)
else:
    exec(what, {"__name__": "__main__"})
"""
# Hands on its streams, and signals as they come; ends as what was forked for it ends, and takes it along where it is
# killed itself.
CLIENT = """
import json, os, signal, socket, sys
place, how, what, *arguments = sys.argv[1:]
answering = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
answering.connect(place)
asked = json.dumps([how, what, arguments, dict(os.environ), os.getcwd()]).encode() + b"\\n"
sent = socket.send_fds(answering, [asked], [0, 1, 2])
answering.sendall(asked[sent:])
def heard():
    number = answering.recv(4, socket.MSG_WAITALL)
    if len(number) < 4:
        sys.exit("the process that forks commands is gone")
    return int.from_bytes(number, "little")
child = heard()
for each in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
    signal.signal(each, lambda number, _: os.kill(child, number))
status = os.waitstatus_to_exitcode(heard())
if status < 0:
    signal.signal(-status, signal.SIG_DFL) if -status != signal.SIGKILL else None
    os.kill(os.getpid(), -status)
os._exit(status)
"""
LOADS = ("flask.cli", "flask_migrate", "gunicorn.app.wsgiapp", "onboarding.cli.alone")


@cache
def python() -> list[str]:
    """How a command begins that is forked from a warm Python, which is started the first time."""
    place = Path(tempfile.mkdtemp(prefix="hsc-py-")) / "s"  # short: a socket's path has 107 characters at most
    command = [sys.executable, "-c", SERVER, str(place), str(ROOT), *LOADS]
    server = subprocess.Popen(command, cwd=ROOT, stdin=PIPE, stdout=PIPE)
    assert server.stdout
    if server.stdout.read(6) != b"loaded":
        raise RuntimeError("the process that forks commands did not start")
    atexit.register(_ended, server, place)
    return [sys.executable, "-I", "-S", "-c", CLIENT, str(place)]


def _ended(server: "subprocess.Popen[bytes]", place: Path) -> None:
    server.communicate()
    place.unlink()
    place.parent.rmdir()
