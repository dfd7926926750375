"""Tables ``duals``, ``duals_hourly`` and ``certificates``: what proves that no schedule is cheaper.

A year of hours has as many duals as it has rows. Those of rows and variables with a value an hour
stand in columns of ``duals_hourly``, one row an hour, all others in ``duals``, one a line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from pathway.results.layout import factors
from pathway.solve.lift import TIMED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from pathway.model.algebra.layout import Block
    from pathway.results.view import View
    from pathway.solve.certificate import Certificate

    Array = NDArray[np.float64]

DUALS = ("certificate", "kind", "name", "index", "sense", "side", "level", "dual")
CERTIFICATES = ("certificate", "cost", "bound", "gap", "slack", "unit")
UNIT = "亿元"
CUT = 16
"""Bits of a mantissa of 52 that hourly duals lose: 11 digits are left, which pack better."""
NOISE = 1e-12
"""Duals this small beside the largest of a certificate are rounding."""
FINE = 9
"""Decimals of what hourly rows have to spare."""


class Priced(NamedTuple):
    """Duals of a block, the sides or bounds that they price, and its levels or values."""

    kind: str
    block: Block
    dual: Array
    lower: Array
    upper: Array
    level: Array

    @property
    def side(self) -> Array:
        """Side that each dual prices; not a number where there is none."""
        side = np.where(self.dual > 0, self.lower, self.upper)
        return np.where(np.isfinite(side), side, np.nan)

    def at(self, places: NDArray[np.int64]) -> Priced:
        """The same for some places of the block."""
        return Priced(self.kind, self.block, *(array[places] for array in self[2:]))


def duals(view: View) -> pd.DataFrame:
    """Every dual that is not zero, but of hourly rows and variables, certificate by certificate.

    `side` is the right-hand side or bound that the dual prices (the lower one of a positive dual;
    blank where there is none, and the dual is noise), `level` the value of the row or variable, all
    in held units; duals in discounted 1e8 per held unit. `sense` tells which sides there are.
    """
    parts = [
        _lines(certificate.stage, priced)
        for certificate in view.solution.certificates
        for priced in _blocks(view, certificate)
        if not hourly(priced.block)
    ]
    columns = zip(*parts, strict=True) if parts else ([np.empty(0)] for _ in DUALS)
    joined = (np.concatenate(list(column)) for column in columns)
    return pd.DataFrame(dict(zip(DUALS, joined, strict=True)))


def duals_hourly(view: View) -> pd.DataFrame:
    """One row a step of a year; columns ``certificate|kind|name|index|sense|part``.

    Parts are `dual`, `side` (as in table ``duals``) and `room`, which is level less side; the last
    two where there is a dual, else zero. Columns of nothing but zeros are left out.
    """
    columns: dict[str, NDArray[Any]] = {
        "year": np.asarray(view.years)[view.step_year],
        "step": view.step,
    }
    for certificate in view.solution.certificates:
        for priced in _blocks(view, certificate):
            if hourly(priced.block) and np.any(priced.dual):
                columns |= _columns(view, certificate.stage, priced)
    return pd.DataFrame(columns, copy=False)


def hourly(block: Block) -> bool:
    """Whether a block has a row or column for every step of a year."""
    sets = factors(block)
    return bool(sets) and sets[-1].local_name in TIMED


def certificates(view: View) -> pd.DataFrame:
    """Cost of the plan as each certificate counts it, and the bound that its duals prove.

    `gap` is the cost above the bound, relative to the cost; `slack` the gap that was accepted.
    """
    x = view.solution.x
    rows = []
    for c in view.solution.certificates:
        cost, bound = float(c.cost @ x) + c.constant, c.bound
        gap = (cost - bound) / max(abs(cost), 1e-9)
        rows.append((c.stage, cost, bound, gap, c.slack, UNIT))
    return pd.DataFrame(rows, columns=list(CERTIFICATES))


def _blocks(view: View, certificate: Certificate) -> Iterator[Priced]:
    """Families of rows and variables with their duals."""
    programme, c = view.solution.programme, certificate
    row_dual, column_dual = _without_noise(c.row_dual, c.column_dual)
    rows = (row_dual, c.row_lower, c.row_upper, view.levels)
    columns = (column_dual, c.col_lower, c.col_upper, view.solution.x)
    for row in programme.rows.values():
        yield Priced("row", row, *(numbers[row.slice] for numbers in rows))
    for column in programme.columns.values():
        yield Priced("column", column, *(numbers[column.slice] for numbers in columns))


def _without_noise(*duals: Array) -> Iterator[Array]:
    """Duals with zero where a cost and what is priced cancel but for rounding."""
    least = NOISE * max((float(np.abs(dual).max(initial=0.0)) for dual in duals), default=0.0)
    return (np.where(np.abs(dual) > least, dual, 0.0) for dual in duals)


def _columns(view: View, stage: str, priced: Priced) -> dict[str, Array]:
    """Columns of one block."""
    there = priced.dual != 0
    side = np.where(there, priced.side, 0.0)
    room = np.where(there, np.round(priced.level - side, FINE), 0.0)
    sense = _senses(priced.lower[:1], priced.upper[:1])[0]
    parts = {"dual": _shortened(priced.dual), "side": side, "room": room}
    found: dict[str, Array] = {}
    for part, values in parts.items():
        for key, line in view.over_steps(priced.block, values).items():
            if np.any(line):
                index = ",".join(map(str, key))
                words = (stage, priced.kind, priced.block.name, index, sense, part)
                found["|".join(words)] = line
    return found


def _shortened(values: Array) -> Array:
    """Values with shorter mantissas, rounded."""
    half, whole = 1 << (CUT - 1), -1 << CUT
    return ((values.view(np.int64) + half) & whole).view(np.float64)


def _lines(stage: str, priced: Priced) -> tuple[NDArray[Any], ...]:
    """Columns of the long table for one block."""
    places = np.flatnonzero(priced.dual)
    mine = priced.at(places)
    words = (stage, mine.kind, mine.block.name)
    texts = (np.full(len(places), word, object) for word in words)
    senses = _senses(mine.lower, mine.upper)
    return (*texts, _texts(mine.block, places), senses, mine.side, mine.level, mine.dual)


def _texts(block: Block, places: NDArray[np.int64]) -> NDArray[Any]:
    """Index of each place as text, parts separated by commas."""
    if block.index_set is None:
        return np.full(len(places), "", object)
    inside = places if block.kept is None else block.kept[places]
    parts = [
        np.array([_text(element) for element in subset], dtype=object)[at]
        for subset, at in zip(factors(block), np.unravel_index(inside, block.shape), strict=True)
    ]
    return np.array([",".join(words) for words in zip(*parts, strict=True)], dtype=object)


def _text(element: object) -> str:
    return ",".join(map(str, element)) if isinstance(element, tuple) else str(element)


def _senses(lower: Array, upper: Array) -> NDArray[Any]:
    both = np.where(lower == upper, "==", "<=>")
    one = np.where(np.isfinite(lower), ">=", "<=")
    return np.where(np.isfinite(lower) & np.isfinite(upper), both, one).astype(object)
