"""One clause as rows of numbers: terms on each side, and the limit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pathway.audit import senses
from pathway.audit.book import MONEY, ONE, YEAR, Book, Line, along
from pathway.schema.units import convert_factor

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pathway.audit.figures import Figure
    from pathway.audit.network import Network
    from pathway.schema.units import Unit

STRICTLY = 1e-4
"""Margin of 超过 where none is stated, relative."""
ABOUT, POINTS = 0.025, 0.5
"""Tolerance of 左右 where none is stated: a share of the value; of per cents, points at least."""
PERCENT = 100.0
ALONE = {"all": 1.0, "ban": 0.0, "double": 2.0, "cmp": 1.0}
"""What is asked for where no value stands."""
TWICE = {"翻两番": 4.0, "翻三番": 8.0}


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
    denominator: tuple[tuple[str, int, float], ...]
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


class RowReader:
    """Reads the rows of one clause."""

    def __init__(
        self, book: Book, line: Line, net: Network, figures: Mapping[str, Figure],
        sense: senses.Sense,
    ) -> None:  # fmt: skip
        self.book, self.line, self.net, self.figures, self.sense = book, line, net, figures, sense
        self.family = sense.family
        self.figure = figures.get(line["metric"] or "")
        self.base_year = line["base_year"]
        trend = bool(sense.families & senses.TRENDS.keys()) and self.family not in senses.TRENDS
        self.bare = trend and line["value"] is None
        """A trend against a base year, by no stated amount."""
        self.keeps = self.family in {"hold", "band"} and line["value"] is None
        """The figure of the base year is kept."""
        way = str(line["relative_to"])
        if self.keeps or (trend and way == "level"):
            way = "change"
        self.growing = line["time"] == "average_growth" or self.family in {"growth", "decline"}
        self.way = "factor" if self.family == "double" else way
        self.way = "level" if self.growing else self.way
        self.compared = self.growing or self.way != "level"
        known = line["base_value"] is not None
        self.inside = self.compared and not known and self.base_year in net.years

    def numbered(self) -> bool:
        """Whether there is a figure and something to hold it against."""
        if self.figure is None:
            return False
        if self.line["value"] is not None or self.family in {*ALONE, *senses.TRENDS}:
            return True
        against = self.line["base_value"] is not None or self.inside
        return bool(against and (self.keeps or self.bare))

    # --- rows -----------------------------------------------------------------------------------

    def rows(self, enforced: bool) -> Iterator[ClauseRow]:
        """Rows of all years in which it holds."""
        assert self.figure
        relation = self.sense.relation(self.figure.direction)
        if self.family in senses.TRENDS:
            yield from self._trend(relation, enforced)
        elif not enforced and self._waits():
            return
        elif self._summed():
            yield from self._sum(relation, enforced)
        else:
            for year in self._years():
                for tag, side in self._sides(relation):
                    yield from self._one(year, tag, side, enforced)

    def _waits(self) -> bool:
        """Whether a change has no base yet: no figure, and no year of the plan that can be one."""
        known = self.line["base_value"] is not None and self.base_year is not None
        inside = self.inside and self.line["per"] not in self.figures
        return self.compared and not known and not inside

    def _sides(self, relation: str) -> tuple[tuple[str, str], ...]:
        """Both sides of a band, or the one side."""
        loose = self.family == "shift" and not relation
        steady = self.family == "hold" and self.line["tolerance"] is not None
        if not self.sense.side and (self.family == "band" or steady or loose):
            return ("low", ">="), ("high", "<=")
        if self.family == "cum_cut" and self.compared:
            return (("", "<=" if relation == ">=" else ">="),)  # of what is cut, not of the cuts
        return (("", relation),) if relation else ()

    def _one(self, year: int, tag: str, relation: str, enforced: bool) -> Iterator[ClauseRow]:
        assert self.figure
        key, base = self.figure.key, self.base_year
        moved = -1.0 if relation == ">=" else 1.0
        if not self.inside:
            limit = self._limit(year)
            if limit is not None:
                eased = limit + moved * self._ease(limit, tag)
                yield self._row(year, tag, relation, eased, ((key, year, 1.0),), enforced)
        elif year > base:
            limit = self._limit_inside(year)
            eased = limit + moved * self._ease(limit, tag)
            now, then = 1.0 / self._series(year), 1.0 / self._series(base)
            terms: tuple[tuple[str, int, float], ...] = ((key, year, now), (key, base, -then))
            row = self._row(year, tag, relation, eased, terms, enforced)
            if self.way != "difference":
                whole = ((key, base, then / now),)
                row = replace(row, numerator=((key, year, 1.0),), denominator=whole)
            constant = 0.0 if row.numerator[1:] == () else 1.0
            yield replace(row, per_constant=constant)

    def _row(
        self, year: int, tag: str, relation: str, limit: float,
        terms: tuple[tuple[str, int, float], ...], enforced: bool,
    ) -> ClauseRow:  # fmt: skip
        per = self.line["per"] or ""
        shared = ((per, year, 1.0),) if per in self.figures else ()
        relative = {"change": "change", "factor": "factor"}.get(self.line["relative_to"], "")
        relative = relative or ("factor" if self.family == "double" else "")
        if self.inside and self.way != "difference":
            relative = "factor" if self.way == "factor" else "change"
        key = "_".join(word for word in (self.line.key, tag, str(year)) if word)
        return ClauseRow(
            key, self.line.key, year, relation, limit, terms, 0.0, shared,
            0.0 if shared else self._series(year), self._penalty(),
            1.0 if self.inside else self._base(), relative, self._ratio(), enforced,
        )  # fmt: skip

    def _series(self, year: int) -> float:
        """What a series in column ``per`` divides by."""
        per = self.line["per"] or ""
        if per not in self.net.series or per in self.figures:
            return 1.0
        return float(along([year], self.net.series[per][1])[0])

    def _summed(self) -> bool:
        if self.line["time"] == "cumulative":
            return True
        levels = self.line["relative_to"] == "level" and self.line["time"] == "from"
        return levels and self.family in {"cum", "cum_cut"}

    def _sum(self, relation: str, enforced: bool) -> Iterator[ClauseRow]:
        assert self.figure
        span, target, key = self._years(), self._target(), self.figure.key
        if not span or target is None or not relation:
            return
        done = self.book.number(self.line, "base_value", self.figure.held) or 0.0
        terms = tuple((key, year, 1.0) for year in span)
        if self.family == "cum_cut" and self.compared:
            terms = tuple((key, year, -1.0) for year in span)
            target, done = abs(target), len(span) * (self._base() or 0.0)
            if self.inside:
                terms, done = (*terms, (key, self.base_year, float(len(span)))), 0.0
        moved = -1.0 if relation == ">=" else 1.0
        limit = target + moved * self._ease(target, "")
        yield replace(self._row(span[-1], "sum", relation, limit, terms, enforced), done=done)

    def _trend(self, relation: str, enforced: bool) -> Iterator[ClauseRow]:
        """The figure of each year against that of the year before."""
        assert self.figure
        for year in self._years():
            if year > self.net.years[0]:
                before = -self._series(year) / self._series(year - 1)
                terms = ((self.figure.key, year, 1.0), (self.figure.key, year - 1, before))
                yield self._row(year, "", relation, 0.0, terms, enforced)

    def _years(self) -> list[int]:
        first, last = self.line["from_year"], self.line["to_year"]
        if first is None and last is None and self.sense.span:
            first, last = self.sense.span
        if self.family == "after_peak" and "peak" in self.sense.families:
            return [y for y in self.net.years if y > (last or first or self.net.years[0])]
        if self.line["time"] in {"at", "average_growth"}:
            wanted = last or first or self.net.years[0]
            return [y for y in self.net.years if y == wanted]
        return [y for y in self.net.years if (first or 0) <= y <= (last or 9999)]

    # --- numbers --------------------------------------------------------------------------------

    def _ratio(self) -> Unit:
        assert self.figure
        per = self.line["per"] or ""
        if per in self.figures:
            return self.figure.held / self.figures[per].held
        series = self.net.series.get(per)
        return self.figure.held / series[0] if series else self.figure.held

    def _target(self) -> float | None:
        value = self.line["value"]
        if value is None:
            doubled = [TWICE[word] for word in self.sense.words if word in TWICE]
            nothing = 0.0 if self.keeps or self.bare else None
            return doubled[0] if doubled else ALONE.get(self.family, nothing)
        pure = self.growing or self.way in {"change", "factor", "points"}
        if not value and not self.line["unit"]:
            return 0.0  # nothing is nothing in any unit
        unit = self.book.unit(self.line, "unit")
        if self.growing:
            unit = unit * YEAR if "time" in unit.dimension else unit
        return float(value) * convert_factor(unit, ONE if pure else self._ratio())

    def _base(self) -> float | None:
        if self.line["base_value"] is None or self.base_year is None:
            return None
        return self.book.number(self.line, "base_value", self._ratio())

    def _signed(self, target: float) -> float:
        return -abs(target) if self.family in senses.DOWNWARDS else target

    def _limit(self, year: int) -> float | None:
        target, base = self._target(), self._base()
        if target is None or (base is None and self.compared):
            return None
        if not self.compared or base is None:
            return target
        if self.growing:
            return float(base * (1 + self._signed(target)) ** (year - self.base_year))
        if self.way == "factor":
            return base * target
        change = self._signed(target)
        return base * (1 + change) if self.way == "change" else base + change

    def _limit_inside(self, year: int) -> float:
        """Of what the figure is in units of the base year's; or of the difference."""
        target = self._target() or 0.0
        if self.way == "difference":
            return self._signed(target)
        if self.growing:
            return float((1 + self._signed(target)) ** (year - self.base_year))
        return target if self.way == "factor" else 1 + self._signed(target)

    def _ease(self, limit: float, tag: str) -> float:
        """How far the limit moves outwards by a tolerance; inwards, with a minus, by a margin."""
        if tag or self.sense.about:
            return self._moved(self._tolerance())
        if self.family in {"gt", "better", "cmp"}:
            stated = self.line["tolerance"]
            return -(self._moved(float(stated)) if stated else STRICTLY * abs(limit))
        return 0.0

    def _tolerance(self) -> float:
        if self.line["tolerance"] is not None:
            return float(self.line["tolerance"])
        least = POINTS if self.line["unit"] == "%" else 0.0
        return max(ABOUT * abs(float(self.line["value"] or 0.0)), least)

    def _moved(self, tolerance: float) -> float:
        """A tolerance, in the unit of the value, as a difference of limits."""
        whole = 1.0 if self.inside else self._base() or 0.0
        if self.keeps:
            return self._kept(tolerance, whole)
        if not tolerance or self.line["value"] is None:
            return 0.0
        unit = self.book.unit(self.line, "unit")
        if self.way in {"change", "factor"} or self.growing:
            return tolerance * convert_factor(unit, ONE) * whole
        return tolerance * convert_factor(unit, self._ratio())

    def _kept(self, tolerance: float, whole: float) -> float:
        """Round the figure of the base year: a share of it, or an amount in its own unit."""
        if self.line["tolerance"] is None:
            return ABOUT * whole
        ratio, named = self._ratio(), self.line["unit"] or self.line["base_unit"]
        unit = self.book.unit(self.line, "unit" if self.line["unit"] else "base_unit")
        pure = bool(named) and unit.dimension == ONE.dimension != ratio.dimension
        if self.inside or pure:
            return tolerance * convert_factor(unit, ONE) * whole
        return tolerance * (convert_factor(unit, ratio) if named else 1.0)

    def _penalty(self) -> float | None:
        assert self.figure
        if self.line["firmness"] != "soft":
            return None
        return self.book.number(self.line, "price", MONEY / self.figure.held) or 0.0
