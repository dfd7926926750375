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
from pathway.solve.decomposed.learnt import MISSED, Learnt
from pathway.solve.decomposed.year import Question
from pathway.solve.solution import Bound

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from pathway.case.case import Case
    from pathway.settings import Settings
    from pathway.solve.decomposed.inner import Upper
    from pathway.solve.decomposed.master import Lower
    from pathway.solve.decomposed.memory import Memory
    from pathway.solve.decomposed.pool import Years

    Array = NDArray[np.float64]
    Places = NDArray[np.int64]

P = ParamSpec("P")
T = TypeVar("T")

WIDEN = 4.0
"""How much wider the band of prices becomes where no plan was found."""
WIDEST = 1e7
"""Band at which prices are as good as free."""
TRIES = 3
"""How often the band widens before years are operated, where schedules of earlier cases are known:
they make a plan of most changed cases, and operation takes longer than to look for it."""
CROSSED = 1e-6
"""Relative amount by which a bound may be above a plan: the solver's tolerance."""
STILL = 1e-12
"""Relative change of a bound that is none."""
STEPS = 200
"""Most steps of one search."""
IDLE = 20
"""Steps in a row that move nothing, after which a search is given up."""
NOTHING = 1e-9
"""Cost that counts as none [1e8]: a gap relative to less would mean nothing."""
NEGLIGIBLE = 1e-6
"""Gap in money that closes a search where a plan costs next to nothing [1e8]."""
DEAREST = 10.0
"""Most that activity is said to be worth, in the dearest thing of operation. What cannot run has
any price at all in a plan tier; cuts at such a price would bound by figures of rounding."""
HALFWAY = (0.5, 0.5)
"""How far from the best known plan towards the master's a trial point lies, links and prices."""
SEPARATING = (1.0, 0.0)
"""The same where a step has moved neither bound, for the same question would be asked again: links
of the master at prices of the plan. Their answers hold a schedule that makes the plan cheaper, or
cuts by which the master's plan costs as much as the known one, unless that is the least."""
OWN = (0.0, 0.0)
"""The same in every other such step while no plan is known: links at which schedules are missing.
Those of the master may lie beside them by a hair for ever."""


class StillError(SolveError):
    """Bounds that move no more before they meet: plans may be held to what the bound is not."""


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


