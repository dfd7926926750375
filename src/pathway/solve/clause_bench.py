"""A solved base on which targets of clauses are moved, each move proved or solved again.

A move that keeps the base's basis optimal is known exactly (`pathway.solve.corner`); every other
one is solved from the basis of the base. A list of `ClauseMove` is asked for; what comes back is a
`Response` each, to be judged by `pathway.solve.clause_rules`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from pathway.case.clause_moves import Way, is_peak, moved, moved_rows
from pathway.errors import InfeasibleError, ProofError, SolveError, TimeLimitError
from pathway.solve.clause_changes import clause_changes, clause_places
from pathway.solve.clause_response import Response, guarded, linear, room
from pathway.solve.effects import Effect, How
from pathway.solve.screen import Screen
from pathway.solve.variant import (
    Built,
    Solved,
    Stage,
    for_variants,
    solve_guarded,
    solve_reference,
    solve_variant,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from pathway.case.case import Clause, ClauseRow
    from pathway.case.clause_moves import ClauseMove
    from pathway.settings import Settings
    from pathway.solve.corner import Moved
    from pathway.solve.difference import Difference

    Array = NDArray[np.float64]

GAVE_UP = (ProofError, SolveError, TimeLimitError)
TOLERANCE = 1e-8
"""Relative change of what is minimised that is none: the solver's tolerances, added up."""
PRICED = 1e-9
"""Duals below it are noise of the solver [1e8 per held unit]."""
STILL = "the target is nought, or ends the window: there is no step"


