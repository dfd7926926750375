"""What is known of a case: its plan tier, its years, and every cut and schedule found so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pathway.solve.decomposed.change import changed_years, same_rows, same_time
from pathway.solve.decomposed.cuts import too_steep
from pathway.solve.decomposed.ends import End
from pathway.solve.decomposed.inner import Inner
from pathway.solve.decomposed.master import Master, Relaxation
from pathway.solve.decomposed.memory import fingerprint
from pathway.solve.decomposed.renew import lately, renewed
from pathway.solve.difference import alike

if TYPE_CHECKING:
    from collections.abc import Iterable
    from contextlib import AbstractContextManager

    from numpy.typing import NDArray

    from pathway.case.case import Case
    from pathway.model.algebra import Programme
    from pathway.settings import Settings
    from pathway.solve.decomposed.inner import Upper
    from pathway.solve.decomposed.master import Lower
    from pathway.solve.decomposed.memory import Memory
    from pathway.solve.decomposed.pool import Years
    from pathway.solve.decomposed.year import Answer, Cut, Question

    Array = NDArray[np.float64]
    Places = NDArray[np.int64]

SHORTFALLS = ("v_short", "v_over")
"""What soft clauses are missed by."""
WIDE = 4096.0
"""Width of the band of prices at which a changed case begins at most: wider ones led astray."""
NEAR = {"tail": "plan"}
"""Stage → one before it that ends in a plan which keeps all rows of it, near its own end."""
MISSED = 1e-6
"""Shortfall that is rounding."""


class Learnt:
    """Plan tier and years of operation, with all that was learnt about them."""

    def __init__(
        self, case: Case, settings: Settings, days: int, years: Years, memory: Memory | None = None
    ) -> None:
        self.case = case
        self.years = years
        self.refused: set[int] = set()
        """Years whose last trial point nobody can operate."""
        self.known: list[tuple[Question, Answer]] = []
        """All that was asked, in the order in which its cuts and schedules were added."""
        self.ends: dict[str, End] = {}
        """Where each stage ended."""
        self.widen = 1.0
        """How much wider than at first the band is in which prices of plans are held."""
        self._same_rows = False
        """Whether the last change left rows and bounds of the plan tier as they were."""
        self.stood: set[str] = set()
        """Stages that ended with a plan which is one still: but for costs nothing changed since."""
        self._days = days
        relaxation = Relaxation.of(case, settings, days)
        self.remembers = memory is not None and memory.fingerprint == fingerprint(relaxation)
        """Whether what is known comes from a memory, which holds no hourly values and duals."""
        if memory is not None and self.remembers:
            self.shapes = dict(memory.shapes)
            self._load(relaxation, settings)
            self._keep_all(memory.known)
            self.ends = dict(memory.ends)
            self.widen = memory.widen
        else:
            self.shapes = {shape.year: shape for shape in years.shapes(case.years)}
            self._load(relaxation, settings)

    def _load(self, relaxation: Relaxation, settings: Settings) -> None:
        """Load both programmes, as yet without cuts and schedules."""
        self._going = False
        """Whether a stage was begun since."""
        self.relaxation = relaxation
        self.master = Master(relaxation, settings)
        self.inner = Inner(relaxation, settings)
        self.links = {year: relaxation.columns_of(shape) for year, shape in self.shapes.items()}
        for year, shape in self.shapes.items():
            self.inner.open_year(shape, self.links[year])

    def change(self, case: Case, settings: Settings) -> frozenset[int] | None:
        """Take another case of the same rows and columns; all that stays true of it is kept.

        Cuts and schedules speak of operation alone, so a change of the plan tier leaves them all.
        Of years whose operation changed cuts are proved again, and schedules are stale.

        Returns:
            The years whose operation changed; None if the case has other rows, and nothing is kept.
        """
        relaxation = Relaxation.of(case, settings, self._days)
        same = same_time(self.case.steps, case.steps) and alike(self.relaxation, relaxation)
        if not same:
            return None
        changed = changed_years(self.relaxation, relaxation, (self.case, case))
        self._same_rows = same_rows(self.programme, relaxation.programme)
        if changed or not self._same_rows:
            self.stood = set()
        self.years.take(case, changed)
        self.case, self.widen = case, min(self.widen, WIDE)
        self._renew(relaxation, settings, changed)
        return changed

    def ask_again(self, settings: Settings) -> None:
        """Ask all years again what makes plans and bounds, for hourly values and duals."""
        self._renew(self.relaxation, settings, frozenset(self.case.years))
        self.remembers = False

    def _renew(self, relaxation: Relaxation, settings: Settings, years: frozenset[int]) -> None:
        """Load a plan tier with all that is known, some years being operated in another way.

        Of those years cuts are kept as far as they are true. Where those of a question that made a
        plan or its bound are not, it is asked again at once.
        """
        used = {id(question) for end in self.ends.values() for question in end.used}
        self.shapes |= {shape.year: shape for shape in self.years.shapes(sorted(years))}
        found = renewed(lately(self.known, years, used), years, self.years)
        cuts = np.array([id(cut) in found.cuts for cut in self.master.cuts], np.bool_)
        members = np.array([m.answer.year not in years for m in self.inner.members], np.bool_)
        self.ends = {name: end.thinned(cuts, members) for name, end in self.ends.items()}
        self.known = []
        self._load(relaxation, settings)
        self._keep_all(found.known)
        again = [question for question in found.again if id(question) in used]
        self._keep_all(zip(again, self.years.ask(again), strict=True))
        self.refused = set()

    def end(self, stage: str, lower: Lower, upper: Upper | None) -> None:
        """Keep where a stage ended; without plans, if only a bound was asked for."""
        self.ends[stage] = End.of(self.known, self.master, self.inner, lower, upper)
        if upper is not None:
            self.stood.add(stage)

    @property
    def programme(self) -> Programme:
        """The plan tier on average days; its rows of the plan are those of all hours."""
        return self.relaxation.programme

    def limit_columns(self, columns: Places, upper: Array) -> None:
        """Set upper bounds of variables of the plan tier."""
        self.master.loaded.limit_columns(columns, upper)
        self.inner.limit_columns(columns, upper)

    def limit_rows(self, rows: Places, upper: Array) -> None:
        """Set upper bounds of rows of the plan tier."""
        self.master.loaded.limit_rows(rows, upper)
        self.inner.limit_rows(rows, upper)

    def allow(self, most: float, budget: int = 0) -> None:
        """Set a budget [1e8], by default that of the cost before peaking; infinite for none."""
        self.master.allow(most, budget)
        self.inner.allow(most, budget)

    def begin(self, stage: str) -> None:
        """Begin where this stage ended, if it was made before.

        Cuts learnt since shut out that optimum of the master, and schedules open better plans: the
        primal simplex goes on from there, but the end of the stage before, if there is one, is
        nearer. Without them, the master goes on by the primal simplex too if only costs changed.
        A stage that was never made begins where one near it ended, if no cuts were learnt since.
        """
        end, going = self.ends.get(stage), self._going
        self._going = True
        late = end is not None and len(self.master.cuts) > end.cuts
        near = self.ends.get(NEAR.get(stage, "")) if end is None else None
        if near is not None and len(self.master.cuts) == near.cuts:
            self.master.begin_at(*near.master, primal=True)
        if end is None or (late and going):
            return
        self.master.begin_at(*end.master, primal=self._same_rows or late)
        if end.inner is not None:
            self.inner.begin_at(*end.inner, primal=late or stage in self.stood)

    def _keep_all(self, known: Iterable[tuple[Question, Answer]]) -> None:
        for question, answer in known:
            self.keep(question, answer)

    def keep(self, question: Question, answer: Answer) -> None:
        """Keep an answer: its cuts and, if there is one, its schedule."""
        self.known.append((question, answer))
        cuts: tuple[Answer | Cut, ...] = (answer, *answer.others)
        for found in cuts:
            if not too_steep(found.slope):
                self.master.add(found, self.links[answer.year])
        if not answer.works:
            self.refused.add(answer.year)
        elif not answer.stale:
            self.inner.add(answer)
            self.refused.discard(answer.year)

    def missed(self, plan: Upper) -> Array:
        """What soft clauses of the years up to the deadline are missed by in a plan."""
        return plan.plan[self.inner.rows.columns_at(self._early_shortfalls)]

    def keeping(self, missed: Array) -> AbstractContextManager[None]:
        """Hold plans to the soft clauses of years up to the deadline that another plan keeps.

        The bound is not held to them: it stays one of all plans. What that plan misses may be
        missed more, at its price.

        Args:
            missed: what that plan misses each of them by.
        """
        rounding = MISSED * self.inner.loaded.unit
        kept = missed <= rounding
        return self.inner.held(self._early_shortfalls[kept], missed[kept] + rounding)

    @property
    def _early_shortfalls(self) -> Places:
        columns = self.shortfalls
        return columns[self.relaxation.year[columns] <= self.case.stage_end]

    @property
    def shortfalls(self) -> Places:
        """Columns of what soft clauses are missed by."""
        blocks = [self.programme.columns[name] for name in SHORTFALLS]
        return np.concatenate([np.arange(block.start, block.stop) for block in blocks])

    def counts(self, weights: Array, saved: Array) -> Array:
        """How much the cost of operation of each year counts, by its weight and in its budget."""
        return np.asarray((weights + saved) * self.relaxation.discount)
