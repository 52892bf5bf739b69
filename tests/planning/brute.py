"""The best plan by trying everything: each set of seats for each person, as far as there are any left."""

from collections.abc import Iterator
from itertools import combinations, product
from typing import NamedTuple

from onboarding.planning.problem import Need, Problem, Wanting

Score = tuple[int, int, int, int]  # in time, done, days, load: the first two as negatives, so that less is better
Used = tuple[int, ...]


class Way(NamedTuple):
    """Seats that one person could take, and what that comes to."""

    seats: tuple[int, ...]
    in_time: bool
    done: bool
    day: int


def best(problem: Problem) -> Score:
    """What no plan is better than, by `in time`, then `done`, then `days`, then `load`."""
    nobody: Used = (0,) * len(problem.seats)
    so_far = {nobody: (0, 0, 0)}
    for wanting in problem.people:
        ways = list(_ways(wanting, len(problem.seats)))
        then: dict[Used, tuple[int, int, int]] = {}
        for (used, score), way in product(so_far.items(), ways):
            now = tuple(number + (seat in way.seats) for seat, number in enumerate(used))
            if any(number > seat.free for number, seat in zip(now, problem.seats, strict=True)):
                continue
            scored = (score[0] - way.in_time, score[1] - way.done, score[2] + way.day)
            then[now] = min(then.get(now, scored), scored)
        so_far = then
    return min((*score, _load(problem, used)) for used, score in so_far.items())


def _ways(wanting: Wanting, seats: int) -> Iterator[Way]:
    for number in range(seats + 1):
        for taken in combinations(range(seats), number):
            if any(len(set(taken) & set(clash)) > 1 for clash in wanting.clashes):
                continue
            days = [_met_on(need, taken) for need in wanting.needs]
            known = [day for day in days if day is not None]
            if len(known) < len(days):
                yield Way(taken, in_time=False, done=False, day=0)
            else:
                yield Way(taken, in_time=max(known) <= wanting.due, done=True, day=max(known))


def _met_on(need: Need, taken: tuple[int, ...]) -> int | None:
    days = [cover.day for cover in need.covers if cover.seat is None or cover.seat in taken]
    had = 0
    for part in sorted(need.parts, key=lambda part: part.day):
        if part.seat in taken:
            had += part.amount
            if had >= need.lacks:
                days.append(part.day)
                break
    return min(days, default=None)


def _load(problem: Problem, used: Used) -> int:
    total = 0
    for host, has in enumerate(problem.loads):
        more = sum(number for number, seat in zip(used, problem.seats, strict=True) if seat.host == host)
        total += (has + more) ** 2 - has**2
    return total


def worth(problem: Problem, taken: tuple[tuple[int, ...], ...]) -> Score:
    """What these seats come to. Raises ValueError where they cannot all be taken."""
    used = tuple(sum(seat in each for each in taken) for seat in range(len(problem.seats)))
    if any(number > seat.free for number, seat in zip(used, problem.seats, strict=True)):
        raise ValueError(used)
    ways = []
    for wanting, seats in zip(problem.people, taken, strict=True):
        found = next((way for way in _ways(wanting, len(problem.seats)) if way.seats == seats), None)
        if found is None:
            raise ValueError(seats)
        ways.append(found)
    return (
        -sum(way.in_time for way in ways),
        -sum(way.done for way in ways),
        sum(way.day for way in ways),
        _load(problem, used),
    )