class ClauseBench:
    """A solved base on which targets of clauses are moved.

    Args:
        base: the base.
        settings: the model file.

    Raises:
        ProofError: the basis of the base is not one, or not optimal.
    """

    def __init__(self, base: Solved, settings: Settings) -> None:
        self.base, self.settings = base, for_variants(settings)
        self.screen = Screen(base)
        self.places = clause_places(base.built)
        columns = base.built.programme.columns["v_short"].index_set
        self._slack_places = {str(key): at for at, key in enumerate(columns)}
        self.unit = base.built.weight
        self.objective = float(base.built.objective @ base.plan.x) / self.unit

    def responses(self, moves: Sequence[ClauseMove]) -> Iterator[Response]:
        """What each move does, in their order."""
        changes = clause_changes(self.base.built, self.settings, moves)
        for move in moves:
            if is_peak(self.clause(move)):
                yield self._of_peak(move)
            elif move in changes:
                yield self._of_rows(move, changes[move])
            else:
                yield Response(move, Effect(How.NOTHING, why=STILL))

    def clause(self, move: ClauseMove) -> Clause:
        """The clause of a move, as the base has it."""
        return self.base.built.case.clauses[move.clause]

    def metrics(self, x: Array) -> dict[str, Array]:
        """Values of all metrics by year [held]."""
        block = self.base.built.programme.columns["v_metric"]
        years = len(self.base.built.case.years)
        names = [key for key, _ in list(block.index_set)[::years]]
        return dict(zip(names, x[block.slice].copy().reshape(-1, years), strict=True))

    def price(self, row: ClauseRow) -> float:
        """Dual of a clause row in the base [1e8 of `cost` per held unit of the numerator]."""
        return float(self.base.plan.row_dual[self.places[row.key]]) / self.unit

    # --- what it does -------------------------------------------------------------------------

    def _of_rows(self, move: ClauseMove, change: Difference) -> Response:
        known = self.screen.moved(change)
        if known.holds:
            effect = self.screen.yardstick.of_values(known.x, change, How.EXACT)
            return self._traced(self._answer(move, change, effect, known))
        try:
            solved = self._solved(built := self._built(move))
        except InfeasibleError as error:
            return self._without_plan(move, built, str(error))
        except GAVE_UP as error:
            return Response(move, Effect(How.FAILED, why=str(error).splitlines()[0]))
        effect = self.screen.yardstick.of_solved(solved)
        return self._traced(self._answer(move, change, effect, solved.plan))

    def _built(self, move: ClauseMove) -> Built:
        return Built.of(moved(self.base.built.case, [move]), self.settings)

    def _solved(self, built: Built) -> Solved:
        base = self.base
        reference = None if base.reference is None else base.reference.basis
        return solve_variant(built, self.settings, (reference, base.plan.basis), primal=False)

    def _answer(
        self, move: ClauseMove, change: Difference, effect: Effect, found: Moved | Stage
    ) -> Response:
        plan, programme, x = self.base.plan, self.base.built.programme, found.x
        sides, bounds = (programme.row_lower, plan.row_upper), (plan.col_upper, found.col_upper)
        most = np.inf
        if isinstance(found, Stage):
            most = linear(found, *sides, change, plan.x) + guarded(found, *bounds)
        return Response(
            move, effect, self._cost(x), linear(plan, *sides, change, x) / self.unit,
            most / self.unit, guarded(plan, *bounds) / self.unit, missed=self.missed(move, x),
            metrics=self.metrics(x),
        )  # fmt: skip

    def _traced(self, found: Response) -> Response:
        """An answer; one that is odd with what it is when the guard stays."""
        if not self._odd(found):
            return found
        return replace(found, held=self._held(self._built(found.move)))

    def _cost(self, x: Array) -> float:
        return float(self.base.built.objective @ x) / self.unit - self.objective

    def _odd(self, found: Response) -> bool:
        """Whether tighter came out cheaper, looser dearer, or a slack clause moved the plan."""
        if self.base.reference is None or abs(found.cost) <= self.tolerance:
            return False
        sign = {Way.TIGHTER: 1.0, Way.LOOSER: -1.0}.get(found.move.way, 0.0)
        return sign * found.cost < 0 or self.beyond(found.move)

    def _held(self, built: Built) -> float | None:
        """What a variant costs when emissions before the peak are held to those of the base."""
        assert self.base.reference is not None
        basis = self.base.plan.basis
        try:
            solved = solve_guarded(built, self.settings, basis, self.base.reference)
        except InfeasibleError:
            return np.inf
        except GAVE_UP:
            return None
        return self._cost(solved.plan.x)

    def _without_plan(self, move: ClauseMove, built: Built, why: str) -> Response:
        """A move that leaves no plan, with the schedule that misses the target least."""
        nothing = Response(move, Effect(How.SOLVED, feasible=False, why=why))
        stage = self.base.reference or self.base.plan
        try:
            nearest = solve_reference(self._elastic(move, built), self.settings, stage.basis)
        except (InfeasibleError, *GAVE_UP):
            return nothing
        keys = moved_rows(built.case, move)
        missed = {key: self._shortfall(key, nearest.x) for key in keys}
        return replace(nothing, missed=missed, metrics=self.metrics(nearest.x))

    def _elastic(self, move: ClauseMove, built: Built) -> Built:
        """A variant whose moved rows may be missed, and nothing else is paid for."""
        programme = built.programme
        upper, cost = programme.col_upper.copy(), np.zeros(programme.n_columns)
        for key in moved_rows(built.case, move):
            for column in self._slacks(key):
                upper[column], cost[column] = np.inf, 1.0
        return replace(built, programme=replace(programme, col_upper=upper), objective=cost)

    # --- what soft clauses miss ---------------------------------------------------------------

    def missed(self, move: ClauseMove, x: Array) -> dict[str, float]:
        """What the rows of a soft clause miss in a schedule [held unit of the numerator]."""
        rows = self._rows(move)
        return {row.key: self._shortfall(row.key, x) for row in rows if row.penalty is not None}

    def _rows(self, move: ClauseMove) -> list[ClauseRow]:
        return [row for row in self.clause(move).rows if move.year in {None, row.year}]

    def _slacks(self, key: str) -> list[int]:
        columns = self.base.built.programme.columns
        return [columns[name].start + self._slack_places[key] for name in ("v_short", "v_over")]

    def _shortfall(self, key: str, x: Array) -> float:
        return float(x[self._slacks(key)].sum())

    # --- where a clause stands in the base ----------------------------------------------------

    def priced(self, move: ClauseMove) -> bool:
        """Whether the duals of the base give any of the rows a price."""
        return any(abs(self.price(row)) > PRICED for row in self._rows(move))

    def beyond(self, move: ClauseMove) -> bool:
        """Whether the base stands beyond the target by more than the step, in every row."""
        tighter = replace(move, way=Way.TIGHTER)
        changed = moved_rows(self.base.built.case, tighter)
        metrics = self.metrics(self.base.plan.x)
        years = self.base.built.case.years
        return bool(changed) and all(room(r, metrics, years) > 0 for r in changed.values())

    @property
    def tolerance(self) -> float:
        """Change of `cost` that is none [1e8]."""
        return TOLERANCE * abs(self.objective)

    # --- the peak -----------------------------------------------------------------------------

    def _of_peak(self, move: ClauseMove) -> Response:
        """The deadline a year earlier; or, looser, no peak asked for at all: the reference."""
        base, case = self.base, self.base.built.case
        assert case.peak is not None
        assert base.reference is not None
        given = self.settings.peak.year
        year = (given if isinstance(given, int) else case.peak.deadline) - 1
        if move.way is Way.TIGHTER and year < case.peak.first:
            return Response(move, Effect(How.NOTHING, why=STILL))
        try:
            solved = (
                Solved(base.built, base.reference, base.reference)
                if move.way is Way.LOOSER
                else self._peaked(year, base.reference)
            )
        except InfeasibleError as error:
            return Response(move, Effect(How.SOLVED, feasible=False, why=str(error)))
        least = -np.inf if move.way is Way.LOOSER else 0.0
        effect, x = self.screen.yardstick.of_solved(solved), solved.plan.x
        return Response(move, effect, self._cost(x), least, metrics=self.metrics(x))

    def _peaked(self, year: int, reference: Stage) -> Solved:
        peak = self.settings.peak.model_copy(update={"year": year})
        settings = self.settings.model_copy(update={"peak": peak})
        return solve_guarded(self.base.built, settings, self.base.plan.basis, reference)
