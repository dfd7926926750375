"""Rows of sheet ``clauses`` into clauses: rows of the programme, or records, each with its reason.

Every numeric clause becomes ``numerator − limit × denominator ≥, ≤ or = 0`` in the years it holds
(`pathway.case.clause_rows`). What cannot be written so is kept as a record, and said
(`pathway.case.clause_findings`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from pathway.case.case import Clause, Firmness, Form, Why
from pathway.case.clause_findings import Teller
from pathway.case.clause_numbers import ClauseBook, Numbers
from pathway.case.clause_rows import Rows
from pathway.case.lexicon import RECORDING, TRENDS, Sense, read_sense

if TYPE_CHECKING:
    from pathway.case.case import ClauseRow, Figure
    from pathway.case.values import Values
    from pathway.workbook.rows import Row, Workbook

__all__ = ["ClauseBook", "clauses"]

WHY_BY_STATE = {
    "not_yet": Why.NOT_YET,
    "off": Why.OFF,
    "family": Why.FAMILY,
    "missing": Why.NO_VALUE,
    "unknown": Why.NOT_UNDERSTOOD,
    "live": Why.NO_YEAR,
}
"""Why a clause has no rows, by its state; of recorded ones the row tells."""


def clauses(workbook: Workbook, values: Values, book: ClauseBook) -> dict[str, Clause]:
    """Every clause, live, recorded or not modelled yet; none falls through."""
    return {row.key: _ClauseReader(row, values, book).read() for row in workbook.rows("clauses")}


class _ClauseReader:
    """Reads one clause."""

    def __init__(self, row: Row, values: Values, book: ClauseBook) -> None:
        self.row, self.values, self.book = row, values, book
        self.said = read_sense(row["sense"] or "", book.lexicon)
        self.figure = book.figures.get(row["metric"] or "")
        self.firmness = Firmness(row["firmness"])
        self.numbers = Numbers(row, values, book, self._settled_sense())
        self.sense = self.numbers.sense
        self.tell = Teller(self.numbers)

    def read(self) -> Clause:
        """The clause with its rows."""
        state = self._state()
        self.tell.estimate()
        rows = self._rows() if state in {"live", "recorded"} else ()
        if rows:
            self.tell.notes()
        if state == "live" and not rows:
            self.tell.outside()
        return Clause(
            key=self.row.key,
            section=self.row["section"],
            quote=self.row["quote"],
            kind=self.row["kind"],
            sense=self.row["sense"] or "",
            understood=self.sense.family,
            metric=self.row["metric"],
            per=self.row["per"],
            firmness=self.firmness,
            state="recorded" if state == "live" and not rows else state,
            rows=rows if state == "live" else (),
            watched=rows if state == "recorded" else (),
            value_text=self._value_text(),
            lead=self.row["lead"] or "",
            partners=self.row["partners"] or "",
            how_modelled=self.row["how_modelled"] or "",
            value_source=self.row["value_source"],
            origin=self.values.origin(self.row),
            form=self._form(),
            years=self.numbers.years(),
            why="" if state == "live" and rows else str(self._why(state)),
        )

    # --- what becomes of it -------------------------------------------------------------------

    def _settled_sense(self) -> Sense:
        """The sense as the row needs it.

        The peak of another figure than the city's emissions is a fall after its deadline; a trend
        with a base year is a change against that year.
        """
        family = self.said.family
        if family == "peak" and self.figure and not self._of_the_city(self.figure):
            return replace(self.said, family="after_peak")
        if family in TRENDS and self.row["base_year"] is not None:
            settled = "grow_rel" if family == "trend_up" else "drop_rel"
            return replace(self.said, family=settled)
        return self.said

    def _of_the_city(self, figure: Figure) -> bool:
        """Whether a figure is what the peak rows keep: the emissions of the whole city."""
        city = self.book.emissions
        if city is None:
            return True
        others = (figure.capacity, figure.new, figure.retired, figure.retrofitted)
        if any(others) or figure.activity.keys() != city.activity.keys():
            return False
        alike = all(np.allclose(figure.activity[key], city.activity[key]) for key in city.activity)
        return alike and np.allclose(figure.constant, city.constant)

    def _state(self) -> str:
        if self.row["status"] != "live":
            return str(self.row["status"])
        if self.sense.family == "peak":
            self.tell.peak()
            return "family"
        if self.firmness is Firmness.RECORDED:
            return "recorded"
        if not self.numbers.stated():
            return self._state_without_number()
        return self._state_understood()

    def _state_without_number(self) -> str:
        """A measure or a bare text is a record; a text that says how it is modelled, a family's."""
        if self.row["kind"] == "measure":
            return "recorded"
        if self.figure is None and self.row["value"] is None:
            told = self.row["metric"] is None and self.row["how_modelled"]
            return "family" if told else "recorded"
        if self.row["value_source"] != "missing":
            self.tell.nothing_to_keep()
        return "missing"

    def _state_understood(self) -> str:
        if not self.sense.understood:
            self.tell.sense()
            return "unknown"
        if self.sense.family in RECORDING:
            self.tell.records_only()
            return "recorded"
        return "live"

    def _why(self, state: str) -> Why:
        if state != "recorded":
            return WHY_BY_STATE[state]
        if self.row["kind"] == "measure":
            return Why.MEASURE
        if self.figure is None:
            return Why.NO_METRIC
        if self.numbers.stated() and not self.sense.understood:
            return Why.NOT_UNDERSTOOD
        worded = self.sense.family in RECORDING and self.firmness is not Firmness.RECORDED
        return Why.WORD if worded else Why.BY_CHOICE

    # --- what it says -------------------------------------------------------------------------

    def _rows(self) -> tuple[ClauseRow, ...]:
        if not self.numbers.stated() or not (self.sense.understood or self._warned()):
            return ()
        return Rows(self.numbers, watched=self.firmness is Firmness.RECORDED).read()

    def _warned(self) -> bool:
        """Say that a recorded clause with a number is not understood; it cannot be watched."""
        self.tell.sense()
        return False

    def _form(self) -> Form:
        numbers = self.numbers
        return Form(
            relative_to=numbers.how,
            time="cumulative" if numbers.cumulative else self.row["time"],
            value=self.row["value"],
            unit=self.row["unit"] or "",
            tolerance=numbers.tolerance() or None,
            base_year=self.row["base_year"],
            base=numbers.base_if_given(),
            growth=numbers.growth(),
            level_unit=numbers.level_unit().text if self.figure else "",
            inside=numbers.inside(),
            steady=numbers.steady,
        )

    def _value_text(self) -> str:
        if self.row["value"] is None:
            return ""
        return f"{self.row['value']:g} {self.row['unit'] or ''}".strip()
