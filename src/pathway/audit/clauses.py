"""Clauses of the plan as rows of numbers, read from the book by the rules of the handbook."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from pathway.audit import senses
from pathway.audit.book import MONEY, ONE, YEAR, Book, Line, along
from pathway.schema.units import convert_factor

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pathway.audit.book import Array
    from pathway.audit.figures import Figure
    from pathway.audit.network import Network
    from pathway.schema.units import Unit

STRICTLY = 1e-4
"""Margin of 超过 where none is stated, relative."""
ABOUT, POINTS = 0.025, 0.5
"""Tolerance of 左右 where none is stated: a share of the value; of per cents, points at least."""
PERCENT = 100.0


@dataclass(frozen=True)
class ClauseRow:
    """One row: Σ weight × metric + done − limit × (denominator) on a side of zero."""

    key: str
    clause: str
    year: int
    relation: str
    limit: float
    numerator: tuple[tuple[str, int, float], ...]
    """(metric, year, coefficient)"""
    done: float
    per: str
    """Metric it is divided by; blank for none."""
    per_constant: float
    penalty: float | None
    base: float | None
    """Figure of the base year, where the clause states a change or a factor of it."""
    relative: str
    """``change``, ``factor`` or blank: how the result is told."""
    ratio: Unit
    enforced: bool

    def told(self, value: float, unit: str) -> float:
        """A held ratio as the clause tells it, in a unit."""
        if self.relative:
            base = self.base or 1.0
            return PERCENT * (value / base - 1) if self.relative == "change" else value / base
        return value * convert_factor(self.ratio, unit)

    def size(self, unit: str) -> float:
        """Told units per held unit."""
        return self.told(1.0, unit) - self.told(0.0, unit)


@dataclass(frozen=True)
class Clause:
    """A clause and what becomes of it."""

    key: str
    line: Line
    sense: senses.Sense
    state: str
    rows: tuple[ClauseRow, ...]

    @property
    def own_target(self) -> bool:
        """Whether the plan leaves its number open, and the planner estimated one."""
        return self.line["value_source"] == "missing" and self.line["value"] is not None


def read_clauses(book: Book, net: Network, figures: Mapping[str, Figure]) -> dict[str, Clause]:
    """Every clause of the plan."""
    lexicon = {line["word"]: line["family"] for line in book.rows("lexicon")}
    return {
        line.key: _Reader(book, line, net, figures, senses.read(line["sense"], lexicon)).clause()
        for line in book.rows("clauses")
    }


class _Reader:
    def __init__(
        self, book: Book, line: Line, net: Network, figures: Mapping[str, Figure],
        sense: senses.Sense,
    ) -> None:  # fmt: skip
        self.book, self.line, self.net, self.figures, self.sense = book, line, net, figures, sense
        self.family = sense.family
        self.figure = figures.get(line["metric"] or "")

    def clause(self) -> Clause:
        state = self.state()
        taken = state in {"live", "recorded"} and self.numbered()
        rows = tuple(self.rows(state == "live")) if taken else ()
        state = "recorded" if state == "live" and not rows else state
        return Clause(self.line.key, self.line, self.sense, state, rows)

    def state(self) -> str:
        if self.line["status"] != "live":
            return str(self.line["status"])
        if self.family == "peak":
            return "family"
        if self.line["firmness"] == "recorded":
            return "recorded"
        if self.numbered():
            return "live" if self.family else "unknown"
        if self.line["kind"] == "measure" or not (
            self.line["metric"] or self.line["value"] is not None
        ):
            kept = self.line["kind"] != "measure" and self.line["how_modelled"]
            return "family" if kept else "recorded"
        return "missing" if self.figure or self.line["value"] is not None else "recorded"

    def numbered(self) -> bool:
        stated = self.line["value"] is not None or self.family in {"all", "ban", "double"}
        return self.figure is not None and (stated or self.family in senses.TRENDS)

    # --- rows -----------------------------------------------------------------------------------

    def rows(self, enforced: bool) -> Iterator[ClauseRow]:
        assert self.figure
        relation = self.sense.relation(self.figure.direction)
        if self.family in senses.TRENDS:
            yield from self.trend(relation, enforced)
        elif self.line["time"] == "cumulative" or self.family in {"cum", "cum_cut"}:
            yield from self.sum(relation, enforced)
        elif relation:
            for year in self.years():
                limit = self.limit(year)
                if limit is not None:
                    terms = ((self.figure.key, year, 1.0),)
                    yield self.row(year, relation, self.eased(limit, relation), terms, enforced)

    def row(
        self, year: int, relation: str, limit: float, terms: tuple[tuple[str, int, float], ...],
        enforced: bool,
    ) -> ClauseRow:  # fmt: skip
        per = self.line["per"] or ""
        exogenous = 1.0 if not per else 0.0
        if per in self.net.series:
            exogenous = float(along([year], self.net.series[per][1])[0])
        relative = {"change": "change", "factor": "factor"}.get(self.line["relative_to"], "")
        relative = relative or ("factor" if self.family == "double" else "")
        return ClauseRow(
            f"{self.line.key}_{year}", self.line.key, year, relation, limit, terms, 0.0,
            per if per in self.figures else "", exogenous, self.penalty(), self.base(), relative,
            self.ratio(), enforced,
        )  # fmt: skip

    def sum(self, relation: str, enforced: bool) -> Iterator[ClauseRow]:
        assert self.figure
        first, last = self.line["from_year"] or 0, self.line["to_year"] or 9999
        span = [y for y in self.net.years if first <= y <= last]
        limit = self.target()
        if span and limit is not None:
            terms = tuple((self.figure.key, y, 1.0) for y in span)
            row = self.row(span[-1], relation, limit, terms, enforced)
            done = self.book.number(self.line, "base_value", self.figure.held) or 0.0
            key = f"{self.line.key}_sum_{span[-1]}"
            yield replace(row, key=key, done=done)

    def trend(self, relation: str, enforced: bool) -> Iterator[ClauseRow]:
        """The figure of each year against that of the year before."""
        assert self.figure
        given = self.net.series.get(self.line["per"] or "", (ONE, {0: 1.0}))[1]
        for year in self.years():
            if year > self.net.years[0]:
                now, last = along([year], given)[0], along([year - 1], given)[0]
                terms = ((self.figure.key, year, 1.0), (self.figure.key, year - 1, -now / last))
                yield self.row(year, relation, 0.0, terms, enforced)

    def years(self) -> list[int]:
        first, last = self.line["from_year"], self.line["to_year"]
        if self.line["time"] in {"at", "average_growth"}:
            wanted = last or first or self.net.years[0]
            return [y for y in self.net.years if y == wanted]
        return [y for y in self.net.years if (first or 0) <= y <= (last or 9999)]

    # --- numbers --------------------------------------------------------------------------------

    def growing(self) -> bool:
        return self.line["time"] == "average_growth" or self.family in {"growth", "decline"}

    def ratio(self) -> Unit:
        assert self.figure
        per = self.line["per"] or ""
        if per in self.figures:
            return self.figure.held / self.figures[per].held
        return (
            self.figure.held / self.net.series[per][0]
            if per in self.net.series
            else self.figure.held
        )

    def target(self) -> float | None:
        value = self.line["value"]
        if value is None:
            return {"all": 1.0, "ban": 0.0, "double": 2.0}.get(self.family)
        relative = self.line["relative_to"] in {"change", "factor", "points"} or self.growing()
        to = ONE if relative else self.ratio()
        if not value and not self.line["unit"]:
            return 0.0  # nothing is nothing in any unit
        unit = self.book.unit(self.line, "unit")
        if self.growing():
            unit = unit * YEAR if "time" in unit.dimension else unit
        return float(value) * convert_factor(unit, to)

    def base(self) -> float | None:
        if self.line["base_value"] is None or self.line["base_year"] is None:
            return None
        return self.book.number(self.line, "base_value", self.ratio())

    def limit(self, year: int) -> float | None:
        target, base = self.target(), self.base()
        way = "factor" if self.family == "double" else self.line["relative_to"]
        if target is None or (base is None and (way != "level" or self.growing())):
            return None
        if self.growing():
            rate = -abs(target) if self.family == "decline" else target
            return float((base or 0.0) * (1 + rate) ** (year - self.line["base_year"]))
        if way == "level":
            return target
        change = -abs(target) if self.family in {"drop_rel", "cum_cut"} else target
        if way == "factor":
            return (base or 0.0) * target
        return (base or 0.0) * (1 + change) if way == "change" else (base or 0.0) + change

    def eased(self, limit: float, relation: str) -> float:
        """The limit moved by the tolerance of 左右, or by the margin of 超过."""
        inwards = 1.0 if relation == ">=" else -1.0
        if "approx" in {self.family, *self.sense.shades}:
            return limit - inwards * self.moved(self.tolerance(about=True))
        if self.family in {"gt", "better"}:
            stated = self.tolerance(about=False)
            return limit + inwards * (self.moved(stated) if stated else STRICTLY * abs(limit))
        return limit

    def tolerance(self, *, about: bool) -> float:
        if self.line["tolerance"] is not None:
            return float(self.line["tolerance"])
        least = POINTS if self.line["unit"] == "%" else 0.0
        return max(ABOUT * abs(float(self.line["value"] or 0.0)), least) if about else 0.0

    def moved(self, tolerance: float) -> float:
        """A tolerance, in the unit of the value, as a difference of limits."""
        if not tolerance or self.line["value"] is None:
            return 0.0
        unit = self.book.unit(self.line, "unit")
        if self.line["relative_to"] in {"change", "factor"} or self.growing():
            return tolerance * convert_factor(unit, ONE) * (self.base() or 0.0)
        return tolerance * convert_factor(unit, self.ratio())

    def penalty(self) -> float | None:
        assert self.figure
        if self.line["firmness"] != "soft":
            return None
        return self.book.number(self.line, "price", MONEY / self.figure.held) or 0.0


def numerator(row: ClauseRow, values: Mapping[str, Array], years: tuple[int, ...]) -> float:
    """Numerator of a clause row from values of metrics [held]."""
    return row.done + sum(float(k * values[m][years.index(y)]) for m, y, k in row.numerator)


def denominator(row: ClauseRow, values: Mapping[str, Array], years: tuple[int, ...]) -> float:
    """What the numerator is divided by."""
    return float(
        np.asarray(values[row.per])[years.index(row.year)] if row.per else row.per_constant
    )
