"""Tables ``ledger`` and ``ledger_parts``: clauses from text to result, price, cell and department.

Every clause is there, year by year; none falls through. Of a row that is evaluated,

    result = offset + factor × numerator ÷ denominator

and the parts of each side in ``ledger_parts`` add up to it. A clause without such a row says why.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pathway.case.clause_moves import is_peak
from pathway.labels import label
from pathway.results.frames import Rows, item_named
from pathway.results.tables.clauses import Outcome, emission_levels, evaluate
from pathway.results.tables.ledger_parts import LANGUAGES, Composition
from pathway.results.tables.ledger_steps import step_costs
from pathway.results.tables.ledger_words import Side, Wording, denominator_of, numerator_of
from pathway.results.tables.metrics import metric_values
from pathway.results.units import EMISSIONS, emission_factor
from pathway.schema.units import convert_factor

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

    from pathway.case.case import Clause, ClauseRow, Figure, Term
    from pathway.results.view import View

    Tables = Mapping[str, pd.DataFrame]
    Cells = dict[str, Any]

COLUMNS = (
    "clause", "row", "year", "section", "quote", "firmness", "state", "why", "reason_zh",
    "reason_en", "metric", "per", "formula_zh", "formula_en", "scope_zh", "scope_en", "numbers_zh",
    "numbers_en", "limit_zh", "limit_en", "numerator", "numerator_unit", "denominator",
    "denominator_unit", "factor", "offset", "result", "relation", "target", "unit", "slack",
    "slack_share", "light", "binding", "price", "price_unit", "step", "step_unit",
    "tighter_before", "tighter_after", "looser_before", "looser_after", "tighter_feasible",
    "lead", "partners", "how_modelled", "source_cell", "metric_cells", "sources", "value_source",
    "own_target", "confidence", "note",
)  # fmt: skip
PART_COLUMNS = (
    "clause", "row", "year", "side", "metric", "of_year", "item_zh", "item_en", "value", "unit",
)  # fmt: skip
TOLD = ("relation", "target", "result", "unit", "slack", "light", "binding", "price", "price_unit")
"""Columns that are those of table ``clauses``."""
AROUND_PEAK = 2
"""Years before and after the highest that the formula of the peak lists."""


def ledger(view: View, tables: Tables) -> pd.DataFrame:
    """A row for every clause and year; one for clauses that speak of no figure."""
    rows = Rows(COLUMNS)
    book = _Book(view, tables)
    for clause in view.case.clauses.values():
        texts = book.texts(clause)
        for cells in book.years(clause):
            rows.add(**texts, **cells)
    frame = rows.frame()
    frame["year"] = frame["year"].astype("Int64")
    frame["binding"] = frame["binding"].astype(bool)
    return frame


def ledger_parts(view: View) -> pd.DataFrame:
    """What the numerator and the denominator of every row of ``ledger`` are made of.

    `value` is in `unit`, as it counts: with the sign and the weight of its year.
    """
    rows, parts = Rows(PART_COLUMNS), Composition(view)
    for clause in view.case.clauses.values():
        for row in (*clause.rows, *clause.watched):
            sides = {"numerator": numerator_of(view.case, clause, row),
                     "denominator": denominator_of(view.case, clause, row)}  # fmt: skip
            for name, side in sides.items():
                for cells in _parts(view, parts, side) if side else ():
                    rows.add(clause=clause.key, row=row.key, year=row.year, side=name, **cells)
    return rows.frame()


def _parts(view: View, parts: Composition, side: Side) -> Iterator[Cells]:
    for term in side.terms:
        figure = view.case.figures[term.metric]
        factor = term.coefficient * side.scale / convert_factor(figure.held, figure.shown)
        at = view.years.index(term.year)
        for piece in parts.of(term.metric):
            yield {
                "metric": term.metric, "of_year": term.year, **item_named(piece.name),
                "value": float(piece.values[at]) * factor, "unit": side.unit.text,
            }  # fmt: skip
    if side.constant or not side.terms:
        yield {"metric": "", "item_zh": "", "item_en": "", "value": side.constant,
               "unit": side.unit.text}  # fmt: skip


class _Book:
    """What the rows of the ledger are written from."""

    def __init__(self, view: View, tables: Tables) -> None:
        self.view, self.case = view, view.case
        self.parts = Composition(view)
        self.words = {lang: Wording(view.case, self.parts, lang) for lang in LANGUAGES}
        self.values = metric_values(view)
        self.told = _told(tables["clauses"])
        self.steps = step_costs(tables["steps"])
        self.cells = {i.key: i.origin.where for i in view.case.inputs
                      if (i.table, i.parameter) == ("clauses", "value")}  # fmt: skip

    # --- what is the same in all years ----------------------------------------------------------

    def texts(self, clause: Clause) -> Cells:
        """Text, reason, scope, departments and source of a clause."""
        figures = [self.case.figures.get(key or "") for key in (clause.metric, clause.per)]
        rows = [s.where for figure in figures if figure for s in figure.selections]
        return {
            "clause": clause.key, "section": clause.section, "quote": clause.quote,
            "firmness": clause.firmness.value, "state": clause.state, "why": clause.why,
            "metric": clause.metric or "", "per": clause.per or "", **self._reason(clause),
            **{f"scope_{lang}": words.scope(clause) for lang, words in self.words.items()},
            "lead": clause.lead, "partners": clause.partners, "how_modelled": clause.how_modelled,
            "source_cell": self.cells.get(clause.key, clause.origin.where),
            "metric_cells": ";".join(dict.fromkeys(rows)),
            "sources": ";".join(clause.origin.sources), "value_source": clause.value_source,
            "own_target": clause.own_target, "confidence": clause.origin.confidence,
            "note": clause.origin.note, **self.steps.get(clause.key, {}),
        }  # fmt: skip

    @staticmethod
    def _reason(clause: Clause) -> Cells:
        """How it is kept, or why it is not."""
        return {
            f"reason_{lang}": label(f"ledger.why.{clause.why}", lang).format(sense=clause.sense)
            for lang in LANGUAGES
        }

    # --- what differs between years -------------------------------------------------------------

    def years(self, clause: Clause) -> Iterator[Cells]:
        """Formula, numbers, limit, result, light and price, year by year."""
        figure = self.case.figures.get(clause.metric or "")
        rows = (*clause.rows, *clause.watched)
        if rows:
            yield from (self._row(clause, row) for row in rows)
        elif is_peak(clause) and self.case.peak:
            yield self._peak(clause)
        elif figure and clause.state == "recorded" and clause.years:
            yield from (self._watched(clause, figure, year) for year in clause.years)
        else:
            yield {"light": self.told[clause.key]["light"], "binding": False}

    def _row(self, clause: Clause, row: ClauseRow) -> Cells:
        told = self.told[row.key]
        outcome = evaluate(row, self.values, self.view.years)
        over, under = numerator_of(self.case, clause, row), denominator_of(self.case, clause, row)
        divisor = self._sum(under) if under else None
        scale = (under.scale if under else 1.0) / over.scale
        words: Cells = {}
        for lang, wording in self.words.items():
            words[f"formula_{lang}"] = wording.formula(clause, row)
            words[f"numbers_{lang}"] = wording.numbers(clause, row, outcome)
            words[f"limit_{lang}"] = wording.limit(clause, row, outcome)
        return {
            "row": row.key, "year": row.year, **words, "numerator": self._sum(over),
            "numerator_unit": over.unit.text, "denominator": divisor,
            "denominator_unit": under.unit.text if under else "",
            "factor": row.shown_scale * scale, "offset": row.shown_offset,
            **{name: told[name] for name in TOLD}, "slack_share": _share(outcome),
        }  # fmt: skip

    def _sum(self, side: Side) -> float:
        place = {year: i for i, year in enumerate(self.view.years)}

        def value(term: Term) -> float:
            return term.coefficient * float(self.values[term.metric][place[term.year]])

        return sum(map(value, side.terms)) * side.scale + side.constant

    def _watched(self, clause: Clause, figure: Figure, year: int) -> Cells:
        """A recorded clause: what its metric comes to in a year."""
        at = self.view.years.index(year)
        factor = convert_factor(figure.held, figure.shown)
        amount = float(self.values[figure.key][at]) * factor
        words = {}
        for lang, wording in self.words.items():
            words[f"formula_{lang}"] = wording.metric(figure.key)
            words[f"numbers_{lang}"] = wording.amount(figure.key, year)
        return {
            "year": year, **words, "numerator": amount, "numerator_unit": figure.shown.text,
            "factor": 1.0, "offset": 0.0, "result": amount, "unit": figure.shown.text,
            "light": "recorded", "binding": False,
        }  # fmt: skip

    def _peak(self, clause: Clause) -> Cells:
        """The peak of the city: the year of the highest emissions, and those around it."""
        told = self.told[clause.key]
        highest = int(told["result"])
        levels = emission_levels(self.view) * emission_factor()
        near = [y for y in self.view.years if abs(y - highest) <= AROUND_PEAK]
        by_year = {year: float(levels[self.view.years.index(year)]) for year in near}
        words = {}
        for lang, wording in self.words.items():
            words[f"formula_{lang}"] = label("ledger.peak", lang)
            words[f"numbers_{lang}"] = wording.peak(by_year, highest, EMISSIONS.text)
            words[f"limit_{lang}"] = f"≤ {int(told['target'])}"
        share = {"slack_share": None}
        return {"year": told["year"], **words, **{name: told[name] for name in TOLD}, **share}


def _told(clauses: pd.DataFrame) -> dict[str, Cells]:
    """Rows of table ``clauses`` by their key; of clauses without rows, by that of the clause."""
    found: dict[str, Cells] = {}
    for record in clauses.to_dict("records"):
        cells = {str(name): value for name, value in record.items()}
        found[cells["row"] if isinstance(cells["row"], str) else cells["clause"]] = cells
    return found


def _share(outcome: Outcome) -> float | None:
    """Slack as a share of the target, which is what lights go by."""
    return outcome.slack / abs(outcome.target) if outcome.target else None
