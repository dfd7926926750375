"""Sheet ``profiles`` as arrays: steps of the year, and one profile in each further column."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from pathway.schema import BY_KEY
from pathway.schema.table import Column, Kind
from pathway.workbook.cells import parse_cell
from pathway.workbook.findings import Findings, named
from pathway.workbook.headings import FIRST_ROW, KEY_ROW, Layout, find_columns
from pathway.workbook.numerals import LARGEST_WHOLE
from pathway.workbook.rows import ProfileSheet
from pathway.workbook.table_sheet import check_merged, parse_or_report
from pathway.workbook.wording import CellError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from pathway.workbook.preflight import Sheet

TABLE = BY_KEY["profiles"]
HOURS_PER_DAY = 24
FIRST_YEAR, LAST_YEAR = 0, 9999
"""What blank from_year and to_year stand for: the step exists in all years."""


def read_profiles(sheet: Sheet, findings: Findings) -> ProfileSheet:
    """Steps and profiles in the order of the steps; one flat step where the sheet is empty."""
    layout = find_columns(sheet, TABLE, findings)
    check_merged(sheet, layout, findings)
    _check_names(sheet, layout, findings)
    places = [*layout.columns.values(), *layout.free.values()]
    rows = [
        number
        for number in range(FIRST_ROW, len(sheet.grid))
        if any(sheet.grid[number][place] is not None for place in places)
    ]
    if not rows or "step" not in layout.columns:
        return ProfileSheet.flat()
    return _Reader(sheet, layout, rows, findings).profile_sheet()


def _check_names(sheet: Sheet, layout: Layout, findings: Findings) -> None:
    name_column = Column("profile", "曲线", "Profile", Kind.KEY, "", "")
    for name, place in layout.free.items():
        parse_or_report(name, name_column, partial(sheet.where, KEY_ROW, place), findings)


@dataclass(frozen=True)
class _Reader:
    sheet: Sheet
    layout: Layout
    rows: Sequence[int]
    findings: Findings

    def profile_sheet(self) -> ProfileSheet:
        step = self._numbers("step")
        duration = self._numbers("duration", np.ones(len(self.rows)))
        order = np.argsort(step, kind="stable")
        self._check_steps(step)
        return ProfileSheet(
            step=step[order].astype(np.int64),
            day=self._days(step)[order],
            duration=duration[order],
            weight=self._numbers("weight", duration)[order],
            from_year=self._years("from_year", FIRST_YEAR)[order],
            to_year=self._years("to_year", LAST_YEAR)[order],
            profiles={
                name: self._profile(name, at)[order] for name, at in self.layout.free.items()
            },
            where=self.sheet.where(),
        )

    def _check_steps(self, step: NDArray[np.float64]) -> None:
        seen: dict[float, int] = {}
        place = self.layout.columns["step"]
        for row, value in zip(self.rows, step.tolist(), strict=True):
            if value in seen:
                first = self.sheet.where(seen[value], place).rpartition("!")[2]
                self.findings.error(
                    self.sheet.where(row, place),
                    f"step {value:.0f} stands here and in {first}",
                    "each step once",
                    "Number the steps 1, 2, 3 ….",
                )
            seen.setdefault(value, row)

    def _profile(self, name: str, place: int) -> NDArray[np.float64]:
        column = Column(name, "曲线", "Profile", Kind.NUMBER, "", "", required=True, unit="1")
        return self._column(place, column, None)

    def _years(self, key: str, blank: int) -> NDArray[np.int64]:
        return self._numbers(key, np.full(len(self.rows), float(blank))).astype(np.int64)

    def _numbers(self, key: str, blanks: NDArray[np.float64] | None = None) -> NDArray[np.float64]:
        """Numbers of a declared column; blank cells take what is given for them."""
        if key not in self.layout.columns:
            return np.zeros(len(self.rows)) if blanks is None else blanks
        return self._column(self.layout.columns[key], TABLE.by_key[key], blanks)

    def _column(
        self, place: int, column: Column, blanks: NDArray[np.float64] | None
    ) -> NDArray[np.float64]:
        raw = [self.sheet.grid[row][place] for row in self.rows]
        if self._sound(raw, column):
            return np.array(raw, dtype=np.float64)
        if blanks is not None and not any(value is not None for value in raw):
            return blanks
        spare = [0.0] * len(raw) if blanks is None else blanks.tolist()
        return np.array(
            [
                self._cell(value, row, place, column, blank if blanks is not None else None)
                for value, row, blank in zip(raw, self.rows, spare, strict=True)
            ],
            dtype=np.float64,
        )

    def _sound(self, raw: list[Any], column: Column) -> bool:
        """Whether a column is nothing but good numbers, told without looking at each cell."""
        kinds = {Kind.NUMBER, Kind.INTEGER}
        if column.kind not in kinds or not {type(value) for value in raw} <= {float, int}:
            return False
        numbers = np.array(raw, dtype=np.float64)
        low = -np.inf if column.at_least is None else column.at_least
        size = np.inf if column.kind is Kind.NUMBER else LARGEST_WHOLE
        whole = column.kind is Kind.NUMBER or bool((numbers == np.floor(numbers)).all())
        within = np.isfinite(numbers) & (numbers >= low) & (np.abs(numbers) <= size)
        return whole and bool(within.all())

    def _cell(self, raw: Any, row: int, place: int, column: Column, blank: float | None) -> float:
        if raw is None and blank is not None:
            return blank
        if raw is None:
            self.findings.error(
                self.sheet.where(row, place),
                f"{named(column)} is blank",
                "a number in every step",
                "Fill the cell, or clear the row.",
            )
            return 0.0
        where = partial(self.sheet.where, row, place)
        value = parse_or_report(raw, column, where, self.findings)
        return 0.0 if value is None else float(value)

    def _days(self, step: NDArray[np.float64]) -> NDArray[np.str_]:
        """Chronology of each step: as given, or 24 steps to a day where the column is blank."""
        place = self.layout.columns.get("day")
        raw = [None if place is None else self.sheet.grid[row][place] for row in self.rows]
        if place is None or not any(value is not None for value in raw):
            return np.char.mod("%d", (step.astype(np.int64) - 1) // HOURS_PER_DAY + 1)
        words: dict[Any, str] = {}
        for value, row in zip(raw, self.rows, strict=True):
            if not words.get((type(value), value)):  # a wrong one is told of every cell
                words[type(value), value] = self._day(value, row, place)
        return np.array([words[type(value), value] for value in raw])

    def _day(self, raw: Any, row: int, place: int) -> str:
        column = TABLE.by_key["day"]
        try:
            return "" if raw is None else str(parse_cell(raw, column).value)
        except CellError as error:
            found = f"{named(column)} holds {error.found}"
            self.findings.error(
                self.sheet.where(row, place), found, error.expected, error.suggestion
            )
            return ""
        finally:
            if raw is None:
                self.findings.error(
                    self.sheet.where(row, place),
                    f"{named(column)} is blank",
                    "a day for every step, or for none",
                    "Fill the cell.",
                )
