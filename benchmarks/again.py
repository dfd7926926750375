"""What a further question costs: a plan on all hours solved anew, and again after a change.

Run with ``python benchmarks/again.py MODEL [--clauses E1-2 E2-2] [--gap 1e-3] [--threads 2]``.
The plan is solved cold once; then one thing is changed at a time, from the case as it is, and the
loaded object solves again to the gap asked for. Seconds are those of building, changing and
searching; the proof on the one programme of all hours, which reported plans get, is apart.
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
    from collections.abc import Iterator

    from pathway.case.case import Case
    from pathway.settings import Settings


def arguments() -> argparse.Namespace:
    """What to run."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", type=Path, help="a model file")
    parser.add_argument("--clauses", nargs="*", default=["E1-2"], help="tightened by 1 %% each")
    parser.add_argument("--gap", type=float, default=1e-3, help="gap of what is solved again")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--only", nargs="*", help="changes to make, by their first word")
    parser.add_argument("--proof", action="store_true", help="prove each plan on all hours, too")
    return parser.parse_args()


def changes(case: Case, settings: Settings, clauses: list[str]) -> Iterator[tuple[str, Case]]:
    """One change at a time of what planners argue about."""
    for key in clauses:
        tighter = ways(case.clauses[key])[0]
        yield f"clause {key} 1 % tighter", moved(case, [ClauseMove(key, tighter, 0.01)])
    yield "capex of all plant -5 %", scaled(case, "capex", 0.95)
    yield "fuel and other variable costs +5 %", scaled(case, "variable_cost", 1.05)
    yield "limits of building +10 %", scaled(case, "build_max", 1.1)
    hourly = {key for key, one in case.commodities.items() if one.hourly}
    demands = {
        k: replace(d, amount=d.amount * 0.99) if d.commodity in hourly else d
        for k, d in case.demands.items()
    }
    yield "demands by the hour -1 %", replace(case, demands=demands)
    profiles = {k: np.roll(v, 24) for k, v in case.steps.profiles.items()}
    yield "profiles a day later", replace(case, steps=replace(case.steps, profiles=profiles))


def scaled(case: Case, parameter: str, factor: float) -> Case:
    """A parameter of all technologies times a factor; hourly prices stay."""
    return replace(
        case,
        processes={
            key: process
            if process.cost_profile is not None
            else replace(process, **{parameter: getattr(process, parameter) * factor})
            for key, process in case.processes.items()
        },
    )


def asked(session: Session, settings: Settings, case: Case, *, proof: bool) -> tuple[object, ...]:
    """Change to a case, solve it again: what came of it."""
    began = time.perf_counter()
    years = session.change(case, settings)
    changed = time.perf_counter() - began
    try:
        plan = session.plan()
    except InfeasibleError:
        seconds = time.perf_counter() - began
        return seconds, len(years), "—", f"{changed:.1f}", "no plan"
    seconds = time.perf_counter() - began
    if proof:
        plan.solution()
    cost = plan.bounds.inner.cost_by_year(plan.best.upper).sum()
    steps = "+".join(str(stage.iterations) for stage in plan.stages)
    return seconds, len(years), steps, f"{changed:.1f}", f"{cost:,.2f}"


def main() -> None:
    """Solve cold, then change and solve again."""
    args = arguments()
    settings = read_settings(args.model)
    hours = settings.time.model_copy(update={"resolution": "full"})
    solver = settings.solver.model_copy(update={"threads": args.threads})
    peak = settings.peak.model_copy(update={"year": "deadline"})
    settings = settings.model_copy(update={"time": hours, "solver": solver, "peak": peak})
    case = assemble(read_workbook(settings.workbook_path), hours)
    began = time.perf_counter()
    with Session(case, settings) as session:
        plan = session.plan()
        cold = time.perf_counter() - began
        steps = "+".join(str(stage.iterations) for stage in plan.stages)
        cost = plan.bounds.inner.cost_by_year(plan.best.upper).sum()
        rows = [("cold", f"{cold:.1f}", "1.00", len(case.years), steps, "—", f"{cost:,.2f}")]
        print(*rows[0], flush=True)
        again = settings.model_copy(update={"solver": solver.model_copy(update={"gap": args.gap})})
        for name, changed in [*changes(case, settings, args.clauses), ("as it was", case)]:
            if args.only and name.split()[0] not in args.only:
                continue
            seconds, *rest = asked(session, again, changed, proof=args.proof)
            rows.append((name, f"{seconds:.1f}", f"{seconds / cold:.2f}", *rest))
            print(*rows[-1], flush=True)
    heads = ("change", "seconds", "of cold", "years asked anew", "steps", "of it changing", "cost")
    print(table(heads, rows))
    print(machine(1))


if __name__ == "__main__":
    main()
