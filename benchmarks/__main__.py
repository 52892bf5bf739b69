"""`make bench`: screenings a second, by the function alone and by the command, beside the bare decision in one run.

Prints, for each size, the rates, their ratio to the bare decision, and the command's seconds and peak memory. With a
number as argument, that size alone.
"""

import gc
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from benchmarks.applicants import AS_OF, documents
from benchmarks.bare import decide
from onboarding.formats import json_documents, resume
from onboarding.formats.shape import Shape
from onboarding.rules.facts import Applicant
from onboarding.rules.findings import Outcome
from onboarding.rules.qualification import Screening, screen
from onboarding.rules.rulebook_file import shipped
from onboarding.rules.rulings import Rulings

SIZES = (1_000, 10_000, 100_000)
AT_ONCE = 1_000  # facts held in memory while they are measured
FLASK = Path(sys.executable).with_name("flask")


HEADINGS = ("applicants", "bare/s", "outcomes/s", "ratio", "whole/s", "ratio", "command/s", "seconds", "peak MB")


def main(sizes: Iterable[int]) -> None:
    rulings = Rulings(shipped())
    print("  ".join(f"{heading:>10}" for heading in HEADINGS))
    for size in sizes:
        bare, outcomes, whole = _in_process(size, rulings)
        seconds, peak = _command(size)
        row = (
            f"{size:,}", f"{size / bare:,.0f}", f"{size / outcomes:,.0f}", f"{outcomes / bare:.1f}",
            f"{size / whole:,.0f}", f"{whole / bare:.1f}", f"{size / seconds:,.0f}",
            f"{seconds:.1f}", f"{peak / 1024:.0f}",
        )  # fmt: skip
        print("  ".join(f"{figure:>10}" for figure in row), flush=True)
    print(
        "\nFive jobs each. `outcomes`: the function where only outcomes are read; `whole`: where every explanation is."
        "\n`ratio`: the time to that of the bare decision (one reading, as claimed, yes or no). `command`: `flask rules"
        "\nscreen` on JSON Lines, start and writing included. CPU seconds of one core in the process, wall seconds for"
        "\nthe command; memory is the command's largest."
    )


def _in_process(size: int, rulings: Rulings) -> tuple[float, float, float]:
    """CPU seconds for the bare decision on so many applicants, for the outcomes of screening them, for all of it."""
    source = documents(size)
    bare = outcomes = whole = 0.0
    while chunk := [_facts(document) for document in islice(source, AT_ONCE)]:
        gc.collect()
        gc.freeze()  # the facts are the benchmark's, not the function's, to keep
        bare += _timed(decide, chunk)
        outcomes += _timed(lambda applicant: _outcomes(screen(applicant, rulings, AS_OF)), chunk)
        whole += _timed(lambda applicant: _read(screen(applicant, rulings, AS_OF)), chunk)
        gc.unfreeze()
    return bare, outcomes, whole


def _outcomes(answer: Screening) -> tuple[Outcome, Outcome]:
    return answer.claimed.outcome, answer.verified.outcome


def _read(answer: Screening) -> None:
    """Every field of every finding."""
    for judgement in (answer.claimed, answer.verified):
        for finding in judgement.requirements.values():
            finding._asdict()


def _facts(document: dict[str, Any]) -> Applicant:
    return resume.applicant(Shape.of(json_documents.parse(json.dumps(document))), document["id"])


def _timed(call: Callable[[Applicant], object], applicants: list[Applicant]) -> float:
    start = process_time()
    for applicant in applicants:
        call(applicant)
    return process_time() - start


def _command(size: int) -> tuple[float, int]:
    """Wall seconds and peak memory (KiB) of the command on so many JSON Lines."""
    with tempfile.TemporaryDirectory() as folder:
        lines = Path(folder, "applicants.jsonl")
        with lines.open("w") as file:
            file.writelines(json.dumps(document) + "\n" for document in documents(size))
        with Path(folder, "answers.jsonl").open("w") as answered:
            start = perf_counter()
            command = [str(FLASK), "--app", "app", "rules", "screen", str(lines)]
            # Through a process of its own, so that its peak is not mixed with that of the sizes before.
            measured = subprocess.run(
                [sys.executable, "-c", MEASURE, *command],
                check=True,
                stdout=answered,
                stderr=subprocess.PIPE,
                text=True,
            )
            seconds = perf_counter() - start
        with Path(folder, "answers.jsonl").open() as answers:
            assert sum(1 for _ in answers) == size, "an applicant went unanswered"
    return seconds, int(measured.stderr)


MEASURE = (
    "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True);"
    " print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)"
)

if __name__ == "__main__":
    main([int(size.replace("_", "").replace(",", "")) for size in sys.argv[1:]] or SIZES)
