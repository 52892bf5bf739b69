"""Solving in a process of its own, with limits: what takes long there holds nobody up here."""

import json
import os
import sys

from onboarding import confined
from onboarding.confined import Limits
from onboarding.planning.problem import Cover, Level, Need, Part, Problem, Seats, Solution, Wanting

SECONDS = 15.0  # to look for something better; to start, and to end what cannot be interrupted, takes more
LIMITS = Limits(memory=1024 * 2**20, cpu_seconds=20, wall_seconds=25, answer=16 * 2**20)
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def best(problem: Problem, seconds: float = SECONDS) -> Solution:
    """The best plan, or the best found in the time. Raises ConfinedError, and BusyError without a turn."""
    sent = json.dumps([seconds, problem]).encode()
    answer = confined.run(f"{__name__}:solved", sent, LIMITS, ONE_THREAD)
    taken, *levels = json.loads(answer)
    return Solution(tuple(map(tuple, taken)), *(Level(*each) for each in levels))


def solved(sent: bytes) -> bytes:
    """The same, in the process."""
    # HiGHS says its name where the answer is expected: what it prints goes where complaints go.
    sys.stdout = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    from onboarding.planning.solver import solve  # not before: only here is the solver loaded

    seconds, problem = json.loads(sent)
    return json.dumps(solve(_problem(*problem), seconds)).encode()


def _problem(people: list, seats: list, loads: list) -> Problem:  # type: ignore[type-arg]
    return Problem(tuple(map(_wanting, people)), tuple(Seats(*each) for each in seats), tuple(loads))


def _wanting(said: list) -> Wanting:  # type: ignore[type-arg]
    needs, due, clashes = said
    return Wanting(
        tuple(
            Need(tuple(Cover(*each) for each in covers), tuple(Part(*each) for each in parts), lacks)
            for covers, parts, lacks in needs
        ),
        due,
        tuple(map(tuple, clashes)),
    )
