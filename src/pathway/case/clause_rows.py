"""Rows of the programme that a clause becomes: numerator − limit × denominator ≥, ≤ or = 0.

A level has the denominator 1; a share or an intensity has the metric or series it is ``per``; a
change against a base value has its limit computed from it. A change against a year of the plan has
that year's figure for its denominator:

    x_t / x_b ≥ 1 + v        becomes   x_t − (1 + v) × x_b ≥ 0

which is linear for levels and for metrics per series, not for shares of another metric.
"""

from __future__ import annotations

import difflib
from dataclasses import replace
from typing import TYPE_CHECKING

from pathway.case.case import ClauseRow, Firmness, Relation, Term
from pathway.case.clause_numbers import ONE_YEAR
from pathway.case.lexicon import BY_DIRECTION, RECORDING, TRENDS
from pathway.case.values import ONE
from pathway.workbook.findings import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pathway.case.clause_numbers import Numbers

    Terms = tuple[Term, ...]

MARGIN = 1e-4
"""Relative margin of 超过 (strictly above) where the clause states none."""
COMPARING = {"drop_rel", "grow_rel", "pp"}
"""Families that compare with a base year and nothing else."""
OPPOSITE = {Relation.AT_LEAST: Relation.AT_MOST, Relation.AT_MOST: Relation.AT_LEAST}
LOW, HIGH = "low", "high"
"""Tags of the two rows of a band."""


