"""Duals of a run along the axes of the rows and variables that are known here.

Those with a value a step are columns of table ``duals_hourly``, the others lines of ``duals``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from pathway.audit.rows import DERIVED
from pathway.audit.vector import AXES, UNKNOWN, length

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

    from pathway.audit.book import Array
    from pathway.audit.city import City
    from pathway.audit.rows.row import Rows
    from pathway.audit.vector import Key, Space, Vector

NOISE = 1e-12
"""Duals this small beside the largest are rounding of the solver."""
NUMBERS = ("dual", "side", "level")
OTHERS = ("side", "room")
PARTS = {"one": 0, "year": 1, "step": 2, "day": 2, "calendar": 2, "peak": 2}
"""Parts of an index text that give the place along an axis; those before them are the key."""


@dataclass(frozen=True)
class Told:
    """What tables of duals say of rows or of variables; not a number where they are silent."""

    dual: Vector
    side: Vector
    level: Vector
    known: Mapping[str, set[Key]]
    """Keys of the rows or variables that there are, by name."""
    unknown: list[str]
    """Names in the tables that are none of these."""


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
    gap: float
    """Cost above the bound, relative, by the table."""
    slack: float
    """Gap that the run accepted."""
    rows: Told
    columns: Told


@dataclass(frozen=True, eq=False)
class _Column:
    """A column of duals of the hourly table, as its name says and with what stands beside it."""

    stage: str
    kind: str
    name: str
    index: str
    sense: str
    dual: Array
    side: Array | None
    room: Array | None


def read_duals(
    city: City,
    tables: Mapping[str, pd.DataFrame],
    rows: Mapping[str, Rows],
    cost: tuple[float, float],
    known: Space,
) -> Iterator[Duals]:
    """Certificates of a run, one after another: on all hours each of them is large.

    Args:
        city: the workbook.
        tables: tables of the run.
        rows: row families, by name.
        cost: cost of the plan before the deadline and after it; how a tail weighs the two follows.
        known: variables, by name and key.
    """
    axes = {name: family.axis for name, family in rows.items()}
    keys = {name: set(family.side) for name, family in rows.items()}
    variables = {name: set(by) for name, by in known.items()}
    senses = {name: family.sense for name, family in rows.items()}
    for made in tables["certificates"].to_dict("records"):
        stage, total = str(made["certificate"]), float(made["cost"])
        table = tables["duals"][tables["duals"]["certificate"] == stage]
        hourly = [part for part in _hourly_columns(tables["duals_hourly"]) if part.stage == stage]
        least = NOISE * _largest(table, hourly)
        table = table[table["dual"].abs() > least]
        of_rows = _told(city, _oriented(table[table["kind"] == "row"], senses), axes, keys)
        of_columns = _told(city, table[table["kind"] == "column"], AXES, variables)
        for part in hourly:
            _add(city, part, least, of_rows if part.kind == "row" else of_columns, senses)
        blend = ((total - cost[1]) / cost[0] if cost[0] else 1.0, 1.0)
        weights = {"whole": (1.0, 1.0), "before": (1.0, 0.0)}.get(stage, blend)
        bound, gap, slack = (float(made[column]) for column in ("bound", "gap", "slack"))
        yield Duals(stage, weights, total, bound, gap, slack, of_rows, of_columns)


def _hourly_columns(table: pd.DataFrame) -> Iterator[_Column]:
    """Columns of duals of the hourly table, with those of sides and of room beside them."""
    for name in table:
        *words, part = str(name).split("|")
        if part == "dual":
            stage, kind, of, index, sense = words
            side, room = (_numbers(table, f"{'|'.join(words)}|{other}") for other in OTHERS)
            dual = table[name].to_numpy(float)
            yield _Column(stage, kind, of, index, sense, dual, side, room)


def _numbers(table: pd.DataFrame, column: str) -> Array | None:
    return table[column].to_numpy(float) if column in table else None


def _largest(table: pd.DataFrame, hourly: list[_Column]) -> float:
    """Largest dual of a certificate."""
    highest = (float(np.abs(part.dual).max(initial=0.0)) for part in hourly)
    return max(float(table["dual"].abs().max()) if len(table) else 0.0, *highest, 0.0)


def _add(city: City, part: _Column, least: float, told: Told, senses: Mapping[str, str]) -> None:
    """Add the duals of an hourly column to those that are known."""
    name, key = part.name, tuple(part.index.split(",")) if part.index else ()
    if name in DERIVED | UNKNOWN:
        return
    if key not in told.known.get(name, ()) or len(part.dual) != length(city, "step"):
        told.unknown.append(",".join((name, *key)))
        return
    sign = -1.0 if _turned(senses.get(name, ""), part.sense) else 1.0
    there = np.abs(part.dual) > least
    zero = np.zeros(len(there))
    side, room = (zero if array is None else array for array in (part.side, part.room))
    told.dual[name][key] = np.where(there, sign * part.dual, 0.0)
    told.side[name][key] = np.where(there, sign * side, np.nan)
    told.level[name][key] = np.where(there, sign * (side + room), np.nan)


def _turned(own: str, told: str) -> bool:
    """Whether a run writes rows as ``b <= a`` that are ``a >= b`` here, or the other way round."""
    return (own, told) in {(">=", "<="), ("<=", ">=")}


def _oriented(table: pd.DataFrame, senses: Mapping[str, str]) -> pd.DataFrame:
    """Rows of the table, turned as they are here."""
    pairs = zip(table["name"].map(senses), table["sense"], strict=True)
    sign = np.array([-1.0 if _turned(own, told) else 1.0 for own, told in pairs])
    return table.assign(**{column: table[column] * sign for column in NUMBERS})


def _told(
    city: City, table: pd.DataFrame, axes: Mapping[str, str], known: Mapping[str, set[Key]]
) -> Told:
    """What the lines of a table say."""
    vectors: list[Vector] = [{name: {} for name in known} for _ in NUMBERS]
    told = Told(vectors[0], vectors[1], vectors[2], known, [])
    for name, mine in table.groupby("name", sort=False):
        if name in DERIVED | UNKNOWN:
            continue
        if name not in axes or name not in known:
            told.unknown.append(str(name))
            continue
        places = _places(city, axes[str(name)], mine["index"])
        for key, (at, chosen) in places.items():
            if key not in known[str(name)]:
                told.unknown.append(",".join((str(name), *key)))
                continue
            for column in NUMBERS:
                blank = 0.0 if column == "dual" else np.nan
                values = np.full(length(city, axes[str(name)]), blank)
                values[at] = mine[column].to_numpy(float)[chosen]
                getattr(told, column)[str(name)][key] = values
    return told


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
    if axis == "peak":
        place = {int(row): k for k, row in enumerate(city.peak_rows)}
        return year * len(place) + np.array([place[row] for row in number.tolist()], np.int64)
    places = {pair: k for k, pair in enumerate(clock.days)}
    pairs = zip(year.tolist(), number.tolist(), strict=True)
    return np.array([places[pair] for pair in pairs], np.int64)
