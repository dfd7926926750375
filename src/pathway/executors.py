"""Where independent tasks run: processes of this machine, or workers of a dask cluster.

Both are executors of `concurrent.futures`. A worker that dies loses nothing but time: the scheduler
of a cluster hands its tasks to others; here they are handed to new processes.
"""

from __future__ import annotations

import multiprocessing
import os
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, ProcessPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, TypeVar

from pathway.errors import UsageError
from pathway.solve.workers import end_with_parent

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence
    from concurrent.futures import Executor, Future

T = TypeVar("T")
R = TypeVar("R")

ATTEMPTS = 3
"""How often a task is tried whose process dies; the last time it is alone in its process."""
TICK = 0.25
"""Seconds between two looks at how far the tasks are."""
ANSWER_WITHIN = 30
"""Seconds that the scheduler of a cluster has to answer."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where tasks run."""

    workers: int = 1
    """Processes on this machine."""
    cluster: str = ""
    """Address of a dask scheduler, such as ``tcp://host:8786``; blank for this machine."""


def cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def finished(
    task: Callable[[T], R],
    items: Sequence[T],
    place: Place,
    look: Callable[[], None] = lambda: None,
) -> Generator[tuple[T, R | Exception]]:
    """Each item with what the task makes of it, as it is done; an error is handed over as it is.

    Args:
        task: a function of a module, which other processes can import.
        items: what it is called with; they travel to the workers, as results travel back.
        place: where the tasks run.
        look: called every `TICK` seconds while tasks run.

    Raises:
        UsageError: the cluster does not answer, or its package is not installed.
    """
    left: dict[int, T] = dict(enumerate(items))
    for attempt in range(1, ATTEMPTS + 1):
        alone = attempt == ATTEMPTS and not place.cluster
        parts = [[number] for number in left] if alone else [list(left)]
        for part in parts if left else ():
            with _executor(place) as executor:
                for number, outcome in _round(executor, task, {n: left[n] for n in part}, look):
                    if isinstance(outcome, BrokenExecutor) and attempt < ATTEMPTS:
                        continue
                    yield left.pop(number), outcome


def _round(
    executor: Executor, task: Callable[[T], R], items: dict[int, T], look: Callable[[], None]
) -> Iterator[tuple[int, R | Exception]]:
    """Every item once, those of a process that died with a `BrokenExecutor`."""
    jobs: dict[Future[R], int] = {}
    for number, item in items.items():
        try:
            jobs[executor.submit(task, item)] = number
        except BrokenExecutor as broken:
            yield number, broken
    while jobs:
        done, _ = wait(jobs, timeout=TICK, return_when=FIRST_COMPLETED)
        look()
        for job in done:
            error = job.exception()
            if error is not None and not isinstance(error, Exception):
                raise error
            yield jobs.pop(job), job.result() if error is None else error


@contextmanager
def _executor(place: Place) -> Iterator[Executor]:
    """An executor whose tasks end with it, also when it is left by Ctrl-C."""
    with _on_cluster(place.cluster) if place.cluster else _here(place.workers) as executor:
        try:
            yield executor
        except BaseException:
            executor.shutdown(wait=False, cancel_futures=True)
            raise


@contextmanager
def _here(workers: int) -> Iterator[Executor]:
    before = set(multiprocessing.active_children())
    context = multiprocessing.get_context("spawn")  # threads of the solver do not survive a fork
    executor = ProcessPoolExecutor(workers, context, end_with_parent)
    try:
        yield executor
    except BaseException:
        for process in set(multiprocessing.active_children()) - before:
            process.terminate()
        raise
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _on_cluster(address: str) -> Iterator[Executor]:
    try:
        distributed = import_module("distributed")  # an extra that most do without
    except ImportError as error:
        message = "--cluster needs the package distributed: pip install 'pathway[cluster]'"
        raise UsageError(message) from error
    try:
        client = distributed.Client(address, timeout=ANSWER_WITHIN, set_as_default=False)
    except (OSError, ValueError) as error:
        raise UsageError(f"--cluster {address}: no scheduler answers there ({error})") from error
    with client:
        yield client.get_executor(pure=False)
