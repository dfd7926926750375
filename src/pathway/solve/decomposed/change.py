"""Which years a change of the case reaches beyond the plan tier."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pathway.solve.duals import row_years

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pathway.case.case import Case, Steps
    from pathway.model.algebra import Programme
    from pathway.solve.decomposed.master import Relaxation

    Array = NDArray[np.float64]
    Mask = NDArray[np.bool_]

SAME = 1e-12
"""Relative difference of costs that is rounding."""


def same_time(one: Steps, other: Steps) -> bool:
    """Whether two cases have the same steps, apart from what their profiles say of them."""
    parts = ("day", "hour", "duration", "weight", "years", "calendar")
    return one.resolution == other.resolution and all(
        np.array_equal(getattr(one, part), getattr(other, part)) for part in parts
    )


def same_rows(one: Programme, other: Programme) -> bool:
    """Whether rows and bounds of two programmes with the same index sets are the same."""
    parts = ("row_lower", "row_upper", "col_lower", "col_upper")
    return (one.matrix != other.matrix).nnz == 0 and all(
        np.array_equal(getattr(one, part), getattr(other, part)) for part in parts
    )


def changed_years(old: Relaxation, new: Relaxation, cases: tuple[Case, Case]) -> frozenset[int]:
    """Years whose operation is no longer the same.

    Average days are made of the same rules and figures as the real ones, but for the profiles; so
    what is the same in their operation, with the same profiles, is the same on all hours.

    Args:
        old: the case before, on average days.
        new: the case now, of the same rows and columns.
        cases: both on all hours.
    """
    years = new.case.years
    if not _same_profiles(*cases):
        return frozenset(years)
    rows, columns = _changed_rows(old, new), _changed_columns(old, new)
    row_year = [row_years(block, new.case) for block in new.programme.rows.values()]
    found = {*np.concatenate(row_year)[rows].tolist(), *new.year[columns].tolist()}
    return frozenset(
        year for at, year in enumerate(years) if year in found or _other_costs(old, new, at)
    )


def _same_profiles(one: Case, other: Case) -> bool:
    mine, theirs = one.steps.profiles, other.steps.profiles
    return mine.keys() == theirs.keys() and all(
        np.array_equal(values, theirs[name]) for name, values in mine.items()
    )


def _changed_rows(old: Relaxation, new: Relaxation) -> Mask:
    """Rows of operation of which a coefficient or a side changed."""
    mine, theirs = old.programme, new.programme
    used = abs(theirs.matrix) @ new.operation.astype(float) > 0
    entries = np.asarray(abs(theirs.matrix - mine.matrix).sum(axis=1)).ravel() > 0
    sides = (theirs.row_lower != mine.row_lower) | (theirs.row_upper != mine.row_upper)
    return np.asarray(used & (entries | sides))


def _changed_columns(old: Relaxation, new: Relaxation) -> Mask:
    """Columns of operation of which a bound changed."""
    mine, theirs = old.programme, new.programme
    bounds = (theirs.col_lower != mine.col_lower) | (theirs.col_upper != mine.col_upper)
    return np.asarray(new.operation & bounds)


def _other_costs(old: Relaxation, new: Relaxation, at: int) -> bool:
    """Whether operation of a year costs something else, in money of the year."""
    mine, theirs = (
        it.costs.by_year[at].toarray().ravel()[it.operation] / it.discount[at] for it in (old, new)
    )
    return not np.allclose(mine, theirs, rtol=SAME, atol=0.0)
