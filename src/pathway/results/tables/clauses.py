"""Table ``clauses``: every clause of the plan, what it asks for and what the plan does.

Lights follow the national rule (发改办环资〔2020〕901号): met is green, missed by a tenth of the
target at most yellow, by more red. A target that the plan leaves open and the planner estimated is
marked `own_target`: keeping it is no success of the plan.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from pathway.case.case import Relation
from pathway.results.frames import Rows, named
from pathway.results.tables.metrics import metric_values
from pathway.results.units import WAN_YUAN_PER_YI
from pathway.schema.units import convert_factor

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd
    from numpy.typing import NDArray

    from pathway.case.case import Clause, ClauseRow, Term
    from pathway.results.view import View

    Metrics = Mapping[str, NDArray[np.float64]]

COLUMNS = (
    "clause", "row", "section", "quote", "firmness", "state", "metric", "metric_zh", "metric_en",
    "relation", "year", "target", "result", "unit", "slack", "light", "binding", "price",
    "price_unit", "lead", "partners", "how_modelled", "source_cell", "value_source", "own_target",
    "confidence",
)  # fmt: skip
TOLERANCE = 1e-6
"""Relative difference to which a target counts as met."""
YELLOW = 0.1
"""Largest miss, as a share of the target, that is yellow."""
PRICED = 1e-9
"""Duals below it are noise of the solver [1e8 per held unit]."""
LIGHTS = {
    "not_yet": "not_modelled",
    "off": "not_modelled",
    "missing": "missing",
    "unknown": "unknown",
}
"""Light of clauses without a result, by state; the others are recorded."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one clause row, in the unit that the clause states."""

    target: float
    result: float
    slack: float
    """Positive when met with room to spare."""
    tolerance: float

    @property
    def met(self) -> bool:
        """Whether the target is met, to the tolerance."""
        return self.slack >= -self.tolerance

    @property
    def tight(self) -> bool:
        """Whether the result stands at its target."""
        return abs(self.slack) <= self.tolerance

    @property
    def light(self) -> str:
        """Light by the assessment rule."""
        if self.met:
            return "green"
        return "yellow" if -self.slack <= YELLOW * abs(self.target) + self.tolerance else "red"


def clauses(view: View) -> pd.DataFrame:
    """A row for every clause row and year; one row for clauses that have none.

    `price` is what one more unit of ambition costs in the year, in money of that year: of a floor
    one unit more, of a ceiling one unit less.
    """
    rows = Rows(COLUMNS)
    values = metric_values(view)
    for clause in view.case.clauses.values():
        texts = _texts(view, clause)
        for row in (*clause.rows, *clause.watched):
            rows.add(**texts, **_row(view, values, row, enforced=row in clause.rows))
        if not clause.rows and not clause.watched:
            rows.add(**texts, **_without_rows(view, values, clause))
    frame = rows.frame()
    frame["year"] = frame["year"].astype("Int64")
    frame["binding"] = frame["binding"].astype(bool)
    return frame


def evaluate(row: ClauseRow, values: Metrics, years: tuple[int, ...]) -> Outcome:
    """Result of a clause row from values of metrics [held]."""
    place = {year: i for i, year in enumerate(years)}
    numerator = _sum(row.numerator, values, place) + row.numerator_constant
    denominator = _sum(row.denominator, values, place) + row.denominator_constant
    size = sum(abs(t.coefficient * values[t.metric][place[t.year]]) for t in row.numerator)
    scale = row.shown_scale / denominator if denominator else np.nan
    target = row.limit * row.shown_scale + row.shown_offset
    result = numerator * scale + row.shown_offset
    slack = {
        Relation.AT_LEAST: result - target,
        Relation.AT_MOST: target - result,
        Relation.EQUAL: -abs(result - target),
    }[row.relation]
    gross = max(abs(target), abs(target - row.shown_offset), size * abs(scale))
    return Outcome(target, result, slack, TOLERANCE * gross)


def denominator_of(row: ClauseRow, values: Metrics, years: tuple[int, ...]) -> float:
    """What a clause's numerator is divided by [held]."""
    place = {year: i for i, year in enumerate(years)}
    return _sum(row.denominator, values, place) + row.denominator_constant


