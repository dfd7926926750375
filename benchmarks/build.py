"""How long compiling template rules takes, against assembling the same matrix by hand.

Run with ``python benchmarks/build.py [steps]``. The programme has 12 years, 40 plants and 8
storages: balance, availability, ramps, storage levels and yearly totals; about 7.9 million nonzeros
with 2016 steps a year.
"""

from __future__ import annotations

import sys
import time

import numpy as np
import pyomo.environ as pyo
from scipy.sparse import csr_matrix

from pathway.model.algebra import ArrayParam, ArrayVar, compile_programme, rows

YEARS, PLANTS, STORAGES = range(2024, 2036), 40, 8


def data(steps: int) -> dict[str, np.ndarray]:
    """Random figures for every parameter."""
    draw = np.random.default_rng(0)
    n = len(YEARS) * steps
    return {
        "available": draw.uniform(0.1, 1.0, (PLANTS, n)),
        "ramp": draw.uniform(0.1, 0.5, PLANTS),
        "demand": draw.uniform(10.0, 20.0, n),
        "weight": draw.uniform(1.0, 2.0, n),
        "previous": np.tile(np.roll(np.arange(steps), 1), len(YEARS)),
        "limit": draw.uniform(1e3, 1e4, (PLANTS, len(YEARS))),
    }


def model(steps: int, d: dict[str, np.ndarray]) -> pyo.ConcreteModel:
    """The programme as rules."""
    m = pyo.ConcreteModel()
    m.YEARS = pyo.Set(initialize=list(YEARS))
    m.STEPS = pyo.Set(initialize=[(y, t) for y in YEARS for t in range(steps)], dimen=2)
    m.STEPS_OF = pyo.Set(m.YEARS, initialize={y: list(range(steps)) for y in YEARS})
    m.PLANTS = pyo.Set(initialize=[f"plant{i}" for i in range(PLANTS)])
    m.STORAGES = pyo.Set(initialize=[f"storage{i}" for i in range(STORAGES)])
    m.available = ArrayParam(m.PLANTS, m.STEPS, values=d["available"])
    m.ramp = ArrayParam(m.PLANTS, values=d["ramp"])
    m.demand = ArrayParam(m.STEPS, values=d["demand"])
    m.weight = ArrayParam(m.STEPS, values=d["weight"])
    m.previous = ArrayParam(m.STEPS, values=d["previous"])
    m.limit = ArrayParam(m.PLANTS, m.YEARS, values=d["limit"])
    m.v_cap = ArrayVar(m.PLANTS, m.YEARS)
    m.v_out = ArrayVar(m.PLANTS, m.STEPS)
    m.v_in = ArrayVar(m.STORAGES, m.STEPS)
    m.v_back = ArrayVar(m.STORAGES, m.STEPS)
    m.v_level = ArrayVar(m.STORAGES, m.STEPS)

    @rows(m, m.STEPS)
    def c_balance(m, y, t):
        made = sum(m.v_out[p, y, t] for p in m.PLANTS)
        stored = sum(m.v_back[s, y, t] - m.v_in[s, y, t] for s in m.STORAGES)
        return made + stored == m.demand[y, t]

    @rows(m, m.PLANTS, m.STEPS)
    def c_available(m, p, y, t):
        return m.v_out[p, y, t] <= m.available[p, y, t] * m.v_cap[p, y]

    @rows(m, m.PLANTS, m.STEPS)
    def c_ramp_up(m, p, y, t):
        before = m.v_out[p, y, m.previous[y, t]]
        return m.v_out[p, y, t] - before <= m.ramp[p] * m.v_cap[p, y]

    @rows(m, m.STORAGES, m.STEPS)
    def c_level(m, s, y, t):
        before = m.v_level[s, y, m.previous[y, t]]
        return m.v_level[s, y, t] == before + 0.95 * m.v_in[s, y, t] - m.v_back[s, y, t] / 0.95

    @rows(m, m.PLANTS, m.YEARS)
    def c_total(m, p, y):
        return sum(m.weight[y, t] * m.v_out[p, y, t] for t in m.STEPS_OF[y]) <= m.limit[p, y]

    return m


def by_hand(steps: int, d: dict[str, np.ndarray]) -> csr_matrix:
    """The same matrix written directly."""
    years, n = len(YEARS), len(YEARS) * steps
    cap = np.arange(PLANTS * years, dtype=np.int32).reshape(PLANTS, years)
    at = cap.size
    out, into, back, level = (
        np.arange(k * n, dtype=np.int32).reshape(k, n) for k in (PLANTS, *[STORAGES] * 3)
    )
    out += at
    into += at + out.size
    back += at + out.size + into.size
    level += at + out.size + into.size + back.size
    year = np.repeat(np.arange(years), steps)
    previous = d["previous"] + year * steps
    cap_of = cap[:, year]
    r, c, v = [], [], []

    def put(row, column, value):
        shape = np.broadcast_shapes(row.shape, column.shape)
        for to, part in ((r, row), (c, column), (v, value)):
            to.append(np.broadcast_to(part, shape).ravel())

    row = np.arange(n, dtype=np.int32)
    put(row, out, 1.0)
    put(row, back, 1.0)
    put(row, into, -1.0)
    row = np.arange(n, n + out.size, dtype=np.int32).reshape(out.shape)
    put(row, out, 1.0)
    put(row, cap_of, -d["available"])
    row = row + np.int32(out.size)
    put(row, out, 1.0)
    put(row, out[:, previous], -1.0)
    put(row, cap_of, -d["ramp"][:, None])
    first = n + 2 * out.size
    row = np.arange(first, first + level.size, dtype=np.int32).reshape(level.shape)
    put(row, level, 1.0)
    put(row, level[:, previous], -1.0)
    put(row, into, -0.95)
    put(row, back, 1 / 0.95)
    row = (first + level.size + cap_of).astype(np.int32)
    put(row, out, d["weight"])
    shape = (first + level.size + cap.size, int(level[-1, -1]) + 1)
    entries = np.concatenate(v), (np.concatenate(r), np.concatenate(c))
    matrix = csr_matrix(entries, shape=shape)
    matrix.sort_indices()
    return matrix


def timed(work, *args):
    """Best of three runs."""
    best, result = np.inf, None
    for _ in range(3):
        start = time.perf_counter()
        result = work(*args)
        best = min(best, time.perf_counter() - start)
    return best, result


def main(steps: int) -> None:
    """Time both and print the ratio."""
    d = data(steps)
    hand, wanted = timed(by_hand, steps, d)
    declared, m = timed(model, steps, d)
    compiled, programme = timed(compile_programme, m)
    same = abs(programme.matrix - wanted).max() < 1e-12
    print(f"{wanted.nnz:,} nonzeros; by hand {hand:.2f} s; rules {declared:.2f} s", end="; ")
    print(f"compile {compiled:.2f} s = {compiled / hand:.1f} x; same matrix: {same}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2016)
