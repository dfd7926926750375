"""The published cases once more, by codes that share nothing with HiGHS."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from othersolvers import SOLVERS, installed
from pathway.solve.export import export_whole
from pathway.solve.plan import solve_plan

from .casefile import read_case
from .run import layout_of
from .siblings import CASES

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow
SMALL = sorted(path for path in CASES.glob("*.yaml") if not path.stem.startswith("island"))
FINE = 2.0**16
"""Kilowatts as GW are nothing beside absolute tolerances; so sides and costs are written larger."""


@pytest.mark.parametrize("solver", SOLVERS)
@pytest.mark.parametrize("path", SMALL, ids=lambda path: path.stem)
def test_another_solver_finds_the_published_cost(path: Path, solver: str, tmp_path: Path) -> None:
    installed(solver)
    file = read_case(path, None)
    case, settings = layout_of(file).book_of(file).case()
    written = tmp_path / "programme.mps"
    exported = export_whole(case, settings, written, FINE)
    plan = solve_plan(case, settings)
    solve, tolerance = SOLVERS[solver]
    cost = plan.objective + plan.tail
    assert exported.cost(solve(written)) == pytest.approx(cost, rel=max(tolerance, 1e-8))
