r"""Draws the two bounds together: operate where the plan would be cheapest, learn a cut, ask again.

Master (plan, average days, cuts) is a lower bound; plans made of schedules that are known to work
are upper bounds. Each step operates all years at a trial point between the two and learns from it.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import numpy as np

from pathway.errors import InfeasibleError, ProofError, SolveError
from pathway.solve.decomposed.change import changed_years, same_rows, same_time
from pathway.solve.decomposed.ends import End
from pathway.solve.decomposed.inner import Inner
from pathway.solve.decomposed.master import Master, Relaxation
from pathway.solve.decomposed.year import Question
from pathway.solve.difference import alike
from pathway.solve.solution import Bound

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from numpy.typing import NDArray

    from pathway.case.case import Case
    from pathway.model.algebra import Programme
    from pathway.settings import Settings
    from pathway.solve.decomposed.inner import Upper
    from pathway.solve.decomposed.master import Lower
    from pathway.solve.decomposed.pool import Years
    from pathway.solve.decomposed.year import Answer, Cut

    Array = NDArray[np.float64]
    Places = NDArray[np.int64]

P = ParamSpec("P")
T = TypeVar("T")

WIDEN = 4.0
"""How much wider the band of prices becomes where no plan was found."""
WIDEST = 1e7
"""Band at which prices are as good as free."""
STEEPEST = 1e9
"""Cuts steeper than that are left out: they say in figures of rounding what links are not kept."""
CROSSED = 1e-6
"""Relative amount by which a bound may be above a plan: the solver's tolerance."""
STILL = 1e-12
"""Relative change of a bound that is none."""
STEPS = 200
"""Most steps of one search."""
NOTHING = 1e-9
"""Cost that counts as none [1e8]: a gap relative to less would mean nothing."""
NEGLIGIBLE = 1e-6
"""Gap in money that closes a search where a plan costs next to nothing [1e8]."""
DEAREST = 10.0
"""Most that activity is said to be worth, in the dearest thing of operation. What cannot run has
any price at all in a plan tier; cuts at such a price would bound by figures of rounding."""
SHORTFALLS = ("v_short", "v_over")
"""What soft clauses are missed by."""
MISSED = 1e-6
"""Shortfall that is rounding."""
HALFWAY = (0.5, 0.5)
"""How far from the best known plan towards the master's a trial point lies, links and prices."""
SEPARATING = (1.0, 0.0)
"""The same where a step has moved neither bound, for the same question would be asked again: links
of the master at prices of the plan. Their answers hold a schedule that makes the plan cheaper, or
cuts by which the master's plan costs as much as the known one, unless that is the least."""


@dataclass(frozen=True, eq=False)
class Closed:
    """Where the bounds of a search met."""

    lower: Lower
    upper: Upper
    bound: float
    cost: float

    @property
    def gap(self) -> float:
        """Cost above the bound, relative to the cost."""
        return (self.cost - self.bound) / max(abs(self.cost), NOTHING)


