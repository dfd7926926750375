"""The stages of a plan: reference, peak, tail, candidates, ties; each a warm step of one programme.

Stage 1 minimises the discounted cost of every year up to the deadline, stage 2 that of the years
after it with that optimum held. Both are had from one objective, ``F × cost before + cost after``
with a large F. Its optimum has the least cost after among all schedules whose cost before is no
higher; so if its cost before lies within the stated slack of the stage-1 optimum, which is solved
for by itself from the same basis, it is the tail optimum too. If not, F is raised. This avoids a
stage 1 in which all years after the deadline are free of charge: degenerate, and far slower.

The reference is the same without the peak rows; its emissions up to the peak guard the plan (it
may not burn more before the peak to lift its own ceiling). Every earlier candidate is a warm solve.
Last, ties between schedules of equal cost are broken by a documented rule (`pathway.solve.ties`).
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from pathway.errors import InfeasibleError, ProofError, SolveError
from pathway.model.algebra import compile_programme
from pathway.model.build import build
from pathway.solve.certificate import Certificate
from pathway.solve.clash.find import Question, explained, find_clash
from pathway.solve.costs import FACTOR, Costs, staged
from pathway.solve.decomposed.clash import solve_explained
from pathway.solve.decomposed.session import Session
from pathway.solve.duals import joined_duals
from pathway.solve.gates import FEASIBILITY, check_before, coefficient_ranges, largest_violation
from pathway.solve.highs import LoadedProgramme, Optimum
from pathway.solve.peaks import PeakRows
from pathway.solve.solution import Candidate, Solution, StageLog
from pathway.solve.ties import break_ties
from pathway.solve.warm import LEVELS, start_from_coarse, worth_lifting

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from pathway.case.case import Case
    from pathway.model.algebra import Programme
    from pathway.settings import Settings

    Array = NDArray[np.float64]
    Progress = Callable[[str], None]
    Objective = tuple[Array, float]

_BASIS = "basis " + ", ".join(map(str, LEVELS))
FACTOR_LIMIT = 1e5
"""Largest weight of the cost before peaking that is tried."""
TIE_COST = 1e-8
"""Largest relative rise of the cost when ties are broken: rounding, nothing more."""


def solve_plan(case: Case, settings: Settings, progress: Progress = lambda _: None) -> Solution:
    """Find the cheapest schedule of a case that keeps every clause.

    Raises:
        PlanClashError: no schedule keeps every hard clause and the physics; it says what clashes.
        SolveError: no proved optimum.
        ProofError: the optimum does not survive its checks.
    """
    if apart(case, settings):
        with Session(case, settings, progress) as session:
            return solve_explained(session)
    progress("build")
    plan = _Plan.prepare(case, settings, progress)
    plan.peaks.check_year()
    progress("solve")
    try:
        if staged(case, settings):
            plan.run_stages()
        else:
            plan.run_whole()
    except InfeasibleError as error:
        asked = Question(case, settings, plan.programme, plan.costs, plan.reference)
        raise explained(error, lambda: find_clash(asked, progress), progress) from error
    return plan.solution()


def apart(case: Case, settings: Settings) -> bool:
    """Whether plan and operation are solved apart: as the model file says, else on all hours."""
    chosen = settings.solver.decompose
    return case.steps.resolution == "full" if chosen == "auto" else chosen


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
    if apart(alone, settings):
        with Session(alone, settings) as session:  # a base year that clashes is only a warning
            return session.solve()
    plan = _Plan.prepare(alone, settings)
    plan.run_whole()
    return plan.solution()


@dataclass
class _Plan:
    """A programme on its way through the stages."""

    case: Case
    settings: Settings
    programme: Programme
    loaded: LoadedProgramme
    costs: Costs
    warnings: list[str]
    timings: dict[str, float]
    progress: Progress
    stages: list[StageLog] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    certificates: list[Certificate] = field(default_factory=list)
    reference: tuple[float, ...] = ()
    peak_year: int | None = None
    best: Optimum = field(init=False)
    duals: Array = field(init=False)

    # --- preparation --------------------------------------------------------------------------

    @classmethod
    def prepare(cls, case: Case, settings: Settings, progress: Progress = lambda _: None) -> _Plan:
        """Build, compile, check and load the programme."""
        started = time.perf_counter()
        model = build(case, settings.families, settings.peak.reading)
        built = time.perf_counter()
        programme = compile_programme(model)
        costs = Costs.of(case, model, programme)
        warnings = check_before(programme, costs.whole[0])
        loaded = LoadedProgramme(programme, settings.solver)
        timings = {"build": built - started, "transfer": time.perf_counter() - built}
        return cls(case, settings, programme, loaded, costs, warnings, timings, progress)

    @property
    def peaks(self) -> PeakRows:
        """The rows of the peak in the loaded programme."""
        return PeakRows(self.case, self.settings.peak, self.loaded)

    def _first_basis(self, objective: Callable[[Costs], Objective]) -> None:
        """Start from coarser representative days where that pays."""
        if self.settings.solver.method != "auto" or not worth_lifting(self.case):
            return

        def load(case: Case) -> LoadedProgramme:
            coarse = _Plan.prepare(case, self.settings)
            coarse.peaks.open()
            coarse.loaded.minimise(objective(coarse.costs)[0])
            return coarse.loaded

        started = time.perf_counter()
        start_from_coarse(self.case, self.loaded, load, self.progress)
        log = StageLog(_BASIS, "simplex (lifted)", time.perf_counter() - started, np.nan, 0)
        self.stages.append(log)

    # --- stages -------------------------------------------------------------------------------

    def run_whole(self) -> None:
        """One objective over all years."""
        self._first_basis(lambda costs: costs.whole)
        if self.case.peak is not None:
            self._run_reference(self.costs.whole)
            self._activate(self.peaks.chosen)
        self.best = self._minimise("whole", self.costs.whole)
        self.duals = self.best.row_dual
        self._certify("whole", self.best, self.costs.whole)
        self._break_ties()

    def run_stages(self) -> None:
        """Cost before peaking, then the years after it."""
        both, factor = self.costs.blend(FACTOR), FACTOR
        self._first_basis(lambda costs: costs.blend(FACTOR))
        self._run_reference(both)
        self._activate(self.peaks.chosen)
        self.best = self._minimise("both", both)
        basis = self.loaded.basis()
        stage1 = self._minimise("plan", self.costs.before, primal=True)
        while not self._within_slack(stage1):
            factor *= 10.0
            self._refuse_beyond(factor)
            self.best = self._minimise(f"blend {factor:g}", self.costs.blend(factor), primal=True)
            basis = self.loaded.basis()
        self.duals = joined_duals(self.programme, self.case, stage1.row_dual, self.best.row_dual)
        slack = self.settings.objective.tail_slack
        self._certify("before", stage1, self.costs.before, slack)
        self._certify("tail", self.best, self.costs.blend(factor))
        if self.settings.peak.year == "auto":
            self._run_candidates(stage1, basis)
        self.loaded.start_from(*basis)
        self._break_ties()

    def _within_slack(self, stage1: Optimum) -> bool:
        """Whether the plan's cost before peaking is within its slack of the optimum."""
        room = self.settings.objective.tail_slack * max(abs(stage1.objective), self.loaded.unit)
        return float(self.costs.before[0] @ self.best.x) <= stage1.objective + room

    def _refuse_beyond(self, factor: float) -> None:
        if factor > FACTOR_LIMIT:
            slack = self.settings.objective.tail_slack
            raise ProofError(
                f"the years after the deadline cannot be optimised within {slack:.3g} of the "
                "cost before peaking; raise objective.tail_slack"
            )

    def _run_reference(self, objective: Objective) -> None:
        self.peaks.open()
        self.reference = self._emissions(self._minimise("reference", objective))

    def _run_candidates(self, stage1: Optimum, basis: tuple[list[Any], list[Any]]) -> None:
        """Cost of every candidate peak year in the window, the latest first, each an optimum."""
        chosen = self.peaks.chosen
        for year in self.peaks.candidates():
            if year == chosen:
                self.candidates.append(self._candidate(year, self.best, stage1))
                continue
            self._activate(year)
            self.loaded.start_from(*basis)
            try:
                both = self._minimise(f"peak {year}", self.costs.blend(FACTOR))
            except InfeasibleError:
                self.candidates.append(Candidate(year, None, (), feasible=False))
                continue
            basis = self.loaded.basis()
            alone = self._minimise(f"alone {year}", self.costs.before, primal=True)
            self.candidates.append(self._candidate(year, both, alone))
        self._activate(chosen)

    def _candidate(self, year: int, both: Optimum, alone: Optimum) -> Candidate:
        """Least cost before peaking; the tail is that of the schedule that minimises both."""
        (after, later), (_, fixed) = self.costs.after, self.costs.before
        tail = float(after @ both.x) + later
        cost = alone.objective + fixed
        return Candidate(year, cost, self._emissions(both), feasible=True, tail=tail)

    def _break_ties(self) -> None:
        """Keep the optimum that the tie-break chooses, if its cost is the same to rounding.

        The plan is proved before: trouble here leaves it as it is, with a warning.
        """
        certificate = self.certificates[-1]
        self.progress("ties")
        try:
            chosen = break_ties(self.loaded, self.case, self.best, certificate)
        except SolveError as error:
            self.warnings.append(f"ties were not broken: {error}")
            return
        self._log("ties", chosen)
        rise = float(certificate.cost @ (chosen.x - self.best.x))
        size = float(np.abs(certificate.cost) @ np.abs(self.best.x))
        if rise > TIE_COST * size:
            self.warnings.append(f"ties were not broken: the cost would rise by {rise / size:.1e}")
            return
        self.best = chosen

    # --- one solve ----------------------------------------------------------------------------

    def _minimise(self, name: str, objective: Objective, *, primal: bool = False) -> Optimum:
        self.progress(name)
        self.loaded.minimise(objective[0])
        optimum = self.loaded.solve(primal=primal)
        self._prove_feasible(name, optimum.x)
        self._log(name, optimum)
        return optimum

    def _log(self, name: str, optimum: Optimum) -> None:
        self.stages.append(
            StageLog(name, optimum.method, optimum.seconds, optimum.objective, optimum.iterations)
        )

    def _prove_feasible(self, name: str, x: Array) -> float:
        worst, where = largest_violation(
            self.programme, x, self.loaded.row_upper, self.loaded.col_upper, self.loaded.unit
        )
        if not worst <= FEASIBILITY:  # not a number is a violation too
            raise ProofError(f"stage {name}: {where} is violated by {worst:.2e}")
        return worst

    def _certify(
        self, stage: str, optimum: Optimum, objective: Objective, slack: float = 0.0
    ) -> None:
        made = Certificate.of(stage, self.loaded, optimum, *objective, slack)
        self.certificates.append(made)

    def _activate(self, peak_year: int) -> None:
        self.peaks.activate(peak_year, self.reference)
        self.peak_year = peak_year

    def _emissions(self, optimum: Optimum) -> tuple[float, ...]:
        return tuple(self.programme.values("v_emissions", optimum.x).tolist())

    # --- result -------------------------------------------------------------------------------

    def solution(self) -> Solution:
        """The proved optimum with its costs added again.

        Raises:
            ProofError: a row is violated, a certificate fails, or costs do not add up.
        """
        x = self.best.x
        before, after = self.costs.added_again(x)
        worst = self._prove_feasible("result", x)
        gaps = [proof.check(self.programme, x) for proof in self.certificates]
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
            ranges=coefficient_ranges(self.programme, self.costs.whole[0]),
            warnings=tuple(self.warnings),
            max_residual=worst,
            cost_terms=tuple(self.costs.terms),
            discount=self.costs.discount,
            programme=self.programme,
            x=x,
            row_dual=self.duals,
            certificates=tuple(self.certificates),
            gap=max(gaps, key=abs),
            term_values=self.costs.values(x),
            timings=self.timings,
        )
