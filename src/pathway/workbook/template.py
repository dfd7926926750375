"""A new workbook: every sheet, with a small invented example to overwrite."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import numpy as np

from pathway.errors import StorageError
from pathway.workbook.folder import read_folder
from pathway.workbook.write import write_workbook

FIRST_YEAR, LAST_YEAR = 2024, 2035
HOURS, DAY = 8760, 24


def new_workbook(path: Path | str, name: str) -> None:
    """Write a workbook that reads and plans, for a planner to put real data into.

    Its rows are invented, are marked as estimates and refer to a source that says so.

    Args:
        path: where to write.
        name: title of the plan.

    Raises:
        StorageError: the file exists, or cannot be written.
    """
    target = Path(path)
    if target.exists():
        raise StorageError(f"{target}: exists already; choose another name or move it away.")
    with resources.as_file(resources.files("pathway.workbook") / "example") as folder:
        data = read_folder(folder)
    for row in data.tables["settings"]:
        if row["key"] == "title_zh":
            row["value"] = name
    across = range(FIRST_YEAR, LAST_YEAR + 1)
    years = dict.fromkeys(("demands", "paths", "actuals", "transfers"), across) | {
        "series": data.years["series"]
    }
    write_workbook(target, data.tables, example_profiles(), years=years)


def example_profiles() -> dict[str, list[float]]:
    """Hourly profiles of an invented year: smooth seasons and days, and weather that repeats."""
    hour, day = np.arange(HOURS) % DAY, np.arange(HOURS) // DAY
    weather = _noise(day)
    summer = np.cos(2 * np.pi * (day - 205) / 365)
    daylight = np.clip(np.sin(np.pi * (hour + 0.5 - 6) / 13), 0, None)
    evening = np.exp(-(((hour - 19.5) / 2.5) ** 2))
    noon = np.exp(-(((hour - 12) / 3.5) ** 2))
    night = (hour >= 22) | (hour < 6)
    profiles = {
        "load": 0.9 + 0.1 * summer**2 + 0.05 * summer + 0.12 * noon + 0.16 * evening - 0.12 * night,
        "solar": daylight * (0.55 + 0.15 * summer) * (0.35 + 0.65 * weather),
        "wind": np.clip(
            0.27 - 0.1 * summer + 0.55 * (_noise(day + 500) - 0.5) + 0.06 * night, 0, 1
        ),
        "charging": 0.4 + 1.0 * night + 0.5 * noon,
    }
    return {name: np.round(values, 4).tolist() for name, values in profiles.items()}


def _noise(day: np.ndarray) -> np.ndarray:
    """Numbers from 0 to 1, one a day, that look random and are the same everywhere."""
    return np.abs(np.modf(np.sin(day * 12.9898) * 43758.5453)[0])
