"""How a plan with operation apart grows with years, hours, processes, regions; the largest case.

Run with ``python benchmarks/growth_apart.py [--quick] [--seconds S] [--gap G]``. The cases are
those of ``growth.py``, on up to all 8,760 hours of the year, solved to a gap of 0.1 %. One size is
raised at a time; then all hours of ever more years and regions, until a case takes longer than S
seconds. Linking quantities are the figures by which plan and operation meet, summed over the years.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

from growth import Extent, generated
from measure import machine, table

from pathway.errors import SolveError
from pathway.settings import ObjectiveSettings, Settings, SolverSettings, TimeSettings
from pathway.solve.decomposed.session import Session

BASE = Extent(years=4, days=91)
RAISED = {
    "years": (2, 4, 8),
    "days": (46, 91, 182, 365),
    "replicas": (1, 2, 4),
    "regions": (1, 2, 4),
}
"""Size → what it is raised to."""
LARGE = ((4, 1), (8, 1), (12, 1), (12, 2), (12, 4), (12, 8))
"""Years and regions of cases on all hours."""


@dataclass(frozen=True)
class Point:
    """What one case took."""

    links: int
    members: int
    steps: int
    build: float
    search: float
    gap: float


def point(extent: Extent, gap: float, seconds: float, threads: int) -> Point:
    """Solve one case to a gap.

    Raises:
        SolveError: it takes longer than that.
    """
    case = generated(extent)
    settings = Settings(
        workbook="generated.xlsx",
        time=TimeSettings(resolution="slices"),
        objective=ObjectiveSettings(form="whole-horizon"),
        solver=SolverSettings(threads=threads, gap=gap, time_limit=seconds, decompose=True),
    )
    began = time.perf_counter()

    def watch(_: str) -> None:
        if time.perf_counter() - began > seconds:
            raise SolveError(f"more than {seconds:g} s")

    with Session(case, settings, watch) as session:
        built = time.perf_counter() - began
        plan = session.plan()
        links = sum(map(len, session.bounds.links.values()))
        members = len(session.bounds.inner.members)
    steps = sum(stage.iterations for stage in plan.stages)
    return Point(links, members, steps, built, time.perf_counter() - began - built, plan.best.gap)


def line(name: str, extent: Extent, found: Point) -> list[str]:
    """One line of a table."""
    hours = extent.years * extent.days * 24
    return [name, f"{hours:,}", f"{found.links:,}", str(found.steps), f"{found.build:.1f}",
            f"{found.search:.1f}", f"{found.gap:.3%}"]  # fmt: skip


def main() -> None:
    """Raise every size, then all of them; print tables and exponents."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="two steps of each size")
    parser.add_argument("--seconds", type=float, default=600.0, help="longest solve")
    parser.add_argument("--gap", type=float, default=1e-3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeats", type=int, help="not used: each case is solved once")
    args = parser.parse_args()
    rows, fits = [], []
    for name, values in RAISED.items():
        chosen = values[:2] if args.quick else values
        extents = [replace(BASE, **{name: size}) for size in chosen]
        found = [point(one, args.gap, args.seconds, args.threads) for one in extents]
        rows += [line(f"{size} {name}", one, p)
                 for size, one, p in zip(chosen, extents, found, strict=True)]  # fmt: skip
        slopes = [np.polyfit(np.log(chosen), np.log([getattr(p, part) for p in found]), 1)[0]
                  for part in ("links", "build", "search")]  # fmt: skip
        fits.append([name, *(f"{slope:.2f}" for slope in slopes)])
        print(*fits[-1], file=sys.stderr, flush=True)
    heads = ("size", "hours", "links", "steps", "build [s]", "search [s]", "gap")
    base = ", ".join(f"{value} {key}" for key, value in vars(BASE).items())
    print(f"## How plans with operation apart grow\n\n{machine(1)}\n\nElsewhere {base}.\n")
    print(table(heads, rows), "\n")
    print(table(("size", "exponent of links", "of building", "of the search"), fits), "\n")
    largest = []
    for years, regions in LARGE[:1] if args.quick else LARGE:
        extent = Extent(years=years, days=365, regions=regions)
        name = f"{years} years, {regions} regions"
        try:
            found_one = point(extent, args.gap, args.seconds, args.threads)
        except SolveError as error:
            largest.append([name, f"{years * 8760:,}", "", "", "", str(error), ""])
            break
        largest.append(line(name, extent, found_one))
        print(*largest[-1], file=sys.stderr, flush=True)
    print("All hours of the year:\n")
    print(table(heads, largest))


if __name__ == "__main__":
    main()
