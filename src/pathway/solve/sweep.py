"""Goes through all estimates: screens every move, then solves those that could matter most.

Moves are independent of each other, so they may go to other processes; each of those reads nothing
but what it is handed, builds the base once and starts from its bases.
"""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pathway.case.assemble import assemble
from pathway.case.estimates import Side, estimates
from pathway.errors import (
    InfeasibleError,
    InputError,
    ModelError,
    ProofError,
    SolveError,
    TimeLimitError,
)
from pathway.solve.aligned import Aligned
from pathway.solve.batches import Batches
from pathway.solve.difference import alike, difference
from pathway.solve.effects import Effect, How
from pathway.solve.screen import Screen, Screened
from pathway.solve.variant import Built, Solved, for_variants, solve_base, solve_variant
from pathway.solve.workers import end_with_parent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from pathway.case.case import Case
    from pathway.case.estimates import Estimate
    from pathway.settings import Settings
    from pathway.solve.variant import Stage
    from pathway.workbook.rows import Workbook

    Progress = Callable[[str], None]

Place = tuple[int, Side]
"""Number of an estimate in the list of all, and the end that it moves to."""
TOLD = 40
"""How many times screening tells how far it is."""


@dataclass(frozen=True, eq=False)
class Sweep:
    """What every estimate of a workbook does when it moves."""

    base: Solved
    estimates: tuple[Estimate, ...]
    effects: Mapping[Place, Effect]
    """Of every estimate with a range, for both ends."""

    @property
    def case(self) -> Case:
        """The base."""
        return self.base.built.case


def sweep(
    workbook: Workbook,
    settings: Settings,
    *,
    solves: int,
    workers: int = 1,
    progress: Progress = lambda _: None,
) -> Sweep:
    """Move every estimate of a workbook to both ends of its range.

    Args:
        workbook: the workbook, with its scenario applied.
        settings: the model file.
        solves: most variants to solve.
        workers: processes to work in; 1 stays in this one.
        progress: is told what is being done.

    Raises:
        InfeasibleError: the base itself has no plan.
        SolveError: the base has no proved optimum.
    """
    base = solve_base(assemble(workbook, settings.time), settings, progress)
    bench = Bench(workbook, for_variants(settings), base)
    places = [(n, side) for n, e in enumerate(bench.estimates) if e.span for side in Side]
    with _runner(bench, workers) as run:
        screened: dict[Place, Screened] = {}
        told = 0
        for part in run.screen(bench.batches(places)):
            screened.update(part)
            if len(screened) >= told + len(places) / TOLD:
                told = len(screened)
                progress(f"screen {told}/{len(places)}")
        effects = {place: screened[place].effect for place in places}
        chosen = worth_solving(bench.estimates, screened, solves)
        for done, (place, effect) in enumerate(run.solve(chosen), start=1):
            effects[place] = _better(effects[place], effect)
            progress(f"variant {done}/{len(chosen)} {':'.join(bench.estimates[place[0]].name)}")
    return Sweep(base, bench.estimates, effects)


def worth_solving(
    known: Sequence[Estimate], screened: Mapping[Place, Screened], most: int
) -> list[Place]:
    """Moves to solve: both ends of an estimate together, the best place in any measure first."""
    open_ones = {place: s for place, s in screened.items() if _open(s)}
    weights: dict[int, list[float]] = {}
    for (number, _), s in open_ones.items():
        before = weights.setdefault(number, [0.0, 0.0, 0.0])
        weights[number] = [max(pair) for pair in zip(before, s.weights, strict=True)]
    best = dict.fromkeys(weights, len(weights))
    for measure in range(3):
        ordered = sorted(weights, key=lambda n: (-weights[n][measure], known[n].name))
        for rank, number in enumerate(ordered):
            if weights[number][measure] > 0:
                best[number] = min(best[number], rank)
    order = sorted(best, key=lambda n: (best[n], known[n].name))
    return [(n, side) for n in order for side in Side if (n, side) in open_ones][:most]


def _open(screened: Screened) -> bool:
    return not screened.proved and screened.effect.how is not How.FAILED


def _better(known: Effect, found: Effect) -> Effect:
    """What a solve found; where it gave up, what was known with the reason."""
    return replace(known, why=found.why) if found.how is How.FAILED else found


