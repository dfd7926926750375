"""Formulas of clause rows, in words and with the numbers of a plan.

A formula is built from the row itself (`pathway.case.clause.ClauseRow`) and from what its metrics
are made of: (风电 + 光伏) ÷ 发电装机总量 = (718.0 + 640.0) 万千瓦 ÷ 2,780.0 万千瓦 = 48.8 %.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pathway.case.case import Relation
from pathway.case.lexicon import TRENDS
from pathway.labels import label, pick, unit_word
from pathway.results.tables.ledger_parts import said
from pathway.schema.units import convert_factor, parse_unit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pathway.case.case import Case, Clause, ClauseRow, Label, Term
    from pathway.results.tables.clauses import Outcome
    from pathway.results.tables.ledger_parts import Composition
    from pathway.schema.units import Unit

SIGNS = {Relation.AT_LEAST: "≥", Relation.AT_MOST: "≤", Relation.EQUAL: "="}
STRICT = {"gt", "better", "cmp"}
"""Families that ask for a little more than the number they state."""
ROWS_TOLD = 4
"""Rows of a metric that are told in words."""
SAME = 1e-9
"""Relative difference to which a limit is the value that the plan states."""


@dataclass(frozen=True)
class Side:
    """Numerator or denominator of a row: what is added up, in which unit."""

    terms: tuple[Term, ...]
    constant: float
    """[shown unit]"""
    unit: Unit
    scale: float
    """Shown unit per held unit."""


class Wording:
    """Words about clause rows in one language."""

    def __init__(self, case: Case, parts: Composition, lang: str) -> None:
        self.case, self.parts, self.lang = case, parts, lang
        self.place = {year: i for i, year in enumerate(case.years)}

    def say(self, key: str, **facts: object) -> str:
        """Words of the catalogue, filled in."""
        return label(f"ledger.{key}", self.lang).format(**facts)

    def name(self, key: str | None) -> str:
        """Name of a metric or series."""
        thing = self.case.figures.get(key or "") or self.case.series.get(key or "")
        return self.pick(thing.label) if thing else ""

    def pick(self, name: Label) -> str:
        """A name in the language."""
        return pick(name.zh, name.en, self.lang)

    def unit(self, unit: str) -> str:
        """A unit in the language, behind a number."""
        return f" {unit_word(unit, self.lang)}" if unit not in {"", "1"} else ""

    # --- formula in words -----------------------------------------------------------------------

    def formula(self, clause: Clause, row: ClauseRow) -> str:
        """How the figure of a clause is reckoned, in words."""
        name, per = self.name(clause.metric), self.name(clause.per)
        whole = self._of_years(clause, row, name)
        if whole:
            return whole
        tail = self._tail(clause, row)
        parts = self._named_parts(clause.metric or "", bool(per or tail))
        expression = parts + (f" ÷ {per}" if per else "") + tail
        short = f"{name} ÷ {per}" if per else name
        if expression == short:
            return short
        if tail:
            short = self.say("against", name=short, year=clause.form.base_year)
        return f"{short} = {expression}"

    def _tail(self, clause: Clause, row: ClauseRow) -> str:
        """What turns a figure into a change or a factor of that of the base year."""
        if row.shown_unit not in {"%", "倍"} or not self._compares(clause, row):
            return ""
        base = self.say("base_value", year=clause.form.base_year)
        return f" ÷ {base}" + (" − 1" if row.shown_offset else "")

    @staticmethod
    def _compares(clause: Clause, row: ClauseRow) -> bool:
        """Whether what is shown is a change or a factor of the base year's figure."""
        return bool(row.shown_offset) or clause.form.relative_to in {"change", "factor"}

    def _of_years(self, clause: Clause, row: ClauseRow, name: str) -> str:
        """Formulas that reach over years; empty for those of one year."""
        form, years = clause.form, [t.year for t in row.numerator]
        if clause.understood in TRENDS:
            per = f" ÷ {self.name(clause.per)}" if clause.per else ""
            now, before = self.say("this_year"), self.say("last_year")
            return f"{name}{per}{self._in(now)} − {name}{per}{self._in(before)}"
        if form.time == "cumulative":
            span = f"{min(years)}—{max(years)}"
            if clause.understood == "cum_cut" and form.relative_to == "difference":
                return self.say("cut", years=span, base=form.base_year, name=name)
            done = f" + {self.say('done')}" if row.numerator_constant else ""
            return self.say("sum", years=span, name=name) + done
        if form.inside and form.relative_to == "difference":
            base = self._in(str(form.base_year))
            return f"{name}{self._in(self.say('this_year'))} − {name}{base}"
        return ""

    def _in(self, year: str) -> str:
        return f"（{year}）" if self.lang == "zh" else f" ({year})"

    def _named_parts(self, key: str, divided: bool) -> str:
        """A metric as the names of its parts; its own name where it has one part only."""
        pieces = self.parts.of(key)
        if len(pieces) == 1:
            return self.name(key)
        words = " + ".join(self.pick(piece.name) for piece in pieces)
        return f"({words})" if divided else words

    def scope(self, clause: Clause) -> str:
        """What the metrics of a clause select, by the rows of sheet metrics."""
        told = []
        for key in dict.fromkeys(k for k in (clause.metric, clause.per) if k):
            figure = self.case.figures.get(key)
            if figure is None or not figure.selections:
                continue
            rows = [self.pick(said(self.case, chosen)) for chosen in figure.selections]
            words = " + ".join(rows[:ROWS_TOLD])
            if len(rows) > ROWS_TOLD:
                words += self.say("rows", count=len(rows) - ROWS_TOLD)
            told.append(self.say("scope", name=self.name(key), rows=words))
        return self.say("semicolon").join(told)

    # --- formula with numbers -------------------------------------------------------------------

    def numbers(self, clause: Clause, row: ClauseRow, outcome: Outcome) -> str:
        """The same with the numbers of the plan; its right-hand side is the result."""
        over, under = numerator_of(self.case, clause, row), denominator_of(self.case, clause, row)
        expression = self._side(over, self._amounts(over))
        if under:
            expression += f" ÷ {self._side(under, [math.fsum(self._amounts(under))])}"
        unit = self.unit(row.shown_unit) if math.isfinite(outcome.result) else ""
        told = f"{self.number(outcome.result)}{unit}"
        base = self._base(clause, row)
        if base is None:
            change = " − 1" if clause.form.inside and row.shown_offset else ""
            same = expression == told
            return told if same else f"{expression}{change} = {told}"
        value, named = base
        level = (outcome.result - row.shown_offset) / _share(row) * value
        amounts = f"{self.number(level)}{self.unit(named)}"
        tail = " − 1" if row.shown_offset else ""
        same = expression == amounts
        first = expression if same else f"{expression} = {amounts}{self.say('semicolon')}{amounts}"
        return f"{first} ÷ {self.number(value)}{self.unit(named)}{tail} = {told}"

    def _base(self, clause: Clause, row: ClauseRow) -> tuple[float, str] | None:
        """Figure of the base year and its unit, where the result is a change or a factor of it."""
        form = clause.form
        if form.base is None or row.shown_unit not in {"%", "倍"} or form.steady:
            return None
        if not self._compares(clause, row) or form.relative_to not in {"change", "factor"}:
            return None
        return form.base * convert_factor(ratio_unit(self.case, clause), form.level_unit), (
            form.level_unit
        )

    def _side(self, side: Side, amounts: Sequence[float]) -> str:
        """Amounts of one side with their unit."""
        digits, unit = decimals(amounts), self.unit(side.unit.text)
        told = self._signed([f"{abs(x):,.{digits}f}" for x in amounts], amounts)
        return (f"({told})" if len(amounts) > 1 else told) + unit

    @staticmethod
    def _signed(words: Sequence[str], amounts: Sequence[float]) -> str:
        told = ""
        for word, amount in zip(words, amounts, strict=True):
            minus = math.copysign(1.0, amount) < 0
            told += (" − " if minus else " + ") + word if told else ("−" if minus else "") + word
        return told

    def _amounts(self, side: Side) -> list[float]:
        """What is added up: the parts of a single term, else a number a term."""
        if len(side.terms) == 1 and not side.constant:
            [term] = side.terms
            pieces = self.parts.of(term.metric)
            at, factor = self.place[term.year], term.coefficient * side.scale
            scale = factor / self._shown(term.metric)
            return [float(piece.values[at]) * scale for piece in pieces]
        terms = [self._term(term) * side.scale for term in side.terms]
        return [*terms, side.constant] if side.constant or not terms else terms

    def _term(self, term: Term) -> float:
        """A term in its held unit."""
        at = self.place[term.year]
        total = math.fsum(float(piece.values[at]) for piece in self.parts.of(term.metric))
        return term.coefficient * total / self._shown(term.metric)

    def _shown(self, metric: str) -> float:
        figure = self.case.figures[metric]
        return convert_factor(figure.held, figure.shown)

    def number(self, value: float) -> str:
        """A number by itself."""
        if not math.isfinite(value):
            return self.say("undefined")
        told = f"{abs(value):,.{decimals([value])}f}"
        return f"−{told}" if value < 0 and told.strip("0.,") else told

    # --- figures without a row ------------------------------------------------------------------

    def metric(self, key: str) -> str:
        """A metric as the sum of its parts, in words."""
        name, parts = self.name(key), self._named_parts(key, divided=False)
        return name if parts == name else f"{name} = {parts}"

    def amount(self, key: str, year: int) -> str:
        """The same in numbers."""
        figure = self.case.figures[key]
        values = [float(piece.values[self.place[year]]) for piece in self.parts.of(key)]
        total = f"{self.number(math.fsum(values))}{self.unit(figure.shown.text)}"
        if len(values) == 1:
            return total
        digits = decimals(values)
        return f"{self._signed([f'{abs(x):,.{digits}f}' for x in values], values)} = {total}"

    def peak(self, levels: Mapping[int, float], highest: int, unit: str) -> str:
        """Emissions of the years around the highest."""
        told = []
        for year, level in levels.items():
            words = self.say("of_year", year=year, amount=self.number(level))
            told.append(words + (self.say("highest") if year == highest else ""))
        return self.say("semicolon").join(told) + self.unit(unit)

    # --- what is asked --------------------------------------------------------------------------

    def limit(self, clause: Clause, row: ClauseRow, outcome: Outcome) -> str:
        """What is asked of the figure, and where that number comes from."""
        if clause.understood in TRENDS:
            return self.say("limit.rise" if row.relation is Relation.AT_LEAST else "limit.trend")
        told = f"{SIGNS[row.relation]} {self.number(outcome.target)}{self.unit(row.shown_unit)}"
        why = self._limit_reason(clause, row, outcome)
        return told + (self._in(why) if why else "")

    def _limit_reason(self, clause: Clause, row: ClauseRow, outcome: Outcome) -> str:
        """Why the limit is another number than the plan states; empty where it is not."""
        form = clause.form
        stated = f"{form.value:g}{self.unit(form.unit)}" if form.value is not None else ""
        based = self._from_base(clause, row, stated) if form.base is not None else ""
        if based or not stated or self._is_stated(clause, row, outcome):
            return based
        if form.tolerance and form.relative_to != "difference":
            tolerance = f"{form.tolerance:g}{self.unit(form.unit)}"
            facts = {"sense": clause.sense, "value": stated, "tolerance": tolerance}
            return self.say("limit.about", **facts)
        strict = clause.understood in STRICT
        return self.say("limit.beyond", sense=clause.sense, value=stated) if strict else ""

    def _from_base(self, clause: Clause, row: ClauseRow, stated: str) -> str:
        """A limit that is reckoned from the figure of the base year."""
        form = clause.form
        if form.growth is not None:
            return self._compounded(clause, row)
        facts = {"year": form.base_year, "base": self._told_base(clause)}
        if form.steady:
            return self.say("limit.keep", **facts)
        if form.relative_to in {"difference", "points"} and form.time != "cumulative":
            return self.say("limit.base", **facts, value=stated)
        return ""

    def _compounded(self, clause: Clause, row: ClauseRow) -> str:
        rate, count = clause.form.growth or 0.0, row.year - (clause.form.base_year or 0)
        sign = "−" if rate < 0 else "+"
        base, told = self._told_base(clause), f"{abs(rate) * 100:g}"
        return self.say("limit.growth", base=base, sign=sign, rate=told, count=count)

    def _told_base(self, clause: Clause) -> str:
        form = clause.form
        factor = convert_factor(ratio_unit(self.case, clause), form.level_unit)
        return f"{self.number((form.base or 0.0) * factor)}{self.unit(form.level_unit)}"

    @staticmethod
    def _is_stated(clause: Clause, row: ClauseRow, outcome: Outcome) -> bool:
        """Whether the limit is the value that the plan states, a fall with either sign."""
        value, shown = clause.form.value or 0.0, outcome.target
        stated, told = parse_unit(clause.form.unit or "1"), parse_unit(row.shown_unit or "1")
        if stated.dimension != told.dimension:
            return False
        value *= convert_factor(stated, told)
        return abs(abs(shown) - abs(value)) <= SAME * max(abs(shown), abs(value))


