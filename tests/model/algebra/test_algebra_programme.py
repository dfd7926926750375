"""The compiled programme as a whole: layout, names, expressions, solving."""

import highspy
import numpy as np
import pyomo.environ as pyo
import pytest
from pyomo.contrib.solver.common.factory import SolverFactory

from pathway.errors import ModelError
from pathway.model.algebra import (
    ArrayParam,
    ArrayVar,
    compile_programme,
    crosscheck,
    linear,
    materialise,
    rows,
)

DEMAND = np.array([[30.0, 50.0, 40.0], [20.0, 60.0, 70.0]])


@pytest.fixture
def m():
    """Two plants and a store meet a demand over two years of three steps."""
    m = pyo.ConcreteModel()
    m.YEARS = pyo.Set(initialize=[2025, 2026])
    m.STEPS = pyo.Set(initialize=[(y, t) for y in (2025, 2026) for t in (1, 2, 3)], dimen=2)
    m.PLANTS = pyo.Set(initialize=["煤电", "风 电"])
    m.demand = ArrayParam(m.STEPS, values=DEMAND.ravel())
    m.price = ArrayParam(m.PLANTS, values=[3.0, 0.5])
    m.build = ArrayParam(m.PLANTS, m.YEARS, values=[[10.0, 9.0], [20.0, 15.0]])
    m.share = ArrayParam(m.PLANTS, m.STEPS, values=[[1.0] * 6, [0.9, 0.1, 0.4, 0.2, 0.8, 0.3]])
    m.before = ArrayParam(m.STEPS, values=[3, 1, 2] * 2)
    m.v_new = ArrayVar(m.PLANTS, m.YEARS, upper=[[45.0], [np.inf]], doc="new capacity [GW]")
    m.v_out = ArrayVar(m.PLANTS, m.STEPS)
    m.v_level = ArrayVar(m.STEPS, upper=10.0)

    @rows(m, m.STEPS, doc="what is made is used")
    def c_balance(m, y, t):
        drawn = m.v_level[y, m.before[y, t]] - m.v_level[y, t]
        return sum(m.v_out[p, y, t] for p in m.PLANTS) + drawn == m.demand[y, t]

    @rows(m, m.PLANTS, m.STEPS)
    def c_available(m, p, y, t):
        return m.v_out[p, y, t] <= m.share[p, y, t] * m.v_new[p, y]

    @linear(m, m.YEARS, doc="money of a year [yuan]")
    def e_cost(m, y):
        run = sum(m.price[p] * m.v_out[p, z, t] for p in m.PLANTS for z, t in m.STEPS)
        return 2.5 + sum(m.build[p, y] * m.v_new[p, y] for p in m.PLANTS) + run / 2

    return m


def solved(programme):
    """Objective and values from HiGHS, fed with the compiled arrays."""
    a = programme.matrix
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.passModel(
        programme.n_columns, programme.n_rows, a.nnz, int(highspy.MatrixFormat.kRowwise),
        int(highspy.ObjSense.kMinimize), programme.cost_constant, programme.cost,
        programme.col_lower, programme.col_upper, programme.row_lower, programme.row_upper,
        a.indptr, a.indices, a.data, np.zeros(programme.n_columns, dtype=np.int32),
    )  # fmt: skip
    highs.run()
    assert highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return highs.getInfo().objective_function_value, np.array(highs.getSolution().col_value)


def test_the_compiled_arrays_and_the_materialised_model_have_the_same_optimum(m):
    programme = compile_programme(m, objective=m.e_cost)
    optimum, _ = solved(programme)
    m.o_cost = pyo.Objective(rule=lambda m: sum(m.e_cost[y] for y in m.YEARS))
    assert materialise(m) is None
    assert len(m.v_out._data) == 12
    assert len(m.c_available._data) == 12
    results = SolverFactory("highs").solve(m)
    assert results.incumbent_objective == pytest.approx(optimum, rel=1e-9)
    again = compile_programme(m, objective=m.o_cost)
    assert abs(again.matrix - programme.matrix).sum() == 0
    assert again.cost == pytest.approx(programme.cost)
    assert (again.col_upper == programme.col_upper).all()


def test_pyomo_sees_the_whole_model_without_being_told(m):
    wanted, _ = solved(compile_programme(m, objective=m.e_cost))
    m.o_cost = pyo.Objective(expr=sum(m.e_cost[y] for y in m.YEARS))
    assert len(list(m.component_data_objects(pyo.Constraint))) == 18
    assert SolverFactory("highs").solve(m).incumbent_objective == pytest.approx(wanted)


def test_compiling_makes_no_pyomo_data(m):
    compile_programme(m, objective=m.e_cost)
    for component in (m.v_new, m.v_out, m.v_level, m.c_balance, m.c_available, m.e_cost, m.share):
        assert not component._data


