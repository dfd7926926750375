"""Table ``steps``: what a step of each binding target costs tighter, and saves looser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pathway.case.case import Relation
from pathway.case.clause_moves import Way
from pathway.results.frames import Rows, named
from pathway.solve.decomposed.ranges import SAME
from pathway.solve.steps import STEP

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from pathway.case.case import Case
    from pathway.results.view import View
    from pathway.solve.steps import Step

COLUMNS = (
    "clause", "quote", "name_zh", "name_en", "relation", "target", "unit", "step", "step_share",
    "way", "feasible", "before", "after", "before_known", "after_known", "cost_unit",
    "holds_share", "holds_to", "changes_share", "changes_to", "changes_feasible", "same_share",
)  # fmt: skip
TIGHTER = {Way.TIGHTER, Way.HIGHER}
NOTHING = 1e-7
"""Costs below it are noise of the solver [1e8]."""


def steps(view: View) -> pd.DataFrame:
    """A row for each way of each binding clause; none where the plan was not solved to a gap."""
    return step_table(view.case, view.solution.steps)


def step_table(case: Case, found: Iterable[Step]) -> pd.DataFrame:
    """A row for each way of each clause whose target was moved.

    `step` is how far the target moves in its unit, blank where its years move by different amounts;
    `before` and `after` are what all costs before peaking and after it rise by, discounted, as the
    bound of the cost says; `before_known` and `after_known` as the schedules known say. Where both
    were exact in the plan, the bound would rise by less than the cost and the schedules by more.
    Up to `holds_share` of the target, `holds_to` in its unit, a further unit costs the same to
    `same_share`, as the bound says; from `changes_share` on it does not, or leaves no plan. Blank
    is a price that was the same as far as was tried.
    """
    rows = Rows(COLUMNS)
    for step in found:
        clause = case.clauses[step.clause]
        figure = case.figures.get(clause.metric or "")
        first = clause.rows[0]
        targets = {row.limit * row.shown_scale + row.shown_offset for row in clause.rows}
        target = targets.pop() if len(targets) == 1 else None
        rows.add(
            clause=clause.key, quote=clause.quote,
            **(named(figure.label) if figure else {"name_zh": "", "name_en": ""}),
            relation=first.relation.value, target=target,
            unit=first.shown_unit, step=step.amount or None, step_share=STEP, way=step.way.value,
            feasible=step.bound is not None, **_costs(step), cost_unit="亿元, discounted",
            **_range(step, first.relation, target),
        )  # fmt: skip
    return rows.frame()


def _range(step: Step, relation: Relation, target: float | None) -> dict[str, Any]:
    """How far the price holds this way, as a share of the target and in its unit."""
    if step.range is None:
        return {}
    up = step.way is Way.HIGHER or (step.way is Way.TIGHTER) == (relation is not Relation.AT_MOST)
    per_share = (step.amount or 0.0) / STEP * (1.0 if up else -1.0)

    def at(share: float | None) -> float | None:
        if target is None or share is None or not per_share:
            return None
        return target + per_share * share

    holds, changes = step.range.holds, step.range.changes
    return {
        "holds_share": holds, "holds_to": at(holds), "changes_share": changes,
        "changes_to": at(changes), "changes_feasible": step.range.feasible, "same_share": SAME,
    }  # fmt: skip


def _costs(step: Step) -> dict[str, float | None]:
    """Rise of costs by the bound, and by schedules known; none without a plan."""
    bound, known = step.bound or (None, None), step.known or (None, None)
    names = ("before", "after", "before_known", "after_known")
    return {name: _rounded(value) for name, value in zip(names, (*bound, *known), strict=True)}


def _rounded(value: float | None) -> float | None:
    return 0.0 if value is not None and abs(value) < NOTHING else value
