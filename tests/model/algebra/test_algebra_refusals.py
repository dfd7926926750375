"""What a rule may not do is refused with a message that says so; nothing is built row by row."""

import builtins

import numpy as np
import pyomo.environ as pyo
import pytest

from pathway.errors import ModelError
from pathway.model.algebra import ArrayParam, ArrayVar, compile_programme, crosscheck, linear, rows


@pytest.fixture
def m():
    m = pyo.ConcreteModel()
    m.YEARS = pyo.Set(initialize=[2025, 2030])
    m.PLANTS = pyo.Set(initialize=["coal", "wind"])
    m.OF = pyo.Set(m.YEARS, initialize={2025: ["coal"]})
    m.p = ArrayParam(m.PLANTS, values=[0.0, 2.0])
    m.fuel = ArrayParam(m.PLANTS, values=["black", "none"])
    m.x = ArrayVar(m.PLANTS, m.YEARS)
    return m


def decides_on_index(m, p, y):
    return m.x[p, y] <= (1 if p == "coal" else 2)


def decides_on_number(m, p, y):
    return m.x[p, y] <= (1 if y == 2025 else 2)


def decides_on_figure(m, p, y):
    return m.x[p, y] <= (1 if m.p[p] in (0, 1) else 2)


def decides_on_membership(m, p, y):
    return m.x[p, y] <= (1 if p in ("coal", "gas") else 2)


def filters_a_sum(m, p, y):
    return sum(m.x[q, y] for q in m.PLANTS if q != p) <= 1


def filters_by_parameter(m, p, y):
    return sum(m.x[q, y] for q in m.PLANTS if m.p[q] > 1) <= 1


def decides_on_parameter(m, p, y):
    return m.x[p, y] <= (1 if m.p[p] else 2)


def decides_on_truth(m, p, y):
    return m.x[p, y] <= (1 if y else 2)


def asks_a_set(m, p, y):
    return m.x[p, y] <= (1 if p in m.PLANTS else 2)


def takes_the_larger(m, p, y):
    return m.x[p, y] <= max(m.p[p], 0)


def reads_a_dict(m, p, y):
    return m.x[p, y] <= {"coal": 1}[p]


def compares_a_word(m, p, y):
    return m.x[p, y] <= (1 if m.fuel[p] == "black" else 2)


def looks_a_word_up(m, p, y):
    return m.x[p, y] <= (1 if m.fuel[p] in ("black", "grey") else 2)


def reads_a_dict_by_a_word(m, p, y):
    return m.x[p, y] <= {"black": 1}[m.fuel[p]]


def compares_indices(m, p, y):
    return sum(m.x[q, y] * (q == p) for q in m.PLANTS) <= 1


def skips(m, p, y):
    return pyo.Constraint.Skip


def returns_nothing(m, p, y):
    pass


def returns_an_expression(m, p, y):
    return m.x[p, y] + 1


def is_always_true(m, p, y):
    return m.p["coal"] <= 1


def is_strict(m, p, y):
    return m.x[p, y] < 1


def loops(m, p, y):
    return sum([m.x[q, y] for q in m.PLANTS]) <= 1


def mixes_set_and_sequence(m, p, y):
    return sum(m.x[q, z] for q in m.PLANTS for z in (2025, 2030)) <= 1


def loops_over_a_variable(m, p, y):
    return sum(v for v in m.x[p, :]) <= 1


def misspells(m, p, y):
    return m.y[p, y] <= 1


READING = {
    decides_on_index: "compares an index or parameter with coal",
    decides_on_number: "decides on an index or a parameter",
    decides_on_figure: "decides on an index or a parameter",
    decides_on_membership: "compares an index or parameter with coal",
    filters_a_sum: "compares an index",
    filters_by_parameter: "decides on an index or a parameter",
    decides_on_parameter: "decides on an index or a parameter",
    decides_on_truth: "decides on an index or a parameter",
    asks_a_set: "decides on an index or a parameter",
    takes_the_larger: "decides on an index or a parameter",
    reads_a_dict: "decides on an index or a parameter",
    compares_a_word: "compares an index or parameter with black",
    looks_a_word_up: "compares an index or parameter with black",
    reads_a_dict_by_a_word: "decides on an index or a parameter",
    compares_indices: "compares an index",
    skips: "not a relation",
    returns_nothing: "returns None",
    returns_an_expression: "not a relation",
    is_always_true: "returns True",
    is_strict: "it uses < or >",
    loops: "loops over PLANTS outside sum",
    mixes_set_and_sequence: "a Set and a Python sequence",
    loops_over_a_variable: "not a Set",
    misspells: "'ConcreteModel' object has no attribute 'y'",
}


