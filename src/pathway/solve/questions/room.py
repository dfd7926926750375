r"""How far each main decision can move while the plan keeps every clause and costs little more.

With C the cost of the plan before peaking and T its cost after it, a slack s leaves all plans that
keep every clause and row and cost at most (1 + s) C and (1 + s) T (of a plan minimised over all
years: (1 + s) of their sum). For a decision d this is asked twice either way:

- the *bound*: $\min / \max\; d$ over the plan tier with all cuts. No plan within the slack is
  beyond it;
- the *known*: the same over mixtures of known schedules. It is a plan, hours and all.

The truth lies between. Where they are far apart, all years are operated between the two plans and
what they answer is learnt, as when a plan is searched (`pathway.solve.decomposed.bounds`).

Soft clauses are missed by no more than in the plan. Hourly demand may go unserved at its price, as
in the plan itself; it counts in the cost.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np

from pathway.errors import InfeasibleError, ProofError, SolveError
from pathway.solve.costs import staged
from pathway.solve.decomposed.learnt import MISSED
from pathway.solve.questions.decisions import LEVEL
from pathway.solve.questions.extents import TOLERANCE, Explored, Extent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from pathway.solve.decomposed.inner import Upper
    from pathway.solve.decomposed.master import Lower
    from pathway.solve.decomposed.plan import Plan
    from pathway.solve.questions.decisions import Decision

    Array = NDArray[np.float64]
    Statuses = NDArray[np.int8]
    Where = tuple[int, int, int]
    """Slack, decision, way."""

LEAST, MOST = 0, 1
SIGN = (1.0, -1.0)
"""Of what is minimised: the decision, or its negative."""
ROUNDS = 12
"""Most times that all years are operated for one end of a decision."""
TOLD = 5e-4
"""Share of a decision's size to which bounds are told: what is so near to a known plan, or to
nothing, is that. Bounds are lower by less, for the cost that is sought beside the decision."""
MONEY = 1e-4
"""Weight of the cost beside the decision, both in the money that a slack leaves. A bound is lower
by at most this share of a decision's size; without it, a year of which no more money is at stake
would not know what its activity is worth."""
WHOLE = 100.0
"""What counts as much of a share [%]."""
SMALL = 1e-3
"""Share of what is usual of its kind below which the amount of a decision tells no size."""
STILL = 1e-9
"""Change of a distance that is none."""
CROSSED = 1e-4
"""Share of a decision's size by which a bound may be beyond what is known: rounding."""


def explore(
    plan: Plan, decisions: Sequence[Decision], slacks: Sequence[float],
    progress: Callable[[str], None] = lambda _: None, *, seconds: float = np.inf,
) -> Explored:  # fmt: skip
    """Find how far decisions can move.

    Args:
        plan: a closed plan; its peak rows are in force. Cuts and schedules are added to its bounds.
        decisions: what is asked for, the most important first.
        slacks: relative excess over the cost of the plan, as 0.01.
        progress: is told what is being done.
        seconds: time after which nothing more is asked [s].
    """
    return _Room(plan, decisions, slacks, progress, seconds).explore()


