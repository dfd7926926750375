"""Metrics and clauses: value, target, slack and light of every row, and the manifest's count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from pathway.audit.clauses import denominator, numerator
from pathway.audit.rows.plan import amount
from pathway.schema.units import convert_factor

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from pathway.audit.book import Array
    from pathway.audit.city import City
    from pathway.audit.clauses import Clause, ClauseRow
    from pathway.audit.items import Ledger
    from pathway.audit.vector import Vector

MET = 1e-6
"""Relative difference to which a target counts as met."""
YELLOW = 0.1
"""Largest miss, as a share of the target, that is yellow (发改办环资〔2020〕901号)."""
SILENT = {
    "not_yet": "not_modelled",
    "off": "not_modelled",
    "missing": "missing",
    "unknown": "unknown",
}
"""Light of clauses without a result, by state."""
ORDER = ("green", "yellow", "red")


def metric_values(city: City, v: Vector) -> dict[str, Array]:
    """Every metric added up from decisions and the workbook alone."""
    return {
        key: figure.constant
        + sum((k * amount(city, v, name, p) for (name, p), k in figure.terms.items()), city.zeros)
        + figure.per_peak * v["v_highest_load"].get((key,), 0.0)
        for key, figure in city.figures.items()
    }


def check_clauses(
    city: City, tables: Mapping[str, pd.DataFrame], v: Vector, ledger: Ledger
) -> dict[str, list[str]]:
    """Every clause and row; gives back the lights of each enforced clause."""
    table, values = tables["clauses"], metric_values(city, v)
    wanted = {row.key: (clause, row) for clause in city.clauses.values() for row in clause.rows}
    there = table[table["row"].notna()]
    ledger.equal(("clauses", "rows_of_clauses"), sorted(there["row"]), sorted(wanted), "rows")
    lights: dict[str, list[str]] = {}
    for told in there.to_dict("records"):
        if told["row"] in wanted:
            clause, row = wanted[told["row"]]
            light = _check_row(city, row, values, told, ledger)
            if row.enforced:
                lights.setdefault(clause.key, []).append(light)
    states = sorted(set(zip(table["clause"], table["state"], strict=True)))
    own = sorted((key, clause.state) for key, clause in city.clauses.items())
    ledger.equal(("clauses", "states"), states, own, "states")
    sources = set(zip(table["clause"], table["value_source"], table["own_target"], strict=True))
    wanted_sources = {
        (key, clause.line["value_source"], clause.own_target)
        for key, clause in city.clauses.items()
    }
    ledger.equal(("clauses", "sources"), sorted(sources), sorted(wanted_sources), "sources")
    for clause in city.clauses.values():
        if not clause.rows:
            _check_silent(city, clause, values, table[table["clause"] == clause.key], ledger)
    peak = _check_peak(city, table, v, ledger)
    return {**lights, **peak}


def _check_row(
    city: City, row: ClauseRow, values: Mapping[str, Array], told: Mapping[Any, Any], ledger: Ledger
) -> str:
    """One row of the table; gives back its light as it should be."""
    unit, name = str(told["unit"]), row.key
    over, under = numerator(row, values, city.years), denominator(row, values, city.years)
    result = row.told(over / under, unit) if under else np.nan
    target = row.told(row.limit, unit)
    slack = {">=": result - target, "<=": target - result, "==": -abs(result - target)}[
        row.relation
    ]
    offset = row.told(0.0, unit)
    size = sum(abs(k * values[m][city.years.index(y)]) for m, y, k in row.numerator)
    told_size = size * abs(row.size(unit) / under) if under else 0.0
    gross = max(abs(target), abs(target - offset), told_size)
    for column, own in (("target", target), ("result", result), ("slack", slack)):
        off = abs(float(told[column]) - own)
        ledger.residual(("clauses", "figures"), off, max(gross, 1e-9), where=f"{name}, {column}")
    light = _light(slack, target, MET * gross)
    words = (str(told["relation"]), int(told["year"]), str(told["light"]))
    wanted = (row.relation, row.year, light if row.enforced else "recorded")
    ledger.equal(("clauses", "lights"), words, wanted, name)
    if row.enforced:
        _check_binding(name, told, abs(slack) / max(MET * gross, 1e-300), ledger)
    return light


def _check_binding(name: str, told: Mapping[Any, Any], off: float, ledger: Ledger) -> None:
    """A row binds at its target, or where it has a price; what rounding decides is left alone."""
    if not 0.5 < off < 2.0:
        binds = off <= 1.0 or float(told["price"]) != 0.0
        ledger.equal(("clauses", "lights"), bool(told["binding"]), binds, f"{name}, binding")


def _light(slack: float, target: float, tolerance: float) -> str:
    if slack >= -tolerance:
        return "green"
    return "yellow" if -slack <= YELLOW * abs(target) + tolerance else "red"


def _check_silent(
    city: City, clause: Clause, values: Mapping[str, Array], told: pd.DataFrame, ledger: Ledger
) -> None:
    """A clause without rows: its light, and its figure where it has one."""
    if clause.state == "family" and clause.sense.family == "peak" and city.window:
        return
    light = SILENT.get(clause.state, "recorded")
    ledger.equal(("clauses", "lights"), list(told["light"]), [light], clause.key)
    figure = city.figures.get(clause.line["metric"] or "")
    if clause.state == "recorded" and figure and len(told) == 1:
        row = told.iloc[0]
        own = values[figure.key][city.years.index(int(row["year"]))]
        factor = convert_factor(figure.held, str(row["unit"]))
        ledger.same(("clauses", "figures"), float(row["result"]), own * factor, where=clause.key)


def peak_year(city: City, v: Vector) -> int:
    """Year of the highest emissions; the first of those that are equal to the tolerance."""
    levels = v["v_emissions"][()]
    highest = levels.max()
    return city.years[int(np.argmax(levels >= highest - MET * abs(highest)))]


def _check_peak(city: City, table: pd.DataFrame, v: Vector, ledger: Ledger) -> dict[str, list[str]]:
    """Clauses that ask for the peak: reached by the deadline or not."""
    lights: dict[str, list[str]] = {}
    for clause in city.clauses.values():
        if clause.state == "family" and clause.sense.family == "peak" and city.window:
            reached, deadline = peak_year(city, v), city.window[1]
            light = "green" if reached <= deadline else "red"
            told = table[table["clause"] == clause.key].iloc[0]
            found = (int(told["target"]), int(told["result"]), str(told["light"]))
            ledger.equal(("clauses", "lights"), found, (deadline, reached, light), clause.key)
            lights[clause.key] = [light]
    return lights


def check_summary(
    city: City,
    v: Vector,
    lights: Mapping[str, list[str]],
    manifest: Mapping[str, Any],
    ledger: Ledger,
) -> None:
    """Status, peak, clauses and unserved demand in the manifest."""
    place = ("tables", "manifest")
    ledger.equal(place, manifest["status"], "optimal", "status")
    said = manifest["clauses"]
    for own, counts in ((False, said), (True, said["own_targets"])):
        keys = (key for key in lights if city.clauses[key].own_target == own)
        worst = [max(lights[key], key=ORDER.index) for key in keys]
        for name, light in (("met", "green"), ("missed_yellow", "yellow"), ("missed_red", "red")):
            where = f"{'own targets' if own else 'clauses'} {name}"
            ledger.equal(place, counts[name], worst.count(light), where)
    ledger.equal(place, manifest["peak"]["year"], peak_year(city, v), "peak year")
    ledger.equal(place, manifest["peak"]["rows_of_year"], city.peak_year, "peak year of the rows")
    levels = v["v_emissions"][()]
    ledger.same(place, float(manifest["peak"]["level"]), levels.max(), where="peak level")
    for good, amount_ in manifest["unserved"].items():
        shown = city.net.goods[good]
        nodes = [x for n, x in v["v_unserved"].items() if n[0] == good]
        total = sum(float(city.clock.total(x).sum()) for x in nodes)
        factor = convert_factor(shown.held, shown.shown)
        ledger.same(place, float(amount_), total * factor, where=f"unserved {good}")
