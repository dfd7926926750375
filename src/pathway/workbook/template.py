"""A new workbook: every sheet, a small invented example to overwrite, and a library to draw on."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pathway.errors import StorageError
from pathway.schema import TABLES
from pathway.workbook.climate import DEFAULT_ZONE, Zone, zone_named
from pathway.workbook.folder import FolderData, read_folder
from pathway.workbook.write import write_workbook

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FIRST_YEAR, LAST_YEAR = 2023, 2035
CLIMATE = "climate"
"""Key of the source that the hourly profiles refer to."""


EXTENTS = frozenset({"existing", "capacity_max", "build_max", "activity_max", "activity_min"})
"""Columns of the library that grow with the city; its rows are for a million people."""


def new_workbook(
    path: Path | str, name: str, climate: str = DEFAULT_ZONE, millions: float = 1.0
) -> None:
    """Write a workbook that reads and plans, for a planner to put real data into.

    Its example rows are invented and marked as estimates. Rows of the library are technologies with
    national or provincial figures and their sources, switched off until the planner wants them.

    Args:
        path: where to write.
        name: title of the plan.
        climate: building climate zone that the hourly profiles are of.
        millions: people of the city [1e6], by which amounts of the library are multiplied.

    Raises:
        StorageError: the file exists, or cannot be written.
        UsageError: there is no such climate zone.
    """
    target, zone = Path(path), zone_named(climate)
    if target.exists():
        raise StorageError(f"{target}: exists already; choose another name or move it away.")
    data = _rows("example")
    for table, rows in library().items():
        data.tables[table] += [_sized(row, table, millions) for row in rows]
    data.tables["sources"].append(_climate_source(zone))
    for row in data.tables["settings"]:
        if row["key"] == "title_zh":
            row["value"] = name
    across = range(FIRST_YEAR, LAST_YEAR + 1)
    years: dict[str, Sequence[int]] = {table.key: across for table in TABLES if table.years_across}
    years["series"] = data.years["series"]
    write_workbook(target, data.tables, zone.profiles(), years=years)


def library() -> Mapping[str, list[dict[Any, object]]]:
    """Rows of the library by sheet, as a new workbook holds them."""
    return _rows("library").tables


def _rows(folder: str) -> FolderData:
    with resources.as_file(resources.files("pathway.workbook") / folder) as path:
        return read_folder(path)


def _sized(row: dict[Any, object], table: str, millions: float) -> dict[Any, object]:
    """A row of the library for a city of that many people."""
    if table == "demands" or (table == "paths" and row["parameter"] in EXTENTS):
        grows = [key for key in row if isinstance(key, int)]
    else:
        grows = [key for key in row if key in EXTENTS and table in {"processes", "retrofits"}]
    return row | {key: float(f"{float(str(row[key])) * millions:.6g}") for key in grows}


def _climate_source(zone: Zone) -> dict[Any, object]:
    return {
        "key": CLIMATE,
        "title": f"逐时曲线：按“{zone.name_zh}”气候区生成",
        "remark": f"{zone.basis}；时序表各列由此而来，换成实测后改写本行",
        "stand_in": "是",
    }
