"""The stages of a plan on all hours: reference, plan, candidates, each closed to a proved gap.

As in `pathway.solve.plan` the years before the deadline and those after it are minimised together,
the former with a large weight; how close the plan is to the least cost before peaking is then
proved by itself. Cuts and schedules of one stage serve all that follow: they do not depend on what
is asked.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from pathway.errors import InfeasibleError, ProofError, SolveError
from pathway.solve.costs import FACTOR, staged
from pathway.solve.decomposed.bounds import Closed, StillError
from pathway.solve.decomposed.memory import Memory, Stand
from pathway.solve.decomposed.targets import steps_of_targets
from pathway.solve.decomposed.whole import Whole, wanted
from pathway.solve.duals import joined_duals
from pathway.solve.gates import FEASIBILITY, check_before, coefficient_ranges, largest_violation
from pathway.solve.peaks import PeakRows
from pathway.solve.solution import Candidate, Solution, StageLog

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from pathway.case.case import Case
    from pathway.settings import Settings
    from pathway.solve.certificate import Certificate
    from pathway.solve.decomposed.bounds import Bounds
    from pathway.solve.decomposed.inner import Upper
    from pathway.solve.decomposed.master import Lower
    from pathway.solve.steps import Step

    Array = NDArray[np.float64]
    Progress = Callable[[str], None]

METHOD = "decomposed"


@dataclass
class Plan:
    """The stages of a plan, one after the other."""

    case: Case
    settings: Settings
    bounds: Bounds
    progress: Progress
    timings: dict[str, float]
    targets: bool = True
    """Whether binding targets are moved a step either way."""
    stages: list[StageLog] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    proofs: list[tuple[str, Array, Closed]] = field(default_factory=list)
    reference: tuple[float, ...] = ()
    steps: tuple[Step, ...] = ()
    peak_year: int | None = None
    stand: Stand | None = None
    """What the second stage was held to; None if there was none."""
    best: Closed = field(init=False)

    @property
    def peaks(self) -> PeakRows:
        """The rows of the peak; the guard is what the reference plan emits."""
        return PeakRows(self.case, self.settings.peak, self.bounds)

    def run(self, stand: Stand | None = None) -> None:
        """All stages; if the case was planned before, those that say where the plan stands."""
        costs = self.bounds.relaxation.costs
        in_stages = staged(self.case, self.settings)
        weights = costs.blended(FACTOR) if in_stages else np.ones(len(self.case.years))
        self.peaks.check_year()
        if self.case.peak is not None:
            self.peaks.open()
            self.reference = stand.reference if stand else self._reference(weights)
            self._activate(self.peaks.chosen)
        if not (stand and in_stages):
            self.best = self._close("plan", weights, known=stand is not None)
        if not in_stages:
            self.proofs.append(("whole", weights, self.best))
            self._move_targets(weights)
            return
        self._close_tail(weights, costs.early, stand)
        self._move_targets(weights)
        if self.settings.peak.year == "auto" and not self.bounds.stopped:
            self._run_candidates(weights)

    def _reference(self, weights: Array) -> tuple[float, ...]:
        """Emissions by year without the peak."""
        known = "reference" in self.bounds.stood
        found = self._emissions(self._close("reference", weights, known=known))
        if self.bounds.stopped:
            raise KeyboardInterrupt  # there is no plan yet
        return found

    def _close(
        self, name: str, weights: Array, *, known: bool = False, aside: float = 0.0,
        stands: Upper | None = None,
    ) -> Closed:  # fmt: skip
        """Close a stage to the gap of the model file, relative to its cost and what lies aside."""
        room = self.settings.solver.gap * aside
        began = time.perf_counter()
        steps = len(self.bounds.history)
        gap = self.settings.solver.gap
        closed = self.bounds.close(name, weights, gap, room=room, known=known, stands=stands)
        seconds = time.perf_counter() - began
        taken = len(self.bounds.history) - steps
        self.stages.append(StageLog(name, METHOD, seconds, closed.cost, taken))
        return closed

    def _close_tail(self, weights: Array, early: Array, stand: Stand | None) -> None:
        """Prove the cost before peaking by itself, then find the least after it.

        Both begin where the first stage ended, which is near either. Stopped by the user before the
        second stage has taken a step, the first has a proof of both.
        """
        least: tuple[Lower, float] | None = None
        try:
            least = self._least_before(early)
            if not self.bounds.stopped:
                first = None if stand else self.best.upper
                self.best, weights = self._tail(early, stand or self._held(early), first)
        except KeyboardInterrupt:
            if stand:
                raise  # there is no plan yet
            self.bounds.stopped = True
            self.bounds.allow(np.inf)
        lower, bound = least or self._least_before(early)
        cost = float(self.bounds.inner.cost_by_year(self.best.upper) @ early)
        before = Closed(lower, self.best.upper, bound, cost)
        self.proofs = [("before", early, before), ("tail", weights, self.best)]

    def _least_before(self, early: Array) -> tuple[Lower, float]:
        """Bound of the cost before peaking by itself."""
        began = time.perf_counter()
        lower, bound = self.bounds.least("before", early)
        self.stages.append(StageLog("before", METHOD, time.perf_counter() - began, bound, 1))
        return lower, bound

    def _held(self, early: Array) -> Stand:
        """What the second stage is held to: what the first one found."""
        before = float(self.bounds.inner.cost_by_year(self.best.upper) @ early)
        before += self.settings.objective.tail_slack * abs(before)
        return Stand(self.reference, before, self.bounds.missed(self.best.upper))

    def _tail(self, early: Array, stand: Stand, first: Upper | None) -> tuple[Closed, Array]:
        """Least cost after peaking that leaves the cost before it as low as it was found.

        The plan of the first stage, where there is one, is taken if it is near enough to that.

        The price of that budget says how much the cost before peaking counts in what is proved:
        the weights that come back. The gap is one of the cost of all years: most of it was spent
        on that before peaking.
        """
        self.stand = stand
        self.bounds.allow(stand.before)
        late = 1.0 - early
        try:
            with self.bounds.keeping(stand.missed):
                tail = self._close("tail", late, known=True, aside=stand.before, stands=first)
        except StillError:  # the bound pays fines out of the first stage's gap; so may the plan
            tail = self._close("tail", late, known=True, aside=stand.before, stands=first)
        self.bounds.allow(np.inf)
        price = tail.lower.budget_price
        weights = price * early + 1.0 - early
        bound = tail.bound + price * stand.before
        cost = float(self.bounds.inner.cost_by_year(tail.upper) @ weights)
        return replace(tail, bound=bound, cost=cost), weights

    def _move_targets(self, weights: Array) -> None:
        """What a step of each binding target costs; left out where the user waits no longer."""
        if self.bounds.stopped or not self.targets:
            return
        self.progress("targets")
        began = time.perf_counter()
        try:
            self.steps = tuple(steps_of_targets(self.bounds, self.settings, weights))
        except KeyboardInterrupt:
            self.bounds.stopped = True
        seconds = time.perf_counter() - began
        self.stages.append(StageLog("targets", METHOD, seconds, self.best.bound, len(self.steps)))

    def _run_candidates(self, weights: Array) -> None:
        """Cost of every candidate peak year in the window, the latest first.

        They begin at the first stage, solved once more with all that was learnt since.
        """
        chosen = self.peaks.chosen
        self._close("both", weights, known=True)
        for year in self.peaks.candidates():
            if year == chosen:
                self.candidates.append(self._candidate(year, self.best))
                continue
            self._activate(year)
            try:
                closed = self._close(f"peak {year}", weights)
            except InfeasibleError:
                self.candidates.append(Candidate(year, None, (), feasible=False))
                continue
            except SolveError as error:  # the plan itself is proved: say so, and leave the rest
                self.warnings.append(f"peak years up to {year} were not costed: {error}")
                break
            except KeyboardInterrupt:
                self.bounds.stopped = True
            if self.bounds.stopped:
                self.warnings.append(f"stopped: peak years up to {year} were not costed")
                break
            self.candidates.append(self._candidate(year, closed))
        self._activate(chosen)

    def _candidate(self, year: int, closed: Closed) -> Candidate:
        costs = self.bounds.relaxation.costs
        by_year = self.bounds.inner.cost_by_year(closed.upper)
        before, after = by_year @ costs.early, by_year @ (1.0 - costs.early)
        return Candidate(
            year, float(before), self._emissions(closed), feasible=True, tail=float(after)
        )

    def _activate(self, peak_year: int) -> None:
        self.peaks.activate(peak_year, self.reference)
        self.peak_year = peak_year

    def _emissions(self, closed: Closed) -> tuple[float, ...]:
        return tuple(self.bounds.inner.values("v_emissions", closed.upper).tolist())

    # --- result -------------------------------------------------------------------------------

    def solution(self) -> Solution:
        """The plan on all hours, every row checked, with the proof of its bounds.

        Raises:
            ProofError: a row is violated, a certificate fails, or costs do not add up.
        """
        self.progress("proof")
        began = time.perf_counter()
        whole = Whole.of(self.case, self.settings, self.bounds.relaxation.case)
        warnings = check_before(whole.programme, whole.costs.whole[0])
        best = self.bounds.years.finish(wanted(self.bounds, self.best))
        x = whole.values(self.bounds, self.best, best)
        certificates = [self._certificate(whole, *proof) for proof in self.proofs]
        programme = whole.programme
        worst, where = largest_violation(
            programme, x, certificates[-1].row_upper, certificates[-1].col_upper,
            self.bounds.master.loaded.unit,
        )  # fmt: skip
        if not worst <= FEASIBILITY:
            raise ProofError(f"all hours: {where} is violated by {worst:.2e}")
        before, after = whole.costs.added_again(x)
        gaps = [proof.check(programme, x) for proof in certificates]
        self.timings["transfer"] = time.perf_counter() - began
        self.timings["solve"] = sum(stage.seconds for stage in self.stages)
        settings = self._reached(max(map(abs, gaps)))
        return Solution(
            case=self.case,
            settings=settings,
            objective=before,
            tail=after,
            peak_year=self.peak_year,
            reference_emissions=self.reference,
            candidates=tuple(self.candidates),
            stages=tuple(self.stages),
            sizes={
                "rows": programme.n_rows,
                "columns": programme.n_columns,
                "nonzeros": int(programme.matrix.nnz),
            },
            ranges=coefficient_ranges(programme, whole.costs.whole[0]),
            warnings=(*warnings, *self.warnings),
            max_residual=worst,
            cost_terms=tuple(whole.costs.terms),
            discount=whole.costs.discount,
            programme=programme,
            x=x,
            row_dual=joined_duals(
                programme, self.case, certificates[0].row_dual, certificates[-1].row_dual
            ),
            certificates=tuple(certificates),
            gap=max(gaps, key=abs),
            bounds=tuple(self.bounds.history),
            steps=self.steps,
            memory=Memory.of(self.bounds, self.stand or Stand(self.reference)).to_arrays(),
            term_values=whole.costs.values(x),
            timings=self.timings,
        )

    def _reached(self, gap: float) -> Settings:
        """The settings, with the gap that was reached where the user would wait no longer."""
        solver = self.settings.solver
        if not self.bounds.stopped or gap <= solver.gap:
            return self.settings
        self.warnings.append(f"stopped at a gap of {gap:.3%}; {solver.gap:.3%} was asked for")
        return self.settings.model_copy(update={"solver": solver.model_copy(update={"gap": gap})})

    def _certificate(self, whole: Whole, stage: str, weights: Array, closed: Closed) -> Certificate:
        years = self.bounds.years.finish(wanted(self.bounds, closed))
        dual = whole.duals(self.bounds, closed, years)
        slack = max(self.settings.solver.gap, closed.gap) * (1.0 + 1e-3)
        return whole.certificate(stage, self.bounds, weights, dual, slack)
