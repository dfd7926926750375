"""Rows of sheet ``clauses`` into rows of the programme, or into records.

Every numeric clause becomes ``numerator − limit × denominator ≥, ≤ or = 0`` in the years it holds:
a level has the denominator 1; a share or an intensity has the metric or series it is ``per``; a
change against a base year has its limit computed from the base value. What cannot be written so is
kept as a record, and said.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pathway.case.case import Clause, ClauseRow, Firmness, InputValue, Relation, Term
from pathway.case.lexicon import Sense, read_sense
from pathway.case.values import MONEY, ONE, Values
from pathway.errors import Finding, Severity
from pathway.schema.units import Unit, UnitError, convert_factor, parse_unit
from pathway.workbook.findings import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pathway.case.case import Figure, Series
    from pathway.workbook.rows import Row, Workbook

BY_DIRECTION = {"more": Relation.AT_LEAST, "less": Relation.AT_MOST}
FIXED = {
    "ge": Relation.AT_LEAST,
    "gt": Relation.AT_LEAST,
    "raise_to": Relation.AT_LEAST,
    "double": Relation.AT_LEAST,
    "growth": Relation.AT_LEAST,
    "grow_rel": Relation.AT_LEAST,
    "cum": Relation.AT_LEAST,
    "cum_cut": Relation.AT_LEAST,
    "all": Relation.AT_LEAST,
    "le": Relation.AT_MOST,
    "lt": Relation.AT_MOST,
    "drop_to": Relation.AT_MOST,
    "drop_rel": Relation.AT_MOST,
    "decline": Relation.AT_MOST,
    "ban": Relation.AT_MOST,
    "eq": Relation.EQUAL,
    "pp": Relation.AT_LEAST,
}
DIRECTED = {"approx", "ext", "control", "better", "bench", "hold", "rank"}
"""Families whose side follows from the wished direction of the metric."""
READ_BY_DIRECTION = {"达到", "实现", "完成"}
"""Words that mean ≥ for a wished-for figure and ≤ for an unwished one."""
TRENDS = {
    "trend_down": Relation.AT_MOST,
    "trend_up": Relation.AT_LEAST,
    "after_peak": Relation.AT_MOST,
}
ONE_YEAR = {"at", "average_growth"}
"""Time forms that hold in one year."""
MARGIN = 1e-4
"""Relative margin of 超过 (strictly above) where the clause states none."""


@dataclass(frozen=True)
class ClauseBook:
    """What clauses refer to."""

    years: tuple[int, ...]
    figures: Mapping[str, Figure]
    series: Mapping[str, Series]
    lexicon: Mapping[str, str]


def clauses(workbook: Workbook, values: Values, book: ClauseBook) -> dict[str, Clause]:
    """Every clause, live, recorded or not modelled yet; none falls through."""
    return {row.key: _ClauseReader(row, values, book).read() for row in workbook.rows("clauses")}


class _ClauseReader:
    """Reads one clause."""

    def __init__(self, row: Row, values: Values, book: ClauseBook) -> None:
        self.row, self.values, self.book = row, values, book
        self.sense: Sense = read_sense(row["sense"] or "", book.lexicon)
        self.figure = book.figures.get(row["metric"] or "")
        self.firmness = Firmness(row["firmness"])

    def read(self) -> Clause:
        """The clause with its rows."""
        state = self._state()
        self._note_estimate()
        rows = self._rows() if state in {"live", "recorded"} and self._has_number() else ()
        enforced = rows if state == "live" else ()
        if state == "live" and not rows:
            self._warn_outside()
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
            rows=enforced,
            watched=rows if state == "recorded" else (),
            value_text=self._value_text(),
            lead=self.row["lead"] or "",
            partners=self.row["partners"] or "",
            how_modelled=self.row["how_modelled"] or "",
            value_source=self.row["value_source"],
            origin=self.values.origin(self.row),
        )

    # --- what becomes of it -------------------------------------------------------------------

    def _state(self) -> str:
        if self.row["status"] != "live":
            return str(self.row["status"])
        if self.sense.family == "peak":
            return "family"
        if self.firmness is Firmness.RECORDED:
            return "recorded"
        if not self._has_number():
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
            self._warn_nothing_to_keep()
        return "missing"

    def _state_understood(self) -> str:
        if not self.sense.understood:
            self._warn_sense()
            return "unknown"
        if self.sense.family in TRENDS and self.row["value"] is not None:
            self._warn_trend()
        return "live"

    # --- what is said of a clause that should hold and does not ---------------------------------

    def _warn_sense(self) -> None:
        word = self.row["sense"]
        self.values.warn(
            self.row.where("sense"),
            f"sense word {word!r} is not in sheet lexicon" if word else "no sense word",
            "a word of the lexicon",
            "Recorded, not understood: use a word of sheet lexicon, or add this one with its "
            "family.",
        )

    def _warn_nothing_to_keep(self) -> None:
        """A clause without number or metric is not kept; who left it blank by mistake learns so."""
        if self.figure is None:
            column, found, expected = "metric", "a value but no metric", "the key of a metric"
        elif not self.sense.understood:
            self._warn_sense()
            return
        else:
            column, expected = "value", "the number of the target, with its unit"
            found = f"no value, which {self.row['sense']!r} needs"
        self.values.warn(
            self.row.where(column), f"{self.row.key}: {found}", expected,
            "The clause is not kept as it stands. Fill the cell; or set firmness to 记录 "
            "(recorded), or value_source to 缺 (missing).",
        )  # fmt: skip

    def _warn_trend(self) -> None:
        self.values.warn(
            self.row.where("value"),
            f"{self.row.key}: a value beside {self.row['sense']!r}, which only compares years",
            "no value",
            "Not read. For a fall or rise by so much write 下降 or 增长, with the base year.",
        )

    def _warn_outside(self) -> None:
        first, last = self.book.years[0], self.book.years[-1]
        if first < last and not self._years():
            self.values.warn(
                self.row.where("from_year"),
                f"{self.row.key}: none of its years is one of the plan",
                f"years from {first} to {last}",
                "The clause is not kept as it stands: look at from_year, to_year and time.",
            )

    def _note_estimate(self) -> None:
        """A number that others set, they say, should not be an estimate of the planner."""
        elsewhere = self.row["value_source"] in {"set_above", "benchmark"}
        if elsewhere and self.row["value"] is not None and self.row["confidence"] == "D":
            finding = Finding(
                self.row.where("value_source"),
                f"a target of {self.row.key} that is not the planner's, with confidence D",
                "the number as it was set, with its source",
                "If the number is not published and this one is an estimate, write 缺 (missing): "
                "it is then counted apart from the targets of the plan.",
                Severity.NOTE,
            )
            self.values.findings.append(finding)

    def _has_number(self) -> bool:
        if self.figure is None:
            return False
        trend = self.sense.family in TRENDS
        return (
            trend or self.row["value"] is not None or self.sense.family in {"all", "ban", "double"}
        )

    def _value_text(self) -> str:
        if self.row["value"] is None:
            return ""
        return f"{self.row['value']:g} {self.row['unit'] or ''}".strip()

    # --- rows ---------------------------------------------------------------------------------

    def _rows(self) -> tuple[ClauseRow, ...]:
        if not self._refers_well():
            return ()
        if self.sense.family in TRENDS:
            return self._trend_rows()
        relation = self._relation()
        if relation is None:
            self.values.error(
                self.row.where("sense"),
                f"{self.row['sense']!r} with a metric of neutral direction",
                "a metric that states its wished direction",
                "Fill column direction of sheet metrics.",
            )
            return ()
        if self.row["time"] == "cumulative" or self.sense.family in {"cum", "cum_cut"}:
            return self._cumulative_row(relation)
        rows = [row for year in self._years() for row in self._year_rows(year, relation)]
        return tuple(rows)

    def _refers_well(self) -> bool:
        """Whether its denominator is there, and its year where it holds in one year only."""
        known = {**self.book.figures, **self.book.series}
        if self.row["per"] and self.row["per"] not in known:
            self.values.error(
                self.row.where("per"),
                f"column per (相对于) names {self.row['per']!r}",
                "the key of a metric or a series",
                did_you_mean(difflib.get_close_matches(self.row["per"], known, n=2)),
            )
            return False
        single = self.row["time"] in ONE_YEAR and self.firmness is not Firmness.RECORDED
        if single and not (self.row["from_year"] or self.row["to_year"]):
            self.values.error(
                self.row.where("from_year"),
                f"{self.row.key}: no year",
                "the year of the target, for time 到年 (at) and 年均增长 (average_growth)",
            )
            return False
        return True

    def _relation(self) -> Relation | None:
        assert self.figure is not None
        family = self.sense.family
        direction = BY_DIRECTION.get(self.figure.direction)
        if family in FIXED and not (set(self.sense.words) & READ_BY_DIRECTION and direction):
            return FIXED[family]
        return direction if family in DIRECTED or family in FIXED else FIXED.get(family)

    def _years(self) -> tuple[int, ...]:
        first = self.row["from_year"] or self.book.years[0]
        once = self.row["time"] in ONE_YEAR
        last = self.row["to_year"] or (first if once else self.book.years[-1])
        if once:
            last = first if self.row["to_year"] is None else self.row["to_year"]
            return tuple(year for year in (last,) if year in self.book.years)
        return tuple(year for year in self.book.years if first <= year <= last)

    def _year_rows(self, year: int, relation: Relation) -> list[ClauseRow]:
        limit = self._limit(year)
        if limit is None:
            return []
        row = self._row(year, relation, limit)
        tolerance = self._tolerance()
        sign = -1.0 if relation is Relation.AT_LEAST else 1.0
        if "approx" in self.sense.modifiers or self.sense.family == "approx":
            return [replace(row, limit=limit + sign * self._inside(tolerance))]
        if self.sense.family in {"gt", "better"}:
            margin = self._inside(tolerance) if tolerance else MARGIN * abs(limit)
            return [replace(row, limit=limit - sign * margin)]
        return [row]

    def _row(self, year: int, relation: Relation, limit: float) -> ClauseRow:
        assert self.figure is not None
        numerator, constant = self._linear(self.figure, year)
        denominator, per_constant = self._denominator(year)
        scale, offset, unit = self._shown()
        return ClauseRow(
            clause=self.row.key,
            tag="",
            year=year,
            numerator=numerator,
            numerator_constant=constant,
            denominator=denominator,
            denominator_constant=per_constant,
            relation=relation,
            limit=limit,
            shown_scale=scale,
            shown_offset=offset,
            shown_unit=unit,
            penalty=self._penalty(),
        )

    @staticmethod
    def _linear(figure: Figure, year: int) -> tuple[tuple[Term, ...], float]:
        return (Term(figure.key, year, 1.0),), 0.0

    def _denominator(self, year: int) -> tuple[tuple[Term, ...], float]:
        per = self.row["per"]
        if not per:
            return (), 1.0
        if per in self.book.figures:
            return (Term(per, year, 1.0),), 0.0
        return (), self.book.series[per].at(year)

    def _cumulative_row(self, relation: Relation) -> tuple[ClauseRow, ...]:
        assert self.figure is not None
        first = self.row["from_year"] or self.book.years[0]
        last = self.row["to_year"] or self.book.years[-1]
        span = tuple(year for year in self.book.years if first <= year <= last)
        limit = self._target()
        if limit is None or not span:
            return ()
        done = self.values.number(self.row, "base_value", self.figure.held) or 0.0
        row = self._row(span[-1], relation, limit)
        terms = tuple(Term(self.figure.key, year, 1.0) for year in span)
        return (replace(row, numerator=terms, numerator_constant=done, tag="sum"),)

    def _trend_rows(self) -> tuple[ClauseRow, ...]:
        assert self.figure is not None
        relation = TRENDS[self.sense.family]
        if self.row["per"] and self.row["per"] not in self.book.series:
            self.values.error(
                self.row.where("per"),
                f"a trend of {self.row['metric']} per {self.row['per']}, which is not linear",
                "a level, or a metric per series",
                "Set firmness to 记录 (recorded), or compare levels.",
            )
            return ()
        years = [y for y in self._years() if y != self.book.years[0]]
        rows = []
        for year in years:
            before = self._trend_weight(year - 1) / self._trend_weight(year)
            row = self._row(year, relation, 0.0)
            terms = (*row.numerator, Term(self.figure.key, year - 1, -1.0 / before))
            rows.append(replace(row, numerator=terms))
        return tuple(rows)

    def _trend_weight(self, year: int) -> float:
        per = self.row["per"]
        return self.book.series[per].at(year) if per in self.book.series else 1.0

    # --- numbers ------------------------------------------------------------------------------

    def _ratio_unit(self) -> Unit:
        """Held unit of numerator / denominator."""
        assert self.figure is not None
        per = self.row["per"]
        if per in self.book.figures:
            return self.figure.held / self.book.figures[per].held
        if per in self.book.series:
            return self.figure.held / self.book.series[per].held
        return self.figure.held

    def _target(self) -> float | None:
        """Stated value in its own terms: held ratio for levels, a pure number for changes."""
        value = self.row["value"]
        if value is None:
            return {"all": 1.0, "ban": 0.0}.get(self.sense.family)
        relative = self.row["relative_to"] in {"change", "factor", "points"} or self._growth()
        goal = ONE if relative else self._ratio_unit()
        unit = self.values.unit(self.row, "unit", ONE if value else goal)  # 0 in any unit is 0
        if self._growth():
            unit = unit * parse_unit("年") if "time" in unit.dimension else unit
        factor = self.values.factor(self.row, "unit", unit, goal)
        self.values.inputs.append(self._input(value))
        return float(value) * factor

    def _input(self, value: float) -> InputValue:
        origin = self.values.origin(self.row, "value")
        return InputValue(
            "clauses", self.row.key, "value", f"{value:g}", self.row["unit"] or "", origin
        )

    def _growth(self) -> bool:
        return self.row["time"] == "average_growth" or self.sense.family in {"growth", "decline"}

    def _limit(self, year: int) -> float | None:
        """Limit on numerator / denominator in held units."""
        target = self._target()
        if self.sense.family == "double" and target is None:
            target = 2.0
        if target is None:
            return None
        how = "factor" if self.sense.family == "double" else self.row["relative_to"]
        if self._growth():
            return self._grown(target, year)
        if how == "level":
            return target
        base = self._base()
        if base is None:
            return None
        signed = -abs(target) if self.sense.family in {"drop_rel", "cum_cut"} else target
        return {"change": base * (1 + signed), "factor": base * target}.get(how, base + signed)

    def _grown(self, rate: float, year: int) -> float | None:
        base = self._base()
        if base is None:
            return None
        signed = -abs(rate) if self.sense.family == "decline" else rate
        return float(base * (1 + signed) ** (year - self.row["base_year"]))

    def _base(self) -> float | None:
        if self.row["base_value"] is None or self.row["base_year"] is None:
            self.values.error(
                self.row.where("base_value"),
                "no base year or base value",
                "both, for a change against a base year",
                "Give the figure of the base year and its unit.",
            )
            return None
        return self.values.number(self.row, "base_value", self._ratio_unit())

    def _tolerance(self) -> float:
        """Tolerance in the terms of the value; 左右 without one: 2.5 %, for shares 0.5 points."""
        stated = self.row["tolerance"]
        unit = self.row["unit"] or "1"
        if stated is not None:
            return float(stated)
        if "approx" not in {*self.sense.modifiers, self.sense.family}:
            return 0.0
        share = 0.5 if unit == "%" else 0.0
        return max(0.025 * abs(float(self.row["value"] or 0.0)), share)

    def _inside(self, tolerance: float) -> float:
        """A tolerance in the unit of the value as a difference of limits."""
        value = self.row["value"]
        if not tolerance or value is None:
            return 0.0
        unit = self.values.unit(self.row, "unit")
        if self.row["relative_to"] in {"change", "factor"} or self._growth():
            return tolerance * convert_factor(unit, ONE) * (self._base() or 0.0)
        return tolerance * self.values.factor(self.row, "unit", unit, self._ratio_unit())

    def _shown(self) -> tuple[float, float, str]:
        """Scale, offset and unit that turn a held ratio into what the clause states."""
        assert self.figure is not None
        if self.row["relative_to"] == "change":
            base = self._base() or 1.0
            return 100.0 / base, -100.0, "%"
        if self.row["relative_to"] == "factor" or self.sense.family == "double":
            return 1.0 / (self._base() or 1.0), 0.0, "倍"
        unit = self.values.unit(self.row, "unit", self.figure.shown)
        if self._growth() or unit.dimension != self._ratio_unit().dimension:
            unit = self._level_unit()
        try:
            return convert_factor(self._ratio_unit(), unit), 0.0, unit.text
        except UnitError:
            return 1.0, 0.0, self._ratio_unit().text

    def _level_unit(self) -> Unit:
        """Unit of the figure itself where the value has another: that of its base, if stated."""
        assert self.figure is not None
        if self.row["base_unit"]:
            return self.values.unit(self.row, "base_unit")
        return self._ratio_unit() if self.row["per"] else self.figure.shown

    def _penalty(self) -> float | None:
        if self.firmness is not Firmness.SOFT:
            return None
        assert self.figure is not None
        price = self.values.number(self.row, "price", MONEY / self.figure.held)
        if price is None:
            self.values.error(
                self.row.where("price"),
                "no price",
                "the price of a unit missed, for a soft clause",
                "Give price and price_unit, or set firmness to 记录 (recorded).",
            )
            return 0.0
        return price
