"""What is run apart can use no more than it was given, reach nothing, and harm nobody; how it ended is told."""

import os
import socket
from pathlib import Path

import pytest

from onboarding.confined import ConfinedError, Ending, Limits, run

pytestmark = pytest.mark.usefixtures("started_anew")
LIMITS = Limits(memory=256 * 2**20, cpu_seconds=5, wall_seconds=10, answer=1000)
EVAL = "builtins:eval"  # takes bytes, and gives what they come to


def apart(code: str, limits: Limits = LIMITS) -> bytes:
    return run(EVAL, code.encode(), limits)


def ending(code: str, limits: Limits = LIMITS) -> Ending:
    with pytest.raises(ConfinedError) as ended:
        apart(code, limits)
    return ended.value.ending


def test_it_gives_what_the_function_gives() -> None:
    assert apart("b'x' * 1000") == b"x" * 1000


def test_each_limit_ends_it_and_is_told() -> None:
    assert ending("b'x' * 1001") is Ending.ANSWER
    assert ending("b'x' * 10**9") is Ending.MEMORY
    assert ending("any(False for _ in iter(int, 1))", LIMITS._replace(cpu_seconds=1)) is Ending.TIME
    assert ending("__import__('time').sleep(60)", LIMITS._replace(wall_seconds=1)) is Ending.TIME
    assert ending("1 / 0") is Ending.FAILED


def test_what_it_said_last_is_kept_and_not_all_of_it() -> None:
    with pytest.raises(ConfinedError) as ended:
        apart("[print('x' * 1000, file=__import__('sys').stderr) for _ in range(2000)] and 1 / 0")
    assert ended.value.said.endswith("ZeroDivisionError: division by zero")
    assert len(ended.value.said) <= 2000


def test_more_is_sent_than_it_reads() -> None:
    assert ending("1 / 0" + " " * 2**20) is Ending.FAILED


def test_it_has_none_of_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONBOARDING_SECRET", "x")
    assert b"ONBOARDING" not in apart("repr(dict(__import__('os').environ)).encode()")
    assert os.environ["ONBOARDING_SECRET"] == "x"


def test_it_writes_no_file(tmp_path: Path) -> None:
    file = tmp_path / "written"
    assert ending(f"open({str(file)!r}, 'wb', 0).write(b'x')") is Ending.FAILED
    assert not file.exists() or file.read_bytes() == b""


def test_it_reaches_nobody() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        port = server.getsockname()[1]
        assert ending(f"__import__('socket').create_connection(('127.0.0.1', {port}))") is Ending.FAILED
        with pytest.raises(TimeoutError):
            server.accept()


@pytest.mark.parametrize(
    "code", ["__import__('os').system('true')", "__import__('os').fork()", "__import__('subprocess').run(['true'])"]
)
def test_it_starts_no_process(code: str) -> None:
    with pytest.raises(ConfinedError, match="PermissionError"):
        apart(code)


def test_parts_are_put_together() -> None:
    assert apart("[b'a', b'bc']") == b"abc"
