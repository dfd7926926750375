"""Solving a case file of whatever layout, and holding what is found against what it expects."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import dispatch, district, island, utopia, zones
from .casefile import CaseFile, TruthError, read_case

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from types import ModuleType

LAYOUTS: tuple[ModuleType, ...] = (dispatch, district, island, utopia, zones)
USUAL = 1e-6
"""Relative tolerance where the file states none."""


@dataclass(frozen=True)
class Check:
    """One expected number beside what was found."""

    name: str
    found: float | None
    """None where no quantity or price has the name."""
    expected: float
    allowed: float

    @property
    def off(self) -> float:
        """Absolute difference."""
        return math.inf if self.found is None else abs(self.found - self.expected)

    @property
    def ok(self) -> bool:
        """Whether it is within its tolerance."""
        return self.off <= self.allowed


@dataclass(frozen=True)
class Found:
    """What the plan of a case comes to: objective, quantities and prices by name."""

    case: str
    alternative: str | None
    values: Mapping[str, float]
    checks: tuple[Check, ...]
    seconds: float

    @property
    def objective(self) -> float:
        """Objective, in the money and the accounting of the case."""
        return self.values["objective"]

    @property
    def ok(self) -> bool:
        """Whether every expected number is met."""
        return all(check.ok for check in self.checks)


def solve_truth(path: Path, alternative: str | None = None) -> Found:
    """Make a workbook of a case file, plan it, and compare.

    Args:
        path: the case file.
        alternative: variant of it to solve, one of its ``alternatives``.

    Raises:
        TruthError: the file does not fit any layout.
        PathwayError: there is no plan.
    """
    started = time.perf_counter()
    file = read_case(path, alternative)
    layout = layout_of(file)
    answer = layout.book_of(file).solve()
    values = {"objective": answer.objective, **layout.quantities(answer, file)}
    checks = tuple(_check(name, want, values) for name, want in file.expected().items())
    return Found(file.name, alternative, values, checks, time.perf_counter() - started)


def layout_of(file: CaseFile) -> ModuleType:
    """The module that knows the layout of a file.

    Raises:
        TruthError: none does, or the file asks for an alternative that its layout does not know.
    """
    fitting = [module for module in LAYOUTS if all(key in file.content for key in module.LAYOUT)]
    if len(fitting) != 1:
        known = {module.__name__.rpartition(".")[2]: list(module.LAYOUT) for module in LAYOUTS}
        raise TruthError(f"{file.path.name}: no layout has its keys; known are {known}")
    if file.alternative not in {None, *getattr(fitting[0], "ALTERNATIVES", ())}:
        raise TruthError(f"{file.path.name}: alternative {file.alternative!r} is not known")
    return fitting[0]


def _check(name: str, want: Mapping[str, float], values: Mapping[str, float]) -> Check:
    expected = float(want["value"])
    allowed = want.get("abs_tol", math.inf)
    if "rel_tol" in want or "abs_tol" not in want:
        allowed = min(allowed, want.get("rel_tol", USUAL) * abs(expected))
    return Check(name, values.get(name), expected, float(allowed))
