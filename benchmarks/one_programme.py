"""How long HiGHS' own methods take for one programme on representative days, started cold.

Run with ``python benchmarks/one_programme.py WORKBOOK [--days 14] [--limit SECONDS]``.
The programme has all years, all clauses and the peak at its deadline; it minimises the cost of all
years. It is exported as MPS, and every method reads the file in a process of its own, one after the
other; seconds are those of `run`, without reading. ``--resolution full`` tries all hours.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import highspy
import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

from measure import machine, table

from pathway.case.assemble import assemble
from pathway.model.algebra import compile_programme
from pathway.model.build import build
from pathway.model.families.peak import active_pairs
from pathway.settings import Settings, TimeSettings
from pathway.solve.costs import Costs
from pathway.solve.export import mps_lines
from pathway.workbook.read import read_workbook

METHODS = {
    "dual simplex": {"solver": "simplex", "simplex_strategy": 1},
    "primal simplex": {"solver": "simplex", "simplex_strategy": 4},
    "interior point, crossover": {"solver": "ipx", "run_crossover": "on"},
    "interior point alone": {"solver": "ipx", "run_crossover": "off"},
    "first order (PDLP, 1e-4)": {"solver": "pdlp", "pdlp_optimality_tolerance": 1e-4},
}


def arguments() -> argparse.Namespace:
    """What to run."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("workbook", type=Path)
    parser.add_argument("--days", type=int, default=14, help="days in all, two extreme ones among")
    parser.add_argument("--limit", type=float, default=1800.0, help="seconds given to each method")
    parser.add_argument("--methods", nargs="*", default=list(METHODS), choices=list(METHODS))
    return parser.parse_args()


def write(workbook: Path, days: int, path: Path) -> tuple[str, float]:
    """Export the programme; what it is, and the part of its cost that nothing changes [1e8]."""
    case = assemble(read_workbook(workbook), TimeSettings(resolution="days", days=days - 2))
    settings = Settings(workbook=str(workbook))
    model = build(case, settings.families, settings.peak.reading)
    programme = compile_programme(model)
    block = programme.rows["c_peak"]
    held = set(active_pairs(list(block.index_set), case.peak.deadline, settings.peak.reading))
    opened = [pair not in held for pair in block.index_set]
    upper = programme.row_upper.copy()
    upper[block.slice] = np.where(opened, np.inf, upper[block.slice])
    cost, constant = Costs.of(case, model, programme).whole
    with path.open("w", encoding="ascii") as file:
        lines = mps_lines(replace(programme, row_upper=upper), cost)
        file.writelines(f"{line}\n" for line in lines)
    size = f"{programme.n_rows:,} rows, {programme.n_columns:,} columns"
    return f"{size}, {programme.matrix.nnz:,} nonzeros", constant


def solve(path: Path, method: str, limit: float) -> tuple[str, float, float]:
    """Solve the file by a method: how it ended, its objective, seconds."""
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 2)
    solver.setOptionValue("time_limit", limit)
    for option, value in METHODS[method].items():
        if solver.setOptionValue(option, value) != highspy.HighsStatus.kOk:
            return f"option {option} refused", float("nan"), float("nan")
    solver.readModel(str(path))
    began = time.perf_counter()
    solver.run()
    seconds = time.perf_counter() - began
    ended = solver.modelStatusToString(solver.getModelStatus())
    return ended, solver.getInfo().objective_function_value, seconds


def main() -> None:
    """Write the programme once, and solve it by every method."""
    args = arguments()
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "one.mps"
        size, constant = write(args.workbook, args.days, path)
        print(f"{args.workbook.name}, {args.days} days in all: {size}.\n")
        rows = []
        for method in args.methods:
            with context.Pool(1) as pool:
                ended, cost, seconds = pool.apply(solve, (path, method, args.limit))
            told = f"{cost + constant:,.2f}" if ended == "Optimal" else ""
            rows.append((method, ended, told, f"{seconds:,.0f}"))
            print(*rows[-1], file=sys.stderr, flush=True)
    print(table(("method", "ended", "cost [1e8]", "seconds"), rows))
    print(f"\n{machine(1)}\n")


if __name__ == "__main__":
    main()