class Bounds:
    """Plan tier and years of operation, with all that was learnt about them."""

    def __init__(
        self, case: Case, settings: Settings, days: int, years: Years,
        progress: Callable[[str], None],
    ) -> None:  # fmt: skip
        self.case = case
        self.years = years
        self.progress = progress
        self.history: list[Bound] = []
        self.stopped = False
        """Whether the user stopped a search."""
        self.refused: set[int] = set()
        """Years whose last trial point nobody can operate."""
        self.known: list[tuple[Question, Answer]] = []
        """All that was asked, in the order in which its cuts and schedules were added."""
        self.ends: dict[str, End] = {}
        """Where each stage ended."""
        self._same_rows = False
        """Whether the last change left rows and bounds of the plan tier as they were."""
        self._days = days
        self._widen = 1.0
        self._towards = HALFWAY
        self._spent = [0.0, 0.0, 0.0]
        self.began = time.perf_counter()
        self.shapes = {shape.year: shape for shape in years.shapes(case.years)}
        self._load(Relaxation.of(case, settings, days), settings)

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
        Years whose operation changed are asked again what made the last plans and their bounds.

        Returns:
            The years whose operation changed; None if the case has other rows, and nothing is kept.
        """
        relaxation = Relaxation.of(case, settings, self._days)
        same = same_time(self.case.steps, case.steps) and alike(self.relaxation, relaxation)
        if not same:
            return None
        changed = changed_years(self.relaxation, relaxation, (self.case, case))
        self._same_rows = same_rows(self.programme, relaxation.programme)
        again = self._used(changed)
        ends = {
            name: end.without(changed, self.master, self.inner) for name, end in self.ends.items()
        }
        self.years.take(case, changed)
        self.shapes |= {shape.year: shape for shape in self.years.shapes(sorted(changed))}
        kept = [(question, answer) for question, answer in self.known if answer.year not in changed]
        self.case, self.known, self.ends = case, [], ends
        self._load(relaxation, settings)
        for question, answer in kept:
            self._keep(question, answer)
        for question, answer in zip(again, self.years.ask(again), strict=True):
            self._keep(question, answer)
        self.history, self.refused, self.stopped = [], set(), False
        self.began = time.perf_counter()
        return changed

    def _used(self, years: Collection[int]) -> list[Question]:
        """Questions about some years whose answers make plans or bounds at the end of stages."""
        used = {id(question) for end in self.ends.values() for question in end.used}
        return [q for q, _ in self.known if q.year in years and id(q) in used]

    def _end(self, stage: str, lower: Lower, upper: Upper | None) -> None:
        self.ends[stage] = End.of(self.known, self.master, self.inner, lower, upper)

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

    def allow(self, most: float) -> None:
        """Set a budget of the cost before peaking [1e8]; infinite for none."""
        self.master.allow(most)
        self.inner.allow(most)

    def close(
        self, stage: str, weights: Array, gap: float, *, room: float = 0.0, known: bool = False,
        near: str = "",
    ) -> Closed:  # fmt: skip
        """Draw the bounds together.

        Args:
            stage: what for, for progress and history.
            weights: weight of the costs of each year.
            gap: relative gap to end with.
            room: gap in money on top of that [1e8].
            known: whether the schedules known so far are sure to make a plan.
            near: stage whose end to begin at, if this one was never made.

        Stopped by the user it is what is proved so far, if a plan is known, and `stopped` is set.

        Raises:
            InfeasibleError: not even the master has a plan.
            SolveError: the bounds do not meet.
            ProofError: they cross.
        """
        fixed = self.relaxation.costs.weighed(weights)[1]
        self.master.minimise(weights)
        self.inner.minimise(weights)
        self._begin(stage, near)
        least = NEGLIGIBLE * self.inner.loaded.unit
        closed: Closed | None = None
        last, upper = (-np.inf, np.inf), None
        try:
            for step in range(STEPS):
                lower = self._timed(0, self.master.solve)
                upper = self._timed(1, self._plan, lower, weights, known=known)
                bound, cost = lower.optimum.objective + fixed, np.inf
                if upper is not None and upper.works:
                    cost, known = upper.optimum.objective + fixed, True
                    _refuse_crossed(stage, bound, cost)
                    closed = Closed(lower, upper, bound, cost)
                self._turn_after((bound, cost), last)
                last = bound, cost
                self._tell(stage, step, bound / weights.max(), cost / weights.max())
                if closed is not None and cost - bound <= max(gap * abs(cost) + room, least):
                    self._end(stage, lower, upper)
                    return self.kept(closed, weights, bound + gap * abs(cost) + room)
                self._learn(lower, upper, weights)
        except KeyboardInterrupt:
            if closed is None:
                raise
            self.stopped = True
            return closed
        told = f"stage {stage}: the bounds did not meet in {STEPS} steps"
        if closed is None and upper is not None:
            told += f": no schedules were found that keep {self.inner.most_missed(upper)}"
        raise SolveError(told)

    def kept(self, closed: Closed, weights: Array, most: float) -> Closed:
        """The plan, with soft clauses that the bound misses less missed no more than there.

        A plan within a gap may miss a soft clause that an optimum keeps. So where known schedules
        make a plan that does not, at a cost that the gap has room for, it is that plan.

        Args:
            closed: where the bounds met.
            weights: weight of the costs of each year.
            most: cost that the plan may have [1e8].
        """
        columns, wanted = self._missed(closed)
        if not len(columns):
            return closed
        before = self.inner.upper_limits(columns)
        self.inner.limit_columns(columns, wanted)
        try:
            upper = self._timed(1, self.inner.solve)
        except InfeasibleError:
            return closed
        finally:
            self.inner.limit_columns(columns, before)
        cost = upper.optimum.objective + self.relaxation.costs.weighed(weights)[1]
        return replace(closed, upper=upper, cost=cost) if upper.works and cost <= most else closed

    def _missed(self, closed: Closed) -> tuple[Places, Array]:
        """What is missed of soft clauses more than in the bound: columns, and what is there."""
        blocks = [self.programme.columns[name] for name in SHORTFALLS]
        columns = np.concatenate([np.arange(block.start, block.stop) for block in blocks])
        ours = closed.upper.plan[self.inner.rows.columns_at(columns)]
        theirs = np.maximum(closed.lower.optimum.x[columns], 0.0)
        more = ours > theirs + MISSED * self.inner.loaded.unit
        return columns[more], theirs[more]

    def least(self, stage: str, weights: Array) -> tuple[Lower, float]:
        """Optimum of the master with other weights: no plan costs less than that."""
        self.master.minimise(weights)
        self._begin(stage)
        lower = self.master.solve()
        self._end(stage, lower, None)
        return lower, lower.optimum.objective + self.relaxation.costs.weighed(weights)[1]

    def _begin(self, *stages: str) -> None:
        """Begin where the first of these stages ended that was made.

        Cuts learnt since shut out that optimum of the master, and schedules open better plans: the
        primal simplex goes on from there, but the end of the stage before, if there is one, is
        nearer. Without them, the master goes on by the primal simplex too if only costs changed.
        """
        end = next((self.ends[stage] for stage in stages if stage in self.ends), None)
        late = end is not None and len(self.master.cuts) > end.cuts
        going, self._going = self._going, True
        if end is None or (late and going):
            return
        self.master.begin_at(*end.master, primal=self._same_rows or late)
        if end.inner is not None:
            self.inner.begin_at(*end.inner, primal=late)

    def _timed(self, part: int, task: Callable[P, T], *args: P.args, **options: P.kwargs) -> T:
        """Do a part of a step, and count its seconds."""
        began = time.perf_counter()
        done = task(*args, **options)
        self._spent[part] += time.perf_counter() - began
        return done

    def _plan(self, lower: Lower, weights: Array, *, known: bool) -> Upper | None:
        """The cheapest plan of schedules known; the band of prices widens until it is one.

        Where it is not sure that there is one, the band widens once and the next step tries again.
        """
        if not self.inner.known:
            return None
        while True:
            self._tolerate(lower, weights)
            upper = self.inner.solve()
            if upper.works or self._widen > WIDEST:
                return upper
            self._widen *= WIDEN
            if not known:
                return upper

    def _tolerate(self, lower: Lower, weights: Array) -> None:
        """Keep the prices of the plans in `inner` near those of the master."""
        counts = self._counts(weights, lower.budget_price)
        for year, weight in zip(self.case.years, counts, strict=True):
            links = self.links[year]
            price = self.master.plan_cost(lower, links)
            at = self.case.years.index(year)
            size = np.maximum(np.abs(lower.optimum.x[links]), 1e-3)
            typical = max(weight, 1e-3) * (1.0 + abs(float(lower.theta[at]))) / size
            self.inner.tolerate(year, price, self._widen * (0.1 * np.abs(price) + 0.1 * typical))

    def _turn_after(self, bounds: tuple[float, float], last: tuple[float, float]) -> None:
        """Go on as before where a step moved a bound; else ask elsewhere."""
        moved = any(
            np.isinf(now) or abs(now - before) > STILL * abs(now)
            for now, before in zip(bounds, last, strict=True)
        )
        self._towards = HALFWAY if moved else SEPARATING

    def _tell(self, stage: str, step: int, bound: float, cost: float) -> None:
        """Keep and say where the bounds are, with the heaviest year counting once."""
        seconds = time.perf_counter() - self.began
        self.history.append(Bound(stage, step, seconds, bound, cost, tuple(self._spent)))
        self._spent = [0.0, 0.0, 0.0]
        gap = (cost - bound) / max(abs(cost), NOTHING) if np.isfinite(cost) else np.inf
        self.progress(f"bounds {stage}|{step}|{_told(bound)}|{_told(cost)}|{_told(gap, '.3%')}")

    def _learn(self, lower: Lower, upper: Upper | None, weights: Array) -> None:
        """Operate all years that count at a trial point, and keep what they answer."""
        trial = lower.optimum.x
        if upper is not None:
            best = np.zeros(len(trial))
            best[self.inner.rows.columns] = upper.plan
            trial = best + self._towards[0] * (trial - best)
        sure = self._counts(weights, lower.budget_price)
        best = sure if upper is None else self._counts(weights, upper.budget_price)
        questions = [
            self._question(lower, upper, trial, at, pair)
            for at, pair in enumerate(zip(sure.tolist(), best.tolist(), strict=True))
            if max(pair) > 0
        ]
        answers = self._timed(2, self.years.ask, questions)
        for question, answer in zip(questions, answers, strict=True):
            self._keep(question, answer)

    def _keep(self, question: Question, answer: Answer) -> None:
        self.known.append((question, answer))
        cuts: tuple[Answer | Cut, ...] = (answer, *answer.others)
        for found in cuts:
            if np.abs(found.slope).max(initial=0.0) <= STEEPEST:
                self.master.add(found, self.links[answer.year])
        if answer.works:
            self.inner.add(answer)
            self.refused.discard(answer.year)
        else:
            self.refused.add(answer.year)

    def _counts(self, weights: Array, budget_price: float) -> Array:
        """How much the cost of operation of each year counts, by its weight and in the budget."""
        costs = self.relaxation.costs
        return np.asarray((weights + budget_price * costs.early) * self.relaxation.discount)

    def _question(
        self, lower: Lower, upper: Upper | None, trial: Array, at: int, counts: tuple[float, float]
    ) -> Question:
        """Ask a year for the links of a trial point, activity at its worth to the plan.

        A plan in which costs of the year do not count, in the budget either, knows no worth.
        """
        year = self.case.years[at]
        links, activity = self.links[year], self.shapes[year].activity
        known = []
        if counts[0] > 0:
            known.append(-self.master.plan_cost(lower, links)[activity] / counts[0])
        if upper is not None and counts[1] > 0:
            known.append(-self.inner.plan_cost(upper, links)[activity] / counts[1])
        sure, best = known[0], known[-1]
        worth = best + self._towards[1] * (sure - best)
        if year in self.refused:
            trial, worth = lower.optimum.x, sure
        most = DEAREST * self.shapes[year].dearest
        return Question(year, trial[links], np.clip(worth, -most, most), np.clip(sure, -most, most))


def _told(value: float, form: str = ",.2f") -> str:
    return format(value, form) if np.isfinite(value) else "—"


def _refuse_crossed(stage: str, bound: float, cost: float) -> None:
    if bound - cost > CROSSED * max(abs(cost), 1.0):
        raise ProofError(f"stage {stage}: the bound {bound:.9g} is above a plan of {cost:.9g}")
