"""How the cost of building and solving grows: with years, hours, processes and regions.

Run with ``python benchmarks/growth.py [--quick] [--repeats N]``. The cases are generated: regions
in a row, joined by lossy links, each with a load, plant with a minimum load and ramps, wind, gas
and a battery, under a falling limit on emissions. One size is raised at a time. Replicated plant
shares the capacity of what it replicates, and regions are alike: the optimum must not change with
the one, and must be so many times as large with the other. Both are checked.

The exponent is the slope of the logarithms: 1 is a cost in proportion, 2 four times the cost for
twice the size. Small cases are mostly overhead, which draws exponents of building towards zero.
"""

from __future__ import annotations

import argparse
import itertools
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from by_rules import load_rules
from measure import interleaved, machine, table

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
import tiny

if TYPE_CHECKING:
    from pathway.case.case import Case
    from pathway.solve.solution import Solution

FIRST, AGREEMENT = 2024, 1e-6
COAL = {"min_load": 0.4, "ramp": 0.3, "fixed_om": 0.2, "variable_cost": 2.5, "co2_process": 80}
WIND = {"expansion": "build", "capex": 40, "variable_cost": 0.05, "availability_profile": "wind"}
GAS = {"expansion": "build", "capex": 20, "variable_cost": 6, "co2_process": 40}
BATTERY = {"expansion": "build", "capex": 12}


NOTE = (
    "Cases this small are built in little more than the time that reading the rules takes, so the "
    "exponents of building say little; those of larger cases are in the table of building."
)


@dataclass(frozen=True)
class Extent:
    """How large a case is."""

    years: int = 4
    days: int = 4
    replicas: int = 1
    regions: int = 1


RAISED = {
    "years": (2, 4, 8, 16),
    "days": (2, 4, 8, 16),
    "replicas": (1, 2, 4, 8),
    "regions": (1, 2, 4, 8),
}
"""Size → what it is raised to."""


def generated(extent: Extent) -> Case:
    """A case of this extent."""
    regions = [f"r{k}" for k in range(extent.regions)]
    processes, flows, stores, demands = [], [], [], []
    last = FIRST + extent.years - 1
    for region in regions:
        for name, facts, stands in (("coal", COAL, 1.2), ("wind", WIND, 0.2), ("gas", GAS, 0.1)):
            for k in range(extent.replicas):
                key = f"{name}_{region}_{k}"
                share = stands / extent.replicas
                processes.append(tiny.plant(key, region=region, existing=share, **facts))
                flows.append(tiny.out(key))
        battery = f"battery_{region}"
        processes.append(tiny.plant(battery, region=region, **BATTERY))
        stores.append(
            {"process": battery, "commodity": "electricity", "efficiency_in": 0.9, "hours": 4}
        )
        amounts = {FIRST: 6.0, last: 6.0 + 0.2 * (extent.years - 1)}
        own = {"demand": f"load_{region}", "region": region, "profile": "load"}
        demands.append(tiny.demand("electricity", amounts, **own))
    for near, far in itertools.pairwise(regions):
        link = f"link_{near}"
        processes.append(tiny.plant(link, region=near, to_region=far, both_ways=True, existing=0.3))
        flows += [tiny.take(link, "electricity"), tiny.out(link, amount=0.95)]
    limits = [
        tiny.clause(f"C{y}", "不超过", "co2", time="at", from_year=y, unit="万吨",
                    value=extent.regions * 440 * 0.97 ** (y - FIRST))
        for y in range(FIRST, last + 1)
    ]  # fmt: skip
    sheets = tiny.tables(
        {"last_year": last, "discount_rate": 0.05},
        regions=[{"region": region} for region in regions],
        processes=processes, flows=flows, storage=stores, demands=demands,
        metrics=[tiny.metric("co2", "万吨", "emissions", direction="less")],
        clauses=limits,
    )  # fmt: skip
    return tiny.case(sheets, _hours(extent.days))


def _hours(days: int) -> dict[str, list[object]]:
    """So many days of hours, no two alike."""
    hour = np.arange(24 * days)
    load = 0.8 + 0.25 * np.sin(2 * np.pi * (hour - 8) / 24) + 0.1 * np.cos(hour / 24)
    wind = np.clip(0.35 + 0.3 * np.sin(hour / 9.0) + 0.15 * np.cos(hour / 31.0), 0.02, 1.0)
    weight = [8760.0 / len(hour)] * len(hour)
    sheet = tiny.steps(*weight, load=load.tolist(), wind=wind.tolist())
    return {**sheet, "duration": [1.0] * len(hour), "day": [f"d{h // 24}" for h in hour.tolist()]}


@dataclass(frozen=True)
class Point:
    """What one case took."""

    size: int
    rows: int
    nonzeros: int
    build: float
    solve: float
    optimum: float


def point(size: int, extent: Extent, repeats: int) -> Point:
    """Medians of building and solving one case.

    Raises:
        ValueError: its optimum is another one the next time.
    """
    case, costs = generated(extent), []

    def plan() -> Solution:
        solution = tiny.solve(case)
        costs.append(tiny.cost(solution))
        return solution

    works = {"build": lambda: load_rules(case, every_family=True), "plan": plan}
    seconds, found = interleaved(works, repeats)
    _same(costs, f"of one case, {extent}")
    facts, build = found["plan"].sizes, seconds["build"]
    solve = max(seconds["plan"] - build, 1e-3)
    return Point(size, facts["rows"], facts["nonzeros"], build, solve, costs[0])


def _same(costs: list[float], of: str) -> None:
    if max(costs) - min(costs) > AGREEMENT * abs(costs[0]):
        raise ValueError(f"optima {of} differ: {costs}")


def exponent(points: list[Point], what: str) -> float:
    """Slope of the logarithms of size and seconds."""
    sizes = np.log([p.size for p in points])
    seconds = np.log([getattr(p, what) for p in points])
    return float(np.polyfit(sizes, seconds, 1)[0])


def main() -> None:
    """Raise every size and print tables and exponents."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="three steps, measured once")
    parser.add_argument("--repeats", type=int, default=3)
    args = parser.parse_args()
    repeats = 1 if args.quick else args.repeats
    point(1, Extent(), 1)  # imports and first calls do not count
    rows, fits = [], []
    for name, values in RAISED.items():
        chosen = values[:3] if args.quick else values
        points = [point(n, replace(Extent(), **{name: n}), repeats) for n in chosen]
        if name in {"replicas", "regions"}:
            each = [p.optimum / (p.size if name == "regions" else 1) for p in points]
            _same(each, f"with {name}")
        rows += [
            [
                f"{p.size} {name}",
                f"{p.rows:,}",
                f"{p.nonzeros:,}",
                f"{p.build:.2f}",
                f"{p.solve:.2f}",
            ]
            for p in points
        ]
        fits.append([name, f"{exponent(points, 'build'):.2f}", f"{exponent(points, 'solve'):.2f}"])
    base = ", ".join(f"{value} {key}" for key, value in vars(Extent()).items())
    print(f"## How cost grows\n\n{machine(repeats)}\n\nElsewhere {base}; one thread. {NOTE}\n")
    print(
        table(("size", "rows", "nonzeros", "build and hand-over [s]", "solve and prove [s]"), rows),
        "\n",
    )
    print(table(("size", "exponent of building", "exponent of solve and proof"), fits))


if __name__ == "__main__":
    main()
