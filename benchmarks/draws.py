"""What many draws cost: one plan on all hours solved cold, and its figures drawn anew many times.

Run with ``python benchmarks/draws.py MODEL [--number 100] [--what costs plan demands]``. Every draw
moves each figure of a kind by a random share, from the case as it is, seeds 0, 1, 2 …: ``costs``:
investment and variable costs; ``plan``: these, limits of building and targets of clauses;
``demands``: all of these, and demands. Draws without a plan count like the others.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

from measure import machine, table

from pathway.case.assemble import assemble
from pathway.case.clause_moves import ClauseMove, moved, ways
from pathway.errors import InfeasibleError
from pathway.models import read_settings
from pathway.solve.decomposed.session import Session
from pathway.workbook.read import read_workbook

if TYPE_CHECKING:
    from pathway.case.case import Case

SHARE = 0.1
"""Most that costs and limits move by, either way."""
TARGETS = 0.01
"""Most that targets of clauses move by, either way."""
DEMANDS = 0.02
"""Most that demands move by, either way."""
KINDS = ("costs", "plan", "demands")


def arguments() -> argparse.Namespace:
    """What to run."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", type=Path, help="a model file")
    parser.add_argument("--number", type=int, default=100, help="draws of each kind")
    parser.add_argument("--what", nargs="*", choices=KINDS, default=KINDS)
    parser.add_argument("--gap", type=float, default=1e-3, help="gap of the draws")
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args()


def drawn(case: Case, kind: str, seed: int) -> Case:
    """A case with every figure of a kind moved."""
    draw = np.random.default_rng(seed)

    def share(most: float) -> float:
        return 1.0 + float(draw.uniform(-most, most))

    parameters = ["capex", "variable_cost"] + (["build_max"] if kind != "costs" else [])
    processes = {}
    for key, process in case.processes.items():
        hourly = process.cost_profile is not None
        moves = {
            name: getattr(process, name) * share(SHARE)
            for name in parameters
            if not (hourly and name == "variable_cost")
        }
        processes[key] = replace(process, **moves)
    case = replace(case, processes=processes)
    if kind != "costs":
        for key, clause in case.clauses.items():
            if clause.rows and ways(clause):
                way = ways(clause)[int(draw.integers(len(ways(clause))))]
                case = moved(case, [ClauseMove(key, way, float(draw.uniform(0, TARGETS)))])
    if kind == "demands":
        demands = {k: replace(d, amount=d.amount * share(DEMANDS)) for k, d in case.demands.items()}
        case = replace(case, demands=demands)
    return case


def main() -> None:
    """Solve cold, then every draw in the same session."""
    args = arguments()
    settings = read_settings(args.model)
    hours = settings.time.model_copy(update={"resolution": "full"})
    solver = settings.solver.model_copy(update={"threads": args.threads})
    peak = settings.peak.model_copy(update={"year": "deadline"})
    settings = settings.model_copy(update={"time": hours, "solver": solver, "peak": peak})
    case = assemble(read_workbook(settings.workbook_path), hours)
    again = settings.model_copy(update={"solver": solver.model_copy(update={"gap": args.gap})})
    began = time.perf_counter()
    with Session(case, settings) as session:
        session.plan()
        cold = time.perf_counter() - began
        print(f"cold {cold:.1f} s", flush=True)
        rows = []
        for kind in args.what:
            seconds, without = [], 0
            for seed in range(args.number):
                began = time.perf_counter()
                session.change(drawn(case, kind, seed), again)
                try:
                    session.plan()
                except InfeasibleError:
                    without += 1
                seconds.append(time.perf_counter() - began)
            total, median = sum(seconds), float(np.median(seconds))
            share = total / cold / args.number
            rows.append((kind, args.number, f"{total:.0f}", f"{median:.2f}",
                         f"{max(seconds):.1f}", f"{share:.3f}", without))  # fmt: skip
            print(*rows[-1], flush=True)
    heads = ("draws of", "number", "seconds", "median", "longest", "of cold each", "without a plan")
    print(table(heads, rows))
    print(machine(1))


if __name__ == "__main__":
    main()
