"""Solve case files and show what was found: ``python -m tests.truth FILE… [--json]``."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from pathway.errors import PathwayError

from .casefile import TruthError
from .run import solve_truth

if TYPE_CHECKING:
    from .run import Check, Found


def main(arguments: list[str] | None = None) -> int:
    """Exit code 0 if every expected number is met, 1 if not, 3 if a file cannot be solved."""
    parser = argparse.ArgumentParser(prog="tests.truth", description=__doc__)
    parser.add_argument("path", type=Path, nargs="+", help="case file")
    parser.add_argument("--alternative", help="variant of the case to solve")
    parser.add_argument("--json", action="store_true", help="everything found, as JSON")
    options = parser.parse_args(arguments)
    worst = 0
    for path in options.path:
        try:
            found = solve_truth(path, options.alternative)
        except (TruthError, PathwayError) as error:
            sys.stderr.write(f"{path.name}: {error}\n")
            worst = max(worst, 3)
            continue
        sys.stdout.write(_json(found) if options.json else _text(found))
        worst = max(worst, 0 if found.ok else 1)
    return worst


def _json(found: Found) -> str:
    content = {**asdict(found), "ok": found.ok}
    return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _text(found: Found) -> str:
    variant = f" ({found.alternative})" if found.alternative else ""
    lines = [f"{found.case}{variant}: {found.seconds:.1f} s"]
    lines += [_line(check) for check in found.checks]
    if not found.checks:
        lines.append(f"  objective {found.objective:.12g}")
    return "\n".join(lines) + "\n"


def _line(check: Check) -> str:
    if check.found is None:
        return f"  OFF {check.name}: nothing found has this name"
    mark = "ok " if check.ok else "OFF"
    relative = check.off / max(abs(check.expected), 1e-300)
    return (
        f"  {mark} {check.name}: {check.found:.10g} expected {check.expected:.10g} "
        f"(off {relative:.1e}, {check.off:.1e} of {check.allowed:.1e} allowed)"
    )


if __name__ == "__main__":
    sys.exit(main())
