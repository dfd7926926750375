"""How fast the bounds of a plan on all hours meet, against one programme on representative days.

Run with ``python benchmarks/decomposed.py [WORKBOOK] [--years N] [--gap G] [--against DAYS]``.
Without a workbook it is the city that ``pathway new`` starts from. Every line of the first table is
a step: seconds, bound, plan, gap. With ``--against`` the same years follow as one programme on so
many representative days, by each method of HiGHS; its cost is no bound of the one on all hours.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from pathway.case.assemble import assemble
from pathway.errors import SolveError
from pathway.settings import ObjectiveSettings, PeakSettings, Settings, SolverSettings, TimeSettings
from pathway.solve.decomposed.session import Session
from pathway.solve.plan import solve_plan
from pathway.workbook.read import read_workbook
from pathway.workbook.template import new_workbook

METHODS = ("simplex", "ipm")


def arguments() -> argparse.Namespace:
    """What to run."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("workbook", type=Path, nargs="?")
    parser.add_argument("--years", type=int, default=2, help="years to plan; 0 for all")
    parser.add_argument("--gap", type=float, default=5e-4)
    parser.add_argument("--average-days", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--against", type=int, metavar="DAYS", help="representative days")
    return parser.parse_args()


def workbook_of(path: Path | None, years: int):
    """The workbook, or a new one; cut off after so many years, without a peak."""
    if path is None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "city.xlsx"
            new_workbook(path, "city")
            return shortened(read_workbook(path), years)
    return shortened(read_workbook(path), years)


def shortened(workbook, years: int):
    """The first years of a workbook; the peak is left out, as its window need not lie in them."""
    if not years:
        return workbook
    rows = workbook.rows("settings")
    base = next(row["value"] for row in rows if row.key == "base_year")
    kept = [row for row in rows if row.key not in {"peak_from", "peak_deadline"}]
    cut = tuple(
        replace(row, values={**row.values, "value": int(base) + years})
        if row.key == "last_year"
        else row
        for row in kept
    )
    return replace(workbook, tables={**workbook.tables, "settings": cut})


def settings(args: argparse.Namespace, time_settings: TimeSettings, **solver) -> Settings:
    """Settings of one run: all years at once."""
    return Settings(
        workbook=str(args.workbook or "city.xlsx"),
        time=time_settings,
        peak=PeakSettings(year="deadline"),
        objective=ObjectiveSettings(form="whole-horizon"),
        solver=SolverSettings(threads=args.threads, **solver),
    )


def apart(args: argparse.Namespace, workbook) -> None:
    """All hours, plan and operation apart."""
    hours = TimeSettings(resolution="full")
    case = assemble(workbook, hours)
    print(f"all hours of {len(case.years)} years, plan and operation apart")
    began = time.perf_counter()
    chosen = settings(args, hours, gap=args.gap, average_days=args.average_days)
    with Session(case, chosen) as session:
        plan = session.solve()
    print(f"{'seconds':>8} {'stage':>10} {'step':>4} {'bound':>12} {'plan':>12} {'gap':>8}")
    for at in plan.bounds:
        gap = (at.upper - at.lower) / abs(at.upper) if np.isfinite(at.upper) else np.inf
        line = f"{at.seconds:8.1f} {at.stage:>10} {at.step:4d} {at.lower:12.3f} {at.upper:12.3f}"
        print(f"{line} {gap:8.1e}")
    rows, columns = plan.sizes["rows"], plan.sizes["columns"]
    seconds = time.perf_counter() - began
    print(f"{seconds:.1f} s with the proof on {rows:,} rows, {columns:,} columns")


def at_once(args: argparse.Namespace, workbook) -> None:
    """One programme on representative days, by each method."""
    days = TimeSettings(resolution="days", days=args.against)
    case = assemble(workbook, days)
    for method in METHODS:
        began = time.perf_counter()
        try:
            plan = solve_plan(case, settings(args, days, method=method))
        except SolveError as error:
            print(f"one programme on {args.against} days, {method}: {error}")
            continue
        cost, seconds = plan.objective + plan.tail, time.perf_counter() - began
        size = f"{plan.sizes['rows']:,} rows"
        print(
            f"one programme on {args.against} days, {method}: {cost:.3f}, {seconds:.1f} s, {size}"
        )


def main() -> None:
    """Run what was asked for."""
    args = arguments()
    workbook = workbook_of(args.workbook, args.years)
    apart(args, workbook)
    if args.against:
        at_once(args, workbook)


if __name__ == "__main__":
    main()
