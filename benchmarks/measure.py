"""What the benchmarks share: interleaved repeats, medians, tables, and the machine they ran on."""

from __future__ import annotations

import datetime
import os
import platform
import statistics
import time
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

PACKAGES = (
    "highspy", "numpy", "scipy", "pyomo", "linopy", "xarray", "python-calamine", "xlsxwriter",
)  # fmt: skip


def interleaved(
    works: Mapping[str, Callable[[], Any]], repeats: int
) -> tuple[dict[str, float], dict[str, Any]]:
    """Median seconds of each work, done in turn so often, and what each gave last.

    Seconds are of the processor, of all threads, so what other programs do counts little; what is
    left of it falls on all works alike, as they take turns.
    """
    seconds: dict[str, list[float]] = {name: [] for name in works}
    found: dict[str, Any] = {}
    for _ in range(repeats):
        for name, work in works.items():
            began = time.process_time()
            found[name] = work()
            seconds[name].append(time.process_time() - began)
    return {name: statistics.median(each) for name, each in seconds.items()}, found


def table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table; numbers to the right."""
    lines = [heads, ["---:" if _is_number(cell) else "---" for cell in rows[0]], *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def _is_number(cell: object) -> bool:
    return str(cell)[:1].isdigit()


def verdict(ratio: float, limit: float) -> str:
    """A ratio beside its limit."""
    return f"{ratio:.2f} ({'holds' if ratio <= limit else 'fails'}: ≤ {limit:g})"


def machine(repeats: int) -> str:
    """Date, machine, versions and repeats, in one paragraph."""
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    system = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores{_memory()}"
    known = {name: found for name in PACKAGES if (found := _version(name))}
    libraries = ", ".join(f"{name} {found}" for name, found in known.items())
    kept = f"medians of {repeats} repeats" if repeats > 1 else "measured once"
    return f"{today}; {system}; Python {platform.python_version()}; {libraries}; {kept}."


def _memory() -> str:
    try:
        size = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    except (AttributeError, ValueError, OSError):  # Windows
        return ""
    return f", {size:.0f} GiB of memory"


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
