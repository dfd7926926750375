"""What many draws cost: one plan on all hours solved cold, and its figures drawn anew many times.

The draws run side by side, a process for each thread, all beginning with what the cold solve
learnt; their seconds are those of the clock, the start of the processes among them.

Run with ``python benchmarks/draws.py MODEL [--number 100] [--what costs plan demands]``. Every draw
moves each figure of a kind by a random share, from the case as it is, seeds 0, 1, 2 …: ``costs``:
investment and variable costs; ``plan``: these, limits of building and targets of clauses;
``demands``: all of these, and demands. Draws without a plan count like the others.
"""

from __future__ import annotations

import argparse
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

from measure import machine, table

from pathway.case.assemble import assemble
from pathway.case.clause_moves import ClauseMove, moved, ways
from pathway.errors import InfeasibleError
from pathway.models import choose_model
from pathway.solve.decomposed.memory import Memory, Stand
from pathway.solve.decomposed.session import Session
from pathway.workbook.read import read_workbook

if TYPE_CHECKING:
    from pathway.case.case import Case
    from pathway.settings import Settings

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
    parser.add_argument("model", type=Path, help="a model file, or a workbook")
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


SESSIONS: list[tuple[Session, Case, Settings]] = []
"""What a worker draws from."""


def opened(case: Case, settings: Settings, gap: float, memory: Memory) -> None:
    """Begin a worker of one thread with what the cold solve learnt."""
    alone = settings.solver.model_copy(update={"threads": 1, "gap": gap})
    settings = settings.model_copy(update={"solver": alone})
    SESSIONS[:] = [(Session(case, settings, memory=memory), case, settings)]


def solved(task: tuple[str, int]) -> tuple[float, bool]:
    """Seconds of a draw, and whether it has a plan."""
    session, case, settings = SESSIONS[0]
    began = time.perf_counter()
    session.change(drawn(case, *task), settings)
    try:
        session.plan()
    except InfeasibleError:
        return time.perf_counter() - began, False
    return time.perf_counter() - began, True


def main() -> None:
    """Solve cold on all threads, then the draws side by side, one thread each."""
    args = arguments()
    settings = choose_model(str(args.model))
    hours = settings.time.model_copy(update={"resolution": "full"})
    solver = settings.solver.model_copy(update={"threads": args.threads})
    peak = settings.peak.model_copy(update={"year": "deadline"})
    settings = settings.model_copy(update={"time": hours, "solver": solver, "peak": peak})
    case = assemble(read_workbook(settings.workbook_path), hours)
    began = time.perf_counter()
    with Session(case, settings) as session:
        plan = session.plan()
        cold = time.perf_counter() - began
        print(f"cold {cold:.1f} s", flush=True)
        memory = Memory.of(session.bounds, plan.stand or Stand(plan.reference))
    rows = []
    begun = case, settings, args.gap, memory
    with ProcessPoolExecutor(args.threads, get_context("spawn"), opened, begun) as pool:
        for kind in args.what:
            began = time.perf_counter()
            found = list(pool.map(solved, [(kind, seed) for seed in range(args.number)]))
            total = time.perf_counter() - began
            seconds = [one for one, _ in found]
            without = sum(not planned for _, planned in found)
            share = total / cold / args.number
            rows.append((kind, args.number, f"{total:.0f}", f"{np.median(seconds):.2f}",
                         f"{max(seconds):.1f}", f"{share:.3f}", without))  # fmt: skip
            print(*rows[-1], flush=True)
    heads = ("draws of", "number", "seconds", "median", "longest", "of cold each", "without a plan")
    print(table(heads, rows))
    print(machine(1))


if __name__ == "__main__":
    main()