class _Room:
    """The plans within a slack, asked for one decision after the other."""

    def __init__(
        self, plan: Plan, decisions: Sequence[Decision], slacks: Sequence[float],
        progress: Callable[[str], None], seconds: float,
    ) -> None:  # fmt: skip
        self.plan, self.bounds, self.progress = plan, plan.bounds, progress
        self.decisions, self.slacks = tuple(decisions), tuple(sorted(slacks))
        self._began = time.perf_counter()
        self._until = self._began + seconds
        self._asked = 0
        self._before: dict[Where, tuple[float, bool]] = {}
        """How far apart an end was when years were last asked for it, and whether other questions
        than halfway between bound and known plan had to be asked."""
        self._hopeless: set[Where] = set()
        """Ends that answers of neither kind move."""
        self._base: tuple[Any, Any] | None = None
        """Where master and mixtures stand at the cheapest plan; None if more was learnt since."""
        self._last: tuple[tuple[Statuses, Statuses], tuple[Statuses, Statuses]] | None = None
        self._costs = self._costs_of_plan()
        shape = len(self.slacks), len(self.decisions)
        self._size = np.ones(shape[1])
        box = np.array([self._box(decision) for decision in self.decisions]).reshape(-1, 2)
        self._bound = np.stack([np.tile(box[:, way], (shape[0], 1)) for way in (LEAST, MOST)])
        self._known = np.full((2, *shape), np.nan)
        self._done = np.zeros((2, *shape), bool)
        self._planned = self._values(plan.best.upper)
        self._size = self._sizes(box)
        self._note(0, plan.best.upper)

    # --- what there is to ask -----------------------------------------------------------------

    def _costs_of_plan(self) -> Array:
        """Cost of the plan in each budget [1e8]."""
        bounds, settings = self.bounds, self.plan.settings
        by_year = bounds.inner.cost_by_year(self.plan.best.upper)
        if not staged(self.plan.case, settings):
            return np.array([by_year.sum()])
        early = bounds.relaxation.costs.early
        return np.array([by_year @ early, by_year @ (1.0 - early)])

    def _box(self, decision: Decision) -> tuple[float, float]:
        """What bounds of variables alone let a decision be."""
        loaded = self.bounds.master.loaded
        low = loaded.programme.col_lower[decision.columns]
        high = loaded.col_upper[decision.columns]
        ends = np.where(decision.values > 0, [low, high], [high, low]) * decision.values
        if decision.kind == LEVEL:
            return float(ends[0].max()), float(ends[1].max())
        return float(ends[0].sum()), float(ends[1].sum())

    def _aim(self, where: Where, scale: float) -> tuple[Array, float]:
        """Coefficients of plan columns that an end is sought by, and of the highest emissions.

        The highest emissions are most where those of the peak year are: later years keep below it,
        earlier ones are guarded.
        """
        _, number, way = where
        decision, size = self.decisions[number], SIGN[way] * scale
        aim = np.zeros(self.bounds.programme.n_columns)
        if decision.kind != LEVEL:
            np.add.at(aim, decision.columns, size * decision.values)
            return aim, 0.0
        if way == LEAST:
            return aim, size * float(decision.values[0])
        at = self.plan.case.years.index(self.plan.peak_year)
        aim[decision.columns[at]] = size * decision.values[at]
        return aim, 0.0

    def _sizes(self, box: Array) -> Array:
        """What counts as much: the amount planned, or what bounds let be; of shares, all.

        Of what is neither planned nor bounded, what is usual of its kind.
        """
        reach = np.where(np.isfinite(box[:, MOST]), np.abs(box[:, MOST]), 0.0)
        size = np.maximum(np.abs(self._planned), reach)
        kinds = [decision.kind + decision.unit for decision in self.decisions]
        usual = {
            kind: float(np.median([x for k, x in zip(kinds, size, strict=True) if k == kind and x]))
            for kind in {kind for kind, x in zip(kinds, size, strict=True) if x}
        }
        typical = np.array([usual.get(kind, 1.0) for kind in kinds])
        share = np.array([decision.kind == "share" for decision in self.decisions], bool)
        return np.where(share, WHOLE, np.where(size > SMALL * typical, size, typical))

    # --- what is known ------------------------------------------------------------------------

    def _values(self, upper: Upper) -> Array:
        x = np.zeros(self.bounds.programme.n_columns)
        x[self.bounds.inner.rows.columns] = upper.plan
        return np.array([decision.of(x) for decision in self.decisions])

    def _note(self, slack: int, upper: Upper) -> None:
        """Every plan says something of every decision, at its slack and at larger ones.

        Mixed with the plan it says something at smaller slacks too: costs and rows are linear. The
        highest emissions of a mixture are no more than mixed, and may be less.
        """
        values = self._values(upper)
        linear = np.array([decision.kind != LEVEL for decision in self.decisions], bool)
        for at, own in enumerate(self.slacks):
            share = min(1.0, own / self.slacks[slack])
            mixed = self._planned + share * (values - self._planned)
            self._known[LEAST, at] = np.fmin(self._known[LEAST, at], mixed)
            sure = linear | (share == 1.0)
            higher = np.fmax(self._known[MOST, at], mixed)
            self._known[MOST, at] = np.where(sure, higher, self._known[MOST, at])
        self._size = np.maximum(self._size, np.abs(values))

    def _apart(self, where: Where) -> float:
        """How far bound and known are apart, as a share of the decision's size."""
        slack, number, way = where
        bound, known = self._bound[way, slack, number], self._known[way, slack, number]
        return float(SIGN[way] * (known - bound) / self._size[number])

    # --- asking -------------------------------------------------------------------------------

    def explore(self) -> Explored:
        """Ask for everything once, then draw together what is far apart."""
        with self._soft_clauses_held():
            try:
                self._ask_all()
                self._draw_together()
            except KeyboardInterrupt:
                self._until = -np.inf
            finally:
                self._allow(np.full(len(self._costs), np.inf))
        return self._explored()

    def _ask_all(self) -> None:
        everything = [
            (slack, number, way)
            for slack in reversed(range(len(self.slacks)))
            for number in range(len(self.decisions))
            for way in (LEAST, MOST)
        ]
        for at, where in enumerate(everything):
            if self._time_is_up():
                return
            if self._apart(where) > TOLERANCE:
                self._tell("room", where, at, len(everything))
                self._ask(where, rounds=0)

    def _draw_together(self) -> None:
        """A round of years for each end that is far apart, over and over, the largest slack first.

        A schedule from far away, mixed with those of the plan, makes plans of smaller slacks too.
        """
        for _ in range(ROUNDS):
            for slack in reversed(range(len(self.slacks))):
                apart = [
                    (slack, number, way)
                    for number in range(len(self.decisions))
                    for way in (LEAST, MOST)
                    if self._apart((slack, number, way)) > TOLERANCE
                    and (slack, number, way) not in self._hopeless
                ]
                for at, where in enumerate(apart):
                    if self._time_is_up():
                        return
                    self._tell("closer", where, at, len(apart))
                    self._ask(where, rounds=1)

    def _time_is_up(self) -> bool:
        return time.perf_counter() > self._until

    def _tell(self, what: str, where: Where, at: int, of: int) -> None:
        slack, number, _ = where
        decision = self.decisions[number]
        name = f"{decision.label.zh}|{decision.label.en}|{decision.kind}|{decision.year}"
        self.progress(f"{what} {at + 1}|{of}|{name}|{self.slacks[slack]:.3%}")

    @contextmanager
    def _soft_clauses_held(self) -> Iterator[None]:
        """No soft clause is missed by more than in the plan, in bounds and in plans."""
        bounds, columns = self.bounds, self.bounds.shortfalls
        before = bounds.master.loaded.col_upper[columns].copy()
        planned = self.plan.best.upper.plan[bounds.inner.rows.columns_at(columns)]
        room = MISSED * bounds.inner.loaded.unit
        bounds.limit_columns(columns, np.minimum(before, planned + room))
        try:
            yield
        finally:
            bounds.limit_columns(columns, before)

    def _allow(self, most: Array) -> None:
        for number, amount in enumerate(most.tolist()):
            self.bounds.allow(amount, number)

    def _budget(self, slack: int) -> Array:
        """Most that may be paid [1e8]."""
        return np.asarray(self._costs + self.slacks[slack] * np.abs(self._costs))

    def _ask(self, where: Where, *, rounds: int) -> None:
        """Ask for one end of a decision, and for the years where bound and known are far apart."""
        slack, number, way = where
        if self._apart(where) <= TOLERANCE or (rounds == 0 and self._done[way, slack, number]):
            return
        self._allow(self._budget(slack))
        money = max(float(self.slacks[slack] * np.abs(self._costs).sum()), MISSED)
        scale = money / self._size[number]
        weights = np.full(len(self.plan.case.years), MONEY)
        aim, level = self._aim(where, scale)
        self._done[way, slack, number] = True
        for turn in range(rounds + 1):
            self._begin(weights)
            try:
                lower, upper = self.bounds.look(aim, weights, level)
            except (InfeasibleError, SolveError):
                self._base = None
                return
            self._learn_bound(where, lower, scale)
            if upper is not None:
                self._note(slack, upper)
            apart = self._apart(where)
            if apart <= TOLERANCE or turn == rounds or self._time_is_up():
                return
            stuck = apart >= self._before.get(where, (np.inf, False))[0] - STILL
            if stuck and self._before[where][1]:
                self._hopeless.add(where)
                return
            self._before[where] = apart, stuck
            self.bounds.learn(lower, upper, weights, stuck=stuck)
            self._base = None
            self._asked += 1

    def _begin(self, weights: Array) -> None:
        """Begin where the cheapest plan stands: few things move from there to either end."""
        bounds = self.bounds
        if self._base is None:
            nothing = np.zeros(bounds.programme.n_columns)
            if self._last is not None:
                bounds.master.begin_at(*self._last[0], primal=False)
                bounds.inner.begin_at(*self._last[1], primal=True)
            bounds.look(nothing, weights)
            loaded = bounds.master.loaded, bounds.inner.loaded
            self._base = loaded[0].state(), loaded[1].state()
            self._last = loaded[0].statuses(), loaded[1].statuses()
        bounds.master.loaded.resume(self._base[0])
        bounds.inner.loaded.resume(self._base[1])

    def _learn_bound(self, where: Where, lower: Lower, scale: float) -> None:
        """Take the optimum of the master as a bound, less the cost that stands beside it.

        Its duals bound other slacks too: a budget that is larger by so much saves, at its price, so
        much at most.
        """
        slack, number, way = where
        fixed = float(self.bounds.relaxation.costs.fixed.sum())
        prices = np.maximum(lower.saved[[0, -1][: len(self._costs)]], 0.0)
        for at in range(len(self.slacks)):
            budget = self._budget(at)
            saved = float(prices @ (budget - self._budget(slack)))
            value = lower.optimum.objective - saved + MONEY * (fixed - float(budget.sum()))
            self._tighten((at, number, way), SIGN[way] * value / scale)

    def _tighten(self, where: Where, bound: float) -> None:
        """Take a bound; what holds at a slack holds at smaller ones.

        Raises:
            ProofError: a known plan is beyond it.
        """
        slack, number, way = where
        if way == MOST and self.decisions[number].kind == LEVEL:
            bound = max(bound, self._guarded(number))
        known = self._known[way, slack, number]
        if SIGN[way] * (bound - known) > CROSSED * self._size[number]:
            raise ProofError(
                f"{self.decisions[number].key}: the bound {bound:.9g} is beyond {known:.9g}"
            )
        tighter = np.maximum if way == LEAST else np.minimum
        part = self._bound[way, : slack + 1, number]
        self._bound[way, : slack + 1, number] = tighter(part, bound)

    # --- what was found -----------------------------------------------------------------------

    def _explored(self) -> Explored:
        known = np.where(np.abs(self._known) <= TOLD * self._size, 0.0, self._known)
        near = np.abs(self._bound - self._known) <= TOLD * self._size
        bound = np.where(near, known, self._bound)
        bound = np.stack([np.fmin(bound[LEAST], known[LEAST]), np.fmax(bound[MOST], known[MOST])])
        extents = tuple(
            tuple(
                Extent(
                    float(bound[LEAST, slack, number]), float(known[LEAST, slack, number]),
                    float(known[MOST, slack, number]), float(bound[MOST, slack, number]),
                    bool(self._settled(slack, number)), float(self._size[number]),
                )
                for number in range(len(self.decisions))
            )
            for slack in range(len(self.slacks))
        )  # fmt: skip
        every = all(extent.asked for part in extents for extent in part)
        return Explored(
            self.decisions, self.slacks, tuple(self._planned.tolist()), extents,
            tuple(tuple(self._budget(s).tolist()) for s in range(len(self.slacks))),
            self._asked, every and not self._time_is_up(), time.perf_counter() - self._began,
        )  # fmt: skip

    def _settled(self, slack: int, number: int) -> bool:
        """Whether both ends were asked for, or there is nothing to ask."""
        return all(
            self._done[way, slack, number] or self._apart((slack, number, way)) <= TOLERANCE
            for way in (LEAST, MOST)
        )

    def _guarded(self, number: int) -> float:
        """What years before the peak can emit at most: the guard; infinite without one."""
        decision, case = self.decisions[number], self.plan.case
        most = self.bounds.master.loaded.col_upper[decision.columns] * decision.values
        earlier = np.array(case.years) < self.plan.peak_year
        return float(most[earlier].max(initial=-np.inf))
