"""A family of sets answers as Pyomo's own indexed set does, with its data made only on request."""

import numpy as np
import pyomo.environ as pyo
import pytest
from pyomo.core.base.set import FiniteSetData

from pathway.errors import ModelError
from pathway.model.algebra import ArrayVar, SetFamily, compile_programme, crosscheck, rows

MEMBERS = {("a", 2025): [("x", 1), ("y", 2)], ("a", 2030): [("y", 2), ("y", 2)],
           ("b", 2025): [], ("b", 2030): [("x", 2)]}  # fmt: skip


def twin(*, lazy: bool):
    m = pyo.ConcreteModel()
    m.GOODS = pyo.Set(initialize=["a", "b"])
    m.YEARS = pyo.Set(initialize=[2025, 2030])
    m.PARTS = pyo.Set(initialize=[("x", 1), ("x", 2), ("y", 2)], dimen=2)
    places = m.GOODS * m.YEARS
    m.PARTS_OF = (
        SetFamily(places, MEMBERS, dimen=2)
        if lazy
        else pyo.Set(places, initialize=MEMBERS, dimen=2)
    )
    m.v = ArrayVar(m.PARTS, m.YEARS)

    @rows(m, m.GOODS, m.YEARS)
    def c_sum(m, g, y):
        return sum(m.v[p, n, y] for p, n in m.PARTS_OF[g, y]) <= 3

    @rows(m, m.YEARS)
    def c_constant(m, y):
        return sum(m.v[p, n, y] for p, n in m.PARTS_OF["a", 2025]) >= 1

    return m


def test_rows_are_those_of_an_indexed_set_and_no_set_is_made():
    lazy, plain = (twin(lazy=lazy) for lazy in (True, False))
    found, wanted = compile_programme(lazy), compile_programme(plain)
    assert np.array_equal(found.matrix.toarray(), wanted.matrix.toarray())
    assert found.matrix.toarray()[1].sum() == 1  # a member that comes twice counts once
    assert set(lazy.PARTS_OF._data) <= {("a", 2025)}  # the one that a rule names
    crosscheck(lazy, found)


def test_a_set_that_is_asked_for_is_a_pyomo_set():
    family = twin(lazy=True).PARTS_OF
    assert isinstance(family["a", 2030], FiniteSetData)
    assert list(family["a", 2030]) == [("y", 2)]
    assert {key: list(members) for key, members in family.items()} == {
        key: list(dict.fromkeys(members)) for key, members in MEMBERS.items()
    }
    with pytest.raises(KeyError):
        family["c", 2025]


def test_a_copied_model_keeps_its_families():
    copied = compile_programme(twin(lazy=True).clone())
    assert copied.matrix.nnz == compile_programme(twin(lazy=False)).matrix.nnz


@pytest.mark.parametrize(
    ("members", "dimen", "reason"),
    [
        ({1: [1]}, 1, "not one set for every element"),
        ({1: [1], 2: [1], 3: [1]}, 1, "not one set for every element"),
        ({1: [1], 3: [1]}, 1, "not one set for every element"),
        ({1: [(1, 2)], 2: []}, 1, "members of 2 indices, not 1"),
        ({1: [1], 2: []}, 2, "members of 1 indices, not 2"),
    ],
)
def test_what_is_no_family_is_refused(members, dimen, reason):
    m = pyo.ConcreteModel()
    m.YEARS = pyo.Set(initialize=[1, 2])
    with pytest.raises(ModelError, match=reason):
        m.OF = SetFamily(m.YEARS, members, dimen)