def test_layout_follows_declaration_and_index_order(m):
    programme = compile_programme(m)
    assert list(programme.columns) == ["v_new", "v_out", "v_level"]
    assert list(programme.rows) == ["c_balance", "c_available"]
    assert programme.block("v_out").slice == slice(4, 16)
    assert programme.block("c_available").index(7) == ("风 电", 2025, 2)
    assert programme.block("v_new").index_set is m.v_new.index_set()
    x = np.arange(22.0)
    assert programme.values("v_level", x).tolist() == [16, 17, 18, 19, 20, 21]
    assert programme.column_label(5) == "v_out[煤电,2025,2]"
    assert programme.column_of(m.v_out["煤电", 2025, 2]) == 5
    assert programme.row_label(0) == "c_balance[2025,1]"
    with pytest.raises(ModelError, match="called nowhere"):
        programme.block("nowhere")
    with pytest.raises(IndexError):
        programme.row_label(99)


def test_names_survive_an_lp_file(m, tmp_path):
    m.sub = pyo.Block(["a b"])
    m.sub["a b"].v_extra = ArrayVar(m.YEARS)
    m.sub_a_b_ = pyo.Block()
    m.sub_a_b_.v_extra = ArrayVar(m.YEARS)
    programme = compile_programme(m, objective=m.e_cost)
    names = programme.column_names()
    assert names[-4:] == [
        "sub_a_b_.v_extra.0", "sub_a_b_.v_extra.1", "sub_a_b_.v_extra_.0", "sub_a_b_.v_extra_.1",
    ]  # fmt: skip
    assert len(set(names)) == programme.n_columns
    assert len(set(programme.row_names())) == programme.n_rows
    assert all(name.isascii() for name in names + programme.row_names())
    optimum, _ = solved(programme)
    for suffix in ("lp", "mps"):
        highs = _named(programme)
        path = str(tmp_path / f"programme.{suffix}")
        assert highs.writeModel(path) == highspy.HighsStatus.kOk
        back = highspy.Highs()
        back.setOptionValue("output_flag", False)
        assert back.readModel(path) == highspy.HighsStatus.kOk
        back.run()
        assert back.getInfo().objective_function_value == pytest.approx(optimum)
        assert back.getRowName(0)[1] == "c_balance.0"


def _named(programme):
    a = programme.matrix
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = programme.n_columns, programme.n_rows
    lp.col_cost_, lp.offset_ = programme.cost, programme.cost_constant
    lp.col_lower_, lp.col_upper_ = programme.col_lower, programme.col_upper
    lp.row_lower_, lp.row_upper_ = programme.row_lower, programme.row_upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = a.indptr, a.indices, a.data
    lp.col_names_, lp.row_names_ = programme.column_names(), programme.row_names()
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    assert highs.passModel(lp) == highspy.HighsStatus.kOk
    return highs


def test_expressions_share_the_columns(m):
    programme = compile_programme(m, objective=m.e_cost)
    matrix, constants = programme.expression(m.e_cost)
    assert matrix.shape == (2, programme.n_columns)
    assert constants.tolist() == [2.5, 2.5]
    assert matrix[1, programme.column_of(m.v_new["煤电", 2026])] == 9.0
    assert matrix[1, programme.column_of(m.v_new["煤电", 2025])] == 0.0
    assert programme.cost == pytest.approx(np.asarray(matrix.sum(axis=0)).ravel())
    assert programme.cost_constant == 5.0
    x = np.linspace(1, 2, programme.n_columns)
    for label, column in zip(programme.column_labels(), x, strict=True):
        m.find_component(label).value = column
    for k, y in enumerate(m.YEARS):
        assert (matrix @ x + constants)[k] == pytest.approx(pyo.value(m.e_cost[y]))


def test_an_objective_may_be_any_linear_expression(m):
    programme = compile_programme(m, objective=2 * m.v_new["煤电", 2025] + 7)
    assert programme.cost[0] == 2.0
    assert programme.cost_constant == 7.0
    m.o_most = pyo.Objective(expr=m.v_new["煤电", 2025], sense=pyo.maximize)
    with pytest.raises(ModelError, match="maximises"):
        compile_programme(m, objective=m.o_most)


def test_plain_access(m):
    assert m.demand[2026, 3] == 70.0
    assert type(m.demand[2026, 3]) is float
    assert type(m.before[2025, 1]) is int
    assert m.demand.extract_values()[2025, 2] == 50.0
    assert len(m.demand) == 6
    with pytest.raises(KeyError):
        m.demand[2027, 1]
    with pytest.raises(ValueError, match="read-only"):
        m.demand.array[0] = 1.0
    assert m.v_new["煤电", 2026].bounds == (0.0, 45.0)
    assert m.v_new["风 电", 2026].bounds == (0.0, None)
    assert str(m.c_available["煤电", 2025, 1].expr) == "v_out[煤电,2025,1]  <=  v_new[煤电,2025]"


def test_the_programme_is_what_the_rules_say(m):
    crosscheck(m, compile_programme(m), None)


def test_a_clone_compiles_to_the_same(m):
    programme, cloned = compile_programme(m), compile_programme(m.clone())
    assert abs(programme.matrix - cloned.matrix).sum() == 0
    assert cloned.row_labels() == programme.row_labels()


def test_an_empty_model_compiles():
    programme = compile_programme(pyo.ConcreteModel())
    assert programme.matrix.shape == (0, 0)
    assert programme.row_names() == []
