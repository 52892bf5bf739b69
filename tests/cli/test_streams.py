"""JSON Lines are answered as they come, in memory that does not grow, and into a pipe that may close."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from itertools import islice
from pathlib import Path
from threading import Timer

import pytest

from benchmarks.applicants import documents
from tests.cli.run import FLASK, LEAST
from tests.house.source import ROOT

PIPE = subprocess.PIPE
FEW, MANY = 1_000, 8_000
MEGABYTE = 1024  # of ru_maxrss, in kilobytes
AN_ID = 0.25  # kilobytes that the set of ids may take for each
# A process begins with the peak of the one that started it. So a small one stands between it and the tests.
MEASURE = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
sys.stdout.write(f"{done.returncode} {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss}")
"""


def peak(path: Path, topic: str, written: Iterable[str]) -> int:
    """The most memory, in kilobytes, that answering these lines took."""
    with path.open("w") as file:
        file.writelines(f"{line}\n" for line in written)
    done = subprocess.run([sys.executable, "-c", MEASURE, *FLASK, topic, str(path)], cwd=ROOT, stdout=PIPE, check=True)
    status, used = map(int, done.stdout.split())
    assert status in (0, 2)
    return used // (MEGABYTE if sys.platform == "darwin" else 1)


@pytest.mark.parametrize("topic", LEAST)
def test_a_line_is_answered_before_the_next_is_written(topic: str) -> None:
    with subprocess.Popen([*FLASK, topic, "-"], cwd=ROOT, stdin=PIPE, stdout=PIPE, stderr=PIPE, text=True) as process:
        give_up = Timer(30, process.kill)
        give_up.start()
        for id in ("first", "second", "third"):
            process.stdin.write(json.dumps(LEAST[topic] | {"id": id}) + "\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == id
        process.stdin.write('{"cohe": 3}\n')
        process.stdin.flush()
        assert process.stderr.readline().startswith("-:4: cohe: ")
        give_up.cancel()
        rest, _ = process.communicate()
    assert (process.returncode, rest) == (2, "")


@pytest.mark.parametrize(
    ("topic", "line"),
    [
        ("credential", '{{"id": {0}}}'),
        ("screen", '{{"cohe": {0}}}'),  # refused
        ("screen", "{{{0}"),  # no JSON
        ("screen", '{{"work": [{{"startDate": "' + "{0:09}" * 150 + '"}}]}}'),  # refused, never the same
    ],
)
def test_memory_does_not_grow_with_the_lines_but_for_the_ids(tmp_path: Path, topic: str, line: str) -> None:
    few = peak(tmp_path / "few", topic, ["{}", *map(line.format, range(FEW))])
    many = peak(tmp_path / "many", topic, ["{}", *map(line.format, range(MANY))])
    assert many - few < (MANY - FEW) * AN_ID + 2 * MEGABYTE


def test_applicants_by_the_thousand_take_little_memory(tmp_path: Path) -> None:
    assert peak(tmp_path / "slice", "screen", map(json.dumps, islice(documents(100_000), 2_000))) < 150 * MEGABYTE


def test_a_pipe_that_closes_early_leaves_no_traceback(tmp_path: Path) -> None:
    file = tmp_path / "many.jsonl"
    file.write_text("{}\n" * 500)
    with subprocess.Popen([*FLASK, "screen", str(file)], cwd=ROOT, stdout=PIPE, stderr=PIPE) as process:
        assert json.loads(process.stdout.readline())["id"] == "1"
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode not in (0, 2)  # not everything was answered, and nothing was refused


@pytest.mark.parametrize("arguments", [("screen", "-"), ("show",)], ids=" ".join)
def test_a_pipe_that_is_closed_already_leaves_no_traceback(arguments: tuple[str, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with subprocess.Popen([*FLASK, *arguments], cwd=ROOT, stdin=PIPE, stdout=writing, stderr=PIPE) as process:
        os.close(writing)
        with suppress(BrokenPipeError):
            process.stdin.write(b'{"id": 1}\n')
        with suppress(BrokenPipeError):
            process.stdin.close()
        assert process.stderr.read() == b""
