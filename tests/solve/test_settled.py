"""What others settle: moved until a row stops it, and no further."""

from __future__ import annotations

import numpy as np

import tiny
from pathway.solve.decomposed.settled import settled


def test_firm_power_and_peak_load_go_where_rows_let_them() -> None:
    programme = tiny.programme(tiny.case(*tiny.everything()))
    firm, load = programme.columns["v_firm"], programme.columns["v_peak_load"]
    x = np.random.default_rng(7).uniform(0.5, 2.0, programme.n_columns)
    x[firm.slice], x[load.slice] = 0.0, 1e3
    found = settled(programme, x)
    moved = np.zeros(len(x), bool)
    moved[firm.slice] = moved[load.slice] = True
    assert np.array_equal(found[~moved], x[~moved])
    level = programme.matrix @ found
    for names, block in ((("c_firm_power", "c_firm_energy"), firm), (("c_peak_load",), load)):
        room = np.full(len(block), np.inf)
        for name in names:
            rows = programme.rows[name].slice
            sides = np.fmin(
                np.where(np.isfinite(programme.row_upper[rows]),
                         programme.row_upper[rows] - level[rows], np.inf),
                np.where(np.isfinite(programme.row_lower[rows]),
                         level[rows] - programme.row_lower[rows], np.inf),
            )  # fmt: skip
            assert sides.min() >= -1e-9
            entry = programme.matrix[rows][:, block.slice].tocoo()
            np.minimum.at(room, entry.col, sides[entry.row])
        assert np.abs(room).max() <= 1e-9


def test_without_room_nothing_moves() -> None:
    programme = tiny.programme(tiny.case(*tiny.everything()))
    firm = programme.columns["v_firm"]
    x = np.zeros(programme.n_columns)
    assert np.array_equal(settled(programme, x)[firm.slice], x[firm.slice])
