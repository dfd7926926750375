from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import town

from pathway.results.results import build_results
from pathway.settings import PeakSettings, Settings
from pathway.solve.plan import solve_plan

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from pathway.results.results import Results
    from pathway.solve.solution import Solution

    Solve = Callable[..., Solution]


@pytest.fixture(scope="session")
def solve(tmp_path_factory: pytest.TempPathFactory) -> Solve:
    """Solves the town, or a changed one."""

    def run(rows: town.Rows | None = None, peak: Any = "deadline") -> Solution:
        case = town.case(tmp_path_factory.mktemp("town"), rows)
        settings = Settings(workbook="town.xlsx", name="town", peak=PeakSettings(year=peak))
        return solve_plan(case, settings)

    return run


@pytest.fixture(scope="session")
def solution(solve: Solve) -> Solution:
    """The town as it is, solved."""
    return solve()


@pytest.fixture(scope="session")
def results(solution: Solution) -> Results:
    """Results of the town as it is; not to be changed."""
    return build_results(solution)


@pytest.fixture
def row() -> Callable[..., pd.Series]:
    """The one row of a table with these values."""

    def find(table: pd.DataFrame, /, **wanted: object) -> pd.Series:
        found = table
        for column, value in wanted.items():
            found = found[found[column] == value]
        assert len(found) == 1, f"{len(found)} rows with {wanted}"
        return found.iloc[0]

    return find
