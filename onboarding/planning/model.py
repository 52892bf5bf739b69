"""Columns and rows for the solver, and the search for the best: one aim after the other, each kept while the next is
sought. The only importer of highspy.

With one thread and no chance in it, the same question has the same answer, unless the time runs out.
"""

import ctypes
import math
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from time import monotonic
from typing import Any

import highspy
import numpy as np

from onboarding.planning.problem import Level

HALF = 0.5  # everything that is counted is whole: what is nearer than this to the best is the best
WHOLE = 1e-6  # what is nearer to a whole number is one
WORTHWHILE = 0.8  # of the columns: to look among fewer first
NOISE = 1e-4  # of a bound, which the solver computes inexactly
OPTIONS = {"output_flag": False, "threads": 1, "random_seed": 0, "mip_rel_gap": 0.0, "mip_abs_gap": HALF,
           "solve_relaxation": False, "solver": "choose"}  # fmt: skip
RELAXED = {"solve_relaxation": True, "solver": "ipm"}  # an interior point takes half of what the simplex does
Terms = Mapping[int, int]


class Model:
    """Columns and rows as they are added."""

    def __init__(self) -> None:
        self.upper: list[int] = []
        self.kinds: list[highspy.HighsVarType] = []
        self.rows: list[tuple[float, float, Terms]] = []

    def column(self, upper: int = 1, whole: bool = True) -> int:
        """A number from 0 on."""
        self.upper.append(upper)
        self.kinds.append(highspy.HighsVarType.kInteger if whole else highspy.HighsVarType.kContinuous)
        return len(self.upper) - 1

    def row(self, terms: Terms, least: float = -math.inf, most: float = math.inf) -> None:
        """What a sum keeps to."""
        self.rows.append((least, most, terms))

    def passed(self) -> Any:
        """The solver with all of it."""
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.upper), len(self.rows)
        lp.col_cost_, lp.col_lower_ = np.zeros(lp.num_col_), np.zeros(lp.num_col_)
        lp.col_upper_, lp.integrality_ = np.array(self.upper, dtype=float), self.kinds
        lp.row_lower_ = np.array([least for least, _, _ in self.rows], dtype=float)
        lp.row_upper_ = np.array([most for _, most, _ in self.rows], dtype=float)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.cumsum([0, *(len(terms) for _, _, terms in self.rows)])
        lp.a_matrix_.index_ = np.array([each for _, _, terms in self.rows for each in terms], dtype=np.int32)
        lp.a_matrix_.value_ = np.array([each for _, _, terms in self.rows for each in terms.values()], dtype=float)
        with _quietly():
            solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        for option, value in OPTIONS.items():
            solver.setOptionValue(option, value)
        solver.passModel(lp)
        return solver


@contextmanager
def _quietly() -> Iterator[None]:
    """HiGHS says what it is as it starts, past all its options, where commands print what they were asked for."""
    sys.stdout.flush()
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
        ctypes.CDLL(None).fflush(None)  # the C library holds back what no terminal reads
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


