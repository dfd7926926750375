"""A plan on all hours that stays loaded: change the case, solve again with all that is known.

Cuts and schedules of a year speak of its operation alone. Another clause, limit, investment cost,
fuel price, yearly demand or peak year leaves them true, and the search begins where the last one
ended. Other profiles, efficiencies or hourly costs change operation: cuts of the years that they
reach are proved again, schedules are lost. A case of other rows or other hours is begun anew.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Self

from pathway.solve.decomposed.bounds import Bounds
from pathway.solve.decomposed.plan import Plan
from pathway.solve.decomposed.pool import Processes, Specification, Worker

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from pathway.case.case import Case
    from pathway.settings import Settings
    from pathway.solve.decomposed.memory import Memory, Stand
    from pathway.solve.decomposed.pool import Years
    from pathway.solve.solution import Solution


class Session:
    """A case on all hours, its years on workers, and what was learnt about them.

    Args:
        case: a case of any resolution.
        settings: the model file; `solver.threads` processes operate the years.
        progress: is told what is being done.
        memory: what an earlier session learnt of the same case; of another, it is left aside.
    """

    def __init__(
        self, case: Case, settings: Settings, progress: Callable[[str], None] = lambda _: None,
        memory: Memory | None = None,
    ) -> None:  # fmt: skip
        self.case, self.settings, self.progress = case, settings, progress
        self.reference: tuple[float, ...] = ()
        """Emissions by year without the peak, of the last plan; none if that has no plan."""
        progress("build")
        began = time.perf_counter()
        alone = settings.solver.model_copy(update={"threads": 1})
        specification = Specification(case, settings.families, settings.peak.reading, alone)
        workers = settings.solver.threads
        self._years: Years = (
            Processes(specification, workers) if workers > 1 else Worker(specification)
        )
        self._bounds = self._begin(memory)
        self._building = time.perf_counter() - began

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self.close()

    def close(self) -> None:
        """Let the workers go."""
        self._years.close()

    def _begin(self, memory: Memory | None = None) -> Bounds:
        try:
            days = self.settings.solver.average_days
            return Bounds(self.case, self.settings, days, self._years, self.progress, memory)
        except BaseException:
            self.close()
            raise

    def change(
        self, case: Case, settings: Settings | None = None,
        progress: Callable[[str], None] | None = None,
    ) -> frozenset[int]:  # fmt: skip
        """Take another case, and with it other choices of peak, objective and gap.

        Args:
            case: the case.
            settings: the model file; families, reading of the peak and threads stay as they were.
            progress: who is told from now on.

        Returns:
            Years that have to be operated anew; all of them where nothing could be kept.
        """
        began = time.perf_counter()
        self.case, self.settings = case, settings or self.settings
        self.progress = self._bounds.progress = progress or self.progress
        changed = self._bounds.change(case, self.settings)
        if changed is None:
            changed = frozenset(case.years)
            self._years.take(case, changed)
            self._bounds = self._begin()
        self._building = time.perf_counter() - began
        return changed

    def solve(self) -> Solution:
        """The cheapest schedule of the case, to a proved gap.

        Raises:
            InfeasibleError: no schedule keeps every hard clause and the physics.
            SolveError: the bounds do not meet.
            ProofError: the plan does not survive its checks.
        """
        if self._bounds.remembers:
            self._bounds.ask_again(self.settings)
        return self.plan(targets=True).solution()

    def plan(self, *, targets: bool = False, stand: Stand | None = None) -> Plan:
        """The stages of the plan, closed; the one programme on all hours is not built yet.

        Args:
            targets: whether binding targets are moved a step either way, too.
            stand: where the plan of the same case stood before; it stands there again.
        """
        timings = {"build": self._building}
        plan = Plan(self.case, self.settings, self._bounds, self.progress, timings, targets=targets)
        try:
            plan.run(stand)
        finally:
            self.reference = plan.reference
        return plan

    @property
    def bounds(self) -> Bounds:
        """Plan tier and years, with all that is known of them."""
        return self._bounds
