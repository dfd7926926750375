r"""Breaks ties: among schedules of equal cost, one that does not depend on the way to it.

A linear programme often has many optima, and which one a solver ends at depends on its method, its
version and the machine. So a last stage stays on the set of optima and minimises

$$ \sum_{p,v} (Y - v + 1)\, \epsilon_{p,v}\, B_{p,v}
   + \sum_{u,p,y} (Y - y + 1)\, \epsilon\, R_{u,p,y}
   + \sum_{k,u,y} (Y - y + 1)\, \epsilon\, F_{k,u,y} + 10^{-3} \sum_{p,y} \epsilon\, A_{p,y} $$

with Y the last year, A the activity of yearly processes, and each $\epsilon$ between 1 and 1.1,
drawn from the name of what it weighs: build, retire and retrofit less and later; what is tied even
then is decided by a number that is the same on every machine and does not depend on the order of
rows. The dispatch of the hours is no task and stays as the solver left it.

The set of optima is known exactly: whatever has a reduced cost keeps its bound, and every row with
a dual keeps its side, in all optima (complementary slackness with any optimal dual).
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from pathway.case.case import Case
    from pathway.model.algebra import ColumnBlock, Programme
    from pathway.solve.certificate import Certificate
    from pathway.solve.highs import LoadedProgramme, Optimum

    Array = NDArray[np.float64]

WORKS = ("v_build", "v_retire", "v_retrofit")
ACTIVITY = "v_activity"
SPREAD = 0.1
"""Width of the range that the names' own numbers are drawn from."""
LITTLE = 1e-3
"""Weight of a unit of yearly activity beside a unit of capacity."""
PRICED = 1e-6
"""Duals below this, relative to the largest cost coefficient at most 1, do not hold anything."""


def break_ties(
    loaded: LoadedProgramme, case: Case, optimum: Optimum, certificate: Certificate
) -> Optimum:
    """The optimum of a certificate's stage that the tie-break weights choose.

    The programme is left as it was, but for its objective and its basis.
    """
    lower, upper = loaded.programme.col_lower, loaded.col_upper
    columns = _held(certificate.column_dual, optimum.x, lower, upper)
    level = loaded.programme.matrix @ optimum.x
    rows = _held(certificate.row_dual, level, loaded.programme.row_lower, loaded.row_upper)
    with loaded.held(columns, rows):
        loaded.minimise(weights(loaded.programme, case))
        return loaded.solve(primal=True)


def weights(programme: Programme, case: Case) -> Array:
    """Weight of every column in the tie-break."""
    result = np.zeros(programme.n_columns)
    last = case.years[-1]
    for name in (*WORKS, ACTIVITY):
        block = programme.columns[name]
        for place, key in enumerate(_keys(block)):
            if name == ACTIVITY and case.processes[str(key[0])].hourly:
                continue  # follows from dispatch, which is no task
            year = next(int(part) for part in reversed(key) if isinstance(part, int))
            size = LITTLE if name == ACTIVITY else float(last - year + 1)
            result[block.start + place] = size * (1.0 + SPREAD * drawn(name, key))
    return result


def drawn(name: str, key: tuple[object, ...]) -> float:
    """A number from 0 to 1 that depends on a name alone, the same on every machine."""
    text = "|".join((name, *(str(part) for part in key)))
    return zlib.crc32(text.encode()) / 2**32


def _keys(block: ColumnBlock) -> Iterator[tuple[object, ...]]:
    for key in block.index_set:
        yield key if isinstance(key, tuple) else (key,)


def _held(dual: Array, value: Array, lower: Array, upper: Array) -> tuple[NDArray[np.int64], Array]:
    """Places that keep their bound in every optimum, and the bound they keep."""
    side = np.where(dual > 0, lower, upper)
    near = np.abs(value - side) <= 1e-6 * (1.0 + np.abs(side))
    places = np.flatnonzero((np.abs(dual) > PRICED) & np.isfinite(side) & near)
    return places, side[places]