class Search:
    """The best found so far: at first nothing is taken, which every row has to allow.

    How good a plan can be at most is known once parts of seats may be taken, which is quick to compute. It gives each
    column a price too: what a plan with it costs more. So it is enough to look among columns with which a plan can be
    as good as that, and then, where there is none, among those with which it can be better than the best one.
    """

    def __init__(self, model: Model, seconds: float) -> None:
        self.solver, self.until = model.passed(), monotonic() + seconds
        self.whole = np.array([kind == highspy.HighsVarType.kInteger for kind in model.kinds])
        self.lower, self.upper = np.zeros(len(model.upper)), np.array(model.upper, dtype=float)
        self.values: Sequence[float] = [0.0] * len(model.upper)
        self.worth = -math.inf  # what the sum comes to at least, as parts of seats may be taken
        self.parts = self.prices = np.zeros(len(model.upper))  # how much of each column is taken then, and its price

    def least(self, costs: Terms) -> Level:
        """Make that sum, which is never below `sum of the negative costs`, as small as it can be in the time."""
        bound: float = sum(cost for cost in costs.values() if cost < 0)
        self.worth = -math.inf
        if costs and monotonic() < self.until:
            self._aim(costs)
            self._relax(costs)
            bound = max(bound, self.worth)
            least = math.ceil(bound - NOISE)
            self._among(np.where(self.whole & (self.parts > 1 - WHOLE), 1.0, self.lower), self.upper, costs, least)
            for most in self._reaches(least, self.sum(costs) - 1):
                lower, upper = self._staying(most - self.worth)
                found = self._among(lower, upper, costs, math.ceil(bound - NOISE))
                is_all = np.array_equal(lower, self.lower) and np.array_equal(upper, self.upper)
                bound = max(bound, found if is_all else min(found, most + 1))
            self._bounds(self.lower, self.upper)
        return Level(self.sum(costs), math.ceil(bound - NOISE))

    def narrow(self, costs: Terms) -> None:
        """Leave out what no plan has that is as good as the one found, once that is the least there is."""
        if costs:
            self.lower, self.upper = self._staying(self.sum(costs) - self.worth)
            self._bounds(self.lower, self.upper)

    def _relax(self, costs: Terms) -> None:
        """As parts of seats may be taken. Where none is, that is the best; if the time runs out, nothing is known."""
        self.worth = -math.inf
        for option, value in RELAXED.items():
            self.solver.setOptionValue(option, value)
        self._run()
        for option in RELAXED:
            self.solver.setOptionValue(option, OPTIONS[option])
        if self.solver.getModelStatus() == highspy.HighsModelStatus.kOptimal:
            found, self.worth = self.solver.getSolution(), self.solver.getInfo().objective_function_value
            self.parts, self.prices = np.array(found.col_value), np.array(found.col_dual)
            if np.max(np.abs(self.parts - np.round(self.parts))[self.whole], initial=0.0) < WHOLE:
                self._take(costs)

    def _reaches(self, least: int, better: int) -> Sequence[int]:
        """How much a plan may come to that is looked for, one after the other: without the first where it leaves out
        hardly more."""
        few, many = (np.count_nonzero(np.less(*self._staying(most - self.worth))) for most in (least, better))
        return [least, better] if few < WORTHWHILE * many else [better]

    def _staying(self, to_lose: float) -> tuple[Any, Any]:
        """The bounds of columns, where those whose price is more than there is to lose stay as they are."""
        dear = self.whole & (np.abs(self.prices) > to_lose + NOISE)
        lower = np.where(dear & (self.prices < 0), self.upper, self.lower)
        return lower, np.where(dear & (self.prices > 0), self.lower, self.upper)

    def _among(self, lower: Any, upper: Any, costs: Terms, least: int) -> float:
        """Look for better values within these bounds, until it is the least; none there can be below what it gives."""
        if self.sum(costs) <= least or monotonic() >= self.until:
            return -math.inf
        self._bounds(lower, upper)
        start = highspy.HighsSolution()
        start.col_value = list(self.values)
        self.solver.clearSolver()
        self.solver.setSolution(start)
        self._run()
        if self.solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
            return math.inf
        if not self._is_sound(costs):  # HiGHS 1.16 at times gives the start back with a better one's worth
            self.solver.clearSolver()
            self._run()
        self._take(costs)
        return float(self.solver.getInfo().mip_dual_bound)

    def _run(self) -> None:
        self.solver.setOptionValue("time_limit", self.solver.getRunTime() + max(0.0, self.until - monotonic()))
        self.solver.run()

    def _aim(self, costs: Terms) -> None:
        every = range(len(self.values))
        cost = np.array([costs.get(column, 0) for column in every], dtype=float)
        self.solver.changeColsCost(len(every), np.array(every, dtype=np.int32), cost)

    def _bounds(self, lower: Any, upper: Any) -> None:
        every = np.arange(len(self.values), dtype=np.int32)
        self.solver.changeColsBounds(len(every), every, lower, upper)

    def _take(self, costs: Terms) -> None:
        """Keep what was found, where it is as good as the best."""
        if self._is_sound(costs):
            found = self._found()
            if sum(cost * found[column] for column, cost in costs.items()) <= self.sum(costs) + NOISE:
                self.values = found

    def keep(self, terms: Terms) -> None:
        """Have a sum stay what it is."""
        columns, factors = np.array(list(terms), dtype=np.int32), np.array(list(terms.values()), dtype=float)
        self.solver.addRow(self.sum(terms), self.sum(terms), len(terms), columns, factors)

    def sum(self, terms: Terms) -> int:
        """What a sum comes to in the best found so far."""
        return round(sum(factor * self.values[column] for column, factor in terms.items()))

    def _found(self) -> Sequence[float]:
        found = zip(self.solver.getSolution().col_value, self.whole, strict=True)
        return [float(round(value)) if whole else value for value, whole in found]

    def _is_sound(self, costs: Terms) -> bool:
        """Whether there is a solution, and it is worth what is said of it."""
        info = self.solver.getInfo()
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return False
        values = self._found()
        worth = sum(cost * values[column] for column, cost in costs.items())
        return bool(abs(worth - info.objective_function_value) < HALF)
