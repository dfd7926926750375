"""Writes a programme as a file that any LP solver reads."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from pathway.model.algebra import compile_programme
from pathway.model.build import build
from pathway.solve.costs import Costs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from pathway.case.case import Case
    from pathway.model.algebra import Programme
    from pathway.settings import Settings

    Array = NDArray[np.float64]

OBJECTIVE = "cost"


@dataclass(frozen=True)
class Exported:
    """How the objective that a solver finds for a file becomes the cost of the plan."""

    constant: float
    """Part of the cost that no decision changes [1e8]; readers of MPS do not agree on its sign."""
    scale: float
    """Factor on all sides and bounds of the file, and on its costs."""

    def cost(self, objective: float) -> float:
        """Cost of all years [1e8]."""
        return objective / self.scale**2 + self.constant


def export_whole(case: Case, settings: Settings, path: Path, scale: float = 1.0) -> Exported:
    """Write the programme that minimises the cost of all years, as free MPS in full precision.

    Args:
        case: the planning problem; peak rows of every candidate year are in force.
        settings: families and the reading of the peak.
        path: file to write.
        scale: factor on sides, bounds and costs, for solvers whose tolerances are absolute.
    """
    model = build(case, settings.families, settings.peak.reading)
    programme = compile_programme(model)
    cost, constant = Costs.of(case, model, programme).whole
    programme = scaled(programme, scale)
    with path.open("w", encoding="ascii", newline="\n") as file:
        file.writelines(f"{line}\n" for line in mps_lines(programme, cost * scale))
    return Exported(constant, scale)


def scaled(programme: Programme, scale: float) -> Programme:
    """The programme with all sides and bounds times a factor: its optimum is so many times it."""
    return replace(
        programme,
        row_lower=programme.row_lower * scale,
        row_upper=programme.row_upper * scale,
        col_lower=programme.col_lower * scale,
        col_upper=programme.col_upper * scale,
    )


def mps_lines(programme: Programme, cost: Array) -> Iterator[str]:
    """Lines of a free MPS file; ranges are written, constants are not."""
    yield "NAME pathway FREE"  # the word keeps CBC from taking short names for fixed fields
    yield "ROWS"
    yield f" N {OBJECTIVE}"
    rows, kinds = programme.row_names(), _kinds(programme)
    yield from (f" {kind} {name}" for kind, name in zip(kinds, rows, strict=True))
    yield from _columns(programme, cost, rows)
    yield from _sides(programme, kinds, rows)
    yield from _bounds(programme)
    yield "ENDATA"


def _kinds(programme: Programme) -> list[str]:
    """E, G, L or N of each row; a range is a G with a width."""
    lower, upper = programme.row_lower, programme.row_upper
    free = np.isinf(lower) & np.isinf(upper)
    kinds = np.where(lower == upper, "E", np.where(np.isfinite(lower), "G", "L"))
    return [str(kind) for kind in np.where(free, "N", kinds)]


def _columns(programme: Programme, cost: Array, rows: list[str]) -> Iterator[str]:
    yield "COLUMNS"
    matrix = programme.matrix.tocsc()
    for j, name in enumerate(programme.column_names()):
        yield f" {name} {OBJECTIVE} {float(cost[j])!r}"
        for place in range(matrix.indptr[j], matrix.indptr[j + 1]):
            yield f" {name} {rows[matrix.indices[place]]} {float(matrix.data[place])!r}"


def _sides(programme: Programme, kinds: list[str], rows: list[str]) -> Iterator[str]:
    yield "RHS"
    for i, kind in enumerate(kinds):
        side = programme.row_upper[i] if kind == "L" else programme.row_lower[i]
        if kind != "N" and side:
            yield f" RHS {rows[i]} {float(side)!r}"
    yield "RANGES"
    width = programme.row_upper - programme.row_lower
    for i, kind in enumerate(kinds):
        if kind == "G" and np.isfinite(width[i]):
            yield f" RANGE {rows[i]} {float(width[i])!r}"


def _bounds(programme: Programme) -> Iterator[str]:
    yield "BOUNDS"
    for j, name in enumerate(programme.column_names()):
        lower, upper = float(programme.col_lower[j]), float(programme.col_upper[j])
        if lower == upper:
            yield f" FX BOUND {name} {lower!r}"
            continue
        if lower:
            yield f" MI BOUND {name}" if np.isinf(lower) else f" LO BOUND {name} {lower!r}"
        if np.isfinite(upper):
            yield f" UP BOUND {name} {upper!r}"
