"""What was learnt of a case, put into arrays and read again, gives the same plan without asking."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import apart
import tiny
from pathway.solve.decomposed.memory import Memory
from pathway.solve.decomposed.pool import Worker
from pathway.solve.decomposed.session import Session
from pathway.solve.plan import solve_plan

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from pathway.solve.solution import Solution


@pytest.fixture(scope="module")
def solution() -> Solution:
    """A city that was solved and let go."""
    return solve_plan(apart.on_days(apart.city()), apart.settings())


def read_again(arrays: Mapping[str, NDArray[Any]]) -> Memory:
    """A memory that went through a file."""
    file = io.BytesIO()
    np.savez_compressed(file, allow_pickle=False, **dict(arrays))
    file.seek(0)
    with np.load(file, allow_pickle=False) as archive:
        return Memory.from_arrays(dict(archive))


def test_the_plan_stands_at_once(solution: Solution, monkeypatch: pytest.MonkeyPatch) -> None:
    memory = read_again(solution.memory)
    monkeypatch.setattr(Worker, "ask", refuse)
    with Session(solution.case, apart.settings(), memory=memory) as session:
        plan = session.plan()
    assert plan.best.cost == pytest.approx(tiny.cost(solution), rel=3 * apart.GAP)
    assert all(stage.iterations == 1 for stage in plan.stages)


def test_hourly_values_are_asked_for_again(solution: Solution) -> None:
    with Session(solution.case, apart.settings(), memory=read_again(solution.memory)) as session:
        again = session.solve()
    assert tiny.cost(again) == pytest.approx(tiny.cost(solution), rel=3 * apart.GAP)
    assert again.max_residual <= 1e-6


def test_a_change_goes_on_from_what_is_remembered(solution: Solution) -> None:
    sheets = apart.city()
    sheets["processes"][2]["capex"] = 30
    case = apart.on_days(sheets)
    with Session(solution.case, apart.settings(), memory=read_again(solution.memory)) as session:
        session.plan()
        assert session.change(case) == frozenset()
        cost = session.plan().best.cost
    anew = tiny.cost(solve_plan(case, apart.settings(apart=False)))
    assert cost == pytest.approx(anew, rel=3 * apart.GAP)
    assert cost < tiny.cost(solution)


def test_the_memory_of_another_case_is_left_aside(solution: Solution) -> None:
    sheets = apart.city()
    sheets["processes"][2]["capex"] = 30
    case = apart.on_days(sheets)
    with Session(case, apart.settings(), memory=read_again(solution.memory)) as session:
        assert not session.bounds.remembers
        cost = session.plan().best.cost
    anew = tiny.cost(solve_plan(case, apart.settings(apart=False)))
    assert cost == pytest.approx(anew, rel=3 * apart.GAP)


def refuse(*_: object) -> None:
    """Stands for a year that must not be operated."""
    pytest.fail("a year was asked")
