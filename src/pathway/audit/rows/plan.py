"""What the plan asks for: emissions and their peak, metrics and clauses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pathway.audit.rows.row import Rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pathway.audit.book import Array
    from pathway.audit.city import City
    from pathway.audit.vector import Key, Vector


def rows(city: City) -> Iterator[Rows]:
    """Rows of emissions, metrics and clauses."""
    yield _emissions(city)
    if city.has("peak"):
        yield _peak(city)
    yield _metrics(city)
    if city.has("clauses"):
        yield from _clauses(city)


# --- emissions ------------------------------------------------------------------------------------


def _emissions(city: City) -> Rows:
    def made(v: Vector, key: Key) -> Iterator[Array]:
        yield v["v_emissions"][key]
        for process, factor in city.emission_factors.items():
            yield -factor * v["v_activity"][process,]

    return Rows("emissions", "c_emissions", "==", "year", {(): city.burnt_by_demand}, made)


def _peak(city: City) -> Rows:
    years, year = city.years, city.peak_year

    def later(v: Vector, key: Key) -> Iterator[Array]:
        emissions = v["v_emissions"][()]
        earlier, after = (years.index(int(y)) for y in key)
        yield emissions[[after]]
        yield -emissions[[earlier]]

    pairs: list[tuple[int, int]] = []
    if year is not None and city.options["peak"]["reading"] == "weak":
        pairs = [(year, y) for y in years if y > year]
    elif year is not None:
        pairs = [(y, y + 1) for y in years if y >= year and y + 1 in years]
    side = {(str(x), str(y)): np.zeros(1) for x, y in pairs if y > city.through}
    return Rows("emissions", "c_peak", "<=", "one", side, later)


# --- metrics and clauses --------------------------------------------------------------------------


def _metrics(city: City) -> Rows:
    def value(v: Vector, key: Key) -> Iterator[Array]:
        yield v["v_metric"][key]
        for (variable, process), coefficient in city.figures[key[0]].terms.items():
            yield -coefficient * amount(city, v, variable, process)
        if city.figures[key[0]].peaks:
            yield -city.figures[key[0]].per_peak * v["v_highest_load"][key]

    side = {(f,): figure.constant for f, figure in city.figures.items()}
    return Rows("metrics", "c_metric", "==", "year", side, value)


def amount(city: City, v: Vector, variable: str, process: str) -> Array:
    """What a metric counts of a process: retired of it, or retrofitted to it, over all units."""
    if variable == "v_retire":
        return sum((x for (_, p), x in v["v_retire"].items() if p == process), city.zeros)
    if variable == "v_retrofit":
        moved = v["v_retrofit"].items()
        return sum((x for (k, _), x in moved if city.retrofits[k].after == process), city.zeros)
    return v[variable].get((process,), city.zeros)


NAMES = {">=": "c_clause_ge", "<=": "c_clause_le", "==": "c_clause_eq"}


def _clauses(city: City) -> Iterator[Rows]:
    known, years = city.enforced, city.years

    def figure(v: Vector, key: Key) -> Iterator[Array]:
        row = known[key[0]]
        for metric, year, coefficient in row.numerator:
            yield coefficient * v["v_metric"][metric,][[years.index(year)]]
        for metric, year, coefficient in row.denominator:
            yield -row.limit * coefficient * v["v_metric"][metric,][[years.index(year)]]
        if row.relation in {">=", "=="}:
            yield v["v_short"][key]
        if row.relation in {"<=", "=="}:
            yield -v["v_over"][key]

    for relation, name in NAMES.items():
        side = {
            (key,): np.array([row.limit * row.per_constant - row.done])
            for key, row in known.items()
            if row.relation == relation
        }
        yield Rows("clauses", name, relation, "one", side, figure)
