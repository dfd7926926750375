"""Figures as a reader finds them: cells of sheets, data of the page, columns of tables."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd
from python_calamine import CalamineWorkbook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

Figures = dict[tuple[Any, ...], float]
"""Figures by what they are of: names, years."""
LEAST = 1e-6
"""Figures below it are none: sheets leave them out, tables may have their noise."""
DATA = re.compile(r'<script type="application/json" id="data">(.*?)</script>', re.S)


@dataclass(frozen=True)
class Reading:
    """The files of a run, read without a line of the program that wrote them."""

    folder: Path

    def table(self, name: str) -> pd.DataFrame:
        """A table of the run."""
        return pd.read_csv(self.folder / f"tables/{name}.csv", encoding="utf-8-sig")

    def told(self, name: str) -> Any:
        """A file of facts, ``manifest`` or ``summary``."""
        return json.loads((self.folder / f"{name}.json").read_text("utf-8"))

    @cached_property
    def book(self) -> dict[str, list[list[Any]]]:
        """Sheets of ``plan.xlsx`` by name."""
        return rows_of(self.folder / "plan.xlsx")

    @cached_property
    def page(self) -> Any:
        """Sections of ``report.html``."""
        [text] = DATA.findall((self.folder / "report.html").read_text("utf-8"))
        return json.loads(text)["sections"]

    def grid(self, sheet: str, title: str) -> Figures:
        """The part of a sheet below a title, years across: figures by item and year."""
        rows = self.book[sheet]
        at = next(n for n, row in enumerate(rows) if row[0] == title)
        head = next(n for n in range(at + 1, len(rows)) if "单位" in rows[n])
        years = {
            n: int(cell) for n, cell in enumerate(rows[head]) if re.fullmatch("2[0-9]{3}", cell)
        }
        found: Figures = {}
        for row in rows[head + 1 :]:
            if not row[0]:
                break
            found |= {(row[0], y): row[n] for n, y in years.items() if isinstance(row[n], float)}
        return found

    def listed(self, sheet: str, *heads: str) -> list[dict[str, Any]]:
        """Rows of the list of a sheet whose headings are, among others, these."""
        rows = self.book[sheet]
        at = next(n for n, row in enumerate(rows) if set(heads) <= set(row))
        names = rows[at]
        body = [row for row in rows[at + 1 :] if row[0] != ""]
        return [dict(zip(names, row, strict=True)) for row in body]

    def chart(self, section: str, title: str) -> Figures:
        """A chart of the page: figures by series and year."""
        [chart] = [c for c in self.page[section]["charts"] if zh(c["title"]) == title]
        return {
            (zh(row["name"]), year): value
            for row in chart["rows"]
            for year, value in zip(chart["years"], row["values"], strict=True)
            if value is not None
        }


def rows_of(path: Path) -> dict[str, list[list[Any]]]:
    """Sheets of a workbook as rows of cells, formulas as their results."""
    book = CalamineWorkbook.from_path(str(path))
    sheets = ((name, book.get_sheet_by_name(name)) for name in book.sheet_names)
    return {name: sheet.to_python(skip_empty_area=False) for name, sheet in sheets}


def zh(text: Any) -> str:
    """The Chinese of a text of the page."""
    return str(text["zh"] if isinstance(text, dict) else text)


def sums(rows: pd.DataFrame, keys: Sequence[str], value: str) -> Figures:
    """Sums of a column of a table."""
    found: dict[Any, float] = rows.groupby(list(keys))[value].sum().to_dict()
    parts = {key if isinstance(key, tuple) else (key,): x for key, x in found.items()}
    return {tuple(map(plain, key)): float(x) for key, x in parts.items()}


def plain(part: Any) -> Any:
    """A name as text, a year as a whole number."""
    return part if isinstance(part, str) else int(part)


def added(figures: Figures, keep: Callable[[tuple[Any, ...]], Any]) -> Figures:
    """Figures added up by a part of what they are of; None leaves one out."""
    found: dict[Any, list[float]] = {}
    for key, value in figures.items():
        if (short := keep(key)) is not None:
            found.setdefault(short, []).append(value)
    return {key: math.fsum(values) for key, values in found.items()}


def without(figures: Figures, names: Iterable[str]) -> Figures:
    """Figures but those of some names, such as sums."""
    left_out = set(names)
    return {key: value for key, value in figures.items() if key[0] not in left_out}


def apart(places: dict[str, Figures], share: float = 2e-6) -> list[str]:
    """Where figures that should be the same are not: what, and what each place says.

    Args:
        places: figures by where they were read; the page has seven digits.
        share: relative difference that rounding explains.
    """
    wrong = []
    for key in sorted(set().union(*places.values()), key=str):
        values = {place: figures.get(key, 0.0) for place, figures in places.items()}
        most = max(map(abs, values.values()))
        if max(values.values()) - min(values.values()) > max(LEAST, share * most):
            wrong.append(f"{key}: {values}")
    return wrong
