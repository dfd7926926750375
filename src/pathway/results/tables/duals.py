"""Tables ``duals`` and ``certificates``: what proves that no cheaper schedule keeps every row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from pathway.model.algebra.lazy import subsets_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from pathway.model.algebra.layout import Block
    from pathway.results.view import View
    from pathway.solve.certificate import Certificate

    Array = NDArray[np.float64]

DUALS = ("certificate", "kind", "name", "index", "sense", "side", "level", "dual")
CERTIFICATES = ("certificate", "cost", "bound", "slack", "unit")
UNIT = "亿元"


def duals(view: View) -> pd.DataFrame:
    """Every dual that is not zero, of rows and of bounds of variables, certificate by certificate.

    `side` is the right-hand side or bound that the dual prices (the lower one of a positive dual;
    blank where there is none, and the dual is noise), `level` the value of the row or variable, all
    in held units; duals in discounted 1e8 per held unit. `sense` tells which sides there are.
    """
    parts = [
        part for certificate in view.solution.certificates for part in _parts(view, certificate)
    ]
    columns = zip(*parts, strict=True) if parts else ([np.empty(0)] for _ in DUALS)
    joined = (np.concatenate(list(column)) for column in columns)
    return pd.DataFrame(dict(zip(DUALS, joined, strict=True)))


def certificates(view: View) -> pd.DataFrame:
    """Cost of the plan as each certificate counts it, and the bound that its duals prove."""
    x = view.solution.x
    rows = [
        (c.stage, float(c.cost @ x) + c.constant, c.bound, c.slack, UNIT)
        for c in view.solution.certificates
    ]
    return pd.DataFrame(rows, columns=list(CERTIFICATES))


def _parts(view: View, certificate: Certificate) -> Iterator[tuple[NDArray[Any], ...]]:
    """Columns of the table, for one family of rows or one variable after another."""
    programme, x = view.solution.programme, view.solution.x
    rows = (certificate.row_dual, certificate.row_lower, certificate.row_upper)
    columns = (certificate.column_dual, certificate.col_lower, certificate.col_upper)
    level = programme.matrix @ x
    for kind, blocks, numbers, values in (
        ("row", programme.rows, rows, level),
        ("column", programme.columns, columns, x),
    ):
        for block in blocks.values():
            places = np.flatnonzero(numbers[0][block.slice])
            if len(places):
                words = (certificate.stage, kind, block.name)
                texts = (np.full(len(places), word, object) for word in words)
                picked = [array[block.slice][places] for array in (*numbers, values)]
                yield (*texts, _texts(block, places), *_told(*picked))


def _told(dual: Array, lower: Array, upper: Array, level: Array) -> tuple[NDArray[Any], ...]:
    """Sense, side, level and dual."""
    side = np.where(dual > 0, lower, upper)
    return _senses(lower, upper), np.where(np.isfinite(side), side, np.nan), level, dual


def _texts(block: Block, places: NDArray[np.int64]) -> NDArray[Any]:
    """Index of each place as text, parts separated by commas."""
    if block.index_set is None:
        return np.full(len(places), "", object)
    inside = places if block.kept is None else block.kept[places]
    parts = [
        np.array([_text(element) for element in subset], dtype=object)[at]
        for subset, at in zip(
            subsets_of(block.index_set), np.unravel_index(inside, block.shape), strict=True
        )
    ]
    return np.array([",".join(words) for words in zip(*parts, strict=True)], dtype=object)


def _text(element: object) -> str:
    return ",".join(map(str, element)) if isinstance(element, tuple) else str(element)


def _senses(lower: Array, upper: Array) -> NDArray[Any]:
    both = np.where(lower == upper, "==", "<=>")
    one = np.where(np.isfinite(lower), ">=", "<=")
    return np.where(np.isfinite(lower) & np.isfinite(upper), both, one).astype(object)
