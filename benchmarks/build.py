"""From a validated case to a loaded programme: pathway's rules, linopy, and arrays by hand.

Run with ``python benchmarks/build.py [WORKBOOK] [--quick] [--repeats N] [--years-of-hours N]``.
All three write one and the same programme (see `numbers_of`), row by row and column by column;
that is checked, with the optimum, on the smallest size. Every measurement is a process of its own,
which first builds a small case, so that imports and first calls do not count. Seconds are of the
processor; peak memory is what the build adds to what the process held before.
"""

from __future__ import annotations

import argparse
import gc
import json
import pickle
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import highspy
from decomposed import shortened
from measure import machine, table, verdict
from numbers_of import without_retirement
from same import same_programme
from writers import ALL, LINOPY, MATRIX, OURS, writers

from pathway.case.assemble import assemble
from pathway.settings import TimeSettings
from pathway.workbook.read import read_workbook

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pathway.case.case import Case
    from pathway.workbook.rows import Workbook

NANTONG = Path(__file__).parents[1] / "inputs" / "nantong.xlsx"
LINOPY_DAYS, LINOPY_HOURS, BY_HAND, MEMORY = 0.8, 1.5, 5.0, 1.0
"""Largest ratios that the project asks of itself."""
HEADS = (
    "size", "written by", "rows", "nonzeros", "seconds", "pathway / it",
    "peak memory [MiB]", "held before the solve [MiB]",
)  # fmt: skip


@dataclass(frozen=True)
class Size:
    """A case to build: what it is called, how fine, how many of its years (0 for all)."""

    name: str
    time: TimeSettings
    years: int = 0


def sizes(args: argparse.Namespace) -> list[Size]:
    """What is measured; a quick run keeps to two years."""
    cut = 2 if args.quick else 0
    hours = 1 if args.quick else args.years_of_hours
    return [
        Size("4 + 2 days", TimeSettings(resolution="days", days=4), cut),
        Size("2,016 h", TimeSettings(resolution="days", days=82), cut),
        Size("8,760 h", TimeSettings(resolution="full"), hours),
    ]


# --- one measurement, in a process of its own --------------------------------------------------


def measure(method: str, case_file: str, warm_file: str) -> None:
    """Build one case and print what it took."""
    case, warm = (pickle.loads(Path(name).read_bytes()) for name in (case_file, warm_file))
    work = writers()[method]
    if method != ALL:
        case, warm = without_retirement(case), without_retirement(warm)
    work(warm)
    gc.collect()
    before = _resident()
    _forget_peak()
    began = time.process_time()
    made = work(case)
    seconds = time.process_time() - began
    facts = {"seconds": seconds, "peak": _peak() - before, "held": _resident() - before}
    print(json.dumps(facts | {"size": _size(made)}))


def _size(made: Any) -> list[int]:
    if isinstance(made, highspy.Highs):
        return [made.getNumRow(), made.getNumCol(), made.getNumNz()]
    programme = getattr(made, "programme", made)
    return [programme.n_rows, programme.n_columns, int(programme.matrix.nnz)]


def _status(entry: str) -> float:
    """An entry of the process status of Linux [MiB]."""
    text = Path("/proc/self/status").read_text("utf-8")
    return float(text.partition(f"{entry}:")[2].split()[0]) / 2**10


def _resident() -> float:
    return _status("VmRSS")


def _peak() -> float:
    return _status("VmHWM")


def _forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5", "ascii")


def measured(method: str, case: Path, warm: Path) -> dict[str, Any]:
    """One measurement."""
    command = [sys.executable, __file__, "--measure", method, str(case), str(warm)]
    out = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    return dict(json.loads(out.splitlines()[-1]))


# --- all of it ---------------------------------------------------------------------------------


def case_of(workbook: Workbook, size: Size) -> Case:
    """The case of a size."""
    return assemble(shortened(workbook, size.years), size.time)


def compared(case: Path, warm: Path, repeats: int) -> dict[str, dict[str, Any]]:
    """Medians of every method on one case, measured in turn."""
    names = list(writers())
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    for _ in range(repeats):
        for name in names:
            found[name].append(measured(name, case, warm))
    return {
        name: {key: _median([one[key] for one in runs]) for key in runs[0]}
        for name, runs in found.items()
    }


def _median(values: Sequence[Any]) -> Any:
    return values[0] if isinstance(values[0], list) else statistics.median(values)


def lines(size: Size, years: int, found: dict[str, dict[str, Any]]) -> list[list[str]]:
    """Rows of the table of one size."""
    ours = found[OURS]
    return [
        [
            f"{size.name} × {years} years",
            name,
            f"{one['size'][0]:,}",
            f"{one['size'][2]:,}",
            f"{one['seconds']:.2f}",
            f"{ours['seconds'] / one['seconds']:.2f}",
            f"{one['peak']:.0f}",
            f"{one['held']:.0f}",
        ]
        for name, one in found.items()
    ]


def verdicts(size: Size, found: dict[str, dict[str, Any]]) -> list[list[str]]:
    """What the limits say: against the faster, and against the leaner, of the two linopys."""
    ours = found[OURS]
    rows = [["time / scipy, matrix alone", found[MATRIX]["seconds"], ours["seconds"], BY_HAND]]
    others = [found[name] for name in LINOPY if name in found]
    if others:
        limit = LINOPY_HOURS if size.time.resolution == "full" else LINOPY_DAYS
        rows.append(["time / linopy", min(o["seconds"] for o in others), ours["seconds"], limit])
        rows.append(["peak memory / linopy", min(o["peak"] for o in others), ours["peak"], MEMORY])
    return [[size.name, what, verdict(own / other, limit)] for what, other, own, limit in rows]


def main() -> None:
    """Measure every size and print the tables."""
    args = arguments()
    if args.measure:
        measure(*args.measure)
        return
    workbook, rows, judged = read_workbook(args.workbook), [], []
    repeats = 1 if args.quick else args.repeats
    print(f"## Build and hand-over\n\n{machine(repeats)}\n")
    small = replace(sizes(args)[0], years=2)
    print(same_programme(without_retirement(case_of(workbook, small))) + "\n", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        warm = Path(folder) / "warm.pickle"
        warm.write_bytes(pickle.dumps(case_of(workbook, replace(small, years=1))))
        for number, size in enumerate(sizes(args)):
            case = case_of(workbook, size)
            file = Path(folder) / f"case{number}.pickle"
            file.write_bytes(pickle.dumps(case))
            found = compared(file, warm, repeats)
            rows += lines(size, len(case.years), found)
            judged += verdicts(size, found)
    print(table(HEADS, rows), "\n")
    print(table(("size", "pathway against", "ratio and limit"), judged))


def arguments() -> argparse.Namespace:
    """What to run."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("workbook", type=Path, nargs="?", default=NANTONG)
    parser.add_argument("--quick", action="store_true", help="two years, measured once")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--years-of-hours", type=int, default=4, help="years at 8,760 h; 0 for all")
    parser.add_argument("--measure", nargs=3, help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
