"""Compiled rows held against what their rules say when called the ordinary way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyomo.environ as pyo

from pathway.errors import ModelError
from pathway.model.algebra.plain import plain_row

if TYPE_CHECKING:
    from pathway.model.algebra.programme import Programme

    Row = tuple[dict[int, float], float, float]

TOLERANCE = 1e-9


def crosscheck(model: Any, programme: Programme, per_family: int | None = 3) -> None:
    """Call every family's rule for some of its rows and compare with the compiled ones.

    Finds what no reading of a template can: a rule that behaves otherwise with real indices, say
    because it asks for their type. Makes the Pyomo objects of the rows compared.

    Args:
        model: The model `programme` was compiled from.
        programme: The compiled programme.
        per_family: How many rows of a family, spread over it; None for all.

    Raises:
        ModelError: A row differs.
    """
    for family in model.component_objects(pyo.Constraint, active=True, descend_into=True):
        block = programme.rows[family.name]
        for k in _spread(len(block), per_family):
            index = block.index(k)
            row = family[index if len(index) != 1 else index[0]] if index else family
            _compare(
                block.label(k), plain_row(row, programme.column_of), block.start + k, programme
            )


def _compare(label: str, said: Row, k: int, programme: Programme) -> None:
    compiled = _row(programme, k)
    if not _same(_settled(said, programme), _settled(compiled, programme)):
        raise ModelError(
            f"row {label}: its template and its rule disagree. The rule says "
            f"{_shown(said, programme)}; compiled is {_shown(compiled, programme)}."
        )


def _spread(length: int, wanted: int | None) -> list[int]:
    if wanted is None or wanted >= length:
        return list(range(length))
    return sorted({int(k) for k in np.linspace(0, length - 1, wanted)})


def _row(programme: Programme, k: int) -> Row:
    start, stop = programme.matrix.indptr[k : k + 2]
    columns = programme.matrix.indices[start:stop].tolist()
    values = programme.matrix.data[start:stop].tolist()
    terms = dict(zip(columns, values, strict=True))
    return terms, float(programme.row_lower[k]), float(programme.row_upper[k])


def _settled(row: Row, programme: Programme) -> Row:
    """The row with fixed variables moved to its bounds, where Pyomo's reading has them."""
    terms, lower, upper = row
    fixed = {c for c in terms if programme.col_lower[c] == programme.col_upper[c]}
    moved = sum(terms[c] * float(programme.col_lower[c]) for c in fixed)
    free = {c: value for c, value in terms.items() if c not in fixed}
    return free, lower - moved, upper - moved


def _same(one: Row, other: Row) -> bool:
    """Equal up to rounding, and up to the side on which the variables are written."""
    terms, lower, upper = other
    turned = {c: -value for c, value in terms.items()}, -upper, -lower
    return _equal(one, other) or _equal(one, turned)


def _equal(one: Row, other: Row) -> bool:
    columns = one[0].keys() | other[0].keys()
    left = [*(one[0].get(c, 0.0) for c in columns), *one[1:]]
    right = [*(other[0].get(c, 0.0) for c in columns), *other[1:]]
    scale = max(map(abs, one[0].values()), default=1.0)
    return bool(np.allclose(left, right, rtol=TOLERANCE, atol=TOLERANCE * scale))


def _shown(row: Row, programme: Programme) -> str:
    terms, lower, upper = row
    body = " + ".join(f"{v:g} {programme.column_label(c)}" for c, v in terms.items()) or "0"
    return f"{lower:g} <= {body} <= {upper:g}"
