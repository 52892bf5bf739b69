"""What a plan of training costs, by how many trainees and sessions; in this process, and apart as the page asks for it.

Made up alike every time: two of five trainees lack both topics, the others one; orientations, conferences and visits
of four months. `best s`: until the best plan is found and proved, of which `cpu s` on the processor. `apart s`: the
same in a process of its own, within its time. `proved`: whether it is, here and apart. The smallest size of the same
run is the baseline: `to smallest` is the time on the processor to that there.

    python -m benchmarks.plan [TRAINEES]
"""

import random
import sys
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from time import perf_counter, process_time

from onboarding.confined import ConfinedError
from onboarding.planning.needs import Offer, Owing
from onboarding.planning.plan import plan
from onboarding.planning.planner import best as apart
from onboarding.planning.solver import solve
from onboarding.rules.facts import Activity, Trainee
from onboarding.rules.rulebook_file import shipped
from onboarding.rules.rulings import Rulings
from onboarding.rules.training import train

SIZES = (20, 60, 200)
SESSIONS = 0.6  # for each trainee
TODAY = date(2026, 11, 22)
HEADINGS = ("trainees", "sessions", "in time", "done", "best s", "cpu s", "apart s", "proved", "to smallest")
ENOUGH = 120.0  # seconds


def main(sizes: Iterable[int]) -> None:
    """Print a row for each number of trainees."""
    print("  ".join(f"{heading:>11}" for heading in HEADINGS))
    base = 0.0
    for size in sizes:
        people, offers = made_up(size, int(size * SESSIONS))
        began, on_processor = perf_counter(), process_time()
        found = plan(people, offers, {}, TODAY, lambda problem: solve(problem, ENOUGH)).first
        here, cpu = perf_counter() - began, process_time() - on_processor
        base, began = base or cpu, perf_counter()
        try:
            also = plan(people, offers, {}, TODAY, apart).first.is_proved
        except ConfinedError:  # the machine was too busy for its limits
            also = False
        there = perf_counter() - began
        row = (str(size), str(len(offers)), str(found.in_time.reached), str(found.done.reached), f"{here:.2f}",
               f"{cpu:.2f}", f"{there:.2f}", " ".join("yes" if each else "no" for each in (found.is_proved, also)),
               f"{cpu / base:.1f}")  # fmt: skip
        print("  ".join(f"{figure:>11}" for figure in row), flush=True)


def made_up(trainees: int, sessions: int) -> tuple[list[Owing], list[Offer]]:
    """So many trainees and sessions, the same every time."""
    chance = random.Random(trainees)
    return [_owing(number, chance) for number in range(trainees)], [_offer(id, chance) for id in range(sessions)]


def _owing(number: int, chance: random.Random) -> Owing:
    hired_on = TODAY - timedelta(days=chance.randint(5, 200))
    orientation = Activity("orientation", hired_on, True, location="headquarters")
    visit = Activity("shadowing", hired_on, True, minutes=Fraction(240), host_cohe="host 9", host_role="hsc")
    had = chance.choice(((), (), (orientation,), (orientation,), (visit,)))
    trainee = Trainee(str(number), "hsc", f"host {number % 8}", hired_on, (), (), had)
    return Owing(number, train(trainee, Rulings(shipped()), TODAY).claimed.additional)


def _offer(id: int, chance: random.Random) -> Offer:
    kind = chance.choices(("orientation", "conference", "shadowing"), (35, 15, 50))[0]
    on, host = TODAY + timedelta(days=chance.randint(3, 120)), f"host {chance.randrange(8)}"
    starts_at = datetime.combine(on, time(chance.choice((8, 10, 13))))
    ends_at = starts_at + timedelta(hours=4)
    if kind == "orientation":
        activity = Activity(kind, on, False, location="headquarters")
        return Offer(id, activity, starts_at, ends_at, chance.randint(2, 6))
    if kind == "conference":
        topics = frozenset(chance.choice((("other_cohe_practice",), ("lni_processes", "other_cohe_practice"))))
        activity = Activity(kind, on, False, topics=topics, sponsor="lni", attended=True)
        return Offer(id, activity, starts_at, ends_at, chance.randint(4, 12))
    activity = Activity(
        kind, on, False, minutes=Fraction(chance.choice((120, 240, 240))), host_cohe=host, host_role="hsc"
    )
    return Offer(id, activity, starts_at, ends_at, chance.randint(1, 2), host)


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:] if each.isdigit()] or SIZES)
