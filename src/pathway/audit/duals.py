"""Duals of a run along the axes of the rows and variables that are known here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from pathway.audit.rows import DERIVED
from pathway.audit.vector import AXES, UNKNOWN, length

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from pathway.audit.book import Array
    from pathway.audit.city import City
    from pathway.audit.rows.row import Rows
    from pathway.audit.vector import Key, Space, Vector

NOISE = 1e-12
"""Duals this small beside the largest are rounding of the solver."""
NUMBERS = ("dual", "side", "level")
PARTS = {"one": 0, "year": 1, "step": 2, "day": 2, "calendar": 2}
"""Parts of an index text that give the place along an axis; those before them are the key."""


@dataclass(frozen=True)
class Told:
    """What a table of duals says of rows or of variables; not a number where it is silent."""

    dual: Vector
    side: Vector
    level: Vector
    unknown: tuple[str, ...]
    """Names in the table that are no rows or variables known here."""


@dataclass(frozen=True)
class Duals:
    """Duals of one certificate."""

    stage: str
    weights: tuple[float, float]
    """Weights of the cost before the deadline and after it in its objective."""
    cost: float
    """Cost of the plan as its objective counts it, by the table."""
    bound: float
    """What no schedule can cost less than, by the table."""
    slack: float
    rows: Told
    columns: Told


def read_duals(
    city: City,
    tables: Mapping[str, pd.DataFrame],
    rows: Mapping[str, Rows],
    cost: tuple[float, float],
    known: Space,
) -> list[Duals]:
    """Certificates of a run.

    Args:
        city: the workbook.
        tables: tables of the run.
        rows: row families, by name.
        cost: cost of the plan before the deadline and after it; how a tail weighs the two follows.
        known: variables, by name and key.
    """
    found = []
    axes = {name: family.axis for name, family in rows.items()}
    keys = {name: set(family.side) for name, family in rows.items()}
    for made in tables["certificates"].to_dict("records"):
        table = tables["duals"][tables["duals"]["certificate"] == made["certificate"]]
        table = table[table["dual"].abs() > NOISE * table["dual"].abs().max()]
        of_rows = table[(table["kind"] == "row") & ~table["name"].isin(DERIVED)]
        of_columns = table[(table["kind"] == "column") & ~table["name"].isin(UNKNOWN)]
        stage, total = str(made["certificate"]), float(made["cost"])
        blend = ((total - cost[1]) / cost[0] if cost[0] else 1.0, 1.0)
        found.append(
            Duals(
                stage,
                {"whole": (1.0, 1.0), "before": (1.0, 0.0)}.get(stage, blend),
                total,
                float(made["bound"]),
                float(made["slack"]),
                _told(city, _oriented(of_rows, rows), axes, keys),
                _told(city, of_columns, AXES, {name: set(by) for name, by in known.items()}),
            )
        )
    return found


def _oriented(table: pd.DataFrame, rows: Mapping[str, Rows]) -> pd.DataFrame:
    """Rows that a run writes as ``b <= a`` for ``a >= b``, turned as they are here."""
    own = table["name"].map({name: family.sense for name, family in rows.items()})
    told = table["sense"]
    turned = ((own == ">=") & (told == "<=")) | ((own == "<=") & (told == ">="))
    sign = np.where(turned, -1.0, 1.0)
    return table.assign(**{column: table[column] * sign for column in NUMBERS})


def _told(
    city: City, table: pd.DataFrame, axes: Mapping[str, str], known: Mapping[str, set[Key]]
) -> Told:
    vectors: dict[str, Vector] = {column: {name: {} for name in known} for column in NUMBERS}
    unknown: list[str] = []
    for name, mine in table.groupby("name", sort=False):
        if name not in axes or name not in known:
            unknown.append(str(name))
            continue
        places = _places(city, axes[str(name)], mine["index"])
        for key, (at, chosen) in places.items():
            if key not in known[str(name)]:
                unknown.append(",".join((str(name), *key)))
                continue
            for column in NUMBERS:
                blank = 0.0 if column == "dual" else np.nan
                values = np.full(length(city, axes[str(name)]), blank)
                values[at] = mine[column].to_numpy(float)[chosen]
                vectors[column][str(name)][key] = values
    return Told(vectors["dual"], vectors["side"], vectors["level"], tuple(unknown))


def _places(city: City, axis: str, index: pd.Series[Any]) -> dict[Key, tuple[Array, Array]]:
    """For each key: places along the axis, and the rows of the table that they come from."""
    parts = PARTS[axis]
    split = [f",{text}".rsplit(",", parts) for text in index.fillna("").astype(str)]
    at = np.zeros(len(split), np.int64)
    if parts:
        year_of = {str(year): i for i, year in enumerate(city.years)}
        year = np.array([year_of[words[1]] for words in split], np.int64)
        number = np.array([int(words[-1]) for words in split], np.int64)
        at = _along(city, axis, year, number)
    rows: dict[str, list[int]] = {}
    for row, words in enumerate(split):
        rows.setdefault(words[0], []).append(row)
    return {tuple(key.split(",")[1:]): (at[found], np.array(found)) for key, found in rows.items()}


def _along(city: City, axis: str, year: Array, number: Array) -> Array:
    clock = city.clock
    if axis == "year":
        return year
    if axis == "step":
        return np.asarray(clock.at[year, number])
    if axis == "calendar":
        return year * len(clock.calendar) + number
    places = {pair: k for k, pair in enumerate(clock.days)}
    pairs = zip(year.tolist(), number.tolist(), strict=True)
    return np.array([places[pair] for pair in pairs], np.int64)