def _sum(terms: Iterable[Term], values: Metrics, place: Mapping[int, int]) -> float:
    return float(sum(t.coefficient * values[t.metric][place[t.year]] for t in terms))


# --- rows of the table ----------------------------------------------------------------------------


def _texts(view: View, clause: Clause) -> dict[str, Any]:
    figure = view.case.figures.get(clause.metric or "")
    names = named(figure.label) if figure else {"name_zh": "", "name_en": ""}
    return {
        "clause": clause.key, "section": clause.section, "quote": clause.quote,
        "firmness": clause.firmness.value, "state": clause.state, "metric": clause.metric or "",
        "metric_zh": names["name_zh"], "metric_en": names["name_en"], "lead": clause.lead,
        "partners": clause.partners, "how_modelled": clause.how_modelled,
        "source_cell": clause.origin.where, "value_source": clause.value_source,
        "own_target": clause.own_target, "confidence": clause.origin.confidence,
    }  # fmt: skip


def _row(view: View, values: Metrics, row: ClauseRow, *, enforced: bool) -> dict[str, Any]:
    outcome = evaluate(row, values, view.years)
    price = _price(view, values, row) if enforced else 0.0
    unit = "个百分点" if row.shown_unit == "%" else row.shown_unit
    unit = f"({unit})" if "/" in unit else unit
    return {
        "row": row.key, "relation": row.relation.value, "year": row.year,
        "target": outcome.target, "result": outcome.result, "unit": row.shown_unit,
        "slack": outcome.slack, "light": outcome.light if enforced else "recorded",
        "binding": enforced and (outcome.tight or price != 0.0),
        "price": price if enforced else None, "price_unit": f"万元/{unit}" if enforced else "",
    }  # fmt: skip


def _price(view: View, values: Metrics, row: ClauseRow) -> float:
    """Cost of one more shown unit of ambition, in money of the year [万元].

    A limit higher by one shown unit is higher by 1 / shown_scale in held units; that moves the
    right-hand side of the row by the denominator times as much.
    """
    family = {
        Relation.AT_LEAST: "c_clause_ge",
        Relation.AT_MOST: "c_clause_le",
        Relation.EQUAL: "c_clause_eq",
    }[row.relation]
    dual = view.plain_dual(family).get((row.key,), 0.0)
    if abs(dual) <= PRICED:
        return 0.0
    sign = -1.0 if row.relation is Relation.AT_MOST else 1.0
    worth = view.discount[view.years.index(row.year)]
    per_unit = denominator_of(row, values, view.years) / abs(row.shown_scale)
    return float(sign * dual / worth * per_unit * WAN_YUAN_PER_YI)


def _without_rows(view: View, values: Metrics, clause: Clause) -> dict[str, Any]:
    """A clause that the programme has no row for: the peak, a record, or one not modelled yet."""
    if clause.state == "family" and clause.understood == "peak" and view.case.peak:
        return _peak(view)
    blank: dict[str, Any] = {"binding": False, "light": LIGHTS.get(clause.state, "recorded")}
    figure = view.case.figures.get(clause.metric or "")
    if clause.state != "recorded" or figure is None:
        return blank
    year = view.case.stage_end
    shown = values[figure.key][view.years.index(year)] * convert_factor(figure.held, figure.shown)
    return blank | {"year": year, "result": float(shown), "unit": figure.shown.text}


def _peak(view: View) -> dict[str, Any]:
    """The clause that emissions peak by the deadline."""
    assert view.case.peak
    deadline, reached = view.case.peak.deadline, peak_year(view)
    met = reached <= deadline
    return {
        "relation": "<=", "year": deadline, "target": float(deadline), "result": float(reached),
        "unit": "年", "slack": float(deadline - reached), "light": "green" if met else "red",
        "binding": view.solution.peak_year is not None and reached == deadline,
    }  # fmt: skip


def emission_levels(view: View) -> NDArray[np.float64]:
    """Emissions of the city by year [10 kt]."""
    return next(iter(view.yearly("v_emissions").values()))


def peak_year(view: View) -> int:
    """Year of the highest emissions; the first of them where several are equal to the tolerance."""
    levels = emission_levels(view)
    highest = levels.max()
    return view.years[int(np.argmax(levels >= highest - TOLERANCE * abs(highest)))]
