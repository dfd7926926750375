"""Years of operation on workers: each keeps its years warm; a lost worker costs time alone."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from multiprocessing.util import Finalize
from typing import TYPE_CHECKING, Any, Protocol

from pathway.solve.decomposed.operation import OperationYear, Shape
from pathway.solve.decomposed.year import (
    Answer,
    Cut,
    Finished,
    Proof,
    Question,
    Wanted,
    YearSolver,
)
from pathway.solve.workers import end_with_parent

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from concurrent.futures import Future

    from pathway.case.case import Case
    from pathway.settings import SolverSettings


@dataclass(frozen=True)
class Specification:
    """What a worker needs to build a year of operation for itself."""

    case: Case
    families: Collection[str]
    reading: str
    solver: SolverSettings


BEFORE_QUEUES = 20
"""What ends first as a process ends has the highest number; queues, which carry the word to let go,
have 10 (`multiprocessing.queues`)."""


class Years(Protocol):
    """Somebody who operates years."""

    def ask(self, questions: Iterable[Question]) -> list[Answer]:
        """Answer questions, in their order."""

    def shapes(self, years: Iterable[int]) -> list[Shape]:
        """What the plan tier has to know of years."""

    def prove(self, proofs: Iterable[Proof]) -> list[Cut | None]:
        """What duals of an earlier case prove of the years as they are now."""

    def finish(self, wanted: Iterable[Wanted]) -> list[Finished]:
        """Mixtures of schedules and sums of duals."""

    def take(self, case: Case, changed: Collection[int]) -> None:
        """Take another case, in which some years are operated in another way."""

    def close(self) -> None:
        """Let the workers go."""


class Worker:
    """Years of operation that are built when they are first asked for, and stay warm."""

    def __init__(self, specification: Specification) -> None:
        self._specification = specification
        self._years: dict[int, YearSolver] = {}

    def year(self, year: int) -> YearSolver:
        """The solver of a year."""
        if year not in self._years:
            it = self._specification
            operation = OperationYear.of(it.case, year, it.families, it.reading)
            self._years[year] = YearSolver(operation, it.solver)
        return self._years[year]

    def ask(self, questions: Iterable[Question]) -> list[Answer]:
        """Answer questions one after the other."""
        return [self.year(question.year).ask(question) for question in questions]

    def shapes(self, years: Iterable[int]) -> list[Shape]:
        """What the plan tier has to know of years."""
        return [self.year(year).operation.shape for year in years]

    def prove(self, proofs: Iterable[Proof]) -> list[Cut | None]:
        """What duals of an earlier case prove of the years as they are now."""
        return [self.year(proof.year).prove(proof) for proof in proofs]

    def finish(self, wanted: Iterable[Wanted]) -> list[Finished]:
        """Mixtures of schedules and sums of duals."""
        return [self.year(want.year).finish(want) for want in wanted]

    def take(self, case: Case, changed: Collection[int]) -> None:
        """Take another case; years that changed are built when they are next asked for."""
        self._specification = replace(self._specification, case=case)
        for year in changed:
            self._years.pop(year, None)

    def close(self) -> None:
        """Nothing to let go."""


class Processes:
    """Workers in processes of their own; every year has its worker, so that it stays warm."""

    def __init__(self, specification: Specification, number: int) -> None:
        self._specification = specification
        years = specification.case.years
        self._slots = [_Slot(specification) for _ in range(min(number, len(years)))]
        share = -(-len(years) // len(self._slots))
        self._slot_of = {year: self._slots[i // share] for i, year in enumerate(years)}

    def ask(self, questions: Iterable[Question]) -> list[Answer]:
        """Answer questions on all workers at once."""
        return self._everywhere(_ask, [(question.year, question) for question in questions])

    def shapes(self, years: Iterable[int]) -> list[Shape]:
        """What the plan tier has to know of years."""
        return self._everywhere(_shape, [(year, year) for year in years])

    def prove(self, proofs: Iterable[Proof]) -> list[Cut | None]:
        """What duals of an earlier case prove of the years as they are now."""
        return self._everywhere(_prove, [(proof.year, proof) for proof in proofs])

    def finish(self, wanted: Iterable[Wanted]) -> list[Finished]:
        """Mixtures of schedules and sums of duals."""
        return self._everywhere(_finish, [(want.year, want) for want in wanted])

    def _everywhere(self, task: Callable[[Any], Any], wanted: list[tuple[int, Any]]) -> list[Any]:
        """A task for several years, each on the worker of its year, in the order asked."""
        slots = [self._slot_of[year] for year, _ in wanted]
        jobs = [slot.submit(task, what) for slot, (_, what) in zip(slots, wanted, strict=True)]
        return [
            slot.result(job, task, what)
            for slot, job, (_, what) in zip(slots, jobs, wanted, strict=True)
        ]

    def take(self, case: Case, changed: Collection[int]) -> None:
        """Take another case, in which some years are operated in another way."""
        for slot in self._slots:
            slot.take(case, changed)

    def close(self) -> None:
        """End the processes."""
        for slot in self._slots:
            slot.close()


class _Slot:
    """One process; a new one takes its place when it dies."""

    def __init__(self, specification: Specification) -> None:
        self._specification = specification
        self._pool = self._new()

    def _new(self) -> ProcessPoolExecutor:
        context = multiprocessing.get_context(
            "spawn"
        )  # threads of the solver do not survive a fork
        pool = ProcessPoolExecutor(1, context, _open, (self._specification,))
        # A process that was itself started by another waits for its children as it ends, before it
        # tells executors to let theirs go: one that was left open would be waited for for ever.
        Finalize(self, pool.shutdown, exitpriority=BEFORE_QUEUES)
        return pool

    def submit(self, task: Callable[[Any], Any], question: Any) -> _Job:
        """Hand in a question."""
        try:
            return _Job(self._pool.submit(task, question), self._pool)
        except BrokenProcessPool:
            self._pool = self._new()
            return _Job(self._pool.submit(task, question), self._pool)

    def result(self, job: _Job, task: Callable[[Any], Any], question: Any) -> Any:
        """The answer; asked again if the process died."""
        try:
            return job.future.result()
        except BrokenProcessPool:
            if job.pool is self._pool:
                self._pool = self._new()
            return self._pool.submit(task, question).result()

    def take(self, case: Case, changed: Collection[int]) -> None:
        """Take another case; a process that dies later begins with it."""
        self._specification = replace(self._specification, case=case)
        work = case, frozenset(changed)
        self.result(self.submit(_take, work), _take, work)

    def close(self) -> None:
        """End the process."""
        self._pool.shutdown(wait=True, cancel_futures=True)


@dataclass(frozen=True, eq=False)
class _Job:
    future: Future[Any]
    pool: ProcessPoolExecutor


_WORKERS: list[Worker] = []
"""The worker of this process."""


def _open(specification: Specification) -> None:
    end_with_parent()
    _WORKERS[:] = [Worker(specification)]


def _ask(question: Question) -> Answer:
    return _WORKERS[0].year(question.year).ask(question)


def _prove(proof: Proof) -> Cut | None:
    return _WORKERS[0].year(proof.year).prove(proof)


def _shape(year: int) -> Shape:
    return _WORKERS[0].year(year).operation.shape


def _take(work: tuple[Case, frozenset[int]]) -> None:
    _WORKERS[0].take(*work)


def _finish(wanted: Wanted) -> Finished:
    return _WORKERS[0].year(wanted.year).finish(wanted)
