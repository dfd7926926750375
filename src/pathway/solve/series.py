"""Cases solved one after the other; on all hours each goes on from what the last one taught."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathway.solve.decomposed.clash import solve_explained
from pathway.solve.decomposed.session import Session
from pathway.solve.plan import apart, solve_plan

if TYPE_CHECKING:
    from collections.abc import Callable

    from pathway.case.case import Case
    from pathway.settings import Settings
    from pathway.solve.decomposed.memory import Memory
    from pathway.solve.solution import Solution


class Series:
    """Solves scenarios of one city: what is learnt of its operation serves the next one."""

    def __init__(self) -> None:
        self._session: Session | None = None

    @property
    def begun(self) -> bool:
        """Whether a case is loaded that the next one can go on from."""
        return self._session is not None

    def begin(self, case: Case, settings: Settings, memory: Memory | None) -> None:
        """Load a case with what somebody else learnt of it; where years are not apart, do nothing.

        Args:
            case: the case that was solved.
            settings: the model file; it says on how many workers the next cases are solved.
            memory: what was learnt, if it is at hand.
        """
        if memory is not None and apart(case, settings):
            self.close()
            self._session = Session(case, settings, memory=memory)

    def solve(
        self, case: Case, settings: Settings, progress: Callable[[str], None] = lambda _: None
    ) -> Solution:
        """Find the cheapest schedule of a case, as `pathway.solve.plan.solve_plan` does.

        Raises what `solve_plan` raises; the next case can be solved all the same.
        """
        if not apart(case, settings):
            return solve_plan(case, settings, progress)
        if self._session is not None and not _alike(self._session.settings, settings):
            self.close()
        if self._session is None:
            self._session = Session(case, settings, progress)
        else:
            progress("build")
            self._session.change(case, settings, progress)
        return solve_explained(self._session)

    def close(self) -> None:
        """Let the workers go."""
        if self._session is not None:
            self._session.close()
        self._session = None


def _alike(one: Settings, other: Settings) -> bool:
    """Whether two model files build the same rows, and solve them on the same workers."""
    return (one.families, one.peak.reading, one.solver.threads, one.solver.average_days) == (
        other.families, other.peak.reading, other.solver.threads, other.solver.average_days,
    )  # fmt: skip