class Bounds(Learnt):
    """Searches among what is known of a case, each drawing a bound and a plan together."""

    def __init__(
        self, case: Case, settings: Settings, days: int, years: Years,
        progress: Callable[[str], None], memory: Memory | None = None,
    ) -> None:  # fmt: skip
        super().__init__(case, settings, days, years, memory)
        self.progress = progress
        self.history: list[Bound] = []
        self.stopped = False
        """Whether the user stopped a search."""
        self.began = time.perf_counter()
        self._towards = HALFWAY
        self._idle = 0
        self._spent = [0.0, 0.0, 0.0]

    def change(self, case: Case, settings: Settings) -> frozenset[int] | None:
        """Take another case of the same rows and columns; all that stays true of it is kept."""
        self.began = time.perf_counter()
        self.history, self.stopped = [], False
        return super().change(case, settings)

    def close(
        self, stage: str, weights: Array, gap: float, *, room: float = 0.0, known: bool = False,
        stands: Upper | None = None,
    ) -> Closed:  # fmt: skip
        """Draw the bounds together.

        Args:
            stage: what for, for progress and history.
            weights: weight of the costs of each year.
            gap: relative gap to end with.
            room: gap in money on top of that [1e8].
            known: whether the schedules known so far are sure to make a plan.
            stands: a plan of an earlier stage that keeps all rows of this one, if there is one:
                where it is near enough to the bound none is sought.

        Stopped by the user it is what is proved so far, if a plan is known, and `stopped` is set.

        Raises:
            InfeasibleError: not even the master has a plan.
            StillError: the bounds move no more before they meet.
            SolveError: they do not meet.
            ProofError: they cross.
        """
        self._idle = 0
        fixed = self.relaxation.costs.weighed(weights)[1]
        self.master.minimise(weights)
        self.inner.minimise(weights)
        self.begin(stage)
        least = NEGLIGIBLE * self.inner.loaded.unit
        closed: Closed | None = None
        last, upper = (-np.inf, np.inf, 0.0), None
        seek = self._exact_plan if known else self._plan
        stood = np.inf if stands is None else self._cost(stands, weights)

        def near(bound: float) -> Upper | None:
            return stands if stood - bound <= gap * abs(stood) + room else None

        try:
            for step in range(STEPS):
                lower = self._timed(0, self.master.solve)
                bound, cost = lower.optimum.objective + fixed, np.inf
                upper = near(bound) or self._timed(1, seek, lower, weights, known=known)
                if upper is not None and upper.works:
                    cost, known = self._cost(upper, weights), True
                    _refuse_crossed(stage, bound, cost)
                    closed = Closed(lower, upper, bound, cost)
                self._turn_after(stage, (bound, cost, self.widen), last)
                last = bound, cost, self.widen
                self._tell(stage, step, bound / weights.max(), cost / weights.max())
                if closed is not None and cost - bound <= max(gap * abs(cost) + room, least):
                    self.end(stage, lower, None if upper is stands else upper)
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

    def _cost(self, upper: Upper, weights: Array) -> float:
        """Cost of a plan, each year by its weight."""
        return float(self.inner.cost_by_year(upper) @ weights)

    def kept(self, closed: Closed, weights: Array, most: float) -> Closed:
        """The plan, with soft clauses that the bound misses less missed no more than there.

        A plan within a gap may miss a soft clause that an optimum keeps. So where known schedules
        make a plan that does not, at a cost that the gap has room for, it is that plan.

        Args:
            closed: where the bounds met.
            weights: weight of the costs of each year.
            most: cost that the plan may have [1e8].
        """
        columns = self.shortfalls
        ours = closed.upper.plan[self.inner.rows.columns_at(columns)]
        theirs = np.maximum(closed.lower.optimum.x[columns], 0.0)
        more = ours > theirs + MISSED * self.inner.loaded.unit
        if not more.any():
            return closed
        with self.inner.held(columns[more], theirs[more]):
            try:
                upper = self._timed(1, self.inner.solve)
            except InfeasibleError:
                return closed
        cost = self._cost(upper, weights)
        return replace(closed, upper=upper, cost=cost) if upper.works and cost <= most else closed

    def least(self, stage: str, weights: Array) -> tuple[Lower, float]:
        """Optimum of the master with other weights: no plan costs less than that."""
        self.master.minimise(weights)
        self.begin(stage)
        lower = self.master.solve()
        self.end(stage, lower, None)
        return lower, lower.optimum.objective + self.relaxation.costs.weighed(weights)[1]

    def cheapest_known(self, lower: Lower, weights: Array) -> Upper | None:
        """The cheapest plan of schedules known, if they make one; it begins where the last did."""
        self.inner.minimise(weights)
        upper = self._plan(lower, weights, known=True)
        return upper if upper is not None and upper.works else None

    def look(self, aim: Array, weights: Array, level: float = 0.0) -> tuple[Lower, Upper | None]:
        """The least of an aim and of some cost beside it: of all plans, and of known schedules.

        The last plan keeps all rows still: only what is sought has changed.

        Args:
            aim: coefficient of each column of the plan tier.
            weights: weight of the costs of each year.
            level: coefficient of the highest emissions of any year.

        Raises:
            InfeasibleError: there is no plan.
        """
        self.master.minimise(weights, aim, level)
        self.inner.minimise(weights, aim, level)
        lower = self.master.solve()
        upper = self._exact_plan(lower, weights, known=True) if self.inner.known else None
        return lower, upper if upper is not None and upper.works else None

    def learn(
        self, lower: Lower, upper: Upper | None, weights: Array, *, stuck: bool = False
    ) -> None:
        """Operate all years that count between two plans, and keep what they answer.

        Args:
            lower: what the bound allows.
            upper: the known plan; None if there is none.
            weights: weight of the costs of each year.
            stuck: whether the last answers moved neither of the two, so that others are asked for.
        """
        self._towards = SEPARATING if stuck else HALFWAY
        self._learn(lower, upper, weights)

    def _timed(self, part: int, task: Callable[P, T], *args: P.args, **options: P.kwargs) -> T:
        """Do a part of a step, and count its seconds."""
        began = time.perf_counter()
        done = task(*args, **options)
        self._spent[part] += time.perf_counter() - began
        return done

    def _plan(self, lower: Lower, weights: Array, *, known: bool) -> Upper | None:
        """The cheapest plan of schedules known; the band of prices widens until it is one.

        Where it is not sure that there is one, the band widens once and the next step tries again;
        a few times where much is known, of a case that was solved before it changed.
        """
        if not self.inner.known:
            return None
        tries = np.inf if known else TRIES if self.ends else 1
        while True:
            self._tolerate(lower, weights)
            upper = self.inner.solve()
            if upper.works or self.widen > WIDEST:
                return upper
            self.widen *= WIDEN
            tries -= 1
            if tries < 1:
                return upper

    def _exact_plan(self, lower: Lower, weights: Array, *, known: bool) -> Upper | None:
        """The cheapest plan of schedules known where the last one is a plan still.

        Where it is none by a hair, for all rows are kept to a tolerance alone, it is sought anew.
        """
        try:
            with self.inner.exact():
                upper = self.inner.solve()
        except InfeasibleError:
            return self._plan(lower, weights, known=known)
        return upper if upper.works else self._plan(lower, weights, known=known)

    def _tolerate(self, lower: Lower, weights: Array) -> None:
        """Keep the prices of the plans in `inner` near those of the master."""
        counts = self.counts(weights, lower.saved)
        for year, weight in zip(self.case.years, counts, strict=True):
            links = self.links[year]
            price = self.master.plan_cost(lower, links)
            at = self.case.years.index(year)
            size = np.maximum(np.abs(lower.optimum.x[links]), 1e-3)
            typical = max(weight, 1e-3) * (1.0 + abs(float(lower.theta[at]))) / size
            self.inner.tolerate(year, price, self.widen * (0.1 * np.abs(price) + 0.1 * typical))

    def _turn_after(
        self, stage: str, here: tuple[float, float, float], last: tuple[float, float, float]
    ) -> None:
        """Go on as before where a step moved a bound or the band of prices; else ask elsewhere.

        Raises:
            StillError: a plan is known, and nothing has moved for long.
        """
        moved = any(
            now != before and not abs(now - before) <= STILL * abs(now)
            for now, before in zip(here, last, strict=True)
        )
        self._idle = 0 if moved else self._idle + 1
        elsewhere = OWN if self._idle % 2 == 0 and np.isinf(here[1]) else SEPARATING
        self._towards = HALFWAY if moved else elsewhere
        if self._idle > IDLE and np.isfinite(here[1]):
            raise StillError(f"stage {stage}: the bounds stand still before they meet")

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
        sure = self.counts(weights, lower.saved)
        best = sure if upper is None else self.counts(weights, upper.saved)
        questions = [
            self._question(lower, upper, trial, at, pair)
            for at, pair in enumerate(zip(sure.tolist(), best.tolist(), strict=True))
            if max(pair) > 0
        ]
        answers = self._timed(2, self.years.ask, questions)
        for question, answer in zip(questions, answers, strict=True):
            self.keep(question, answer)

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
        reach = upper is not None and not upper.works and self.widen > WIDEST
        if not reach:  # else it is a direction, whatever its size
            worth = np.clip(worth, -most, most)
        return Question(year, trial[links], worth, np.clip(sure, -most, most), reach)


def _told(value: float, form: str = ",.2f") -> str:
    return format(value, form) if np.isfinite(value) else "—"


def _refuse_crossed(stage: str, bound: float, cost: float) -> None:
    if bound - cost > CROSSED * max(abs(cost), 1.0):
        raise ProofError(f"stage {stage}: the bound {bound:.9g} is above a plan of {cost:.9g}")
