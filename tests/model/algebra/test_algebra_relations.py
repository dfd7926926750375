"""Relations, bounds, and rows that are fixed, empty or switched off, as in the plain twin."""

import numpy as np
import pyomo.environ as pyo
from algebra_twins import Templates, assert_twins, base

from pathway.model.algebra import compile_programme, crosscheck


def test_relations_with_variables_left_right_and_on_both_sides():
    def declare(kit):
        m = base(kit)

        @kit.rows(m.YEARS)
        def c_left(m, y):
            return m.v_cap["plant", y] + 1 <= 5

        @kit.rows(m.YEARS)
        def c_right(m, y):
            return 5 * y <= m.v_cap["plant", y] + 1

        @kit.rows(m.YEARS)
        def c_both(m, y):
            return m.v_cap["plant", y] + 1 >= m.v_cap["boiler", y] - 2

        @kit.rows(m.YEARS)
        def c_equal(m, y):
            return y == m.v_cap["boiler", y]

    assert_twins(declare)


def test_relations_with_a_number_and_ranges():
    def declare(kit):
        m = base(kit)

        @kit.rows(m.YEARS)
        def c_number(m, y):
            return m.v_cap["boiler", y] == 3

        @kit.rows(m.YEARS)
        def c_number_first(m, y):
            return 0 == m.v_cap["boiler", y]  # noqa: SIM300

        @kit.rows(m.YEARS)
        def c_range(m, y):
            return pyo.inequality(-y, m.v_cap["boiler", y] + 1, y)

    assert_twins(declare)


def test_duplicate_entries_add_up_and_cancelled_ones_vanish():
    def declare(kit):
        m = base(kit)

        @kit.rows(m.PROCESSES, m.YEARS)
        def c_twice(m, p, y):
            return (
                m.v_cap[p, y] + 2 * m.v_cap[p, y] + m.v_cap["plant", y] - m.v_cap["plant", y] <= 1
            )

    _, programme = assert_twins(declare)
    assert programme.matrix.nnz == 4
    assert set(programme.matrix.data) == {3.0}


def test_rows_without_terms_stay():
    def declare(kit):
        m = base(kit)

        @kit.rows(m.GOODS)
        def c_possible(m, c):
            return sum(m.v_piece["a", 1] * m.p_amount[f] for f in m.FLOWS_OF[c]) <= 5

        @kit.rows(m.GOODS)
        def c_impossible(m, c):
            return sum(m.v_piece["a", 1] for f in m.FLOWS_OF[c]) >= 2

    m, programme = assert_twins(declare)
    row = m.c_possible["nothing"]
    assert (row.lb, pyo.value(row.body), row.ub) == (None, 0, 5)
    assert programme.row_upper[programme.block("c_possible").start + 2] == 5


def test_ordinary_variables_and_single_rows_beside_templates():
    def declare(kit):
        m = base(kit)
        m.v_single = pyo.Var(bounds=(1, None))
        m.v_sparse = pyo.Var(m.YEARS, dense=True, within=pyo.NonNegativeReals)
        m.p_absent = pyo.Param(m.YEARS, initialize={2025: 1.0, 2030: 2.0})

        @kit.rows(m.YEARS)
        def c_single(m, y):
            return m.v_single + m.p_absent[y] * m.v_sparse[y] <= 3

        m.c_plain = pyo.Constraint(expr=2 * m.v_single + m.v_cap["plant", 2025] + 1 == 5)
        m.c_some = pyo.Constraint(m.YEARS, rule=_only_first)

    _, programme = assert_twins(declare)
    assert programme.row_label(programme.n_rows - 1) == "c_some[2025]"


def _only_first(m, y):
    return m.v_single >= 2 if y == 2025 else pyo.Constraint.Skip


def test_fixed_and_edited_variables():
    def declare(kit):
        m = base(kit)

        @kit.rows(m.YEARS)
        def c_sum(m, y):
            return m.v_cap["plant", y] + m.v_cap["boiler", y] <= 5

        m.v_piece["a", 2].setub(0.5)
        m.v_piece["b", 2].setlb(None)
        m.v_piece["a", 1].fix(7.0, skip_validation=True)

    assert_twins(declare)


def test_a_fixed_variable_keeps_its_column():
    kit = Templates()
    m = base(kit)

    @kit.rows(m.YEARS)
    def c_sum(m, y):
        return m.v_cap["plant", y] + m.v_cap["boiler", y] <= 5

    m.v_cap["plant", 2025].fix(2.0)
    programme = compile_programme(m)
    column = programme.column_of(m.v_cap["plant", 2025])
    assert programme.col_lower[column] == programme.col_upper[column] == 2.0
    assert programme.matrix[0, column] == 1.0
    crosscheck(m, programme, None)


def test_deactivated_rows_families_and_blocks():
    def declare(kit):
        m = base(kit)

        @kit.rows(m.GOODS, m.STEPS)
        def c_part(m, c, y, t):
            return sum(m.v_flow[f, y, t] for f in m.FLOWS_OF[c]) <= m.p_demand[c, y, t]

        @kit.rows(m.YEARS)
        def c_off(m, y):
            return m.v_cap["plant", y] <= 1

        @kit.rows(m.YEARS)
        def c_back(m, y):
            return m.v_cap["plant", y] >= 1

        @kit.rows(m.YEARS)
        def c_last(m, y):
            return m.v_cap["boiler", y] <= 2

        m.c_off.deactivate()
        m.c_back.deactivate()
        m.c_back.activate()

    m, programme = assert_twins(declare)
    m.c_part["heat", 2025, 2].deactivate()
    fewer = compile_programme(m)
    assert fewer.n_rows == programme.n_rows - 1
    assert "c_part[heat,2025,2]" not in fewer.row_labels()
    assert fewer.row_label(1) == "c_part[heat,2025,3]"
    kept = np.delete(np.arange(programme.n_rows), 1)
    assert abs(fewer.matrix - programme.matrix[kept]).sum() == 0
    assert (fewer.row_upper == programme.row_upper[kept]).all()
    m.c_off[2030].activate()
    assert not m.c_off[2025].active
    assert compile_programme(m).row_labels()[-5] == "c_off[2030]"
