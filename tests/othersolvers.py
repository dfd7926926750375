"""Linear programmes solved by codes that share nothing with HiGHS, where they are installed."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


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
"""Program → how it is asked for the objective, and how exactly it tells."""


def installed(solver: str) -> None:
    """Skip the test where a solver is missing."""
    if shutil.which(solver) is None:
        pytest.skip(f"{solver} is not installed (Debian: glpk-utils, coinor-cbc)")
