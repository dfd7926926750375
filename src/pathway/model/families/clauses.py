r"""Clauses: the plan's numbers as rows, each under the clause's own name.

$$ \sum_i c_i M_{f_i, y_i} - L \Bigl( \sum_j d_j M_{g_j, y_j} + \overline{D} \Bigr)
   + s^{-} - s^{+} \;\; \ge,\ \le,\ = \;\; -\overline{C} $$

A level has $\overline{D} = 1$; a share has the metric it is per; an intensity has an exogenous
series in $\overline{D}$; a change against a base year has $L$ computed from the base value.

| symbol | in code | unit | meaning |
|---|---|---|---|
| $M$ | `v_metric` | held unit | metrics |
| $L$ | inside `clause_coefficient` and `clause_rhs` | ratio | limit of the clause |
| $s^-, s^+$ | `v_short`, `v_over` | held unit of the numerator | what a soft clause misses, at its price |

Slack of a hard clause is fixed at zero. Dual of `c_clause_ge["E1-1_2025"]`: cost of one more unit of
the numerator asked for [1e8, discounted]; times the denominator it is the price of one more unit of
the clause's own figure.

Worked example: wind + coal must give 10 GW, wind costs 2, coal 1, a share of at least 30 % wind:
3 GW of wind; one percentage point more costs 0.1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from pathway.case.case import ClauseRow, Relation
from pathway.model.algebra import ArrayParam, ArrayVar, linear, rows
from pathway.model.core import family_of, subset

if TYPE_CHECKING:
    import pyomo.environ as pyo

    from pathway.case.case import Case

TIER = "plan"


def add(m: pyo.ConcreteModel, case: Case) -> None:
    """Add a row for every live clause and year, and the price of what soft ones miss."""
    found = [row for clause in case.clauses.values() for row in clause.rows]
    m.CLAUSE_ROWS = subset(row.key for row in found)
    terms = {row.key: row_terms(row) for row in found}
    _coefficients(m, terms)
    rhs = np.array([row_rhs(row) for row in found])
    m.clause_rhs = ArrayParam(m.CLAUSE_ROWS, values=rhs, doc="right-hand side of a clause row")
    _slacks(m, found)
    _rows(m, found)
    _penalties(m, found)


def row_terms(row: ClauseRow) -> dict[tuple[str, int], float]:
    """Coefficients of a clause row on metrics: (metric, year) → coefficient."""
    terms: dict[tuple[str, int], float] = {}
    for term in row.numerator:
        place = (term.metric, term.year)
        terms[place] = terms.get(place, 0.0) + term.coefficient
    for term in row.denominator:
        place = (term.metric, term.year)
        terms[place] = terms.get(place, 0.0) - row.limit * term.coefficient
    return terms


def row_rhs(row: ClauseRow) -> float:
    """Right-hand side of a clause row: limit × exogenous denominator − exogenous numerator."""
    return row.limit * row.denominator_constant - row.numerator_constant


def _coefficients(m: pyo.ConcreteModel, terms: dict[str, dict[tuple[str, int], float]]) -> None:
    triples = [(key, f, y) for key, places in terms.items() for f, y in places]
    m.CLAUSE_TERMS = subset(triples, dimen=3)
    values = np.array([terms[key][f, y] for key, f, y in triples], float)
    m.clause_coefficient = ArrayParam(
        m.CLAUSE_TERMS, values=values, doc="of a metric in a clause row"
    )
    m.TERMS_IN = family_of(
        m.CLAUSE_ROWS, {key: list(places) for key, places in terms.items()}, dimen=2
    )


def _slacks(m: pyo.ConcreteModel, found: list[ClauseRow]) -> None:
    limits = np.array([0.0 if row.penalty is None else np.inf for row in found])
    m.v_short = ArrayVar(m.CLAUSE_ROWS, upper=limits, doc="what the numerator falls short by")
    m.v_over = ArrayVar(m.CLAUSE_ROWS, upper=limits, doc="what the numerator goes over by")


def _rows(m: pyo.ConcreteModel, found: list[ClauseRow]) -> None:
    def of(relation: Relation) -> pyo.Set:
        return subset(row.key for row in found if row.relation is relation)

    m.CLAUSES_GE = of(Relation.AT_LEAST)
    m.CLAUSES_LE = of(Relation.AT_MOST)
    m.CLAUSES_EQ = of(Relation.EQUAL)

    @rows(m, m.CLAUSES_GE, doc="figure of the clause at or above its limit")
    def c_clause_ge(m: Any, i: str) -> Any:
        figure = sum(m.clause_coefficient[i, f, y] * m.v_metric[f, y] for f, y in m.TERMS_IN[i])
        return figure + m.v_short[i] >= m.clause_rhs[i]

    @rows(m, m.CLAUSES_LE, doc="figure of the clause at or below its limit")
    def c_clause_le(m: Any, i: str) -> Any:
        figure = sum(m.clause_coefficient[i, f, y] * m.v_metric[f, y] for f, y in m.TERMS_IN[i])
        return figure - m.v_over[i] <= m.clause_rhs[i]

    @rows(m, m.CLAUSES_EQ, doc="figure of the clause at its limit")
    def c_clause_eq(m: Any, i: str) -> Any:
        figure = sum(m.clause_coefficient[i, f, y] * m.v_metric[f, y] for f, y in m.TERMS_IN[i])
        return figure + m.v_short[i] - m.v_over[i] == m.clause_rhs[i]


def _penalties(m: pyo.ConcreteModel, found: list[ClauseRow]) -> None:
    soft = [row for row in found if row.penalty is not None]
    in_year: dict[int, list[str]] = {y: [] for y in m.YEARS}
    for row in soft:
        in_year[row.year].append(row.key)
    m.SOFT_ROWS = subset(row.key for row in soft)
    m.SOFT_IN = family_of(m.YEARS, in_year)
    prices = np.array([row.penalty for row in soft], float)
    m.penalty = ArrayParam(m.SOFT_ROWS, values=prices, doc="price of a unit missed [1e8]")

    @linear(m, m.YEARS, doc="price of what soft clauses miss [1e8]")
    def e_cost_shortfall(m: Any, y: int) -> Any:
        return sum(m.penalty[i] * (m.v_short[i] + m.v_over[i]) for i in m.SOFT_IN[y])

    m.cost_terms["shortfall"] = m.e_cost_shortfall
