"""The parts of Pyomo the templates lean on; a new Pyomo must pass here before it is pinned."""

import builtins
import inspect

import numpy as np
import pyomo
import pyomo.environ as pyo
import pytest
from pyomo.core.base.set import FiniteSetData, UnknownSetDimen, _FiniteSetMixin
from pyomo.core.expr import template_expr as te

from pathway.errors import ModelError
from pathway.model.algebra import ArrayParam, ArrayVar, TemplateConstraint, rows
from pathway.model.algebra.tables import Codes, SetTable, _SortedLookup
from pathway.model.algebra.template import Index


def test_the_version_is_the_one_that_was_looked_into():
    assert pyomo.__version__ == "6.10.1"


def test_the_manager_swaps_iteration_and_sum_and_puts_them_back():
    manager = te._TemplateIterManager
    assert manager.paused
    before = builtins.sum, _FiniteSetMixin.__iter__, te.GetItemExpression.__iter__
    context = te._template_iter_context()
    with manager.init(context, _FiniteSetMixin, te.GetItemExpression):
        assert not manager.paused
        assert builtins.sum is not before[0]
        with manager.pause():
            assert builtins.sum is before[0]
            assert manager.pause().__enter__() is None
    assert (builtins.sum, _FiniteSetMixin.__iter__, te.GetItemExpression.__iter__) == before
    assert {"cache", "get_iter", "sum_template", "next_id", "next_group", "npop_cache"} <= set(
        dir(context)
    )
    assert list(inspect.signature(te.IndexTemplate).parameters) == [
        "_set",
        "index",
        "_id",
        "_group",
    ]


def test_everything_is_put_back_after_a_rule_that_fails():
    m = pyo.ConcreteModel()
    m.YEARS = pyo.Set(initialize=[1, 2])
    with pytest.raises(ModelError):
        rows(m, m.YEARS)(lambda m, y: 1 / 0)
    assert te._TemplateIterManager.paused
    assert te._TemplateIterManager.context is None
    assert list(m.YEARS) == [1, 2]


def test_a_template_item_of_an_array_component_is_an_ordinary_one():
    m = pyo.ConcreteModel()
    m.YEARS = pyo.Set(initialize=[1, 2])
    m.p = ArrayParam(m.YEARS, values=[1.0, 2.0])
    m.x = ArrayVar(m.YEARS)
    index = Index(m.YEARS, 0, 1, 1)
    assert type(m.p[index]) is te.NPV_Numeric_GetItemExpression
    assert type(m.x[index]) is te.Numeric_GetItemExpression
    assert m.p[index].arg(0) is m.p
    assert m.x[index].args[1] is index
    assert not m.x._data
    assert m.p.ctype is pyo.Param
    assert m.x.ctype is pyo.Var


def test_a_member_set_chosen_by_an_index_is_a_getitem_over_the_indexed_set():
    m = pyo.ConcreteModel()
    m.GOODS = pyo.Set(initialize=["a"])
    m.FLOWS = pyo.Set(initialize=[1])
    m.FLOWS_OF = pyo.Set(m.GOODS, initialize={"a": [1]})
    m.x = ArrayVar(m.FLOWS)

    @rows(m, m.GOODS)
    def c_sum(m, c):
        return sum(m.x[f] for f in m.FLOWS_OF[c]) <= 1

    assert isinstance(m.c_sum, TemplateConstraint)
    summed = m.c_sum.template.body.arg(0)
    assert isinstance(summed, te.TemplateSumExpression)
    ((index,),) = summed.template_iters()
    assert isinstance(index._set, te.GetItemExpression)
    assert index._set.arg(0) is m.FLOWS_OF
    assert isinstance(m.FLOWS_OF["a"], FiniteSetData)


def test_what_is_known_of_sets():
    m = pyo.ConcreteModel()
    m.A = pyo.Set(initialize=["a", "b"])
    m.B = pyo.Set(initialize=[(1, 2), (3, 4)], dimen=2)
    m.EMPTY = pyo.Set(initialize=[])
    m.x = ArrayVar(m.A * m.B, m.A)
    subsets = list(m.x.index_set().subsets(expand_all_set_operators=False))
    assert subsets == [m.A, m.B, m.A]
    assert m.x.index_set().ord(("b", 1, 2, "a")) == 5
    assert list(m.x.index_set())[4] == ("b", 1, 2, "a")
    assert m.EMPTY.dimen is UnknownSetDimen


def test_positions_in_large_joint_sets_are_searched():
    keys = np.array([7, 3, 10**12])
    assert _SortedLookup(keys)(np.array([[3, 4], [10**12, 7]])).tolist() == [[1, -1], [2, 0]]


def test_positions_of_values_no_set_has_seen():
    codes = Codes()
    table = SetTable([("a", 1), ("b", 2)], 2, codes)
    late = codes.of(["b", "new", 2, 1])
    assert table.find([late[:1], late[2:3]]).tolist() == [1]
    assert table.find([late[:1], late[3:]]).tolist() == [-1]
    assert table.find([late[1:2], late[2:3]]).tolist() == [-1]
    assert SetTable(["a"], 1, codes).find([codes.of(["newer", "a"])]).tolist() == [-1, 0]
