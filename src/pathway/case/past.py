"""Sheets ``actuals`` and ``actual_items`` into figures that past years are held to.

Years up to setting ``actuals_to`` are past. What is reported of them is held within its tolerance;
what is not follows at least cost. Facts stand above forecasts: a reported build, retirement or
retrofit may lie in a year for which the workbook allows none.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pathway.case.known import Known, Past, Quantity
from pathway.case.values import held
from pathway.errors import Finding, Severity
from pathway.workbook.findings import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pathway.case.case import Actual, ExistingUnit, Figure, Process, Retrofit
    from pathway.case.values import Values
    from pathway.schema.units import Unit
    from pathway.workbook.rows import Row, Workbook

SETTING = "actuals_to"
SHEET, TOTALS = "actual_items", "actuals"
PROCESSES = {Quantity.CAPACITY, Quantity.BUILT, Quantity.ACTIVITY}
"""Quantities of a process."""


@dataclass(frozen=True)
class Stock:
    """What figures of past years may be about."""

    processes: Mapping[str, Process]
    units: Mapping[str, ExistingUnit]
    retrofits: Mapping[str, Retrofit]

    def with_known(self, known: Sequence[Known]) -> Stock:
        """The same with builds and retrofits allowed in the years in which they happened."""
        built = _years_of(known, Quantity.BUILT)
        moved = _years_of(known, Quantity.RETROFITTED)
        return Stock(
            {k: _allowed(x, "build_years", built.get(k)) for k, x in self.processes.items()},
            self.units,
            {k: _allowed(x, "years", moved.get(k)) for k, x in self.retrofits.items()},
        )


def _years_of(known: Sequence[Known], quantity: Quantity) -> Mapping[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for each in known:
        if each.quantity is quantity and each.high > 0:
            found[each.item].add(each.year)
    return found


def _allowed(item: Any, attribute: str, years: set[int] | None) -> Any:
    there = getattr(item, attribute)
    if not years or years <= set(there):
        return item
    return replace(item, **{attribute: tuple(sorted({*there, *years}))})


def last_actual_year(
    workbook: Workbook, values: Values, general: Mapping[str, Any], years: Sequence[int]
) -> int:
    """Last year that is past: setting ``actuals_to``; 0 where no year of the plan is."""
    through, base = general[SETTING], general["base_year"]
    if through is None or years[0] <= base or through == base:
        return 0
    if not base < through < general["last_year"]:
        cell = next(row for row in workbook.rows("settings") if row["key"] == SETTING)
        values.error(
            cell.where("value"), f"{SETTING} is {through}",
            f"a year from {base}, the base year (nothing is held), to {general['last_year'] - 1}",
            "Years after it are planned again.",
        )  # fmt: skip
        return 0
    return int(through)


def read_items(
    workbook: Workbook, values: Values, stock: Stock, base_year: int, through: int
) -> tuple[Known, ...]:
    """Sheet ``actual_items``; what names nothing there, or a year that is not past, is an error."""
    reader = _Items(values, stock, base_year, through)
    rows = workbook.rows(SHEET)
    if rows and not through:
        chosen = any(row["key"] == SETTING for row in workbook.rows("settings"))
        if values.years[0] > base_year and not chosen:
            values.findings.append(_idle(rows[0]))
        return ()
    return tuple(known for row in rows for known in reader.read(row))


def _idle(row: Row) -> Finding:
    return Finding(
        row.where("quantity"), "actuals that are not used: no year is past",
        f"setting {SETTING}, the last year with actuals",
        f"Set {SETTING} in sheet settings, or by a scenario.", Severity.NOTE,
    )  # fmt: skip


def read_totals(
    workbook: Workbook, values: Values, figures: Mapping[str, Figure],
    actuals: Mapping[str, Actual], span: tuple[int, int],
) -> tuple[Known, ...]:  # fmt: skip
    """Figures of sheet ``actuals`` that are held: those after the base year, up to the last year.

    Args:
        workbook: the workbook as read.
        values: where complaints are gathered.
        figures: metrics.
        actuals: what was read of the sheet.
        span: base year and last year with actuals.
    """
    base_year, through = span
    if not through:
        return ()
    found = []
    for row in workbook.rows(TOTALS):
        actual, figure = actuals[row["metric"]], figures[row["metric"]]
        _refuse_late(values, row, through)
        if not actual.hold:
            continue
        for year, value in actual.given.items():
            if base_year < year <= through:
                _refuse_peak(values, row, figure, year)
                found.append(
                    _known(
                        values, row, (Quantity.METRIC, row["metric"], ""), year, value, actual.shown
                    )
                )
    return tuple(found)


def _refuse_late(values: Values, row: Row, through: int) -> None:
    for year in row.years:
        if year > through:
            values.error(
                row.where(year), f"an actual of {year}; actuals end with {through}",
                f"figures up to {through}, the year of setting {SETTING}",
                f"Raise {SETTING} to {year}, or delete the figure.",
            )  # fmt: skip


def _refuse_peak(values: Values, row: Row, figure: Figure, year: int) -> None:
    if figure.peak is not None:
        values.error(
            row.where(year), f"{row['metric']!r} counts the highest load, which cannot be held",
            "no (否) in column hold",
            "It is compared with what the model finds, not held.",
        )  # fmt: skip


def _known(
    values: Values, row: Row, about: tuple[Quantity, str, str], year: int, value: float, shown: Unit
) -> Known:
    slack = abs(value) * row["tolerance"]
    return Known(
        *about, year, value, value - slack, value + slack, shown, held(shown),
        values.origin(row, year),
    )  # fmt: skip


class _Items:
    """Reads rows of sheet ``actual_items``."""

    def __init__(self, values: Values, stock: Stock, base_year: int, through: int) -> None:
        self.values, self.stock = values, stock
        self.base_year, self.through = base_year, through

    def read(self, row: Row) -> list[Known]:
        """Figures of one row; none where its key or unit is wrong."""
        quantity = Quantity(row["quantity"])
        item, _, unit = row["key"].partition(":")
        if not self._there(row, quantity, item, unit):
            return []
        if not row.years:
            self.values.error(row.where(), "no year is filled", "a number of a past year")
        _refuse_late(self.values, row, self.through)
        complaints = len(self.values.findings)
        given = self.values.across(row, self._held(quantity, item))
        if len(self.values.findings) > complaints:  # numbers of a wrong unit say nothing more
            return []
        shown = self.values.unit(row, "unit")
        return [
            _known(self.values, row, (quantity, item, unit), year, value, shown)
            for year, value in given.items()
            if self._sensible(row, year, value)
        ]

    def _sensible(self, row: Row, year: int, value: float) -> bool:
        if year <= self.base_year:
            self.values.error(
                row.where(year), f"an actual item of {year}",
                f"years after the base year {self.base_year}",
                "What stands in the base year belongs to sheets units and processes.",
            )  # fmt: skip
        elif value < 0:
            self.values.error(row.where(year), f"{row.years[year]:g}", "a number not below zero")
        return self.base_year < year <= self.through and value >= 0

    def _there(self, row: Row, quantity: Quantity, item: str, unit: str) -> bool:
        sheet, known = self._known_keys(quantity)
        if item not in known:
            self._unknown(row, item, sheet, known)
        elif unit and quantity is not Quantity.RETROFITTED:
            self._unknown(row, row["key"], sheet, known)
        elif unit and unit not in self.stock.units:
            self._unknown(row, unit, "units", self.stock.units)
        else:
            return self._may(row, quantity, item)
        return False

    def _known_keys(self, quantity: Quantity) -> tuple[str, Mapping[str, Any]]:
        if quantity in PROCESSES:
            return "processes", self.stock.processes
        if quantity is Quantity.RETIRED:
            return "units", self.stock.units
        return "retrofits", self.stock.retrofits

    def _unknown(self, row: Row, word: str, sheet: str, known: Mapping[str, Any]) -> None:
        near = difflib.get_close_matches(word, known, n=2)
        self.values.error(
            row.where("key"), f"{word!r} for quantity {row['quantity']}",
            f"the key of a row of sheet {sheet}", did_you_mean(near),
        )  # fmt: skip

    def _may(self, row: Row, quantity: Quantity, item: str) -> bool:
        """Whether the process has a capacity, or can be built at all."""
        if quantity not in {Quantity.CAPACITY, Quantity.BUILT}:
            return True
        process = self.stock.processes[item]
        fixed = process.expansion in {"none", "unlimited"} or process.mode_of
        if not process.has_capacity or (quantity is Quantity.BUILT and fixed):
            what = "be built" if process.has_capacity else "have a capacity of its own"
            self.values.error(
                row.where("key"), f"{item!r} cannot {what}: expansion {process.expansion}",
                "a process that may be built (可新建, 仅限项目库)",
                "Set its expansion, or report its activity.",
            )  # fmt: skip
            return False
        return True

    def _held(self, quantity: Quantity, item: str) -> Unit:
        """Unit in which its figures are held."""
        stock = self.stock
        if quantity is Quantity.ACTIVITY:
            return stock.processes[item].activity_held
        if quantity is Quantity.RETIRED:
            return stock.processes[stock.units[item].process].capacity_held
        if quantity is Quantity.RETROFITTED:
            return stock.processes[stock.retrofits[item].from_process].capacity_held
        return stock.processes[item].capacity_held


def past_of(through: int, known: Sequence[Known]) -> Past:
    """The past of a case; nothing where no year of the plan is past."""
    return Past(through, tuple(known)) if through else Past()
