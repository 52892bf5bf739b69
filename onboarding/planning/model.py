"""Columns and rows for the solver, and the search for the best: one aim after the other, each kept while the next is
sought. The only importer of highspy.

With one thread and no chance in it, the same question has the same answer, unless the time runs out.
"""

import math
from collections.abc import Mapping, Sequence
from time import monotonic
from typing import Any

import highspy
import numpy as np

from onboarding.planning.problem import Level

HALF = 0.5  # everything that is counted is whole: what is nearer than this to the best is the best
NOISE = 1e-4  # of a bound, which the solver computes inexactly
OPTIONS = {"output_flag": False, "threads": 1, "random_seed": 0, "mip_rel_gap": 0.0, "mip_abs_gap": HALF}
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
        solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        for option, value in OPTIONS.items():
            solver.setOptionValue(option, value)
        solver.passModel(lp)
        return solver


class Search:
    """The best found so far: at first nothing is taken, which every row has to allow."""

    def __init__(self, model: Model, seconds: float) -> None:
        self.solver, self.until = model.passed(), monotonic() + seconds
        self.whole = [kind == highspy.HighsVarType.kInteger for kind in model.kinds]
        self.values: Sequence[float] = [0.0] * len(model.upper)

    def least(self, costs: Terms) -> Level:
        """Make that sum, which is never below `sum of the negative costs`, as small as it can be in the time."""
        bound: float = sum(cost for cost in costs.values() if cost < 0)
        left = self.until - monotonic()
        if costs and left > 0:
            bound = max(bound, self._solve(costs, left))
        return Level(self.sum(costs), math.ceil(bound - NOISE))

    def narrow(self, costs: Terms) -> None:
        """Leave out what no plan has that is as good as this one, once that is the least there is.

        As parts of seats could be taken, each column has a price: what a plan with it costs more. Where that is more
        than there is to lose, it stays as it is.
        """
        count, spare = len(self.values), self.until - monotonic()
        if not costs or spare <= 0:
            return
        every = np.arange(count, dtype=np.int32)
        self.solver.clearSolver()
        self._divide(every, [False] * count)
        self.solver.setOptionValue("time_limit", self.solver.getRunTime() + spare)
        self.solver.run()
        if self.solver.getModelStatus() == highspy.HighsModelStatus.kOptimal:
            to_lose = self.sum(costs) - self.solver.getInfo().objective_function_value + NOISE
            lp = self.solver.getLp()
            priced = enumerate(zip(self.solver.getSolution().col_dual, lp.col_lower_, lp.col_upper_, strict=True))
            for column, (price, lower, upper) in priced:
                if self.whole[column] and abs(price) > to_lose:
                    stays = lower if price > 0 else upper
                    self.solver.changeColBounds(column, stays, stays)
        self._divide(every, self.whole)

    def _divide(self, every: Any, whole: Sequence[bool]) -> None:
        kinds = highspy.HighsVarType
        kind = [int(kinds.kInteger if each else kinds.kContinuous) for each in whole]
        self.solver.changeColsIntegrality(len(kind), every, np.array(kind, dtype=np.uint8))

    def keep(self, terms: Terms) -> None:
        """Have a sum stay what it is."""
        columns, factors = np.array(list(terms), dtype=np.int32), np.array(list(terms.values()), dtype=float)
        self.solver.addRow(self.sum(terms), self.sum(terms), len(terms), columns, factors)

    def sum(self, terms: Terms) -> int:
        """What a sum comes to in the best found so far."""
        return round(sum(factor * self.values[column] for column, factor in terms.items()))

    def _solve(self, costs: Terms, seconds: float) -> float:
        """Look for better values, and say what none can be below."""
        every = range(len(self.values))
        self.solver.changeColsCost(
            len(every), np.array(every, dtype=np.int32), np.array([costs.get(column, 0) for column in every], float)
        )
        self.solver.setOptionValue("time_limit", self.solver.getRunTime() + seconds)
        start = highspy.HighsSolution()
        start.col_value = list(self.values)
        self.solver.setSolution(start)
        self.solver.run()
        if not self._is_sound(costs):  # HiGHS 1.16 at times gives the start back with a better one's worth
            self.solver.clearSolver()
            self.solver.run()
        info = self.solver.getInfo()
        if self._is_sound(costs):
            self.values = self._found()
        return float(info.mip_dual_bound)

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
