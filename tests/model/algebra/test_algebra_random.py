"""Random sparse sets and parameters give the rows of the plain twin."""

import numpy as np
import pyomo.environ as pyo
from algebra_twins import assert_twins
from hypothesis import given, settings
from hypothesis import strategies as st

GOODS = ["a", "b", "c"]
FLOWS = [1, 2, 3, 4]
NUMBERS = st.sampled_from([0.0, 0.0, 1.0, -2.5, 3.0])


def subsets(of, least=0):
    return st.lists(st.sampled_from(of), min_size=least, unique=True)


@st.composite
def cases(draw):
    steps = draw(subsets([(y, t) for y in (1, 2) for t in (5, 6, 7)], least=1))
    pairs = draw(subsets([(c, f) for c in GOODS for f in FLOWS], least=1))
    count = len(steps)
    return {
        "goods": draw(subsets(GOODS, least=1)),
        "steps": steps,
        "flows_of": {c: draw(subsets(FLOWS)) for c in GOODS},
        "next_of": {f: draw(subsets(steps)) for f in FLOWS},
        "pairs": pairs,
        "amount": draw(st.lists(NUMBERS, min_size=4, max_size=4)),
        "weight": draw(st.lists(NUMBERS, min_size=4 * count, max_size=4 * count)),
        "demand": draw(st.lists(NUMBERS, min_size=len(pairs), max_size=len(pairs))),
        "other": draw(st.lists(st.sampled_from(FLOWS), min_size=4, max_size=4)),
    }


@settings(max_examples=60, deadline=None)
@given(cases())
def test_ragged_sums_over_random_sets(case):
    def declare(kit):
        m = kit.m
        m.GOODS = pyo.Set(initialize=case["goods"])
        m.STEPS = pyo.Set(initialize=case["steps"], dimen=2)
        m.FLOWS = pyo.Set(initialize=FLOWS)
        m.FLOWS_OF = pyo.Set(pyo.Set(initialize=GOODS), initialize=case["flows_of"])
        m.NEXT_OF = pyo.Set(m.FLOWS, initialize=case["next_of"], dimen=2)
        m.PAIRS = pyo.Set(initialize=case["pairs"], dimen=2)
        kit.param("amount", m.FLOWS, values=case["amount"])
        kit.param("weight", m.FLOWS, m.STEPS, values=np.reshape(case["weight"], (4, -1)))
        kit.param("demand", m.PAIRS, values=case["demand"])
        kit.param("other", m.FLOWS, values=case["other"])
        kit.var("x", m.FLOWS, m.STEPS)
        kit.var("z", m.PAIRS, lower=-1.0)

        @kit.rows(m.GOODS, m.STEPS)
        def c_one(m, c, y, t):
            return (
                sum(m.amount[f] * m.x[m.other[f], y, t] for f in m.FLOWS_OF[c])
                - sum(
                    m.weight[f, s, u] * m.x[f, s, u] for f in m.FLOWS_OF[c] for s, u in m.NEXT_OF[f]
                )
                <= sum(m.weight[f, y, t] for f in m.FLOWS_OF[c]) + y
            )

        @kit.rows(m.PAIRS)
        def c_two(m, c, f):
            total = sum(m.weight[f, y, t] * m.x[f, y, t] for y, t in m.STEPS)
            return 2 * m.z[c, f] + total * m.amount[m.other[f]] == m.demand[c, f] + sum(
                m.amount[g] for g in m.FLOWS_OF[c]
            ) * sum(m.weight[g, y, t] for g in m.FLOWS for y, t in m.NEXT_OF[g])

    assert_twins(declare)
