"""What can be wrong with sheet ``estimates``, told with the cell."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pathway.case.estimates import Side, estimates, sheets_of_estimates, varied
from pathway.case.override import ANY, RefusedError, fits, unknown
from pathway.case.scenario import YEARS, row_key
from pathway.errors import Finding, InputError, Severity
from pathway.schema import BY_KEY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pathway.case.estimates import Estimate
    from pathway.workbook.rows import Row, Workbook


class _Known:
    """What rows of sheet ``estimates`` may name: found once for all of them."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook
        self.estimates = {estimate.name: estimate for estimate in estimates(workbook)}
        self._keys: dict[str, list[str]] = {}
        self._estimated: dict[tuple[str, str], list[str]] = defaultdict(list)
        for table, key, parameter in self.estimates:
            self._estimated[table, parameter].append(key)

    def keys(self, table: str) -> list[str]:
        """Keys of the rows of a sheet."""
        if table not in self._keys:
            self._keys[table] = [row_key(row) for row in self.workbook.rows(table)]
        return self._keys[table]

    def means_any(self, row: Row) -> bool:
        """Whether a row is for any estimate at all."""
        place = (row["table"], row["parameter"])
        return any(fits(row["key"], key) for key in self._estimated.get(place, ()))


def check_estimates(workbook: Workbook) -> list[Finding]:
    """Everything that is wrong or doubtful in sheet ``estimates``."""
    rows = workbook.rows("estimates")
    if not rows:
        return []
    known = _Known(workbook)
    findings = [*_twice(rows)]
    for row in rows:
        try:
            findings += _of_row(row, known)
        except RefusedError as error:
            where = row.where(error.column)
            findings.append(Finding(where, error.found, error.expected, error.suggestion))
    return list(dict.fromkeys(findings))


def _of_row(row: Row, known: _Known) -> Iterator[Finding]:
    _check_names(row)
    _check_ends(row)
    key = row["key"]
    if key and ANY not in key:
        keys = known.keys(row["table"])
        if key not in keys:
            found = f"sheet {row['table']} has no row {key!r}"
            raise unknown("key", key, keys, found, "the key of a row, a pattern with *, or a blank")
        estimate = known.estimates.get((row["table"], key, row["parameter"]))
        yield from _of_one(row, known.workbook, estimate)
    elif not known.means_any(row):
        meant = f"by {key!r}" if key else f"in sheet {row['table']!r}"
        yield Finding(
            row.where("key"), f"no estimate is meant {meant}: {row['parameter']}",
            "rows of confidence C or D that have this number",
            "Delete the row, or look at the confidence of the rows meant.", Severity.WARNING,
        )  # fmt: skip


def _check_names(row: Row) -> None:
    tables = sheets_of_estimates()
    if row["table"] not in tables:
        found = f"sheet {row['table']!r} has no estimates"
        raise unknown("table", row["table"], tables, found, "the key of a sheet of inputs")
    table = BY_KEY[row["table"]]
    numbers = [c.key for c in table.columns if c.is_number or table.key == "settings"]
    usable = [*numbers, YEARS] if table.years_across else numbers
    if row["parameter"] not in usable:
        found = f"sheet {table.key} has no number {row['parameter']!r}"
        raise unknown(
            "parameter", row["parameter"], usable, found, "the key of a column of numbers"
        )


def _check_ends(row: Row) -> None:
    low, high = row["low"], row["high"]
    if low > high:
        raise RefusedError("low", f"low {low:g} is above high {high:g}", "low at most high")
    if row["operation"] == "×" and low < 0:
        raise RefusedError("low", f"the factor {low:g}", "a factor of zero or more")


def _of_one(row: Row, workbook: Workbook, estimate: Estimate | None) -> Iterator[Finding]:
    """Whether a range fits the one figure that it is for."""
    if estimate is None:
        raise RefusedError(
            "key", f"{row['parameter']} of {row['key']} is blank", "a number to move"
        )
    if estimate.span is None:
        return
    for side in Side:
        try:
            varied(workbook, [(estimate, side)])
        except InputError as error:
            yield from error.findings
    plain = estimate.span.unit in {None, estimate.unit} and estimate.span.operation == "="
    if plain and not all(row["low"] <= number <= row["high"] for number in estimate.numbers):
        yield Finding(
            row.where("low"), f"the value used, {estimate.value}, lies outside its range",
            "a range around it", "Widen the range, or look at the value.", Severity.WARNING,
        )  # fmt: skip


def _twice(rows: tuple[Row, ...]) -> Iterator[Finding]:
    """Rows that mean the same figures as one above."""
    seen: dict[tuple[str, str, str], Row] = {}
    for row in rows:
        name = (row["table"], row["key"] or "", row["parameter"])
        if name in seen:
            first = seen[name].where("table").rpartition("!")[2]
            yield Finding(
                row.where("table"),
                f"the range of {' '.join(filter(None, name))} stands here and in {first}",
                "one range",
                "Delete one of the two, or give it another key.",
            )
        seen.setdefault(name, row)
