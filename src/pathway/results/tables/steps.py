"""Table ``steps``: what a step of each binding target costs tighter, and saves looser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathway.case.clause_moves import Way
from pathway.results.frames import Rows, named
from pathway.solve.steps import STEP

if TYPE_CHECKING:
    import pandas as pd

    from pathway.results.view import View
    from pathway.solve.steps import Step

COLUMNS = (
    "clause", "quote", "name_zh", "name_en", "relation", "target", "unit", "step", "step_share",
    "way", "feasible", "before", "after", "before_known", "after_known", "cost_unit",
)  # fmt: skip
TIGHTER = {Way.TIGHTER, Way.HIGHER}
NOTHING = 1e-7
"""Costs below it are noise of the solver [1e8]."""


def steps(view: View) -> pd.DataFrame:
    """A row for each way of each binding clause; none where the plan was not solved to a gap.

    `step` is how far the target moves in its unit, blank where its years move by different amounts;
    `before` and `after` are what all costs before peaking and after it rise by, discounted, as the
    bound of the cost says; `before_known` and `after_known` as the schedules known say. Where both
    were exact in the plan, the bound would rise by less than the cost and the schedules by more.
    """
    rows = Rows(COLUMNS)
    for step in view.solution.steps:
        clause = view.case.clauses[step.clause]
        figure = view.case.figures.get(clause.metric or "")
        first = clause.rows[0]
        targets = {row.limit * row.shown_scale + row.shown_offset for row in clause.rows}
        rows.add(
            clause=clause.key, quote=clause.quote,
            **(named(figure.label) if figure else {"name_zh": "", "name_en": ""}),
            relation=first.relation.value, target=targets.pop() if len(targets) == 1 else None,
            unit=first.shown_unit, step=step.amount or None, step_share=STEP, way=step.way.value,
            feasible=step.bound is not None, **_costs(step), cost_unit="亿元, discounted",
        )  # fmt: skip
    return rows.frame()


def _costs(step: Step) -> dict[str, float | None]:
    """Rise of costs by the bound, and by schedules known; none without a plan."""
    bound, known = step.bound or (None, None), step.known or (None, None)
    names = ("before", "after", "before_known", "after_known")
    return {name: _rounded(value) for name, value in zip(names, (*bound, *known), strict=True)}


def _rounded(value: float | None) -> float | None:
    return 0.0 if value is not None and abs(value) < NOTHING else value
