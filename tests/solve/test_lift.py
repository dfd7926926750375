"""A lifted first basis changes nothing but the time; Pyomo's own way gives the same optimum."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyomo.environ as pyo
import pytest
from pyomo.contrib.solver.solvers.highs import Highs

import tiny
from pathway.model.algebra import materialise
from pathway.model.build import build
from pathway.model.families.cost import discount_by_term
from pathway.settings import TimeSettings
from pathway.solve.lift import coarser
from pathway.solve.plan import solve_plan

if TYPE_CHECKING:
    from pathway.case.case import Case


@pytest.fixture(scope="module")
def days() -> Case:
    sheets, _ = tiny.everything()
    rng = np.random.default_rng(3)
    hours = {key: (0.5 + rng.random(8760)).clip(0, 1).round(3).tolist() for key in
             ("load", "wind", "night")}  # fmt: skip
    sheets["settings"] = [
        {**row, "value": 2025} if row["key"] == "last_year" else row for row in sheets["settings"]
    ]
    sheets["settings"] = [r for r in sheets["settings"] if not str(r["key"]).startswith("peak")]
    sheets["clauses"], sheets["storage"] = [], sheets["storage"][:1]
    sheets["processes"] = [p for p in sheets["processes"] if p["process"] != "cavern"]
    return tiny.case(sheets, hours, TimeSettings(days=6, extremes=False))


def test_lifting_gives_the_optimum_of_a_cold_start(days: Case) -> None:
    cold = solve_plan(days, tiny.settings())
    auto = tiny.settings().model_copy(
        update={"solver": tiny.settings().solver.model_copy(update={"method": "auto"})}
    )
    lifted = solve_plan(days, auto)
    assert [stage.name for stage in lifted.stages] == ["basis 2, 5", "whole", "ties"]
    assert [stage.name for stage in cold.stages] == ["whole", "ties"]
    assert tiny.cost(lifted) == pytest.approx(tiny.cost(cold), rel=1e-9)


def test_fewer_days_keep_the_hours_of_the_year(days: Case) -> None:
    small, stands = coarser(days, 2)
    assert small.steps.count == 48
    assert small.steps.weight.sum() == pytest.approx(8760)
    assert len(stands) == 6
    assert set(stands.tolist()) == {0, 1}
    assert np.array_equal(small.steps.calendar, stands[days.steps.calendar])


def test_plain_pyomo_gives_the_same_optimum() -> None:
    sheets, hours = tiny.everything()
    next(row for row in sheets["settings"] if row["key"] == "peak_from")["value"] = 2026
    kind = tiny.case(sheets, hours)
    ours = tiny.solve(kind, guard=False)
    m = build(kind)
    discount = discount_by_term(kind, list(m.cost_terms))
    materialise(m)
    m.objective = pyo.Objective(
        expr=sum(
            float(discount[name][i]) * term[y]
            for name, term in m.cost_terms.items()
            for i, y in enumerate(kind.years)
        )
    )
    theirs = Highs().solve(m)
    assert theirs.incumbent_objective == pytest.approx(tiny.cost(ours), rel=1e-7)