def decimals(values: Sequence[float]) -> int:
    """Decimals that show the largest of some numbers in about four figures."""
    largest = float(f"{max((abs(value) for value in values), default=0.0):.6g}")
    if largest == 0 or not math.isfinite(largest):
        return 0
    return min(8, max(0, 3 - math.floor(math.log10(largest))))


def ratio_unit(case: Case, clause: Clause) -> Unit:
    """Held unit of numerator / denominator of a clause."""
    held = case.figures[clause.metric or ""].held
    per = case.figures.get(clause.per or "") or case.series.get(clause.per or "")
    return held / per.held if per else held


def numerator_of(case: Case, clause: Clause, row: ClauseRow) -> Side:
    """Numerator of a row, in the unit that reports show its metric in."""
    figure = case.figures[clause.metric or ""]
    if _differs(clause):
        return Side(row.numerator, 0.0, parse_unit(row.shown_unit), row.shown_scale)
    scale = convert_factor(figure.held, figure.shown)
    return Side(row.numerator, row.numerator_constant * scale, figure.shown, scale)


def denominator_of(case: Case, clause: Clause, row: ClauseRow) -> Side | None:
    """Denominator of a row; None where there is none, and it divides by one."""
    series = case.series.get(clause.per or "")
    if row.denominator:
        figure = case.figures[row.denominator[0].metric]
        scale = convert_factor(figure.held, figure.shown)
        return Side(row.denominator, row.denominator_constant * scale, figure.shown, scale)
    if series and not _differs(clause):
        scale = convert_factor(series.held, series.shown)
        return Side((), row.denominator_constant * scale, series.shown, scale)
    return None


def _differs(clause: Clause) -> bool:
    """Whether the row is a difference of two years of the plan, in the unit of the result."""
    return clause.form.inside and clause.form.relative_to == "difference"


def _share(row: ClauseRow) -> float:
    """What a change of nought is shown as beyond its offset: 100 of per cents, 1 of factors."""
    return 100.0 if row.shown_offset else 1.0
