"""The exported programme of small cases, solved by codes that share nothing with HiGHS."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

import tiny
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


def by_glpk(file: Path) -> float:
    """Objective of the basic optimum that GLPK finds, with all its digits."""
    written = file.with_suffix(".sol")
    command = ["glpsol", "--freemps", str(file), "--write", str(written)]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    assert "OPTIMAL LP SOLUTION FOUND" in said.stdout
    head = next(line for line in written.read_text().splitlines() if line.startswith("s bas"))
    *_, primal, dual, value = head.split()
    assert (primal, dual) == ("f", "f")
    return float(value)


def by_cbc(file: Path) -> float:
    """Objective that CBC's linear solver prints."""
    said = subprocess.run(
        ["cbc", str(file), "solve"], capture_output=True, text=True, check=True, timeout=300
    )
    found = re.search(r"Optimal - objective value ([-+.\de]+)", said.stdout)
    assert found, said.stdout[-2000:]
    return float(found[1])


SOLVERS = {"glpsol": (by_glpk, 1e-9), "cbc": (by_cbc, 1e-6)}


@pytest.mark.parametrize("solver", SOLVERS)
@pytest.mark.parametrize("name", CASES)
def test_another_solver_finds_the_same_cost(name: str, solver: str, tmp_path: Path) -> None:
    if shutil.which(solver) is None:
        pytest.skip(f"{solver} is not installed (Debian: glpk-utils, coinor-cbc)")
    case, file = CASES[name](), tmp_path / "programme.mps"
    constant = export_whole(case, tiny.settings(), file)
    solve, tolerance = SOLVERS[solver]
    assert case.peak is not None  # the file holds the rows of every candidate: the earliest year
    plan = tiny.solve(case, guard=False, year=case.peak.first)
    assert solve(file) + constant == pytest.approx(tiny.cost(plan), rel=tolerance)


def test_the_file_says_what_the_programme_holds() -> None:
    programme = tiny.programme(stepwise())
    lines = list(mps_lines(programme, programme.cost))
    count = lines.index("COLUMNS") - lines.index("ROWS") - 2
    assert count == programme.n_rows
    entries = lines[lines.index("COLUMNS") + 1 : lines.index("RHS")]
    assert len(entries) == programme.n_columns + programme.matrix.nnz
