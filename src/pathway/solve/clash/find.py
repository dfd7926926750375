"""What is answered where no plan exists: the least change, others beside it, and the clash.

The reference, which has no peak rows, changes with the clauses; so does the guard of the peak. A
compromise is therefore tried as a plan is solved: reference, guard, plan. That gives its cost too.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from pathway.errors import InfeasibleError, PlanClashError, ProofError, SolveError
from pathway.solve.clash.answer import Clash, Compromise
from pathway.solve.clash.changes import changes_of
from pathway.solve.clash.elastic import Elastic
from pathway.solve.clash.irreducible import clashing
from pathway.solve.costs import FACTOR, staged
from pathway.solve.peaks import PeakRows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

    from pathway.case.case import Case
    from pathway.model.algebra import Programme
    from pathway.settings import Settings
    from pathway.solve.clash.answer import Kind
    from pathway.solve.clash.loose import Cut
    from pathway.solve.costs import Costs

    Array = NDArray[np.float64]
    Progress = Callable[[str], None]

COMPROMISES = 3
"""Most compromises that are told."""
SECONDS = 120.0
"""Most seconds that a solve of the search takes [s]; beyond, there is no answer."""
ROUNDS = 3
"""Most times that a compromise is found again because the guard moved with it."""


@dataclass(frozen=True, eq=False)
class Question:
    """A case without a plan.

    Args:
        case: the planning problem.
        settings: the model file.
        programme: its rows.
        costs: its costs.
        reference: emissions by year without the peak; none where not even that has a plan.
        cuts: further rows that hold.
        average: whether the programme is one on average days, with cuts of all hours.
    """

    case: Case
    settings: Settings
    programme: Programme
    costs: Costs
    reference: tuple[float, ...] = ()
    cuts: Iterable[Cut] = ()
    average: bool = False


def explained(
    error: InfeasibleError, find: Callable[[], Clash], progress: Progress = lambda _: None
) -> InfeasibleError:
    """The error with what can be found of it; as it is where the solver fails at that."""
    progress("clash")
    try:
        return PlanClashError(str(error), find())
    except (SolveError, ProofError):
        return error


def find_clash(question: Question, progress: Progress = lambda _: None) -> Clash:
    """Find the least changes that leave a plan, and what clashes.

    Raises:
        SolveError: the solver found neither.
    """
    return _Search(question, progress).clash()


class _Search:
    """The search for compromises of one case."""

    def __init__(self, question: Question, progress: Progress) -> None:
        self.asked, self.progress = question, progress
        solver = question.settings.solver
        limit = min(solver.time_limit, SECONDS)
        solver = solver.model_copy(update={"time_limit": limit})
        self.elastic = Elastic(question.case, question.programme, solver, question.cuts)
        self.peaks = PeakRows(question.case, question.settings.peak, self.elastic.loaded)

    def clash(self) -> Clash:
        """The answer."""
        self._guard(self.asked.reference)
        least = self.elastic.least(())
        if least is None:
            return Clash((), (), irreducible=False, average=self.asked.average)
        members, proved, grounds = clashing(self.elastic, least.proof)
        compromises: list[Compromise] = []
        kept: set[tuple[Kind, str]] = set()
        while len(compromises) < COMPROMISES:
            self.progress(f"compromise {len(compromises) + 1}")
            found = self._compromise(kept)
            if found is None:
                break
            compromises.append(found)
            kept.add(found.changes[0].named.whole)
        return Clash(tuple(compromises), members, proved, grounds, self.asked.average)

    def _guard(self, reference: tuple[float, ...]) -> None:
        """Close the rows of the peak; the guard is what the reference emits, if that is known."""
        if self.asked.case.peak is None:
            return
        unknown = (np.inf,) * len(self.asked.case.years)
        self.peaks.activate(self.peaks.chosen, reference or unknown)

    def _compromise(self, kept: set[tuple[Kind, str]]) -> Compromise | None:
        """The least change that keeps some things; None if there is none."""
        reference = self.asked.reference
        found: Compromise | None = None
        for _ in range(ROUNDS):
            self._guard(reference)
            least = self.elastic.least(kept)
            if least is None:
                break
            found = Compromise(changes_of(self.elastic, least), None, None, proved=False)
            if self.asked.average:  # what holds on average days has yet to hold on all hours
                return found
            settled, reference = self._settled(found, reference)
            if settled is not None:
                return settled
        return found

    def _settled(
        self, found: Compromise, reference: tuple[float, ...]
    ) -> tuple[Compromise | None, tuple[float, ...]]:
        """The compromise with the cost of its plan, and the emissions of its reference.

        None where the guard that comes with the changes leaves no plan.
        """
        self.elastic.apply(found.changes)
        objective = self._objective()
        self.elastic.minimise(objective)
        try:
            if self.asked.case.peak is not None:
                self.peaks.open()
                self._unguard()
                reference = self._emissions(self.elastic.loaded.solve().x)
                self._guard(reference)
            x = self.elastic.loaded.solve().x
        except InfeasibleError:
            return None, reference
        except SolveError:  # out of time: the change stands, its cost is not known
            return found, reference
        before, after = self.asked.costs.added_again(x)
        return replace(found, before=before, after=after, proved=True), reference

    def _objective(self) -> Array:
        costs = self.asked.costs
        in_stages = staged(self.asked.case, self.asked.settings)
        return costs.blend(FACTOR)[0] if in_stages else costs.whole[0]

    def _unguard(self) -> None:
        block = self.asked.programme.columns["v_emissions"]
        columns = np.arange(block.start, block.stop)
        self.elastic.loaded.limit_columns(columns, np.full(len(columns), np.inf))

    def _emissions(self, x: Array) -> tuple[float, ...]:
        return tuple(self.asked.programme.values("v_emissions", x).tolist())
