"""What tables of the report are made of: columns, rows, formulas, and how values are read."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from pathway.workbook.look import line_count, text_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NARROWEST, WIDEST = 8.0, 44.0


@dataclass(frozen=True)
class Column:
    """A column of a table: what stands above it, how wide, and what kind of cells."""

    title: str
    width: float = 0.0
    """In characters; 0 lets the texts decide."""
    kind: str = "text"
    """text, wrap, centre, light, year (a calendar year) or number."""
    digits: int | None = None
    """Decimals of its numbers; None lets their size decide."""


@dataclass(frozen=True)
class Row:
    """A row of a table and how it is shown."""

    cells: Sequence[Any]
    style: str = "plain"


class Formula(NamedTuple):
    """A formula of the report's own, with its result."""

    text: str
    result: float | str


class Block(NamedTuple):
    """Where a table stands, for charts and formulas (rows and columns from 0)."""

    sheet: str
    heading_row: int
    first_row: int
    last_row: int
    name_column: int
    first_column: int
    last_column: int


def text_of(value: Any) -> str:
    """Text of a cell; empty for a blank."""
    if isinstance(value, str):
        return value
    return "" if value is None or pd.isna(value) else str(value)


def number_of(value: Any) -> float | None:
    """Number in a cell; None for a text or blank."""
    if isinstance(value, Formula):
        value = value.result
    if value is None or isinstance(value, str):
        return None
    if not isinstance(value, float | int) and pd.isna(value):  # slow, and rarely needed
        return None
    number = float(value)
    return number if math.isfinite(number) else None


def fitting_width(column: Column, cells: Iterable[Any]) -> float:
    """Width of a column that shows its heading and its texts, within bounds [characters]."""
    if column.kind == "number":
        return 12.0
    widest = max((text_width(text_of(cell)) for cell in cells), default=0)
    title = text_width(column.title)
    heading = title / 2 + 4 if title > 12 else title + 5
    return min(max(NARROWEST, widest + 4, heading), WIDEST)


def distinct_titles(columns: Sequence[Column]) -> list[str]:
    """Headings, no two alike: a native table needs that."""
    seen: dict[str, int] = {}
    titles = []
    for column in columns:
        count = seen[column.title] = seen.get(column.title, 0) + 1
        titles.append(column.title if count == 1 else f"{column.title} {count}")
    return titles


def wrapped_lines(columns: Sequence[Column], row: Row, widths: Sequence[float]) -> int:
    """Lines that the longest wrapped text of a row takes."""
    return max(
        (
            line_count(text_of(value), width)
            for column, value, width in zip(columns, row.cells, widths, strict=True)
            if column.kind == "wrap"
        ),
        default=1,
    )
