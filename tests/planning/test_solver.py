"""The solver's plan is no worse than the best of all there are, and keeps to seats and times."""

import random

import pytest

from onboarding.planning.planner import best as apart
from onboarding.planning.problem import Cover, Level, Need, Part, Problem, Seats, Solution, Wanting
from onboarding.planning.solver import solve
from tests.planning import brute

CASES = 200
SECONDS = 60.0


def small(seed: int) -> Problem:
    """A made-up case: needs that are met at once or by parts, booked already or not; seats that clash; hosts."""
    chance = random.Random(seed)
    seats = chance.randint(1, 5)
    hosts = chance.randint(1, 2)
    days = [chance.randint(0, 20) for _ in range(seats)]
    clash = tuple(sorted(chance.sample(range(seats), 2))) if seats > 1 and chance.random() < 0.5 else None
    people = []
    for _ in range(chance.randint(1, 4)):
        needs = []
        for _ in range(chance.choice((1, 1, 2))):
            some = [seat for seat in range(seats) if chance.random() < 0.7]
            if chance.random() < 0.4:
                parts = tuple(Part(seat, days[seat], chance.choice((60, 90, 120, 240))) for seat in some)
                covers = tuple(Cover(seat, days[seat]) for seat in range(seats) if seat not in some)[:1]
                needs.append(Need(covers, parts, chance.choice((60, 180, 240))))
            else:
                booked = (Cover(None, chance.randint(5, 25)),) if chance.random() < 0.2 else ()
                needs.append(Need((*(Cover(seat, days[seat]) for seat in some), *booked)))
        people.append(Wanting(tuple(needs), chance.randint(-2, 20), (clash,) if clash else ()))
    given = tuple(Seats(chance.randint(0, 2), chance.choice((None, *range(hosts)))) for _ in range(seats))
    return Problem(tuple(people), given, tuple(chance.randint(0, 2) for _ in range(hosts)))


def score(found: Solution) -> brute.Score:
    return -found.in_time.reached, -found.done.reached, found.days.reached, found.load.reached


@pytest.mark.parametrize("first", range(0, CASES, 50))
def test_it_is_as_good_as_trying_everything(first: int) -> None:
    wrong = []
    for seed in range(first, first + 50):
        problem = small(seed)
        found = solve(problem, SECONDS)
        if not found.is_proved or score(found) != brute.best(problem):
            wrong.append((seed, score(found), brute.best(problem), found.is_proved))
    assert not wrong


def test_what_it_says_it_reached_is_what_its_seats_come_to() -> None:
    for seed in range(CASES):
        problem = small(seed)
        found = solve(problem, SECONDS)
        assert brute.worth(problem, found.taken) == score(found), seed


def test_the_same_question_has_the_same_answer() -> None:
    problem = small(7)
    assert solve(problem, SECONDS) == solve(problem, SECONDS) == apart(problem)


def test_without_time_nobody_goes_and_nothing_is_proved() -> None:
    problem = Problem((Wanting((Need((Cover(0, 3),)),), 10),), (Seats(1),))
    assert solve(problem, SECONDS).taken == ((0,),)
    found = solve(problem, 0)
    assert found.taken == ((),)
    assert found.in_time == Level(0, 1)
    assert not found.is_proved


def test_visits_add_up_and_none_is_taken_that_is_not_needed() -> None:
    visits = tuple(Part(seat, seat + 1, 120) for seat in range(3))
    problem = Problem((Wanting((Need((), visits, 240),), 10),), (Seats(1, 0),) * 3, (0,))
    found = solve(problem, SECONDS)
    assert found.taken == ((0, 1),)
    assert (found.days.reached, found.load.reached) == (2, 4)


def test_hosts_get_as_many_as_each_other() -> None:
    people = tuple(Wanting((Need((Cover(0, 3), Cover(1, 3))),), 10) for _ in range(4))
    found = solve(Problem(people, (Seats(4, 0), Seats(4, 1)), (2, 0)), SECONDS)
    assert sorted(found.taken) == [(0,), (1,), (1,), (1,)]


def test_in_time_comes_before_sooner_and_all_before_the_soonest() -> None:
    """One seat on day 1 and one on day 9; who is due on day 5 gets the first, though the other would be done sooner."""
    urgent, other = Wanting((Need((Cover(0, 1),)),), 5), Wanting((Need((Cover(0, 1), Cover(1, 9))),), 20)
    found = solve(Problem((other, urgent), (Seats(1), Seats(1))), SECONDS)
    assert found.taken == ((1,), (0,))
