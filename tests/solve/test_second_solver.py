"""The exported programme of small cases, solved by codes that share nothing with HiGHS."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import tiny
from othersolvers import SOLVERS, installed
from pathway.solve.export import export_whole, mps_lines

if TYPE_CHECKING:
    from pathlib import Path

    from pathway.case.case import Case

pytestmark = pytest.mark.slow


def everything() -> Case:
    return tiny.case(*tiny.everything())


def stepwise() -> Case:
    """Growth of two kinds of plant under a peak, on yearly commodities alone."""
    sheets = tiny.tables(
        {"last_year": 2028, "peak_from": 2026, "peak_deadline": 2027, "discount_rate": 0.06},
        processes=[
            tiny.works("coal", expansion="unlimited", variable_cost=1, co2_process=1),
            tiny.works("wind", expansion="build", capex=9, lifetime=3, growth_max=0.5,
                       growth_seed=0.4),
        ],
        flows=[tiny.out("coal", "cargo"), tiny.out("wind", "cargo")],
        demands=[tiny.demand("cargo", {2024: 2, 2028: 3})],
    )  # fmt: skip
    return tiny.case(sheets)


CASES = {"everything": everything, "stepwise": stepwise}


@pytest.mark.parametrize("solver", SOLVERS)
@pytest.mark.parametrize("name", CASES)
def test_another_solver_finds_the_same_cost(name: str, solver: str, tmp_path: Path) -> None:
    installed(solver)
    case, file = CASES[name](), tmp_path / "programme.mps"
    exported = export_whole(case, tiny.settings(), file)
    solve, tolerance = SOLVERS[solver]
    assert case.peak is not None  # the file holds the rows of every candidate: the earliest year
    plan = tiny.solve(case, guard=False, year=case.peak.first)
    assert exported.cost(solve(file)) == pytest.approx(tiny.cost(plan), rel=tolerance)


def test_the_file_says_what_the_programme_holds() -> None:
    programme = tiny.programme(stepwise())
    lines = list(mps_lines(programme, programme.cost))
    count = lines.index("COLUMNS") - lines.index("ROWS") - 2
    assert count == programme.n_rows
    entries = lines[lines.index("COLUMNS") + 1 : lines.index("RHS")]
    assert len(entries) == programme.n_columns + programme.matrix.nnz