@pytest.mark.parametrize("rule", READING, ids=lambda rule: rule.__name__)
def test_refused_when_read(m, rule):
    with pytest.raises(ModelError) as refusal:
        rows(m, m.PLANTS, m.YEARS)(rule)
    message = str(refusal.value)
    assert READING[rule] in message
    assert message.startswith(f"family {rule.__name__}: rule {rule.__name__} (test_algebra_refus")
    assert builtins.sum is sum
    assert list(m.YEARS) == [2025, 2030]


def multiplies_variables(m, p, y):
    return m.x[p, y] * m.x["coal", y] <= 1


def divides_by_a_variable(m, p, y):
    return m.p[p] / m.x[p, y] <= 1


def squares(m, p, y):
    return m.x[p, y] ** 2 <= 1


def divides_by_zero(m, p, y):
    return m.x[p, y] / m.p[p] <= 1


def leaves_the_index_set(m, p, y):
    return m.x[p, y] - m.x[p, y - 5] <= 1


def uses_an_unknown_value(m, p, y):
    return m.x[m.fuel[p], y] <= 1


def calculates_with_words(m, p, y):
    return m.x[p, y] * m.fuel[p] <= 1


def calculates_with_an_index_word(m, p, y):
    return m.x[p, y] * p <= 1


def sums_over_what_is_not_there(m, p, y):
    return sum(m.x[q, y] for q in m.OF[y]) <= 1


def has_variable_ends(m, p, y):
    return pyo.inequality(m.x["coal", y], m.x[p, y], 5)


def misses_a_value(m, p, y):
    return m.x[p, y] <= m.holes[p]


COMPILING = {
    multiplies_variables: "product of variables",
    divides_by_a_variable: "divides by a variable",
    squares: "is not linear",
    divides_by_zero: "divides by a parameter that is zero",
    leaves_the_index_set: "it uses x at (2020), which is not in its index set",
    uses_an_unknown_value: "it uses x at ('black'), which is not in its index set",
    calculates_with_words: "whose values are words",
    calculates_with_an_index_word: "calculates with an index of",
    sums_over_what_is_not_there: "OF lacks some of its sets",
    has_variable_ends: "the ends of a range hold variables",
    misses_a_value: "parameter holes has no value",
}


@pytest.mark.parametrize("rule", COMPILING, ids=lambda rule: rule.__name__)
def test_refused_when_compiled(m, rule):
    m.holes = pyo.Param(m.PLANTS, initialize={"coal": 1.0})
    rows(m, m.PLANTS, m.YEARS)(rule)
    with pytest.raises(ModelError) as refusal:
        compile_programme(m)
    assert COMPILING[rule] in str(refusal.value)
    assert f"family {rule.__name__}" in str(refusal.value)


def test_components_must_fit_their_sets(m):
    with pytest.raises(ModelError, match=r"parameter q: values have shape \(3,\), its sets \(2,\)"):
        m.q = ArrayParam(m.PLANTS, values=np.zeros(3))
    with pytest.raises(ModelError, match="variable z: bounds of shape"):
        m.z = ArrayVar(m.PLANTS, m.YEARS, upper=np.zeros(3))
    with pytest.raises(ModelError, match="ArrayVar needs an index set"):
        m.w = ArrayVar()


def test_an_expression_must_be_one(m):
    with pytest.raises(ModelError, match=r"rule e_wrong .* cannot be a template"):

        @linear(m, m.YEARS)
        def e_wrong(m, y):
            return m.x["coal", y] <= 1


def test_what_is_no_linear_programme(m):
    m.n = pyo.Var(within=pyo.Integers)
    with pytest.raises(ModelError, match="variable n is an integer"):
        compile_programme(m)
    m.del_component(m.n)
    m.c_plain = pyo.Constraint(expr=m.x["coal", 2025] ** 2 <= 1)
    with pytest.raises(ModelError, match="c_plain is not linear"):
        compile_programme(m)
    m.del_component(m.c_plain)
    m.sos = pyo.SOSConstraint(var=m.x, sos=1)
    with pytest.raises(ModelError, match="sos is a SOSConstraint, which is not part of an LP"):
        compile_programme(m)


def test_a_row_cannot_be_given_another_expression(m):
    @rows(m, m.YEARS)
    def c_first(m, y):
        return m.x["coal", y] <= 1

    with pytest.raises(ModelError, match=r"row c_first\[2025\] is given by its family's rule"):
        m.c_first[2025].set_value(m.x["wind", 2025] <= 2)
    with pytest.raises(ModelError):
        m.c_first[2030] = m.x["wind", 2025] <= 2


def test_crosscheck_finds_a_rule_that_is_another_with_real_indices(m):
    @rows(m, m.PLANTS)
    def c_sly(m, p):
        return (2 if isinstance(p, str) else 1) * m.x[p, 2025] <= 1

    programme = compile_programme(m)
    with pytest.raises(ModelError, match=r"row c_sly\[coal\]: its template and its rule disagree"):
        crosscheck(m, programme)
