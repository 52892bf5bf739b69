"""The best plan: what each person can take as columns of a model, and the four aims in their order."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from onboarding.planning.model import Model, Search, Terms
from onboarding.planning.problem import Level, Need, Part, Problem, Solution, Wanting

ByDay = Mapping[int, Terms]  # which columns say on which day that something is met; before it, or after all, not


def solve(problem: Problem, seconds: float) -> Solution:
    """Most in time, then most at all, then the earliest days, then the fairest load; as good as the time allows."""
    model = Model()
    people = [_Person(model, each) for each in problem.people]
    takers: dict[int, list[int]] = defaultdict(list)
    for person in people:
        for seat, column in person.seats.items():
            takers[seat].append(column)
    for seat, columns in takers.items():
        model.row(dict.fromkeys(columns, 1), most=problem.seats[seat].free)
    load = _load(model, problem, takers)
    search, weight = Search(model, seconds), len(people) + 1
    in_time, done = _sum({each.in_time: 1} for each in people), _sum({each.done: 1} for each in people)
    both = _sum([dict.fromkeys(in_time, -weight), dict.fromkeys(done, -1)])
    most = search.least(both)
    search.narrow(both)
    search.keep(in_time)
    search.keep(done)
    days = _sum(each.day for each in people)
    earliest = search.least(days)
    search.narrow(days)
    search.keep(days)
    fairest = search.least(load)
    reached = search.sum(in_time), search.sum(done)
    bounds = reached if most.is_proved else (min(len(people), -most.bound // weight), len(people))
    return Solution(
        tuple(each.taken(search.values) for each in people),
        Level(reached[0], bounds[0]),
        Level(reached[1], bounds[1]),
        earliest,
        fairest,
    )


class _Person:
    """The columns of one person: which seats they take, whether they are done, and in time; and on which day."""

    def __init__(self, model: Model, wanting: Wanting) -> None:
        self.model, self.due = model, wanting.due
        self.wanted: Counter[int | None] = Counter()
        for need in wanting.needs:
            self.wanted.update(cover.seat for cover in need.covers)
            self.wanted.update(part.seat for part in need.parts)
        self.seats: dict[int, int] = {}  # the column of each
        self.late: list[Terms] = []  # sets of columns of which nobody who is in time has any
        self.used: list[tuple[int, int]] = []  # a column that says that something is needed, and the seat for it
        self.done = model.column()
        met = [self._need(need) for need in wanting.needs]
        for clash in wanting.clashes:
            among = [self.seats[seat] for seat in clash if seat in self.seats]
            if len(among) > 1:
                model.row(dict.fromkeys(among, 1), most=1)
        self.in_time = self._in_time()
        self.day = self._last_day(met)

    def taken(self, values: Sequence[float]) -> tuple[int, ...]:
        """The seats that are needed, of those that are taken."""
        if not round(values[self.done]):
            return ()
        needed = {seat for column, seat in self.used if round(values[column])}
        return tuple(sorted(seat for seat in needed if round(values[self.seats[seat]])))

    def _need(self, need: Need) -> ByDay:
        """A person is done only once one cover, or enough parts, meet the need. Gives on which day which columns do."""
        parts = [part for part in need.parts if part.amount < need.lacks]
        covers = [(each.seat, each.day) for each in need.covers]
        covers += [(each.seat, each.day) for each in need.parts if each.amount >= need.lacks]
        by_day: dict[int, dict[int, int]] = defaultdict(dict)
        for seat, day in covers:
            by_day[day][self._cover(seat)] = 1
        if late := _sum(columns for day, columns in by_day.items() if day > self.due):
            self.late.append(late)
        met = dict(_sum(by_day.values()))
        if parts and sum(part.amount for part in parts) >= need.lacks:
            met[self._together(parts, need.lacks, by_day)] = 1
        self.model.row({**met, self.done: -1}, least=0, most=0)
        return by_day

    def _cover(self, seat: int | None) -> int:
        column = self.model.column() if seat is None or self.wanted[seat] > 1 else self._seat(seat)
        if seat is not None:
            self.used.append((column, seat))
            if column != self._seat(seat):
                self.model.row({column: 1, self._seat(seat): -1}, most=0)
        return column

    def _together(self, parts: Sequence[Part], lacks: int, by_day: dict[int, dict[int, int]]) -> int:
        """Whether enough parts are taken; and on which day they are: by each day enough are had, or not yet."""
        columns = [(self._seat(part.seat), part) for part in parts]
        together = self.model.column()
        self.model.row({together: -_fewest(parts, lacks), **{column: 1 for column, _ in columns}}, least=0)
        for column, part in columns:
            if self.wanted[part.seat] == 1:
                self.model.row({column: 1, together: -1}, most=0)
            self.used.append((column, part.seat))
            if part.day > self.due:
                self.late.append({column: 1})
        days, before = sorted({part.day for part in parts}), None
        for day in days:
            by_then = together if day == days[-1] else self.model.column()
            had = {column: part.amount for column, part in columns if part.day <= day}
            self.model.row({by_then: -lacks, **had}, least=0)
            by_day[day][by_then] = 1
            if before is not None:
                self.model.row({by_then: 1, before: -1}, least=0)
                by_day[day][before] = -1
            before = by_then
        return together

    def _seat(self, seat: int) -> int:
        if seat not in self.seats:
            self.seats[seat] = self.model.column()
        return self.seats[seat]

    def _in_time(self) -> int:
        if not self.late:
            return self.done
        column = self.model.column()
        for late in self.late:  # of the covers of one need, one at most is taken
            self.model.row({**late, column: 1, self.done: -1}, most=0)
        return column

    def _had(self, need: ByDay, days: Sequence[int]) -> Mapping[int, int]:
        """For each of these days a column that says whether the need is met by then: as on the one before, or on it."""
        columns, before = dict[int, int](), -1
        for last, day in pairwise([-1, *days]):
            column = self.model.column(whole=False)
            since = _sum(terms for on, terms in need.items() if last < on <= day)
            had = {before: -1, **_negative(since)} if columns else _negative(since)
            self.model.row({column: 1, **had}, least=0, most=0)
            columns[day] = before = column
        return columns

    def _last_day(self, met: Sequence[ByDay]) -> Terms:
        """The day on which the last need is met. With several: by each day all are met, or not yet."""
        if len(met) == 1:
            return _sum({column: day * factor for column, factor in terms.items()} for day, terms in met[0].items())
        days = sorted({day for each in met for day in each})
        first, last_day = max((min(each, default=0) for each in met), default=0), dict[int, int]()
        days = [day for day in days if day >= first]
        had = [self._had(each, days) for each in met]
        for day, later in pairwise(days):
            by_then = self.model.column(whole=False)
            last_day[by_then] = day - later
            for each in had:
                self.model.row({each[day]: 1, by_then: -1}, least=0)
        return {**last_day, self.done: days[-1]} if days else {}


def _load(model: Model, problem: Problem, takers: Mapping[int, Sequence[int]]) -> Terms:
    """By how much the squares of what the hosts have grow: the next one costs more the more a host has."""
    costs: dict[int, int] = {}
    for host, has in enumerate(problem.loads):
        columns = [column for seat, each in takers.items() if problem.seats[seat].host == host for column in each]
        steps = [model.column(whole=False) for _ in columns]
        costs |= {step: 2 * (has + number) + 1 for number, step in enumerate(steps)}
        if columns:
            model.row({**dict.fromkeys(columns, 1), **dict.fromkeys(steps, -1)}, least=0, most=0)
    return costs


def _sum(each: Iterable[Terms]) -> Terms:
    total: dict[int, int] = defaultdict(int)
    for terms in each:
        for column, factor in terms.items():
            total[column] += factor
    return total


def _negative(terms: Terms) -> Terms:
    return {column: -factor for column, factor in terms.items()}


def _fewest(parts: Iterable[Part], lacks: int) -> int:
    """How many of them it takes at least."""
    had = 0
    for number, amount in enumerate(sorted((part.amount for part in parts), reverse=True), 1):
        had += amount
        if had >= lacks:
            return number
    raise ValueError(lacks)
