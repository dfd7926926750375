"""Sums, indices and coefficients written in any way give the rows of the plain twin."""

import numpy as np
import pyomo.environ as pyo
from algebra_twins import STEPS, assert_twins, base


def test_ragged_sum_over_a_joint_set_of_steps():
    def declare(kit):
        m = base(kit)

        @kit.rows(m.GOODS, m.STEPS)
        def c_balance(m, c, y, t):
            return (
                sum(m.p_amount[f] * m.v_flow[f, y, t] for f in m.FLOWS_OF[c]) == m.p_demand[c, y, t]
            )

    _, programme = assert_twins(declare)
    assert programme.block("c_balance").shape == (3, 5)


def test_indices_from_parameters():
    def declare(kit):
        m = base(kit)

        @kit.rows(m.FLOWS, m.STEPS)
        def c_ramp(m, f, y, t):
            change = m.v_flow[f, y, t] - m.v_flow[f, y, m.p_before[y, t]]
            return change <= 0.2 * m.v_cap[m.p_process[f], y]

    assert_twins(declare)


def test_indices_from_an_ordinary_parameter_and_from_an_array_of_objects():
    def declare(kit):
        m = base(kit)
        given = {"f1": "plant", "f2": "boiler", "f3": "boiler", "f4": "plant"}
        m.p_ordinary = pyo.Param(m.FLOWS, initialize=given, within=pyo.Any)
        kit.param("p_objects", m.FLOWS, values=np.array(list(given.values()), dtype=object))
        kit.param("p_year", m.YEARS, values=[2030.0, 2025.0])

        @kit.rows(m.FLOWS, m.YEARS)
        def c_chosen(m, f, y):
            one = m.v_cap[m.p_ordinary[f], y]
            return one + m.v_cap[m.p_objects[f], m.p_year[y]] + m.v_cap[m.p_ordinary["f1"], y] <= 1

    m, _ = assert_twins(declare)
    assert m.p_objects["f2"] == "boiler"


def test_sums_nested_over_members_of_members_and_over_a_set_chosen_by_a_parameter():
    def declare(kit):
        m = base(kit)

        @kit.rows(m.GOODS)
        def c_pieces(m, c):
            return (
                sum(
                    m.p_amount[f] * m.v_piece[k, n]
                    for f in m.FLOWS_OF[c]
                    for k, n in m.PARTS[m.p_process[f]]
                )
                <= 7
            )

        @kit.rows(m.YEARS, m.GOODS)
        def c_inner(m, y, c):
            return (0, sum(m.p_amount[f] * sum(m.v_flow[f, y, t] for t in m.STEPS_OF[y])
                           for f in m.FLOWS_OF[c]) + 3, 20)  # fmt: skip

        @kit.rows(m.FLOWS)
        def c_by_parameter(m, f):
            return sum(m.v_piece[k, n] for k, n in m.PARTS[m.p_process[f]]) >= 1

    assert_twins(declare)


def test_yearly_totals_and_sums_over_whole_sets():
    def declare(kit):
        m = base(kit)

        @kit.rows(m.PROCESSES, m.YEARS)
        def c_total(m, p, y):
            made = sum(m.p_weight[y, t] * m.v_flow[f, y, t] for f in m.FLOWS for t in m.STEPS_OF[y])
            return made / 1000 <= m.v_cap[p, y] * 8.76

        @kit.rows(m.YEARS)
        def c_everything(m, y):
            return (
                sum(m.v_flow[f, z, t] for f in m.FLOWS for z, t in m.STEPS) >= m.v_cap["plant", y]
            )

    assert_twins(declare)


def test_coefficients_of_every_kind():
    def declare(kit):
        m = base(kit)
        m.p_growth = pyo.Param(initialize=0.03, mutable=True)
        m.p_sparse = pyo.Param(m.FLOWS, initialize={"f1": 2.0}, default=0.5)

        @kit.rows(m.FLOWS, m.YEARS)
        def c_mixed(m, f, y):
            grown = (1 + m.p_growth) ** (y - 2025)
            shares = sum(m.p_weight[z, t] for z, t in m.STEPS) * sum(
                m.p_weight[y, t] for t in m.STEPS_OF[y]
            )
            left = (
                -(m.v_cap[m.p_process[f], y] * grown) / m.p_sparse[f] + shares * m.v_piece["a", 1]
            )
            return left - 3 * (m.v_piece["b", 2] - 2) <= abs(m.p_amount[f]) * pyo.exp(-1.0) + 5

        @kit.rows(m.YEARS)
        def c_calculated_index(m, y):
            return m.v_cap["plant", 4055 - y] - m.v_cap["boiler", 2025] * (y - 2024) == m.p_growth

    assert_twins(declare)


