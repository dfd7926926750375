"""One linear programme loaded in HiGHS, changed and solved again from where it stands.

The only file that knows HiGHS. Above it there is an optimum with its duals, or an error that says
what to do next.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import highspy
import numpy as np

from pathway.errors import InfeasibleError, ProofError, SolveError, TimeLimitError
from pathway.solve.rows import uniform_scale

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from pathway.model.algebra import Programme
    from pathway.settings import SolverSettings
    from pathway.solve.rows import Rows

    Array = NDArray[np.float64]
    Held = tuple[NDArray[np.int64], Array]
    Entries = tuple[NDArray[np.int64], NDArray[np.int64], Array]
    Sided = tuple[NDArray[np.int64], Array, Array]
    Statuses = NDArray[np.int8]

ADVICE = {
    highspy.HighsModelStatus.kUnbounded: "a cost is negative without limit: a revenue is unbounded",
    highspy.HighsModelStatus.kUnboundedOrInfeasible: "no finite plan: a revenue is unbounded",
    highspy.HighsModelStatus.kUnknown: "numbers range too widely: look at units",
    highspy.HighsModelStatus.kIterationLimit: "the solver stopped early",
}

LOWER, BASIC, UPPER = (
    int(status)
    for status in (
        highspy.HighsBasisStatus.kLower,
        highspy.HighsBasisStatus.kBasic,
        highspy.HighsBasisStatus.kUpper,
    )
)
"""Statuses of columns and rows in a basis: at its lower bound, between its bounds, at its upper."""

WARM = "simplex (warm)"
"""Method that goes on from the last basis."""
IIS_SECONDS = 60.0
"""Most seconds that the search for an irreducible infeasible subsystem takes [s]."""
LARGE = 300_000
"""Nonzeros above which the interior point method with crossover beats a cold simplex."""


@dataclass(frozen=True, eq=False)
class Optimum:
    """A proved optimum of the loaded programme."""

    x: Array
    row_dual: Array
    column_dual: Array
    objective: float
    iterations: int
    seconds: float
    method: str
    added: Array = field(default_factory=lambda: np.zeros(0))
    """Values of columns that were added after loading."""
    added_dual: Array = field(default_factory=lambda: np.zeros(0))
    """Duals of rows that were added after loading."""


class LoadedRows:
    """Rows and columns in HiGHS: change bounds and objective, solve again from the last basis.

    Sides and bounds are handed over times `scale`, and values come back divided by it: the solver's
    tolerances are absolute, and a district of kilowatts would vanish in them. Duals do not change.
    """

    def __init__(
        self, programme: Rows, settings: SolverSettings, patience: float = np.inf,
        scale: float | None = None,
    ) -> None:  # fmt: skip
        """Load rows and columns.

        Args:
            programme: what to load.
            settings: options of HiGHS.
            patience: seconds after which a solve from the last basis is given up for a cold one.
            scale: what sides and bounds are multiplied by; found from them if left out.
        """
        self.programme = programme
        self.settings = settings
        self._patience = patience
        self.row_upper = programme.row_upper.copy()
        self.col_upper = programme.col_upper.copy()
        self.scale = uniform_scale(programme) if scale is None else scale
        self.unit = 1.0 / self.scale
        # The scheduler is one for the whole process: with another number of threads set before,
        # HiGHS would refuse to run.
        highspy.Highs.resetGlobalScheduler(True)
        self._highs = highspy.Highs()
        self._set("output_flag", False)
        self._set("threads", settings.threads)
        self._set("random_seed", settings.random_seed)
        self._pass_model()
        self._solved = False

    # --- changes ------------------------------------------------------------------------------

    def minimise(self, cost: Array) -> None:
        """Set the objective."""
        columns = np.arange(self.programme.n_columns, dtype=np.int32)
        self._ok(self._highs.changeColsCost(len(columns), columns, cost), "changeColsCost")

    def limit_rows(self, rows: NDArray[np.int64], upper: Array) -> None:
        """Set upper bounds of rows; infinite ones open them."""
        self.row_upper[rows] = upper
        self._bound_rows(rows, self.programme.row_lower[rows], upper)

    def limit_columns(self, columns: NDArray[np.int64], upper: Array) -> None:
        """Set upper bounds of variables."""
        self.col_upper[columns] = upper
        self._bound_columns(columns, self.programme.col_lower[columns], upper)

    def bound_rows(self, rows: NDArray[np.int64], lower: Array, upper: Array) -> None:
        """Set both sides of rows, for as long as nobody else sets them."""
        self._bound_rows(rows, lower, upper)

    def bound_columns(self, columns: NDArray[np.int64], lower: Array, upper: Array) -> None:
        """Set both bounds of variables, for as long as nobody else sets them."""
        self._bound_columns(columns, lower, upper)

    def price_columns(self, columns: NDArray[np.int64], cost: Array) -> None:
        """Set the objective of some variables, added ones too."""
        self._ok(
            self._highs.changeColsCost(len(columns), columns.astype(np.int32), cost),
            "changeColsCost",
        )

    def add_columns(self, number: int, lower: float, upper: float) -> NDArray[np.int64]:
        """Add variables that no row has yet; their places."""
        first = self._highs.getNumCol()
        low, high = (self._handed(np.full(number, value)) for value in (lower, upper))
        none, values = np.zeros(0, np.int32), np.zeros(0)
        starts, costs = np.zeros(number, np.int32), np.zeros(number)
        added = self._highs.addCols(number, costs, low, high, 0, starts, none, values)
        self._ok(added, "addCols")
        return np.arange(first, first + number)

    def add_column(self, rows: NDArray[np.int64], values: Array) -> int:
        """Add a variable of zero or more that enters some rows; its place."""
        place = int(self._highs.getNumCol())
        added = self._highs.addCol(
            0.0, 0.0, highspy.kHighsInf, len(rows), rows.astype(np.int32), values
        )
        self._ok(added, "addCol")
        return place

    def add_row(self, columns: NDArray[np.int64], values: Array, lower: float, upper: float) -> int:
        """Add a row; its place."""
        low, high = self._handed(np.array([lower, upper])).tolist()
        place = int(self._highs.getNumRow())
        row = low, high, len(columns), columns.astype(np.int32), values
        if self._highs.addRow(*row) == highspy.HighsStatus.kError:
            self._highs.clearSolver()  # a basis left over from a failed solve cannot take a row
            size = np.abs(values).max(initial=0.0)
            told = f"{len(values)} entries up to {size:.3g}, sides {low:g} and {high:g}"
            self._ok(self._highs.addRow(*row), f"addRow ({told})")
        return place

    @contextmanager
    def held(self, columns: Held, rows: Held) -> Iterator[None]:
        """Hold variables and rows at given values for a while."""
        self._bound_columns(columns[0], columns[1], columns[1])
        self._bound_rows(rows[0], rows[1], rows[1])
        try:
            yield
        finally:
            self.limit_columns(columns[0], self.col_upper[columns[0]])
            self.limit_rows(rows[0], self.row_upper[rows[0]])

    @contextmanager
    def altered(self, entries: Entries, rows: Sided) -> Iterator[None]:
        """Change coefficients by some amount, and sides of rows to given values, for a while."""
        matrix = self.programme.matrix
        before = [float(matrix[row, column]) for row, column in zip(*entries[:2], strict=True)]
        self._enter(entries[:2], np.array(before) + entries[2])
        self._bound_rows(*rows)
        try:
            yield
        finally:
            self._enter(entries[:2], np.array(before))
            self._bound_rows(rows[0], self.programme.row_lower[rows[0]], self.row_upper[rows[0]])

    def _enter(self, places: tuple[NDArray[np.int64], NDArray[np.int64]], values: Array) -> None:
        for row, column, value in zip(*places, values, strict=True):
            self._ok(self._highs.changeCoeff(int(row), int(column), float(value)), "changeCoeff")

    def _bound_rows(self, rows: NDArray[np.int64], lower: Array, upper: Array) -> None:
        places = rows.astype(np.int32)
        sides = self._handed(lower), self._handed(upper)
        change = self._highs.changeRowsBounds  # type: ignore[attr-defined] # stubs lack it
        self._ok(change(len(rows), places, *sides), "changeRowsBounds")

    def _bound_columns(self, columns: NDArray[np.int64], lower: Array, upper: Array) -> None:
        places = columns.astype(np.int32)
        sides = self._handed(lower), self._handed(upper)
        self._ok(self._highs.changeColsBounds(len(columns), places, *sides), "changeColsBounds")

    def _handed(self, sides: Array) -> Array:
        """Sides or bounds as HiGHS holds them."""
        return np.clip(sides * self.scale, -highspy.kHighsInf, highspy.kHighsInf)

    # --- solving ------------------------------------------------------------------------------

    def solve(self, *, primal: bool = False) -> Optimum:
        """Solve from the last basis, or cold.

        Args:
            primal: only the objective changed, so the primal simplex goes on from the last values.

        Raises:
            InfeasibleError: no values keep all rows.
            TimeLimitError: the time limit came first.
            SolveError: anything else that is not a proved optimum.
        """
        started = time.perf_counter()
        attempts = self._attempts(primal)
        for method, options in attempts:  # the last one tried is reported
            if method != attempts[0][0]:
                self._highs.clearSolver()  # what the failed attempt left is no place to start from
            for name, value in options.items():
                self._set(name, value)
            impatient = method == WARM
            seconds = min(self.settings.time_limit, self._patience if impatient else np.inf)
            # HiGHS counts the seconds of all solves of one object against the limit.
            self._set("time_limit", self._highs.getRunTime() + seconds)
            failed = self._highs.run() == highspy.HighsStatus.kError
            status = self._highs.getModelStatus()
            slow = status == highspy.HighsModelStatus.kTimeLimit and impatient
            if status != highspy.HighsModelStatus.kUnknown and not slow and not failed:
                break
        seconds = time.perf_counter() - started
        self._raise_unless_optimal(status)
        self._solved = True
        return self._optimum(seconds, method)

    def irreducible(self) -> tuple[NDArray[np.int64], NDArray[np.int64]] | None:
        """Rows and columns of an irreducible infeasible subsystem; None if none is found in time.

        Leaving any of its rows or bounds out gives it a solution.
        """
        kinds = highspy.IisStrategy
        way = int(kinds.kIisStrategyFromLp) | int(kinds.kIisStrategyIrreducible)
        self._set("iis_strategy", way)
        self._set("iis_time_limit", IIS_SECONDS)
        self._ok(self._highs.run(), "run")
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kInfeasible:
            return None
        status, found = self._highs.getIis()
        if status == highspy.HighsStatus.kError or not found.valid_:
            return None
        return np.array(found.row_index_, np.int64), np.array(found.col_index_, np.int64)

    def basis(self) -> tuple[list[Any], list[Any]]:
        """Basis status of columns and rows at the last optimum."""
        basis = self._highs.getBasis()
        return list(basis.col_status), list(basis.row_status)

    def start_from(self, columns: list[Any], rows: list[Any]) -> None:
        """Start the next solve from statuses that need not be a whole basis."""
        basis = highspy.HighsBasis()
        basis.valid, basis.alien = True, True
        basis.col_status, basis.row_status = columns, rows
        self._ok(self._highs.setBasis(basis), "setBasis")
        self._solved = True

    def state(self) -> Any:
        """Where the last solve ended, to `resume` from."""
        return self._highs.getBasis()

    def resume(self, state: Any) -> None:
        """Go on from the end of an earlier solve of this programme."""
        self._ok(self._highs.setBasis(state), "setBasis")

    def duals_for(self, cost: Array) -> Array:
        """Duals of all rows that the last basis gives another objective.

        Args:
            cost: coefficients of the first columns; the others, added later, cost nothing.
        """
        highs: Any = self._highs  # stubs lack the next two
        status, basic = highs.getBasicVariables()
        self._ok(status, "getBasicVariables")
        places = np.asarray(basic, np.int64)
        paid = (places >= 0) & (places < len(cost))
        wanted = np.where(paid, cost[np.where(paid, places, 0)], 0.0)
        status, dual = highs.getBasisTransposeSolve(wanted)
        self._ok(status, "getBasisTransposeSolve")
        return np.array(dual)

    def statuses(self) -> tuple[Statuses, Statuses]:
        """Basis status of columns and rows at the last optimum, as numbers to keep or send."""
        columns, rows = (np.array(list(map(int, part)), np.int8) for part in self.basis())
        return columns, rows

    def start_at(self, columns: Statuses, rows: Statuses) -> None:
        """Start the next solve from statuses as numbers.

        Columns added since then stand at their lower bound, rows between their sides.
        """
        kinds = {int(kind): kind for kind in highspy.HighsBasisStatus.__members__.values()}
        at_lower, basic = highspy.HighsBasisStatus.kLower, highspy.HighsBasisStatus.kBasic
        later = self._highs.getNumCol() - len(columns), self._highs.getNumRow() - len(rows)
        self.start_from(
            [kinds[status] for status in columns.tolist()] + [at_lower] * later[0],
            [kinds[status] for status in rows.tolist()] + [basic] * later[1],
        )

    def _attempts(self, primal: bool) -> list[tuple[str, Mapping[str, Any]]]:
        """Methods to try in turn: the next one only if HiGHS could not tell."""
        warm = {"solver": "simplex", "presolve": "off", "simplex_strategy": 4 if primal else 1}
        presolve = "on" if self.settings.presolve else "off"
        simplex = ("simplex", {"solver": "simplex", "presolve": presolve, "simplex_strategy": 1})
        interior = ("ipm", {"solver": "ipx", "presolve": presolve, "run_crossover": "on"})
        if self._solved:
            return [(WARM, warm), interior, simplex]
        large = self.programme.matrix.nnz > LARGE
        interior_first = self.settings.method == "ipm" or (self.settings.method == "auto" and large)
        return [interior, simplex] if interior_first else [simplex, interior]

    def _optimum(self, seconds: float, method: str) -> Optimum:
        solution, info = self._highs.getSolution(), self._highs.getInfo()
        rows, columns = self.programme.n_rows, self.programme.n_columns
        x, row_dual = np.array(solution.col_value) / self.scale, np.array(solution.row_dual)
        return Optimum(
            x=x[:columns],
            row_dual=row_dual[:rows],
            column_dual=np.array(solution.col_dual)[:columns],
            added=x[columns:],
            added_dual=row_dual[rows:],
            objective=float(info.objective_function_value) / self.scale,
            iterations=int(info.simplex_iteration_count + info.ipm_iteration_count),
            seconds=seconds,
            method=method,
        )

    def _raise_unless_optimal(self, status: Any) -> None:
        if status == highspy.HighsModelStatus.kOptimal:
            return
        said = self._highs.modelStatusToString(status)
        if status == highspy.HighsModelStatus.kInfeasible:
            raise InfeasibleError("no schedule keeps every hard clause and the physics")
        if status == highspy.HighsModelStatus.kTimeLimit:
            raise TimeLimitError(
                f"no optimum within {self.settings.time_limit:g} s; raise solver.time_limit"
            )
        raise SolveError(f"HiGHS ended with {said!r}: {ADVICE.get(status, 'see run.log')}")

    # --- loading ------------------------------------------------------------------------------

    def _pass_model(self) -> None:
        p = self.programme
        status = self._highs.passModel(
            p.n_columns, p.n_rows, p.matrix.nnz, int(highspy.MatrixFormat.kRowwise),
            int(highspy.ObjSense.kMinimize), 0.0, np.zeros(p.n_columns),
            self._handed(p.col_lower), self._handed(p.col_upper),
            self._handed(p.row_lower), self._handed(p.row_upper),
            p.matrix.indptr, p.matrix.indices, p.matrix.data, np.zeros(p.n_columns, np.int32),
        )  # fmt: skip
        self._ok(status, "passModel")
        held = (self._highs.getNumRow(), self._highs.getNumCol(), self._highs.getNumNz())
        built = (p.n_rows, p.n_columns, p.matrix.nnz)
        if held != built:
            raise ProofError(f"HiGHS holds {held} rows, columns, nonzeros; {built} were built")

    def _set(self, option: str, value: Any) -> None:
        self._ok(self._highs.setOptionValue(option, value), f"option {option}")

    @staticmethod
    def _ok(status: Any, what: str) -> None:
        if status == highspy.HighsStatus.kError:
            raise SolveError(f"HiGHS refused {what}")


class LoadedProgramme(LoadedRows):
    """A whole programme in HiGHS."""

    programme: Programme

    def __init__(
        self, programme: Programme, settings: SolverSettings, patience: float = np.inf
    ) -> None:
        super().__init__(programme, settings, patience)
