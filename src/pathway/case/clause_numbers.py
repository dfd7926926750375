"""Numbers of one clause: its target, base, tolerance and years, in held units."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pathway.case.case import Firmness, InputValue
from pathway.case.lexicon import DOUBLINGS, FALLS, TRENDS, Lexicon, Sense
from pathway.case.values import MONEY, ONE, Values
from pathway.schema.units import Unit, UnitError, convert_factor, parse_unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pathway.case.case import Actual, Figure, PeakWindow, Series
    from pathway.workbook.rows import Row

ONE_YEAR = {"at", "average_growth"}
"""Time forms that hold in one year."""
WITHOUT_VALUE = {"all": 1.0, "ban": 0.0, "double": 2.0, "cmp": 1.0}
"""What a family asks for where no value is stated."""
STEADY = {"hold", "band"}
"""Families that compare with the base year where no value is stated."""
PERCENT = parse_unit("%")
ABOUT, POINTS = 0.025, 0.5
"""Tolerance of 左右 where none is stated: a share of the value; of per cents, points at least."""
RELATIVE = {"change", "factor", "points"}
"""Ways of comparing whose value is a pure number."""


@dataclass(frozen=True)
class ClauseBook:
    """What clauses refer to."""

    years: tuple[int, ...]
    figures: Mapping[str, Figure]
    series: Mapping[str, Series]
    lexicon: Lexicon
    emissions: Figure | None = None
    """Emissions of the city, whose peak has rows of its own."""
    peak: PeakWindow | None = None
    actuals: Mapping[str, Actual] = field(default_factory=dict)
    base_year: int = 0


class Numbers:
    """Reads the numbers of one clause row of the workbook."""

    def __init__(self, row: Row, values: Values, book: ClauseBook, sense: Sense) -> None:
        self.row, self.values, self.book, self.sense = row, values, book, sense
        self._figure = book.figures.get(row["metric"] or "")
        self.firmness = Firmness(row["firmness"])

    @property
    def known_figure(self) -> Figure | None:
        """The metric, if the row names one."""
        return self._figure

    @property
    def figure(self) -> Figure:
        """The metric of a clause that has one."""
        assert self._figure is not None
        return self._figure

    # --- how it is stated ---------------------------------------------------------------------

    @property
    def how(self) -> str:
        """How the target compares: level, change, difference, points or factor; a rate is none."""
        stated = str(self.row["relative_to"])
        if self.growing():
            return "level"
        if self.sense.family == "double":
            return "factor"
        if self.steady or (stated == "level" and self._trend_of_a_base()):
            return "change"
        return stated

    @property
    def steady(self) -> bool:
        """Whether it keeps the figure of the base year, with no value of its own."""
        return self.sense.family in STEADY and self.row["value"] is None

    @property
    def cumulative(self) -> bool:
        """Whether years are added up: asked for, or meant by 累计 and 削减 over years."""
        if self.row["time"] == "cumulative":
            return True
        summed = self.sense.family in {"cum", "cum_cut"} and self.row["relative_to"] == "level"
        return summed and self.row["time"] == "from"

    def growing(self) -> bool:
        """Whether the target is a yearly rate, compounded from the base year."""
        rates = {"growth", "decline"}
        return self.row["time"] == "average_growth" or self.sense.family in rates

    def relative(self) -> bool:
        """Whether the target is set against a base year."""
        return self.growing() or self.how != "level"

    def inside(self) -> bool:
        """Whether it is compared with a year of the plan itself, by what the plan does in it."""
        given = self.row["base_value"] is not None
        return self.relative() and not given and self.row["base_year"] in self.book.years

    def stated(self) -> bool:
        """Whether there is something to hold a figure against."""
        if self._figure is None:
            return False
        family, based = self.sense.family, self.row["base_value"] is not None
        if family in TRENDS or family in WITHOUT_VALUE or self.row["value"] is not None:
            return True
        return (family in STEADY or self._trend_of_a_base()) and (based or self.inside())

    def _trend_of_a_base(self) -> bool:
        """A trend that its base year made a change (`Sense.family` is a change by then)."""
        words = {self.book.lexicon.families.get(word) for word in self.sense.words}
        return bool(words & TRENDS.keys()) and self.sense.family not in TRENDS

    # --- years --------------------------------------------------------------------------------

    def span(self) -> tuple[int | None, int | None]:
        """First and last year that the row names; a named span where it names none."""
        first, last = self.row["from_year"], self.row["to_year"]
        if first is None and last is None and self.sense.span:
            return self.sense.span
        return first, last

    def years(self) -> tuple[int, ...]:
        """Years of the plan in which it holds."""
        first, last = self.span()
        if self.peak_of_a_figure():
            return tuple(year for year in self.book.years if year > self.deadline())
        if self.row["time"] in ONE_YEAR:
            wanted = last or first or self.book.years[0]
            return tuple(year for year in self.book.years if year == wanted)
        start, end = first or self.book.years[0], last or self.book.years[-1]
        return tuple(year for year in self.book.years if start <= year <= end)

    def deadline(self) -> int:
        """Year by which a peak is reached; the first year of the plan where none is named."""
        first, last = self.span()
        return int(last or first or self.book.years[0])

    def peak_of_a_figure(self) -> bool:
        """Whether another figure than the city's emissions is to peak."""
        words = {self.book.lexicon.families.get(word) for word in self.sense.words}
        return self.sense.family == "after_peak" and "peak" in words

    # --- units --------------------------------------------------------------------------------

    def ratio_unit(self) -> Unit:
        """Held unit of numerator / denominator."""
        per = self.row["per"]
        if per in self.book.figures:
            return self.figure.held / self.book.figures[per].held
        if per in self.book.series:
            return self.figure.held / self.book.series[per].held
        return self.figure.held

    def level_unit(self) -> Unit:
        """Unit of the figure itself where the value has another: that of its base, if stated."""
        if self.row["base_unit"]:
            return self.values.unit(self.row, "base_unit")
        return self.ratio_unit() if self.row["per"] else self.figure.shown

    def shown(self) -> tuple[float, float, str]:
        """Scale, offset and unit that turn a held ratio into what the clause states."""
        if self.inside() and self.how != "difference":
            return (1.0, 0.0, "倍") if self.how == "factor" else (100.0, -100.0, "%")
        if self.row["relative_to"] == "change":
            base = self.base() or 1.0
            return 100.0 / base, -100.0, "%"
        if self.row["relative_to"] == "factor" or self.sense.family == "double":
            return 1.0 / (self.base() or 1.0), 0.0, "倍"
        pure = self.ratio_unit().dimension == ONE.dimension
        if pure and (self.how == "points" or not (self.row["unit"] or self.growing())):
            return convert_factor(self.ratio_unit(), PERCENT), 0.0, PERCENT.text
        unit = self.values.unit(self.row, "unit", self.figure.shown)
        if self.growing() or unit.dimension != self.ratio_unit().dimension:
            unit = self.level_unit()
        try:
            return convert_factor(self.ratio_unit(), unit), 0.0, unit.text
        except UnitError:
            return 1.0, 0.0, self.ratio_unit().text

    # --- target and base ----------------------------------------------------------------------

    def target(self) -> float | None:
        """Stated value in its own terms: held ratio for levels, a pure number for changes."""
        value = self.row["value"]
        if value is None:
            doubled = (DOUBLINGS[word] for word in self.sense.words if word in DOUBLINGS)
            unstated = 0.0 if self.steady or self._trend_of_a_base() else None
            return next(doubled, WITHOUT_VALUE.get(self.sense.family, unstated))
        goal = ONE if self.how in RELATIVE or self.growing() else self.ratio_unit()
        unit = self.values.unit(self.row, "unit", ONE if value else goal)  # 0 in any unit is 0
        if self.growing():
            unit = unit * parse_unit("年") if "time" in unit.dimension else unit
        odd = goal is not ONE and unit.dimension != goal.dimension
        factor = self.values.factor(self.row, "unit", unit, self.level_unit() if odd else goal)
        self._note_input(value)
        return float(value) * factor

    def _note_input(self, value: float) -> None:
        origin = self.values.origin(self.row, "value")
        self.values.inputs.append(
            InputValue(
                "clauses", self.row.key, "value", f"{value:g}", self.row["unit"] or "", origin
            )
        )

    def signed(self, target: float) -> float:
        """A change with its sign: a fall is a fall, written as 14 % or as −14 %."""
        return -abs(target) if self.sense.family in FALLS else target

    def growth(self) -> float | None:
        """Yearly rate of a compounded target, with its sign; None for other forms."""
        value = self.row["value"]
        if value is None or not self.growing() or self._figure is None:
            return None
        return self.signed(float(value) * self._pure())

    def _pure(self) -> float:
        """Factor from the unit of a rate or change to a pure number; 1 where it has another."""
        unit = self.values.unit(self.row, "unit")
        unit = unit * parse_unit("年") if "time" in unit.dimension else unit
        try:
            return convert_factor(unit, ONE)
        except UnitError:
            return 1.0

    def limit(self, target: float, year: int) -> float | None:
        """Limit on numerator / denominator in held units, of a target set against a base value."""
        if self.how == "level" and not self.growing():
            return target
        base = self.base()
        if base is None:
            return None
        if self.growing():
            return float(base * (1 + self.signed(target)) ** (year - self.row["base_year"]))
        changed = {"change": base * (1 + self.signed(target)), "factor": base * target}
        return changed.get(self.how, base + self.signed(target))

    def base_if_given(self) -> float | None:
        """Figure of the base year [held], without a complaint where there is none."""
        given = self.row["base_value"] is not None and self.row["base_year"] is not None
        return self.base() if given and self._figure is not None and self.relative() else None

    def base(self) -> float | None:
        """Figure of the base year [held]; it is asked for where it is missing."""
        if self.row["base_value"] is None or self.row["base_year"] is None:
            self.values.error(
                self.row.where("base_value"),
                "no base year or base value",
                "both, for a change against a base year",
                "Give the figure of the base year and its unit; of a year of the plan the year "
                "is enough, if the figure is no share.",
            )
            return None
        return self.values.number(self.row, "base_value", self.ratio_unit())

    # --- tolerance ----------------------------------------------------------------------------

    def tolerance(self) -> float:
        """Tolerance in the terms of the value; 左右 without one: 2.5 %, for shares 0.5 points."""
        if self.row["tolerance"] is not None:
            return float(self.row["tolerance"])
        gives_way = self.sense.about or (self.sense.family == "band" and self.sense.side is None)
        if not gives_way or self.row["value"] is None:
            return 0.0
        share = POINTS if (self.row["unit"] or "1") == "%" else 0.0
        return max(ABOUT * abs(float(self.row["value"])), share)

    def inner(self) -> float:
        """The tolerance as a difference of limits."""
        if self.steady:
            return self._inner_of_base()
        tolerance = self.tolerance()
        if not tolerance or self.row["value"] is None:
            return 0.0
        unit = self.values.unit(self.row, "unit")
        if self.how in {"change", "factor"} or self.growing():
            whole = 1.0 if self.inside() else self.base() or 0.0
            return tolerance * self.values.factor(self.row, "unit", unit, ONE) * whole
        return tolerance * self.values.factor(self.row, "unit", unit, self.ratio_unit())

    def _inner_of_base(self) -> float:
        """The same where the base year is kept: as a share of it, or in the unit of the figure."""
        whole = 1.0 if self.inside() else self.base() or 0.0
        if self.row["tolerance"] is None:
            return ABOUT * whole
        ratio = self.ratio_unit()
        unit = self.values.unit(self.row, "unit", self.values.unit(self.row, "base_unit", ratio))
        shares = self.inside() or ratio.dimension != ONE.dimension
        if self.inside() or (shares and unit.dimension == ONE.dimension):
            return self.tolerance() * self.values.factor(self.row, "unit", unit, ONE) * whole
        return self.tolerance() * self.values.factor(self.row, "unit", unit, ratio)

    # --- price --------------------------------------------------------------------------------

    def penalty(self) -> float | None:
        """Price of a unit missed [1e8 / held unit of the metric]; None for hard clauses."""
        if self.firmness is not Firmness.SOFT:
            return None
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