def test_mostly_zero_coefficients():
    sparse = np.zeros((4, 3, 5))
    sparse[1, 2, 3] = 2.0
    sparse[3, 0, 0] = -1.0

    def declare(kit):
        m = base(kit)
        kit.param("p_table", m.FLOWS, m.GOODS, m.STEPS, values=sparse)
        kit.param("p_matrix", m.GOODS, m.FLOWS, values=np.eye(3, 4))

        @kit.rows(m.STEPS, m.GOODS)
        def c_table(m, y, t, c):
            return sum(m.p_table[f, c, y, t] * m.v_flow[f, y, t] for f in m.FLOWS) <= 1

        @kit.rows(m.GOODS, m.STEPS)
        def c_matrix(m, c, y, t):
            return sum(m.p_matrix[c, f] * m.v_flow[f, y, t] for f in m.FLOWS) <= 1

    _, programme = assert_twins(declare)
    assert programme.matrix.nnz == 2 + 15


def test_an_expression_used_by_rules():
    def declare(kit):
        m = base(kit)

        @kit.linear(m.YEARS)
        def e_energy(m, y):
            return (
                sum(m.p_weight[y, t] * m.v_flow[f, y, t] for f in m.FLOWS for t in m.STEPS_OF[y])
                + y
            )

        @kit.linear(m.FLOWS, m.YEARS)
        def e_share(m, f, y):
            return m.v_cap[m.p_process[f], y] - 0.1 * m.e_energy[y]

        @kit.rows(m.YEARS)
        def c_cap(m, y):
            return m.e_energy[y] <= m.e_energy[2025] * 0.9 + 1

        @kit.rows(m.GOODS, m.YEARS)
        def c_shares(m, c, y):
            return sum(m.p_amount[f] * m.e_share[f, y] for f in m.FLOWS_OF[c]) <= 4

    assert_twins(declare)


def test_an_empty_index_set_gives_no_rows():
    def declare(kit):
        m = base(kit)
        m.NOBODY = pyo.Set(initialize=[])
        m.NOBODIES_OF = pyo.Set(m.YEARS, initialize=lambda m, y: [])
        kit.var("v_none", m.NOBODY)

        @kit.rows(m.NOBODY, m.YEARS)
        def c_none(m, p, y):
            return m.v_cap[p, y] <= 1

        @kit.rows(m.YEARS)
        def c_sum_of_none(m, y):
            return (
                sum(m.v_none[p] for p in m.NOBODY)
                + sum(m.v_none[p] for p in m.NOBODIES_OF[y])
                + sum(m.v_cap[p, y] for p in ())
                + m.v_cap["plant", y]
                <= 1
            )

    assert_twins(declare)


def test_sum_over_a_python_sequence_around_a_sum_over_a_set():
    def declare(kit):
        m = base(kit)

        @kit.rows(m.YEARS)
        def c_outer(m, y):
            return (
                sum((sum(m.v_flow[f, y, t] for t in m.STEPS_OF[y]) for f in ("f1", "f3")), 0.0) <= 1
            )

    assert_twins(declare)


def test_joint_sets_looked_up_by_parts_of_different_sets():
    def declare(kit):
        m = base(kit)
        m.CELLS = pyo.Set(
            initialize=[(y, t, f) for y, t in STEPS for f in ("f1", "f4")][::-1], dimen=3
        )
        kit.var("v_cell", m.CELLS)

        @kit.rows(m.STEPS, m.GOODS)
        def c_cells(m, y, t, c):
            return m.v_cell[y, t, "f1"] + m.v_cell[y, m.p_before[y, t], "f4"] <= m.p_demand[c, y, t]

        @kit.rows(m.CELLS)
        def c_each(m, y, t, f):
            return m.v_cell[y, t, f] <= m.v_flow[f, y, t] * m.p_amount[f]

    assert_twins(declare)
