"""Which clauses cannot be missed whatever is done, and which others see to that."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import apart
import tiny
from pathway.errors import InfeasibleError
from pathway.solve.decomposed.session import Session
from pathway.solve.plan import solve_plan
from pathway.solve.questions.implied import Verdict, implied_clauses

LATE: tiny.Row = {"time": "at", "from_year": 2025}


def town():
    """Wind of at least 1 GW makes 0.5 GW superfluous, and its potential a ceiling of 50 GW."""
    sheets = apart.city(
        lexicon=[dict(row) for row in tiny.lexicon()],
        metrics=[
            tiny.metric("wind_built", "GW", "capacity", processes="wind", direction="more"),
            tiny.metric("green", "GW", "capacity", processes="wind;gas", direction="more"),
            tiny.metric("gas_built", "GW", "capacity", processes="gas", direction="more"),
        ],
        clauses=[
            tiny.clause("dear", "不低于", "wind_built", unit="GW", value=3.0, **LATE),
            tiny.clause("less", "不低于", "wind_built", unit="GW", value=2.5, **LATE),
            tiny.clause("sum", "不低于", "green", unit="GW", value=3.1, **LATE),
            tiny.clause("gas", "不低于", "gas_built", unit="GW", value=0.15, **LATE),
            tiny.clause("roof", "不超过", "wind_built", unit="GW", value=50, **LATE),
            tiny.clause("room", "不超过", "wind_built", unit="GW", value=4.9, **LATE),
        ],
    )  # fmt: skip
    wind = next(row for row in sheets["processes"] if row["process"] == "wind")
    wind["capacity_max"] = 5
    return apart.on_days(sheets)


@pytest.fixture(scope="module")
def verdicts():
    with Session(town(), apart.settings()) as session:
        session.plan()
        weights = np.ones(len(session.case.years))
        found = implied_clauses(session.bounds, weights)
    return {each.clause: each for each in found}


def test_what_another_clause_asks_more_of_is_implied(verdicts) -> None:
    less = verdicts["less"]
    assert less.verdict is Verdict.IMPLIED
    assert less.worst == pytest.approx(3.0)
    assert less.by == less.needed == ("dear",)


def test_what_data_alone_see_to_is_implied_by_no_clause(verdicts) -> None:
    assert verdicts["roof"].verdict is Verdict.IMPLIED
    assert verdicts["roof"].by == ()
    assert verdicts["roof"].worst == pytest.approx(4.9)  # by the next clause, were it not for 5
    assert verdicts["gas"].verdict is Verdict.IMPLIED  # 0.2 GW stand


def test_a_sum_is_implied_by_its_parts(verdicts) -> None:
    """3 GW of wind by a clause and 0.2 GW of gas by what stands."""
    assert verdicts["sum"].verdict is Verdict.IMPLIED
    assert verdicts["sum"].needed == ("dear",)
    assert verdicts["sum"].worst == pytest.approx(3.2)


def test_slack_is_not_implied(verdicts) -> None:
    """The cheapest plan stays below 4.9 GW of wind; a dearer one does not."""
    room = verdicts["room"]
    assert room.verdict is Verdict.COULD
    assert verdicts["dear"].verdict is Verdict.PRICED


@pytest.mark.parametrize("key", ["less", "roof", "sum", "gas", "room", "dear"])
def test_the_one_programme_agrees(verdicts, key: str) -> None:
    """The clause turned round leaves no plan if it is implied, and one if it is not."""
    case = town()
    clause = case.clauses[key]
    (row,) = clause.rows
    other = {">=": "<=", "<=": ">="}[row.relation.value]
    miss = 0.999 if row.relation.value == ">=" else 1.001
    turned = replace(row, relation=type(row.relation)(other), limit=row.limit * miss)
    case = replace(case, clauses={**case.clauses, key: replace(clause, rows=(turned,))})
    settings = apart.settings(apart=False)
    if verdicts[key].verdict is Verdict.IMPLIED:
        with pytest.raises(InfeasibleError):
            solve_plan(case, settings)
    else:
        solve_plan(case, settings)
