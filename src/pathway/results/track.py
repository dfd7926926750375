"""Actual against plan: what a signed plan asked of years that are past, and what became of it.

The plan is told by the tables of its run alone; what happened, by the run that was planned again
from actuals. Lights follow the national rule (发改办环资〔2020〕901号): met is green, missed by at
most a tenth of what was planned yellow, by more red.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pathway.case.case import Quantity
from pathway.results.frames import Rows, named
from pathway.results.tables.clauses import YELLOW
from pathway.results.units import activity_factor, capacity_factor
from pathway.schema.units import convert_factor

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

    from pathway.case.case import Case, Label

    Tables = Mapping[str, pd.DataFrame]

WORKS = (
    "quantity", "item", "name_zh", "name_en", "lead", "year", "planned", "actual", "difference",
    "unit", "light", "basis", "confidence", "source_cell",
)  # fmt: skip
CLAUSES = (
    "clause", "quote", "metric_zh", "metric_en", "lead", "year", "relation", "target", "planned",
    "actual", "unit", "gap", "light", "basis",
)  # fmt: skip
SMALL = 1e-3
"""Amounts below it are none [unit of the table]."""
TRACE = 0.01
"""Planned builds below this share of the most that ever stands are a trace of the search."""
MET = 1e-4
"""Relative difference to which an amount counts as delivered."""
REPORTED, RECKONED, OPEN = "reported", "reckoned", "open"
"""Basis of an actual: a figure, what follows from figures, or nothing."""
UNREPORTED, UNPLANNED = "unreported", "unplanned"
MORE, LESS, NEUTRAL = "more", "less", "neutral"
KINDS = (
    Quantity.BUILT, Quantity.RETIRED, Quantity.RETROFITTED, Quantity.CAPACITY, Quantity.ACTIVITY,
    Quantity.METRIC,
)  # fmt: skip
"""Order in which figures are told."""


@dataclass(frozen=True, eq=False)
class Replanned:
    """A plan made again from actuals: its case, and its tables as its run has them."""

    case: Case
    tables: Tables


@dataclass(frozen=True, slots=True)
class _Figure:
    """One figure of a past year: what was planned, and what happened."""

    quantity: Quantity
    item: str
    label: Label
    lead: str
    year: int
    planned: float
    actual: float | None
    unit: str
    way: str
    basis: str
    tolerance: float = MET
    confidence: str = ""
    source_cell: str = ""

    @property
    def nothing(self) -> bool:
        """Whether nothing was planned, and nothing done."""
        return abs(self.planned) <= SMALL and abs(self.actual or 0.0) <= SMALL

    def cells(self) -> dict[str, Any]:
        """A row of table ``track_works``."""
        known = self.actual is not None
        return {
            "quantity": self.quantity.value, "item": self.item, **named(self.label),
            "lead": self.lead, "year": self.year, "planned": self.planned, "actual": self.actual,
            "difference": self.actual - self.planned if self.actual is not None else None,
            "unit": self.unit, "light": self._light() if known else UNREPORTED,
            "basis": self.basis, "confidence": self.confidence, "source_cell": self.source_cell,
        }  # fmt: skip

    def _light(self) -> str:
        assert self.actual is not None
        if abs(self.planned) <= SMALL and self.way != NEUTRAL:
            return UNPLANNED
        off = self.actual - self.planned
        missed = {MORE: -off, LESS: off}.get(self.way, abs(off))
        if missed <= self.tolerance * max(abs(self.planned), SMALL):
            return "green"
        return "yellow" if missed <= YELLOW * abs(self.planned) else "red"


def works(plan: Tables, again: Replanned) -> pd.DataFrame:
    """A row for every build, retirement, retrofit and yearly figure of the years that are past.

    Builds, retirements and retrofits are met when at least as much was done; of metrics the wished
    direction tells, and those without one are met within their tolerance. What was planned and is
    not reported has no light.

    Args:
        plan: tables of the plan that was signed.
        again: the plan made again from actuals.
    """
    rows, found = Rows(WORKS), _Reader(plan, again)
    order = {quantity: at for at, quantity in enumerate(KINDS)}
    every = [figure for figure in found.figures() if not figure.nothing]
    for figure in sorted(
        every, key=lambda f: (f.actual is None, order[f.quantity], f.item, f.year)
    ):
        rows.add(**figure.cells())
    return rows.frame()


class _Reader:
    """Reads what was planned, and what happened, of each past year."""

    def __init__(self, plan: Tables, again: Replanned) -> None:
        self.plan, self.again, self.case = plan, again, again.case
        self.years = [y for y in self.case.years if y <= self.case.past.through]
        told = again.tables["actuals"]
        keys = zip(told["quantity"], told["item"], told["year"], strict=True)
        self.cells = dict(
            zip(keys, zip(told["confidence"], told["source_cell"], strict=True), strict=True)
        )

    def figures(self) -> Iterator[_Figure]:
        """Every figure, planned or reported."""
        yield from self._builds()
        yield from self._retirements()
        yield from self._retrofits()
        yield from self._levels(Quantity.CAPACITY, "capacity", MORE)
        yield from self._levels(Quantity.ACTIVITY, "activity", NEUTRAL)
        yield from self._metrics()

    def _builds(self) -> Iterator[_Figure]:
        planned, done = (_sums(t["capacity"], "process", "new") for t in self._both())
        stands = self.plan["capacity"].groupby("process")["capacity"].max()
        for key, process in self.case.processes.items():
            least = TRACE * float(stands.get(key, 0.0))
            for year in self.years:
                basis = self._basis(key, year, Quantity.BUILT, Quantity.CAPACITY)
                asked = planned.get((key, year), 0.0)
                yield self._figure(
                    (Quantity.BUILT, key, process.label, process.lead), year,
                    asked if asked > least else 0.0, done.get((key, year), 0.0),
                    (process.capacity_shown.text, MORE, basis),
                )  # fmt: skip

    def _retirements(self) -> Iterator[_Figure]:
        planned, done = (_sums(t["units"], "unit", "retired_early") for t in self._both())
        for key, unit in self.case.units.items():
            process = self.case.processes[unit.process]
            for year in self.years:
                basis = self._basis(key, year, Quantity.RETIRED)
                yield self._figure(
                    (Quantity.RETIRED, key, unit.label, unit.lead), year,
                    planned.get((key, year), 0.0), done.get((key, year), 0.0),
                    (process.capacity_shown.text, MORE, basis),
                )  # fmt: skip

    def _retrofits(self) -> Iterator[_Figure]:
        planned, done = (_sums(t["retrofits"], "retrofit", "amount") for t in self._both())
        for key, retrofit in self.case.retrofits.items():
            process = self.case.processes[retrofit.from_process]
            for year in self.years:
                basis = self._basis(key, year, Quantity.RETROFITTED)
                yield self._figure(
                    (Quantity.RETROFITTED, key, retrofit.label, retrofit.lead), year,
                    planned.get((key, year), 0.0), done.get((key, year), 0.0),
                    (process.capacity_shown.text, MORE, basis),
                )  # fmt: skip

    def _levels(self, quantity: Quantity, table: str, way: str) -> Iterator[_Figure]:
        """Capacities and activities that are reported."""
        planned = _sums(self.plan[table], "process", table)
        for known in self.case.past.of(quantity):
            process = self.case.processes[known.item]
            is_capacity = quantity is Quantity.CAPACITY
            factor = (capacity_factor if is_capacity else activity_factor)(process)
            shown = process.capacity_shown if is_capacity else process.activity_shown
            yield self._figure(
                (quantity, known.item, process.label, process.lead), known.year,
                planned.get((known.item, known.year), 0.0), known.value * factor,
                (shown.text, way, REPORTED),
            )  # fmt: skip

    def _metrics(self) -> Iterator[_Figure]:
        """All figures of sheet ``actuals``, held or not."""
        planned = _sums(self.plan["metrics"], "metric", "value")
        leads: dict[str, str] = {}
        for clause in self.case.clauses.values():
            leads.setdefault(clause.metric or "", clause.lead)
        for key, actual in self.case.actuals.items():
            figure = self.case.figures[key]
            factor = convert_factor(figure.held, figure.shown)
            tolerance = actual.tolerance if figure.direction == NEUTRAL else MET
            for year in (y for y in self.years if y in actual.given):
                yield _Figure(
                    Quantity.METRIC, key, figure.label, leads.get(key, ""), year,
                    planned.get((key, year), 0.0), actual.given[year] * factor, figure.shown.text,
                    figure.direction, REPORTED, tolerance,
                    actual.origin.confidence, actual.origin.where,
                )  # fmt: skip

    def _figure(
        self, about: tuple[Quantity, str, Label, str], year: int, planned: float, done: float,
        told: tuple[str, str, str],
    ) -> _Figure:  # fmt: skip
        confidence, cell = self.cells.get((about[0].value, about[1], year), ("", ""))
        return _Figure(
            *about, year, planned, None if told[2] == OPEN else done, *told,
            confidence=confidence, source_cell=cell,
        )  # fmt: skip

    def _basis(self, item: str, year: int, first: Quantity, *others: Quantity) -> str:
        """Whether an amount is reported, follows from what is, or is not known."""
        past = self.case.past
        if past.tells(item, year, first):
            return REPORTED
        return RECKONED if past.tells(item, year, *others) else OPEN

    def _both(self) -> tuple[Tables, Tables]:
        return self.plan, self.again.tables


def _sums(table: pd.DataFrame, key: str, value: str) -> dict[tuple[str, int], float]:
    """Sums of a column by item and year."""
    sums = table.dropna(subset=[value]).groupby([key, "year"])[value].sum().reset_index()
    columns = zip(sums[key], sums["year"], sums[value], strict=True)
    return {(str(item), int(year)): float(amount) for item, year, amount in columns}


def clauses(plan: Tables, again: Replanned) -> pd.DataFrame:
    """A row for every enforced clause row of a past year: target, plan, what became of it, light.

    `gap` is positive where the target is met with room to spare. The actual is what the plan made
    again has, which is held to the actuals; `basis` tells whether all metrics of the clause are
    reported.
    """
    rows, case = Rows(CLAUSES), again.case
    before = plan["clauses"].dropna(subset=["row"]).set_index("row")["result"].to_dict()
    known = {(k.item, k.year) for k in case.past.of(Quantity.METRIC)}
    stated = {row.key: row for clause in case.clauses.values() for row in clause.rows}
    table = again.tables["clauses"]
    for row in table[table["row"].isin(stated)].to_dict("records"):
        if row["year"] <= case.past.through:
            terms = (*stated[row["row"]].numerator, *stated[row["row"]].denominator)
            told = all((term.metric, term.year) in known for term in terms)
            rows.add(
                clause=row["clause"], quote=row["quote"], metric_zh=row["metric_zh"],
                metric_en=row["metric_en"], lead=row["lead"], year=int(row["year"]),
                relation=row["relation"], target=row["target"], planned=before.get(row["row"]),
                actual=row["result"], unit=row["unit"], gap=row["slack"], light=row["light"],
                basis=REPORTED if told else RECKONED,
            )  # fmt: skip
    return rows.frame()


def departments(worked: pd.DataFrame, asked: pd.DataFrame) -> pd.DataFrame:
    """Lights of works and clauses counted by the first of their lead departments."""
    lights = ("green", "yellow", "red", UNPLANNED, UNREPORTED)
    rows = Rows(("lead", "part", *lights))
    first = [re.split("[;；]", str(lead))[0].strip() for lead in (*worked["lead"], *asked["lead"])]
    by = {"works": first[: len(worked)], "clauses": first[len(worked) :]}
    for part, table in (("works", worked), ("clauses", asked)):
        for lead, group in table.assign(lead=by[part]).groupby("lead", sort=True):
            counts = group["light"].value_counts()
            rows.add(lead=lead, part=part, **{light: int(counts.get(light, 0)) for light in lights})
    return rows.frame()
