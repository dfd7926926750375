"""Whether all writers hand over the same programme, and whether it has one optimum."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import highspy
import numpy as np
from scipy.sparse import csc_matrix, csr_matrix
from writers import ALL, MATRIX, OURS, writers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pathway.case.case import Case
    from pathway.model.algebra import ColumnBlock

SAME = {"rtol": 1e-12, "atol": 1e-12}


def same_programme(case: Case) -> str:
    """Compare what the methods hand over, entry by entry, and solve it.

    Raises:
        ValueError: two of them differ.
    """
    with _quiet():
        made = {name: work(case) for name, work in writers().items() if name not in {ALL, MATRIX}}
    models = {name: getattr(m, "_highs", m) for name, m in made.items()}
    wanted, costs = _arrays(models[OURS]), {}
    for name, highs in models.items():
        found = _arrays(highs)
        for key, values in wanted.items():
            if found[key].shape != values.shape or not np.allclose(
                found[key], values, 1e-12, 1e-12
            ):
                raise ValueError(f"{name}: {key} are others than of {OURS}")
        costs[name] = _optimum(highs, made[OURS].programme.columns, case)
    spread = max(costs.values()) - min(costs.values())
    if spread > 1e-7 * abs(costs[OURS]):
        raise ValueError(f"optima differ: {costs}")
    each = ", ".join(f"{name} {cost:.6f}" for name, cost in costs.items())
    return f"Optimum of the smallest size over {len(case.years)} years: {each}."


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what HiGHS prints when another library makes it out of the page."""
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    sys.stdout.flush()
    os.dup2(nowhere, 1)
    try:
        yield
    finally:
        os.dup2(kept, 1)
        os.close(nowhere)
        os.close(kept)


def _arrays(highs: highspy.Highs) -> dict[str, np.ndarray]:
    """Rows, columns and coefficients that HiGHS holds; what is infinite is cut off."""
    lp = highs.getLp()
    a = lp.a_matrix_
    entries = (np.array(a.value_), np.array(a.index_), np.array(a.start_))
    by_rows = a.format_ == highspy.MatrixFormat.kRowwise
    kind = csr_matrix if by_rows else csc_matrix
    matrix = kind(entries, shape=(lp.num_row_, lp.num_col_)).tocsr()
    matrix.sort_indices()
    arrays = {"starts": matrix.indptr, "indices": matrix.indices, "values": matrix.data}
    for name in ("row_lower", "row_upper", "col_lower", "col_upper", "col_cost"):
        arrays[name] = np.clip(np.array(getattr(lp, f"{name}_")), -1e30, 1e30)
    return arrays


def _optimum(highs: highspy.Highs, columns: Mapping[str, ColumnBlock], case: Case) -> float:
    """Least cost where yearly processes, whose own rows are left out, stand still.

    What of hourly goods is used in the year takes what it is given.
    """
    uses = np.arange(columns["v_spread"].start, columns["v_spread"].stop, dtype=np.int32)
    activity = np.arange(columns["v_activity"].start, columns["v_activity"].stop, dtype=np.int32)
    hourly = np.repeat([x.hourly for x in case.processes.values()], len(case.years))
    still = activity[~hourly]
    none, free = np.zeros(highs.getNumCol()), np.full(len(uses), highspy.kHighsInf)
    highs.setOptionValue("output_flag", False)
    highs.changeColsBounds(len(uses), uses, none[: len(uses)], free)
    highs.changeColsBounds(len(still), still, none[: len(still)], none[: len(still)])
    highs.run()
    if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise ValueError(f"no optimum: {highs.modelStatusToString(highs.getModelStatus())}")
    return float(highs.getInfo().objective_function_value)
