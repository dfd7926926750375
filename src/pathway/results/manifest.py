"""The manifest of a run: what it was made from, with what, how long it took, and what came out."""

from __future__ import annotations

import json
import platform
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pathway.results.results import Results
    from pathway.results.summary import Summary
    from pathway.settings import Settings
    from pathway.solve.solution import Bound
    from pathway.workbook.rows import Workbook

PACKAGES = (
    "pathway", "pyomo", "highspy", "numpy", "scipy", "pandas", "tsam", "pint", "pydantic",
    "openpyxl", "python-calamine", "xlsxwriter",
)  # fmt: skip
"""Packages that a result depends on."""


def manifest(
    results: Results,
    *,
    settings: Settings,
    workbook: Workbook,
    timings: Mapping[str, float],
    peak_memory: float | None,
    outputs: Mapping[str, str],
) -> str:
    """The manifest as JSON; the arguments are those of `pathway.results.store.write_manifest`."""
    summary = results.solution_summary
    content = {
        "status": summary.status,
        "objective": {
            "cost_before_peak": summary.cost_before_peak,
            "cost_after": summary.cost_after,
            "unit": "亿元, discounted",
        },
        "peak": {
            "year": summary.peak_year,
            "rows_of_year": summary.peak_rows_year,
            "level": summary.peak_level,
            "unit": "万吨",
        },
        "candidates": _candidates(summary),
        "clauses": summary.clause_counts,
        "actuals": _actuals(results),
        "inputs": _inputs(settings, workbook),
        "options": _options(settings),
        "conventions": {
            "boundary": summary.boundary,
            "money": summary.money,
            "resolution": summary.resolution,
        },
        "versions": versions(),
        "sizes": dict(summary.sizes),
        "ranges": {name: list(span) for name, span in summary.ranges.items()},
        "max_residual": summary.max_residual,
        "bounds": _bounds(results),
        "stages": [_stage(stage) for stage in summary.stages],
        "timings": {name: round(seconds, 3) for name, seconds in timings.items()},
        "peak_memory_mib": None if peak_memory is None else round(peak_memory, 1),
        "unserved": dict(summary.unserved),
        "checks": len(results.tables["audit"]),
        "checks_failed": int((~results.tables["audit"]["ok"]).sum()),
        "audit": _audit(results),
        "warnings": list(summary.warnings),
        "outputs": dict(outputs),
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _actuals(results: Results) -> dict[str, int] | None:
    """Last year that is past, and how many figures it is held to; None where none is."""
    past = results.case.past
    return {"through": past.through, "figures": len(past.known)} if past.through else None


def _bounds(results: Results) -> dict[str, Any]:
    """What proves the cost: lower and upper bound of each stage, and how they met."""
    proved = results.tables["certificates"]
    names = {"certificate": "stage", "bound": "lower", "cost": "upper"}
    stages = proved[[*names, "gap", "slack"]].rename(columns=names)
    return {
        "gap": float(proved["gap"].abs().max()) if len(proved) else None,
        "stages": stages.to_dict("records"),
        "steps": [_step(step) for step in results.solution_summary.bounds],
        "unit": "亿元, discounted",
    }


def _step(step: Bound) -> dict[str, Any]:
    """The bounds after one step; no upper one as long as no plan is known."""
    upper = step.upper if isfinite(step.upper) else None
    spent = [round(seconds, 3) for seconds in step.spent]
    return {**asdict(step), "seconds": round(step.seconds, 3), "upper": upper, "spent": spent}


def _candidates(summary: Summary) -> list[dict[str, object]]:
    """Every candidate peak year with its discounted costs [1e8]."""
    return [
        {
            "year": c.year, "cost_before_peak": c.cost, "cost_after": c.tail,
            "feasible": c.feasible,
        }
        for c in summary.candidates
    ]  # fmt: skip


def versions() -> dict[str, str]:
    """Versions of Python and of the packages that a result depends on."""
    found = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "not installed"
    return found


def _inputs(settings: Settings, workbook: Workbook) -> dict[str, Any]:
    listed = (row for row in workbook.rows("scenarios") if row.key == settings.scenario)
    names = [[row["name_zh"] or "", row["name_en"] or ""] for row in listed]
    return {
        "workbook": {"name": workbook.path.name, "sha256": workbook.sha256},
        "model": {"name": settings.name, "sha256": settings.sha256 or None},
        "scenario": settings.scenario,
        "scenario_names": next(iter(names), ["", ""]),
    }


def _options(settings: Settings) -> dict[str, Any]:
    """What the modeller chose, without the paths of this machine."""
    chosen = settings.model_dump(mode="json", exclude={"folder", "sha256", "name"})
    return {**chosen, "workbook": Path(settings.workbook).name}


def _audit(results: Results) -> dict[str, int] | None:
    """Items of the second implementation; None where it has not gone through the tables."""
    items = results.tables.get("audited")
    return None if items is None else {"items": len(items), "failed": int((~items["ok"]).sum())}


def _stage(stage: Any) -> dict[str, Any]:
    return {
        "name": stage.name,
        "method": stage.method,
        "seconds": round(stage.seconds, 3),
        "objective": stage.objective,
        "iterations": stage.iterations,
        "status": stage.status,
    }