class Rows:
    """Makes the rows of one clause."""

    def __init__(self, numbers: Numbers, *, watched: bool = False) -> None:
        self.n, self.watched = numbers, watched
        self.row, self.book, self.sense = numbers.row, numbers.book, numbers.sense

    def read(self) -> tuple[ClauseRow, ...]:
        """Rows of all its years; none where the clause refers to what is not there."""
        if not self._refers_well():
            return ()
        if self.sense.family in TRENDS:
            return tuple(self._trend())
        sides = self._sides()
        if not sides or not self._can_be_compared() or not self._compares_well():
            return ()
        if self.n.cumulative and len(sides) > 1:
            self._error("time", f"{self.row['sense']!r} of a sum over years",
                        "每年 (every) or 起 (from)")  # fmt: skip
            return ()
        if self.n.cumulative:
            return self._sum(sides)
        made = self._inside if self.n.inside() else self._against_a_number
        return tuple(made(year, tag, side) for year in self._years() for tag, side in sides)

    # --- what it refers to --------------------------------------------------------------------

    def _refers_well(self) -> bool:
        """Whether its denominator is there, and its year where it holds in one year only."""
        known, per = {**self.book.figures, **self.book.series}, self.row["per"]
        if per and per not in known:
            self._error(
                "per", f"column per (相对于) names {per!r}", "the key of a metric or a series",
                did_you_mean(difflib.get_close_matches(per, known, n=2)),
            )  # fmt: skip
            return False
        if self.sense.family == "cmp" and not per:
            self._error("per", f"{self.row['sense']!r} without another figure",
                        "the metric that it is compared with")  # fmt: skip
            return False
        bare = self.sense.family == "all" and self.row["value"] is None and not per
        if bare and self.n.figure.held.dimension != ONE.dimension:
            self._error(
                "per", f"{self.row['sense']!r}: 100 % of nothing stated",
                "the metric of the whole, or a value",
                "For what is to end (全部淘汰, 全部清零) use a word of family ban.",
            )  # fmt: skip
            return False
        single = self.row["time"] in ONE_YEAR and self.n.firmness is not Firmness.RECORDED
        if single and self.n.span() == (None, None):
            self._error(
                "from_year", f"{self.row.key}: no year",
                "the year of the target, for time 到年 (at) and 年均增长 (average_growth)",
            )  # fmt: skip
            return False
        return True

    def _can_be_compared(self) -> bool:
        """Whether a change has a base, or lacks one that has to be asked for.

        A recorded one without a base is a record, and that is said. Where the base year is solved
        alone there is no other year of the plan to compare with.
        """
        if not self.n.relative() or self._base_is_there():
            return True
        alone = len(self.book.years) == 1 and self.row["base_value"] is None
        if alone and self.row["base_year"] is not None:
            return False
        if not self.watched:
            return True
        self.n.values.warn(
            self.row.where("base_value"), f"{self.row.key}: no figure of the base year",
            "base_year, base_value and base_unit",
            "Recorded without a target: read the figure from the next run and fill it in, of a "
            "year of the plan from sheet 路线图, of the base year from sheet 基准校核.",
        )  # fmt: skip
        return False

    def _compares_well(self) -> bool:
        """Whether a change has a base that it can be set against."""
        if self.sense.family in COMPARING and not self.n.relative():
            self._error(
                "relative_to", f"{self.row['sense']!r} compares with a base year; this says level",
                "change, difference, points or factor, with base_year",
                "For a level write 下降到 or 提高到.",
            )  # fmt: skip
            return False
        if self._cuts_itself():
            self._error(
                "relative_to", f"{self.row['sense']!r} of a metric of which less is better",
                "a metric that counts what is cut; or relative_to difference, with a base",
            )  # fmt: skip
            return False
        if not self.n.relative():
            return True
        if self.n.cumulative and (self.sense.family, self.n.how) != ("cum_cut", "difference"):
            self._error(
                "relative_to", f"a sum over years, and {self.n.how} against a base year",
                "level; or 减少, 削减 with relative_to difference",
            )  # fmt: skip
            return False
        shares = self.row["per"] in self.book.figures
        if self.n.inside() and shares:
            self._error(
                "base_value", f"a share compared with that of {self.row['base_year']}, which the "
                "plan decides too: this is not linear", "base_value with its unit",
                "Give the share of the base year as a number.",
            )  # fmt: skip
            return False
        return self.n.inside() or self.n.base() is not None

    def _base_is_there(self) -> bool:
        """Whether a change is against a stated figure, or a year of the plan that can be used."""
        given = self.row["base_value"] is not None and self.row["base_year"] is not None
        return given or (self.n.inside() and self.row["per"] not in self.book.figures)

    def _cuts_itself(self) -> bool:
        level = self.n.how == "level" and not self.n.growing()
        return self.sense.family == "cum_cut" and level and self.n.figure.direction == "less"

    def _error(self, column: str, found: str, expected: str, suggestion: str = "") -> None:
        self.n.values.error(self.row.where(column), found, expected, suggestion)

    # --- sides --------------------------------------------------------------------------------

    def _sides(self) -> tuple[tuple[str, Relation], ...]:
        """The side of its limit that a figure is kept on, or both sides of a band."""
        relation = self._relation()
        if self._two_sided(relation):
            return (LOW, Relation.AT_LEAST), (HIGH, Relation.AT_MOST)
        if relation is None and not (self.watched or self.sense.family in RECORDING):
            self._error(
                "sense", f"{self.row['sense']!r} with a metric of neutral direction",
                "a metric that states its wished direction",
                "Fill column direction of sheet metrics; or use a word of family band (稳定在), "
                "which holds on both sides.",
            )  # fmt: skip
        return (("", relation),) if relation else ()

    def _relation(self) -> Relation | None:
        family = self.sense.family
        if family in RECORDING:
            return BY_DIRECTION.get(self.n.figure.direction)
        relation = self.sense.relation(self.n.figure.direction)
        if family == "cum_cut" and relation and self.n.relative() and not self.n.cumulative:
            return OPPOSITE[relation]  # the figure that is cut, not the sum of cuts
        return relation

    def _two_sided(self, relation: Relation | None) -> bool:
        if self.sense.side is not None:
            return False
        steady = self.sense.family == "hold" and self.row["tolerance"] is not None
        return steady or self.sense.family == "band" or (
            self.sense.family == "shift" and relation is None
        )  # fmt: skip

    def _eased(self, limit: float, tag: str, relation: Relation) -> float:
        """The limit moved by the tolerance of 左右, or by the margin of 超过."""
        outwards = -1.0 if relation is Relation.AT_LEAST else 1.0
        if tag or self.sense.about:
            return limit + outwards * self.n.inner()
        if self.sense.family in {"gt", "better", "cmp"}:
            inner = self.n.inner() if self.row["tolerance"] else MARGIN * abs(limit)
            return limit - outwards * inner
        return limit

    # --- rows of a year -----------------------------------------------------------------------

    def _years(self) -> Iterator[int]:
        for year in self.n.years():
            if not self.n.inside() or year > self.row["base_year"]:
                yield year

    def _against_a_number(self, year: int, tag: str, relation: Relation) -> ClauseRow:
        limit = self.n.limit(self.n.target() or 0.0, year) or 0.0
        numerator = (Term(self.n.figure.key, year, 1.0),)
        return self._row(year, tag, relation, self._eased(limit, tag, relation), numerator)

    def _inside(self, year: int, tag: str, relation: Relation) -> ClauseRow:
        """Against what the plan does in the base year."""
        key, base = self.n.figure.key, int(self.row["base_year"])
        target = self.n.target() or 0.0
        if self.n.how == "difference":
            limit = self._eased(self.n.signed(target), tag, relation)
            terms = (Term(key, year, self._per_series(year)),
                     Term(key, base, -self._per_series(base)))  # fmt: skip
            row = self._row(year, tag, relation, limit, terms)
            return replace(row, denominator=(), denominator_constant=1.0)
        if self.n.growing():
            limit = (1 + self.n.signed(target)) ** (year - base)
        else:
            limit = target if self.n.how == "factor" else 1 + self.n.signed(target)
        row = self._row(year, tag, relation, self._eased(limit, tag, relation),
                        (Term(key, year, 1.0),))  # fmt: skip
        weight = self._per_series(base) / self._per_series(year)
        return replace(row, denominator=(Term(key, base, weight),), denominator_constant=0.0)

    def _per_series(self, year: int) -> float:
        """What a figure of a year is multiplied by where it is told per series."""
        per = self.row["per"]
        return 1.0 / self.book.series[per].at(year) if per in self.book.series else 1.0

    def _row(
        self, year: int, tag: str, relation: Relation, limit: float, numerator: Terms
    ) -> ClauseRow:
        per = self.row["per"]
        shares = per in self.book.figures
        series = self.book.series.get(per or "")
        scale, offset, unit = self.n.shown()
        return ClauseRow(
            clause=self.row.key,
            tag=tag,
            year=year,
            numerator=numerator,
            numerator_constant=0.0,
            denominator=(Term(per, year, 1.0),) if shares else (),
            denominator_constant=series.at(year) if series else 0.0 if shares else 1.0,
            relation=relation,
            limit=limit,
            shown_scale=scale,
            shown_offset=offset,
            shown_unit=unit,
            penalty=self.n.penalty(),
        )

    # --- rows of several years ----------------------------------------------------------------

    def _sum(self, sides: tuple[tuple[str, Relation], ...]) -> tuple[ClauseRow, ...]:
        """The sum over its years and of what was done before; of a cut, of what is cut."""
        span, target = self.n.years(), self.n.target()
        if target is None or not span:
            return ()
        [(_, relation), *_] = sides
        cut = self.sense.family == "cum_cut" and self.n.how != "level"
        sign, key = -1.0 if cut else 1.0, self.n.figure.key
        terms = tuple(Term(key, year, sign) for year in span)
        if cut and self.n.inside():
            terms += (Term(key, int(self.row["base_year"]), float(len(span))),)
            done = 0.0
        elif cut:
            done = len(span) * (self.n.base() or 0.0)
        else:
            done = self.n.values.number(self.row, "base_value", self.n.figure.held) or 0.0
        limit = abs(target) if cut else target
        row = self._row(span[-1], "sum", relation, self._eased(limit, "", relation), terms)
        return (replace(row, numerator_constant=done),)

    def _trend(self) -> Iterator[ClauseRow]:
        """The figure of each year against that of the year before."""
        per = self.row["per"]
        if per and per not in self.book.series:
            self._error(
                "per", f"a trend of {self.row['metric']} per {per}, which is not linear",
                "a level, or a metric per series",
                "Set firmness to 记录 (recorded), or compare levels.",
            )  # fmt: skip
            return
        key, relation = self.n.figure.key, TRENDS[self.sense.family]
        for year in self.n.years():
            if year != self.book.years[0]:
                weight = self._per_series(year - 1) / self._per_series(year)
                terms = (Term(key, year, 1.0), Term(key, year - 1, -weight))
                yield self._row(year, "", relation, 0.0, terms)
