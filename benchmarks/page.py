"""Every benchmark, one after the other, and the page of the reference that they make.

Run with ``python benchmarks/page.py [--quick] [--repeats N]``, which go to all of them; writes
``docs/reference/benchmarks.md``. With ``--keep`` parts that were run before are taken as they are,
from ``build/benchmarks``: a run that was broken off goes on.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "reference" / "benchmarks.md"
PARTS = HERE.parent / "build" / "benchmarks"
KEEP = "--keep"
MARKDOWN = ("build.py", "files.py", "growth.py", "growth_apart.py")
INTRODUCTION = """# Benchmarks

Written by `make bench`; never edited by hand. Each part is one run on the machine named above it,
repeats taken in turn, in seconds of the processor unless something else is said. Ratios travel
better between machines than seconds do. Why these comparisons: [a
decision](../decisions/benchmarks.md).

- *Build and hand-over*: from a validated case, the reference city, to a loaded HiGHS object, before
  the solve. All write one and the same programme: families `stock`, `totals`, `balance`,
  `dispatch`, `storage` and `cost`, units standing to the end of their lives. At the default days
  that is 86 % of the nonzeros of the whole plan, with more hours nearly all. Rows, columns,
  coefficients and optimum are checked to be the same. *linopy* is a model of labelled axes and
  broadcasting in both of its ways of storing rows; limits are held against the better of the two.
  *scipy by hand* is index arrays and no algebra. Pathway looks at every coefficient before it hands
  over; the others do not. *Every family* is the whole plan, units and retrofits too.
- *Reading and writing*: against the bare libraries on the same file and the same cells.
- *How cost grows*: a generated city, one size raised at a time, in one programme and with plan and
  operation apart; then the largest of these on all hours that this machine solves to 0.1 %.
- *All hours*: the reference city on all hours, plan and operation apart, from a cold start and
  again after a change; beside it one programme of the same case on 14 days by HiGHS alone; draws
  over the figures of a second city; step by step a small city against one programme on few days.
"""
HOURS_OF_CITY = (
    ("again.py", "models/nantong.toml", "--clauses", "P2-1", "T1-1", "E1-2"),
    ("one_programme.py", "inputs/nantong.xlsx", "--limit", "700", "--methods",
     "dual simplex", "interior point, crossover", "interior point alone"),
    ("draws.py", "examples/linjiang.xlsx", "--number", "20"),
)  # fmt: skip
"""The better part of an hour on two cores; left out with ``--quick``."""
ALL_HOURS = "## All hours\n\nSeconds of the clock.\n"


def said(script: str, *options: str) -> str:
    """What a benchmark prints, or has printed."""
    file = PARTS / f"{Path(script).stem}.md"
    if KEEP in sys.argv and file.is_file():
        return file.read_text("utf-8")
    print(f"{script} …", file=sys.stderr, flush=True)
    command = [sys.executable, str(HERE / script), *options]
    told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(told, "utf-8")
    return told


def main() -> None:
    """Run all of them and write the page."""
    options = [word for word in sys.argv[1:] if word != KEEP]
    parts = [said(script, *options) for script in MARKDOWN]
    parts.append(ALL_HOURS)
    if "--quick" not in sys.argv:
        parts += [said(script, *options) for script, *options in HOURS_OF_CITY]
    parts.append(f"```text\n{said('decomposed.py', '--against', '4')}```\n")
    text = "\n".join([INTRODUCTION, *parts])
    PAGE.write_text(text, "utf-8")
    print(text)


if __name__ == "__main__":
    main()
