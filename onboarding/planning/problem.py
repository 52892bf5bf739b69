"""The question that is put to the solver, and its answer: numbers alone, so that they cross to another process."""

from typing import NamedTuple


class Cover(NamedTuple):
    """One way to meet a need at once. `seat`: which is taken; None where nothing is, as it is booked already.

    `day`: how many days from today on the need is met.
    """

    seat: int | None
    day: int


class Part(NamedTuple):
    """A seat that meets a need together with others."""

    seat: int
    day: int
    amount: int


class Need(NamedTuple):
    """What one person needs: any one of the covers, or parts that come to `lacks` together."""

    covers: tuple[Cover, ...]
    parts: tuple[Part, ...] = ()
    lacks: int = 0


class Wanting(NamedTuple):
    """One person: everything they need, until which day it is in time, and which seats cannot be taken together.

    `clashes`: sets of seats, of each of which one at most can be taken.
    """

    needs: tuple[Need, ...]
    due: int
    clashes: tuple[tuple[int, ...], ...] = ()


class Seats(NamedTuple):
    """What can be taken how often, and from which host; None where nobody's load is to be fair."""

    free: int
    host: int | None = None


class Problem(NamedTuple):
    """Who wants what of what there is. `loads`: how many each host has already."""

    people: tuple[Wanting, ...]
    seats: tuple[Seats, ...]
    loads: tuple[int, ...] = ()


class Level(NamedTuple):
    """What was reached of one aim, and the most (or least) that could be; the same where it is proved."""

    reached: int
    bound: int

    @property
    def is_proved(self) -> bool:
        """Whether nothing better is possible."""
        return self.reached == self.bound


class Solution(NamedTuple):
    """Which seats each person takes, in the order of the people; and how good that is.

    `in_time`: how many are done in time; `done`: how many at all; `days`: the days until they are, together;
    `load`: the squares of what each host has, together. One that was not come to is not proved.
    """

    taken: tuple[tuple[int, ...], ...]
    in_time: Level
    done: Level
    days: Level
    load: Level

    @property
    def is_proved(self) -> bool:
        """Whether there is no better plan."""
        return all(level.is_proved for level in (self.in_time, self.done, self.days, self.load))
