"""The same small model built twice: with templates, and with Pyomo's own components."""

import numpy as np
import pyomo.environ as pyo
import pytest
from pyomo.repn import generate_standard_repn

from pathway.model.algebra import (
    ArrayParam,
    ArrayVar,
    TemplateConstraint,
    TemplateExpression,
    compile_programme,
    crosscheck,
)

YEARS = [2025, 2030]
STEPS = [(2025, 1), (2025, 2), (2025, 3), (2030, 2), (2030, 3)]


class Templates:
    """Adds components of the algebra to a model."""

    def __init__(self):
        self.m = pyo.ConcreteModel()

    def param(self, name, *sets, values):
        setattr(self.m, name, ArrayParam(*sets, values=np.asarray(values)))

    def var(self, name, *sets, lower=0.0, upper=np.inf):
        setattr(self.m, name, ArrayVar(*sets, lower=lower, upper=upper))

    def rows(self, *sets):
        return lambda rule: setattr(self.m, rule.__name__, TemplateConstraint(*sets, rule=rule))

    def linear(self, *sets):
        return lambda rule: setattr(self.m, rule.__name__, TemplateExpression(*sets, rule=rule))


class Plain:
    """Adds Pyomo's own components to a model."""

    def __init__(self):
        self.m = pyo.ConcreteModel()

    def param(self, name, *sets, values):
        param = pyo.Param(*sets, within=pyo.Any, mutable=False, initialize={})
        setattr(self.m, name, param)
        self.m.del_component(param)
        elements = np.asarray(values).ravel().tolist()
        index = list(param.index_set())
        filled = pyo.Param(
            *sets, within=pyo.Any, initialize=dict(zip(index, elements, strict=True))
        )
        setattr(self.m, name, filled)

    def var(self, name, *sets, lower=0.0, upper=np.inf):
        var = pyo.Var(*sets)
        setattr(self.m, name, var)
        shape = tuple(len(s) for s in var.index_set().subsets())
        bounds = (np.broadcast_to(b, shape).ravel() for b in (lower, upper))
        for variable, low, high in zip(var.values(), *bounds, strict=True):
            variable.setlb(None if low == -np.inf else float(low))
            variable.setub(None if high == np.inf else float(high))

    def rows(self, *sets):
        def add(rule):
            def settled(m, *index):
                said = rule(m, *index)
                if isinstance(said, tuple):
                    said = pyo.inequality(*said)
                if isinstance(said, bool):
                    return pyo.Constraint.Feasible if said else pyo.Constraint.Infeasible
                return said

            setattr(self.m, rule.__name__, pyo.Constraint(*sets, rule=settled))

        return add

    def linear(self, *sets):
        return lambda rule: setattr(self.m, rule.__name__, pyo.Expression(*sets, rule=rule))


def base(kit):
    """Sets, parameters and variables that most tests share."""
    m = kit.m
    m.YEARS = pyo.Set(initialize=YEARS)
    m.STEPS = pyo.Set(initialize=STEPS, dimen=2)
    m.STEPS_OF = pyo.Set(m.YEARS, initialize={2025: [1, 2, 3], 2030: [2, 3]})
    m.GOODS = pyo.Set(initialize=["heat", "power", "nothing"])
    m.FLOWS = pyo.Set(initialize=["f1", "f2", "f3", "f4"])
    m.FLOWS_OF = pyo.Set(
        m.GOODS, initialize={"heat": ["f2", "f4"], "power": ["f1", "f2", "f3"], "nothing": []}
    )
    kit.param("p_process", m.FLOWS, values=["boiler", "plant", "plant", "boiler"])
    m.PROCESSES = pyo.Set(initialize=["plant", "boiler"])
    m.PARTS = pyo.Set(m.PROCESSES, initialize={"plant": [("a", 1), ("b", 2)], "boiler": [("b", 2)]})
    m.PIECES = pyo.Set(initialize=[("a", 1), ("a", 2), ("b", 2)], dimen=2)
    kit.param("p_amount", m.FLOWS, values=[1.5, -2.0, 0.0, 4.0])
    kit.param("p_demand", m.GOODS, m.STEPS, values=np.arange(15.0).reshape(3, 5) - 4)
    kit.param("p_weight", m.STEPS, values=[1.0, 2.0, 3.0, 4.0, 5.0])
    kit.param("p_before", m.STEPS, values=[3, 1, 2, 3, 2])
    kit.var("v_flow", m.FLOWS, m.STEPS, lower=np.arange(4.0)[:, None] - 1, upper=np.arange(5.0) + 9)
    kit.var("v_cap", m.PROCESSES, m.YEARS, lower=-np.inf)
    kit.var("v_piece", m.PIECES, upper=[1.0, 2.0, 3.0])
    return m


def assert_twins(declare):
    """Compare, row by row and column by column, what `declare(kit)` builds with either kit."""
    kit = Templates()
    declare(kit)
    twin = Plain()
    declare(twin)
    programme = compile_programme(kit.m)
    for family in kit.m.component_objects(pyo.Constraint):
        assert not family._data or not isinstance(family, TemplateConstraint)
    assert programme.matrix.indices.dtype == np.int32
    assert programme.matrix.has_canonical_format
    assert (programme.matrix.data != 0).all()
    _same_columns(programme, twin.m)
    _same_rows(programme, twin.m)
    crosscheck(kit.m, programme, None)
    return kit.m, programme


def _same_columns(programme, plain):
    variables = list(plain.component_data_objects(pyo.Var, active=True))
    assert programme.column_labels() == [v.name for v in variables]
    lower, upper = programme.col_lower.tolist(), programme.col_upper.tolist()
    for k, v in enumerate(variables):
        low, high = (v.value, v.value) if v.fixed else v.bounds
        assert lower[k] == (-np.inf if low is None else low)
        assert upper[k] == (np.inf if high is None else high)


def _same_rows(programme, plain):
    rows = list(plain.component_data_objects(pyo.Constraint, active=True))
    assert programme.row_labels() == [row.name for row in rows]
    labels = programme.column_labels()
    for k, row in enumerate(rows):
        entries = programme.matrix[k]
        found = {labels[c]: v for c, v in zip(entries.indices, entries.data, strict=True)}
        _same_row(found, programme.row_lower[k], programme.row_upper[k], row)


def _same_row(found, lower, upper, row):
    repn = generate_standard_repn(row.body)
    wanted = {v.name: c for v, c in zip(repn.linear_vars, repn.linear_coefs, strict=True) if c}
    low = -np.inf if row.lb is None else row.lb - repn.constant
    high = np.inf if row.ub is None else row.ub - repn.constant
    if row.expr is pyo.Constraint.Feasible or row.expr is pyo.Constraint.Infeasible:
        assert not found
        assert (lower <= 0 <= upper) == (row.expr is pyo.Constraint.Feasible), row.name
        return
    if found and np.sign(found[min(found)]) != np.sign(wanted[min(found)]):
        # A sum that is empty in this row alone makes Pyomo put the other side first.
        found, lower, upper = {name: -c for name, c in found.items()}, -upper, -lower
    assert found == pytest.approx(wanted, rel=1e-12), row.name
    assert (lower, upper) == pytest.approx((low, high), rel=1e-12, abs=1e-12), row.name
