"""The stages of a plan: reference, peak, candidates, tail; each a warm step of one programme.

Stage 1 minimises the discounted cost of every year up to the deadline, stage 2 that of the years
after it with that optimum held. Both are had from one objective, ``F × cost before + cost after``
with a large F. Its optimum has the least cost after among all schedules whose cost before is no
higher; so if its cost before lies within the stated slack of the stage-1 optimum, which is solved
for by itself from the same basis, it is the tail optimum too. If not, F is raised. This avoids a
stage 1 in which all years after the deadline are free of charge: degenerate, and far slower.

The reference is the same without the peak rows; its emissions up to the peak guard the plan (it
may not burn more before the peak to lift its own ceiling). Every earlier candidate is a warm solve.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from pathway.errors import InfeasibleError, ProofError, UsageError
from pathway.model.algebra import compile_programme
from pathway.model.algebra.lazy import subsets_of
from pathway.model.build import build
from pathway.model.families.cost import discount_by_term
from pathway.model.families.peak import active_pairs
from pathway.solve.gates import FEASIBILITY, check_before, coefficient_ranges, largest_violation
from pathway.solve.highs import LoadedProgramme, Optimum
from pathway.solve.solution import Candidate, Solution, StageLog
from pathway.solve.warm import start_from_coarse, worth_lifting

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from pathway.case.case import Case
    from pathway.model.algebra import Programme, RowBlock
    from pathway.settings import Settings

    Array = NDArray[np.float64]
    Progress = Callable[[str], None]

GUARD_SLACK = 1e-6
"""Relative room above the reference emissions, for the solver's own tolerance."""
FACTOR = 100.0
"""Weight of the cost before peaking against the cost after it, to begin with."""
FACTOR_LIMIT = 1e5
AGREEMENT = 1e-7
"""Largest relative difference between the objective and the costs added again."""


def solve_plan(case: Case, settings: Settings, progress: Progress = lambda _: None) -> Solution:
    """Find the cheapest schedule of a case that keeps every clause.

    Raises:
        InfeasibleError: no schedule keeps every hard clause and the physics.
        SolveError: no proved optimum.
        ProofError: the optimum does not survive its checks.
    """
    progress("build")
    plan = _Plan.prepare(case, settings)
    plan.check_peak_year()
    progress("solve")
    if settings.objective.form == "whole-horizon" or case.peak is None:
        plan.run_whole(progress)
    else:
        plan.run_stages(progress)
    return plan.solution()


def solve_base_year(case: Case, settings: Settings) -> Solution:
    """Dispatch the plant of the base year: nothing is built, no clause and no peak applies."""
    frozen = {
        key: replace(process, build_years=(), capacity_min=np.zeros(len(case.years)))
        for key, process in case.processes.items()
    }
    clauses = {key: replace(clause, rows=()) for key, clause in case.clauses.items()}
    alone = replace(
        case, processes=frozen, clauses=clauses, peak=None, projects={}, retrofits={}, adequacy={}
    )
    plan = _Plan.prepare(alone, settings)
    plan.run_whole(lambda _: None)
    return plan.solution()


