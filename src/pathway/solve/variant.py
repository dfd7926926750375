"""A case solved once, and variants of it solved again from where that solve ended.

A variant differs from the base in a few numbers. Its programme is built anew, but its solve starts
from the basis of the base, and mostly ends after few steps. A variant gets a reference of its own:
its guard holds emissions to those of the same variant without the peak rows, not to the base's,
which a higher demand could not keep.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pathway.errors import ProofError
from pathway.model.algebra import compile_programme
from pathway.model.build import build
from pathway.solve.costs import FACTOR, Costs, staged
from pathway.solve.gates import FEASIBILITY, check_before, largest_violation
from pathway.solve.highs import LoadedProgramme
from pathway.solve.peaks import PeakRows
from pathway.solve.ties import WORKS, drawn
from pathway.solve.warm import start_from_coarse, worth_lifting

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from pathway.case.case import Case
    from pathway.model.algebra import Programme
    from pathway.settings import Settings
    from pathway.solve.highs import Optimum

    Array = NDArray[np.float64]
    Statuses = NDArray[np.int8]
    Basis = tuple[Statuses, Statuses]

APART = 1e-5
"""By how much costs of tasks are told apart, relative to them: of schedules that cost the same,
base and variant then choose the same one, and no task moves without a reason."""
MOST_SECONDS = 300.0
"""Longest solve of a variant; the base has the time limit of the model file."""


@dataclass(frozen=True, eq=False)
class Built:
    """A case as a programme, with the costs before peaking and after it of each column."""

    case: Case
    programme: Programme
    before: Array
    after: Array
    constants: tuple[float, float]
    """What is paid in any case, before peaking and after it."""
    objective: Array
    """What is minimised; the costs of tasks a little apart (`APART`)."""
    weight: float
    """Weight of the cost before peaking in what is minimised."""

    @classmethod
    def of(cls, case: Case, settings: Settings) -> Built:
        """Build the programme of a case."""
        model = build(case, settings.families, settings.peak.reading)
        programme = compile_programme(model)
        costs = Costs.of(case, model, programme)
        (before, early), (after, late) = costs.before, costs.after
        in_stages = staged(case, settings)
        objective = costs.blend(FACTOR)[0] if in_stages else costs.whole[0]
        told_apart = objective * (1.0 + APART * _draws(programme))
        weight = FACTOR if in_stages else 1.0
        return cls(case, programme, before, after, (early, late), told_apart, weight)


def _draws(programme: Programme) -> Array:
    """A number from 0 to 1 for every column that is a task, from its name alone; 0 of others."""
    draws = np.zeros(programme.n_columns)
    for name in WORKS:
        block = programme.columns[name]
        draws[block.slice] = [drawn(name, key) for key in block.index_set]
    return draws


@dataclass(frozen=True, eq=False)
class Stage:
    """An optimum of a programme, its basis, and the bounds that were in force."""

    x: Array
    row_dual: Array
    column_dual: Array
    basis: Basis
    row_upper: Array
    col_upper: Array
    unit: float
    """Size that a row sums at least."""


@dataclass(frozen=True, eq=False)
class Solved:
    """A case solved: without the peak rows where it has a peak, and as it is."""

    built: Built
    reference: Stage | None
    plan: Stage

    @property
    def emissions(self) -> Array:
        """Emissions by year of the plan [10 kt]."""
        return emissions_of(self.built, self.plan.x)


def emissions_of(built: Built, x: Array) -> Array:
    """Emissions by year of a schedule [10 kt]."""
    return built.programme.values("v_emissions", x)


def solve_base(
    case: Case, settings: Settings, progress: Callable[[str], None] = lambda _: None
) -> Solved:
    """Solve a case from nothing.

    Raises:
        InfeasibleError: no schedule keeps every clause.
        SolveError: no proved optimum.
        ProofError: the optimum does not keep its rows.
    """
    progress("build")
    solver = _Solver.of(Built.of(case, settings), settings)
    if settings.solver.method == "auto" and worth_lifting(case):

        def load(coarse: Case) -> LoadedProgramme:
            small = _Solver.of(Built.of(coarse, settings), settings)
            small.peaks.open()
            return small.loaded

        start_from_coarse(case, solver.loaded, load, progress)
    return solver.solve(progress)


def for_variants(settings: Settings) -> Settings:
    """Settings for many short solves: one thread each, and no long wait for any."""
    frugal = {"threads": 1, "time_limit": min(MOST_SECONDS, settings.solver.time_limit)}
    solver = settings.solver.model_copy(update=frugal)
    return settings.model_copy(update={"solver": solver})


def solve_guarded(built: Built, settings: Settings, basis: Basis, reference: Stage) -> Solved:
    """Solve a variant from the basis of its base, guarded by a reference that is known.

    Raises what `solve_variant` raises.
    """
    solver = _Solver.of(built, settings)
    solver.loaded.start_at(*basis)
    return solver.solve_plan(reference)


def solve_reference(built: Built, settings: Settings, basis: Basis) -> Stage:
    """Solve a variant without its peak rows, from the basis of its base.

    Raises what `solve_variant` raises.
    """
    return _Solver.of(built, settings).solve_open(basis)


def solve_variant(
    built: Built, settings: Settings, bases: tuple[Basis | None, Basis], *, primal: bool
) -> Solved:
    """Solve a variant from the bases of its base.

    Args:
        built: the variant.
        settings: as for the base.
        bases: of the reference, if the case has a peak, and of the plan.
        primal: whether it differs in costs only, so that the base's plan keeps its rows.

    Raises:
        InfeasibleError: no schedule keeps every clause.
        SolveError: no proved optimum.
        ProofError: a number of the programme is not usable, or the optimum does not keep its rows.
    """
    solver = _Solver.of(built, settings)
    first = bases[0] or bases[1]
    solver.loaded.start_at(*first)
    return solver.solve(primal=primal)


@dataclass(frozen=True, eq=False)
class _Solver:
    """A loaded programme on its way through reference and plan."""

    built: Built
    settings: Settings
    loaded: LoadedProgramme

    @classmethod
    def of(cls, built: Built, settings: Settings) -> _Solver:
        check_before(built.programme, built.objective)
        loaded = LoadedProgramme(built.programme, settings.solver)
        loaded.minimise(built.objective)
        return cls(built, settings, loaded)

    @property
    def peaks(self) -> PeakRows:
        return PeakRows(self.built.case, self.settings.peak, self.loaded)

    def solve(
        self, progress: Callable[[str], None] = lambda _: None, *, primal: bool = False
    ) -> Solved:
        if self.built.case.peak is None:
            progress("whole")
            return Solved(self.built, None, self._stage(primal=primal))
        progress("reference")
        self.peaks.open()
        reference = self._stage(primal=primal)
        progress("both")
        return self.solve_plan(reference)

    def solve_open(self, basis: Basis) -> Stage:
        """The optimum without peak rows, if the case has any."""
        self.loaded.start_at(*basis)
        if self.built.case.peak is not None:
            self.peaks.open()
        return self._stage(primal=False)

    def solve_plan(self, reference: Stage) -> Solved:
        """The plan, guarded by a reference."""
        known = emissions_of(self.built, reference.x)
        self.peaks.activate(self.peaks.chosen, tuple(known.tolist()))
        return Solved(self.built, reference, self._stage(primal=False))

    def _stage(self, *, primal: bool) -> Stage:
        loaded = self.loaded
        optimum: Optimum = loaded.solve(primal=primal)
        worst, where = largest_violation(
            self.built.programme, optimum.x, loaded.row_upper, loaded.col_upper, loaded.unit
        )
        if not worst <= FEASIBILITY:
            raise ProofError(f"{where} is violated by {worst:.2e}")
        return Stage(
            optimum.x, optimum.row_dual, optimum.column_dual, loaded.statuses(),
            loaded.row_upper.copy(), loaded.col_upper.copy(), loaded.unit,
        )  # fmt: skip
