from __future__ import annotations

import shutil
import zipfile
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from pathway.errors import Finding, InputError, Severity
from pathway.workbook.read import read_workbook
from pathway.workbook.write import write_workbook

if TYPE_CHECKING:
    from collections.abc import Callable

TABLES: dict[str, list[dict[Any, object]]] = {
    "settings": [
        {"key": "title_zh", "value": "小城"},
        {"key": "base_year", "value": 2023},
        {"key": "last_year", "value": 2026},
        {"key": "price_year", "value": 2023},
        {"key": "discount_rate", "value": 6, "unit": "%"},
        {"key": "payment_timing", "value": "end"},
    ],
    "regions": [{"region": "city", "name_zh": "小城"}],
    "commodities": [
        {
            "commodity": "power",
            "name_zh": "电",
            "unit": "亿千瓦时",
            "resolution": "hour",
            "surplus": True,
        },
        {"commodity": "coal", "name_zh": "煤", "unit": "万吨标煤", "resolution": "year"},
    ],
    "processes": [
        {
            "process": "wind",
            "name_zh": "风电",
            "sector": "电力",
            "tags": ("风电", "可再生"),
            "region": "city",
            "capacity_unit": "万千瓦",
            "activity_unit": "亿千瓦时",
            "availability_profile": "wind",
            "capex": 5000.5,
            "capex_unit": "元/千瓦",
            "source": ("stats",),
            "confidence": "B",
        },
        {
            "process": "coal_plant",
            "name_zh": "煤电",
            "sector": "电力",
            "capacity_unit": "万千瓦",
            "activity_unit": "亿千瓦时",
        },
    ],
    "flows": [
        {"process": "wind", "commodity": "power", "direction": "out", "amount": 1},
        {"process": "coal_plant", "commodity": "power", "direction": "out", "amount": 1},
    ],
    "demands": [
        {
            "demand": "homes",
            "name_zh": "居民",
            "commodity": "power",
            "sector": "居民",
            "unit": "亿千瓦时",
            2024: 10.25,
            2026: 11,
        }
    ],
    "sources": [{"key": "stats", "title": "统计年鉴"}],
}
PROFILES = {"wind": [0.5, 0.25, 1.0], "load": [1, 2, 3]}
YEARS = (2024, 2025, 2026)

Cells = dict[tuple[str, str], object]


@pytest.fixture
def tables() -> dict[str, list[dict[Any, object]]]:
    """Rows of a small sound workbook, free to change."""
    return deepcopy(TABLES)


@pytest.fixture(scope="session")
def master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small sound workbook, written once; never to be changed."""
    path = tmp_path_factory.mktemp("master") / "small.xlsx"
    write_workbook(path, TABLES, PROFILES, years=YEARS)
    return path


@pytest.fixture
def book(master: Path, tmp_path: Path) -> Path:
    """A small sound workbook, free to change."""
    return Path(shutil.copy(master, tmp_path))


@pytest.fixture(scope="session")
def keys(master: Path) -> dict[str, dict[object, str]]:
    """Letter of each column of the small workbook, by sheet and column key."""
    file = openpyxl.load_workbook(master)
    return {s.title: {c.value: c.column_letter for c in s[2]} for s in file if s.title != "_lists"}


@pytest.fixture
def edit(book: Path) -> Callable[[Cells], Path]:
    """Change cells of the small workbook as a planner would, in another program."""

    def change(cells: Cells) -> Path:
        file = openpyxl.load_workbook(book)
        for (sheet, cell), value in cells.items():
            file[sheet][cell] = value
        file.save(book)
        return book

    return change


@pytest.fixture
def errors() -> Callable[[Path], dict[str, Finding]]:
    """Errors of a workbook by address, without the file name; empty if there are none."""

    def found(path: Path) -> dict[str, Finding]:
        try:
            read_workbook(path)
        except InputError as error:
            wrong = [f for f in error.findings if f.severity is Severity.ERROR]
            return {f.where.partition("!")[2] or f.where: f for f in wrong}
        return {}

    return found


@pytest.fixture
def at(keys: dict[str, dict[object, str]]) -> Callable[[str, object, int], str]:
    """Address of a cell of the small workbook by sheet, column key and row."""
    return lambda sheet, column, row: f"{keys[sheet][column]}{row}"


@pytest.fixture
def rewrite() -> Callable[[Path, Callable[[bytes], bytes]], None]:
    """Change the XML of all sheets of a workbook, as another program might have written it."""

    def change(path: Path, patch: Callable[[bytes], bytes]) -> None:
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in parts.items():
                archive.writestr(name, patch(data) if "worksheets/sheet" in name else data)

    return change