class Bench:
    """A base set up to try moves on."""

    def __init__(self, workbook: Workbook, settings: Settings, base: Solved) -> None:
        self.workbook, self.settings, self.base = workbook, settings, base
        self.estimates = estimates(workbook)
        self._batches = Batches(workbook, base.built, settings)
        self._screen: Screen | None = None

    @classmethod
    def again(
        cls, workbook: Workbook, settings: Settings, reference: Stage | None, plan: Stage
    ) -> Bench:
        """The bench of a base that another process has solved."""
        built = Built.of(assemble(workbook, settings.time), settings)
        return cls(workbook, settings, Solved(built, reference, plan))

    @property
    def screener(self) -> Screen:
        """The screen, made when it is first asked for."""
        if self._screen is None:
            self._screen = Screen(self.base)
        return self._screen

    def batches(self, places: Iterable[Place]) -> Iterator[tuple[str, list[Place]]]:
        """Places that may be built at once."""
        number = {id(estimate): n for n, estimate in enumerate(self.estimates)}
        moves = [(self.estimates[n], side) for n, side in places]
        for kind, batch in self._batches.batches(moves):
            yield kind, [(number[id(estimate)], side) for estimate, side in batch]

    def screen(self, batch: tuple[str, list[Place]]) -> dict[Place, Screened]:
        """What each move of a batch does, as far as no solve is needed."""
        kind, places = batch
        at = {(self.estimates[n].name, side): (n, side) for n, side in places}
        moves = [(self.estimates[n], side) for n, side in places]
        changes = self._batches.changes((kind, moves))
        return {
            at[change.move[0].name, change.move[1]]: self.screener.screened(change)
            for change in changes
        }

    def solve(self, place: Place) -> tuple[Place, Effect]:
        """What one move does, solved."""
        number, side = place
        try:
            built = self._batches.built([(self.estimates[number], side)])
            return place, self.screener.yardstick.of_solved(self._solved(built))
        except InfeasibleError as error:
            return place, Effect(How.SOLVED, feasible=False, why=str(error))
        except (InputError, ModelError, ProofError, SolveError, TimeLimitError) as error:
            return place, Effect(How.FAILED, why=str(error).splitlines()[0])

    def _solved(self, built: Built) -> Solved:
        base = self.base
        reference = None if base.reference is None else base.reference.basis
        if alike(base.built, built):
            primal = difference(base.built, built).only_costs
            return solve_variant(built, self.settings, (reference, base.plan.basis), primal=primal)
        aligned = Aligned.of(base.built, built)
        first = None if reference is None else aligned.basis(reference)
        plan = aligned.basis(base.plan.basis)
        return solve_variant(built, self.settings, (first, plan), primal=False)


# --- here or elsewhere ----------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class _Runner:
    """Runs moves one after another, or in other processes."""

    bench: Bench
    pool: ProcessPoolExecutor | None = None

    def screen(self, batches: Iterable[tuple[str, list[Place]]]) -> Iterator[dict[Place, Screened]]:
        return (
            map(self.bench.screen, batches)
            if self.pool is None
            else self.pool.map(_screen, batches)
        )

    def solve(self, places: Iterable[Place]) -> Iterator[tuple[Place, Effect]]:
        return map(self.bench.solve, places) if self.pool is None else self.pool.map(_solve, places)


@contextmanager
def _runner(bench: Bench, workers: int) -> Iterator[_Runner]:
    if workers == 1:
        yield _Runner(bench)
        return
    base = bench.base
    handed = (bench.workbook, bench.settings, base.reference, base.plan)
    context = multiprocessing.get_context("spawn")  # the only one there is on Windows
    with ProcessPoolExecutor(workers, context, _start, handed) as pool:
        yield _Runner(bench, pool)


_BENCH: list[Bench] = []
"""The bench of a worker process."""


def _start(workbook: Workbook, settings: Settings, reference: Stage | None, plan: Stage) -> None:
    end_with_parent()
    _BENCH.append(Bench.again(workbook, settings, reference, plan))


def _screen(batch: tuple[str, list[Place]]) -> dict[Place, Screened]:
    return _BENCH[0].screen(batch)


def _solve(place: Place) -> tuple[Place, Effect]:
    return _BENCH[0].solve(place)
