"""From a solution to results: tables, their checks, and the summary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pathway.errors import ProofError
from pathway.results.base_check import base_check
from pathway.results.checks import audit
from pathway.results.summary import Summary, summarise
from pathway.results.tables import build_tables
from pathway.results.view import View

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from pathway.case.case import Case
    from pathway.results.studies import ScenarioStudy
    from pathway.solve.solution import Solution

__all__ = ["Results", "Summary", "build_results"]


@dataclass(frozen=True, eq=False)
class Results:
    """A plan that has passed its checks."""

    case: Case
    solution_summary: Summary
    tables: Mapping[str, pd.DataFrame]
    """Tidy tables by name, in the units of planners."""
    base_check: pd.DataFrame | None
    """The base year as modelled beside what really happened; None where it was not solved."""
    scenarios: ScenarioStudy | None = None
    """Plans of other scenarios that this one is the reference of; None where none is compared."""


def build_results(
    solution: Solution, base: Solution | None = None, *, strict: bool = True
) -> Results:
    """Turn a solution into tables, and prove on the tables that they are right.

    Args:
        solution: the solved plan.
        base: the base year solved alone, to compare with what really happened.
        strict: whether a failed check raises; without it, table ``audit`` tells.

    Raises:
        ProofError: a check on the tables failed.
    """
    view = View(solution)
    tables = build_tables(view)
    checks = audit(view, tables)
    failed = checks[~checks["ok"]]
    if strict and len(failed):
        lines = "\n".join(
            f"  - {row.check_en}: {row.residual:.3g} above {row.tolerance:.3g}"
            for row in failed.itertuples()
        )
        raise ProofError(f"{len(failed)} check(s) of the results failed:\n{lines}")
    return Results(
        case=solution.case,
        solution_summary=summarise(view, tables),
        tables={**tables, "audit": checks},
        base_check=None if base is None else base_check(base),
    )