@dataclass
class _Plan:
    """A programme on its way through the stages."""

    case: Case
    settings: Settings
    programme: Programme
    loaded: LoadedProgramme
    terms: dict[str, tuple[Any, Array]]
    discount: dict[str, Array]
    cost: Array
    """Discounted cost of each column [year × column]."""
    constant: Array
    warnings: list[str]
    timings: dict[str, float]
    stages: list[StageLog] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    reference: tuple[float, ...] = ()
    best: Optimum | None = None
    duals: Array | None = None
    peak_year: int | None = None

    # --- preparation --------------------------------------------------------------------------

    @classmethod
    def prepare(cls, case: Case, settings: Settings) -> _Plan:
        """Build, compile, check and load the programme."""
        started = time.perf_counter()
        model = build(case, settings.families, settings.peak.reading)
        built = time.perf_counter()
        programme = compile_programme(model)
        discount = discount_by_term(case, list(model.cost_terms))
        terms = {name: programme.expression(e) for name, e in model.cost_terms.items()}
        cost = np.zeros((len(case.years), programme.n_columns))
        constant = np.zeros(len(case.years))
        for name, (matrix, fixed) in terms.items():
            cost += matrix.multiply(discount[name][:, None]).toarray()
            constant += fixed * discount[name]
        warnings = check_before(programme, cost.sum(axis=0))
        loaded = LoadedProgramme(programme, settings.solver)
        timings = {"build": built - started, "transfer": time.perf_counter() - built}
        return cls(
            case, settings, programme, loaded, terms, discount, cost, constant, warnings, timings
        )

    def _first_basis(self, cost_of: Callable[[_Plan], Array], progress: Progress) -> None:
        """Start from coarser representative days where that pays."""
        if self.settings.solver.method != "auto" or not worth_lifting(self.case):
            return

        def load(case: Case) -> LoadedProgramme:
            coarse = _Plan.prepare(case, self.settings)
            coarse._open_peak_rows()
            coarse.loaded.minimise(cost_of(coarse))
            return coarse.loaded

        started = time.perf_counter()
        start_from_coarse(self.case, self.loaded, load, progress)
        log = StageLog("first basis", "simplex (lifted)", time.perf_counter() - started, np.nan, 0)
        self.stages.append(log)

    def check_peak_year(self) -> None:
        """Refuse a peak year outside the plan's window."""
        year, window = self.settings.peak.year, self.case.peak
        if isinstance(year, int) and (
            window is None or not window.first <= year <= window.deadline
        ):
            span = (
                f"{window.first} to {window.deadline}"
                if window
                else "none, as the settings give no deadline"
            )
            raise UsageError(f"peak year {year} is outside the window of the plan: {span}")

    # --- stages -------------------------------------------------------------------------------

    def run_whole(self, progress: Progress) -> None:
        """One objective over all years."""
        self._first_basis(lambda plan: plan.stage_cost(whole=True), progress)
        if self.case.peak is not None:
            self._run_reference(self.stage_cost(whole=True), progress)
            self._activate(self._chosen_peak())
        self.loaded.minimise(self.stage_cost(whole=True))
        self.best = self._solve("plan", progress)
        self.duals = self.best.row_dual

    def run_stages(self, progress: Progress) -> None:
        """Cost before peaking, then the years after it."""
        both = self.blend(FACTOR)
        self._first_basis(lambda plan: plan.blend(FACTOR), progress)
        self._run_reference(both, progress)
        self._activate(self._chosen_peak())
        self.best = self._solve("plan and tail", progress)
        basis = self.loaded.basis()
        if self.settings.peak.year == "auto":
            self._run_candidates(progress)
            self._activate(self._chosen_peak())
        self.loaded.start_from(*basis)
        before = self.stage_cost()
        self.loaded.minimise(before)
        stage1 = self._solve("plan", progress, primal=True)
        self._tighten(before, stage1, progress)
        self.duals = self._joined_duals(stage1.row_dual, self.best.row_dual)

    def blend(self, factor: float) -> Array:
        """Cost before peaking, weighed by a factor, plus the cost after it."""
        return factor * self.stage_cost() + self.stage_cost(after=True)

    def _tighten(self, before: Array, stage1: Optimum, progress: Progress) -> None:
        """Raise the factor until the cost before peaking is within its slack of the optimum."""
        room = self.settings.objective.tail_slack * max(abs(stage1.objective), 1.0)
        factor = FACTOR
        while float(before @ self._best.x) > stage1.objective + room:
            factor *= 10.0
            if factor > FACTOR_LIMIT:
                raise ProofError(
                    f"the years after the deadline cannot be optimised within {room:.3g} of the "
                    "cost before peaking; raise objective.tail_slack"
                )
            self.loaded.minimise(self.blend(factor))
            self.best = self._solve(f"tail × {factor:g}", progress, primal=True)

    @property
    def _best(self) -> Optimum:
        assert self.best is not None
        return self.best

    def stage_cost(self, *, whole: bool = False, after: bool = False) -> Array:
        """Discounted cost of each column over the years up to the deadline, after it, or all."""
        if whole:
            return np.asarray(self.cost.sum(axis=0))
        years = np.array(self.case.years)
        stage = years > self.case.stage_end if after else years <= self.case.stage_end
        return np.asarray(self.cost[stage].sum(axis=0))

    def _chosen_peak(self) -> int:
        assert self.case.peak is not None
        year = self.settings.peak.year
        return year if isinstance(year, int) else self.case.peak.deadline

    def _run_reference(self, cost: Array, progress: Progress) -> None:
        self._open_peak_rows()
        self.loaded.minimise(cost)
        self.reference = self._emissions(self._solve("reference", progress))

    def _run_candidates(self, progress: Progress) -> None:
        """Cost of every candidate peak year in the window, the latest first."""
        assert self.case.peak is not None
        before = self.stage_cost()
        for year in range(self.case.peak.deadline, self.case.peak.first - 1, -1):
            self._activate(year)
            try:
                optimum = self._solve(f"peak {year}", progress)
            except InfeasibleError:
                self.candidates.append(Candidate(year, None, (), feasible=False))
                continue
            cost = float(before @ optimum.x) + self._constant(before=True)
            self.candidates.append(Candidate(year, cost, self._emissions(optimum), feasible=True))

    def _solve(self, name: str, progress: Progress, *, primal: bool = False) -> Optimum:
        progress(name)
        optimum = self.loaded.solve(primal=primal)
        worst, where = largest_violation(
            self.programme, optimum.x, self.loaded.row_upper, self.loaded.col_upper
        )
        if not worst <= FEASIBILITY:  # not a number is a violation too
            raise ProofError(f"stage {name}: {where} is violated by {worst:.2e}")
        self.stages.append(
            StageLog(name, optimum.method, optimum.seconds, optimum.objective, optimum.iterations)
        )
        return optimum

    # --- peak rows ----------------------------------------------------------------------------

    def _peak_rows(self) -> tuple[NDArray[np.int64], list[tuple[int, int]]]:
        block = self.programme.rows.get("c_peak")
        if block is None or not len(block):
            return np.empty(0, np.int64), []
        return np.arange(block.start, block.stop), list(block.index_set)

    def _open_peak_rows(self) -> None:
        rows, _ = self._peak_rows()
        self.loaded.limit_rows(rows, np.full(len(rows), np.inf))

    def _activate(self, peak_year: int) -> None:
        """Close the rows of one peak year, and guard the years up to it."""
        rows, pairs = self._peak_rows()
        active = set(active_pairs(pairs, peak_year, self.settings.peak.reading))
        limits = self.programme.row_upper[rows]
        closed = np.array([pair in active for pair in pairs], bool)
        self.loaded.limit_rows(rows, np.where(closed, limits, np.inf))
        self._guard(peak_year)
        self.peak_year = peak_year

    def _guard(self, peak_year: int) -> None:
        block = self.programme.columns["v_emissions"]
        columns = np.arange(block.start, block.stop)
        reference = np.array(self.reference)
        limits = reference + GUARD_SLACK * np.abs(reference)
        guarded = (np.array(self.case.years) <= peak_year) & self.settings.peak.guard
        self.loaded.limit_columns(columns, np.where(guarded, limits, np.inf))

    def _emissions(self, optimum: Optimum) -> tuple[float, ...]:
        return tuple(self.programme.values("v_emissions", optimum.x).tolist())

    # --- duals of two stages ------------------------------------------------------------------

    def _joined_duals(self, stage1: Array, tail: Array) -> Array:
        """Duals of rows of years up to the deadline from stage 1, of later years from the tail."""
        duals = stage1.copy()
        for block in self.programme.rows.values():
            late = np.flatnonzero(row_years(block, self.case) > self.case.stage_end) + block.start
            duals[late] = tail[late]
        return duals

    # --- result -------------------------------------------------------------------------------

    def _constant(self, *, before: bool) -> float:
        years = np.array(self.case.years)
        stage = years <= self.case.stage_end if before else years > self.case.stage_end
        return float(self.constant[stage].sum())

    def solution(self) -> Solution:
        """The proved optimum with its costs added again."""
        assert self.best is not None
        assert self.duals is not None
        x = self.best.x
        values = {name: matrix @ x + fixed for name, (matrix, fixed) in self.terms.items()}
        before, after = self._added_again(values)
        worst, _ = largest_violation(self.programme, x, *self._final_limits())
        self.timings["solve"] = sum(stage.seconds for stage in self.stages)
        return Solution(
            case=self.case,
            settings=self.settings,
            objective=before,
            tail=after,
            peak_year=self.peak_year,
            reference_emissions=self.reference,
            candidates=tuple(self.candidates),
            stages=tuple(self.stages),
            sizes={
                "rows": self.programme.n_rows,
                "columns": self.programme.n_columns,
                "nonzeros": int(self.programme.matrix.nnz),
            },
            ranges=coefficient_ranges(self.programme, self.cost.sum(axis=0)),
            warnings=tuple(self.warnings),
            max_residual=worst,
            cost_terms=tuple(self.terms),
            discount=self.discount,
            programme=self.programme,
            x=x,
            row_dual=self.duals,
            term_values=values,
            timings=self.timings,
        )

    def _final_limits(self) -> tuple[Array, Array]:
        """Bounds with the peak rows of the plan's own peak year, whatever was tried after it."""
        if self.case.peak is not None and self.peak_year is not None and self.reference:
            self._activate(self.peak_year)
        return self.loaded.row_upper, self.loaded.col_upper

    def _added_again(self, values: dict[str, Array]) -> tuple[float, float]:
        """Costs added term by term and year by year; they must agree with the objective."""
        by_year = np.sum([values[name] * self.discount[name] for name in values], axis=0)
        early = np.array(self.case.years) <= self.case.stage_end
        before, after = float(by_year[early].sum()), float(by_year[~early].sum())
        said = float(self.cost[early].sum(axis=0) @ self._best.x) + self._constant(before=True)
        said += float(self.cost[~early].sum(axis=0) @ self._best.x) + self._constant(before=False)
        if abs(before + after - said) > AGREEMENT * max(1.0, abs(said)):
            raise ProofError(
                f"costs added again give {before + after!r}, the objective is {said!r}"
            )
        return before, after


def row_years(block: RowBlock, case: Case) -> NDArray[np.float64]:
    """Year that each row of a family belongs to; minus infinity where it belongs to none."""
    known = set(case.years)
    of_clause = {row.key: row.year for c in case.clauses.values() for row in c.rows}
    years = np.full(block.shape, -np.inf)
    subsets = subsets_of(block.index_set)
    for axis, subset in enumerate(subsets):
        last = block.name == "c_peak"
        found = np.array([_year_in(element, known, of_clause, last) for element in subset], float)
        if np.all(np.isfinite(found)):
            along = [1] * len(subsets)
            along[axis] = -1
            years = np.broadcast_to(found.reshape(along), block.shape)
    return np.asarray(years).ravel()


def _year_in(element: object, known: set[int], of_clause: dict[str, int], last: bool) -> float:
    """Year named by an element of an index set: the first in (y, t), the last in (y, y)."""
    if isinstance(element, str):
        return of_clause.get(element, -np.inf)
    parts = element if isinstance(element, tuple) else (element,)
    years = [part for part in parts if isinstance(part, int) and part in known]
    return (years[-1] if last else years[0]) if years else -np.inf
