"""Workers answer alike, wherever they run and whatever becomes of them."""

from __future__ import annotations

import numpy as np
import pytest

import apart
from pathway.settings import SolverSettings
from pathway.solve.decomposed.pool import Processes, Specification, Worker
from pathway.solve.decomposed.year import Question

pytestmark = pytest.mark.slow


def test_a_worker_that_dies_loses_nothing() -> None:
    case = apart.on_days(apart.city())
    it = Specification(case, (), "strong", SolverSettings(threads=1))
    here, there = Worker(it), Processes(it, 2)
    try:
        shapes = there.shapes(case.years)
        questions = [
            Question(shape.year, np.full(links, 3.0), worth, worth)
            for shape, links, worth in (
                (s, sum(map(len, s.links.values())), np.full(len(s.activity), -1.0)) for s in shapes
            )
        ]
        expected = [answer.cost.sum() for answer in here.ask(questions)]
        first = [answer.cost.sum() for answer in there.ask(questions)]
        assert first == pytest.approx(expected)
        (worker,) = there._slots[0]._pool._processes.values()
        worker.kill()
        worker.join()
        again = there.ask(questions)
        assert [answer.year for answer in again] == list(case.years)
        assert [answer.cost.sum() for answer in again] == pytest.approx(expected)
    finally:
        there.close()
