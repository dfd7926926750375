"""Key figures, clause lights, capacity, investment and metrics of runs side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from pathway.results.summary import LIGHT_ORDER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pathway.results.compare import Run

MONEY, MASS = "亿元", "万吨"
SMALLEST = 1e-3
"""Capacity below this, in its unit, is none."""


class Figure(NamedTuple):
    """A figure of a run."""

    key: str
    value: float | None
    unit: str
    zh: str = ""
    """Name of what it is about, such as a commodity; the catalogue has the word of the figure."""
    en: str = ""
    kind: str = "amount"
    """``amount``, whose difference may be had in percent; ``year``; ``count``; ``price``."""


def figures(runs: Sequence[Run]) -> pd.DataFrame:
    """Key figures of every run, with the difference to the reference in amounts and percent."""
    rows: list[dict[str, Any]] = []
    first = {(figure.key, figure.zh): figure.value for figure in _figures(runs[0])}
    for run in runs:
        for figure in _figures(run):
            before = first.get((figure.key, figure.zh))
            rows.append({"run": run.key, **figure._asdict(), **_moved(figure, before)})
    return pd.DataFrame(rows).rename(columns={"key": "figure"})


def _moved(figure: Figure, before: float | None) -> dict[str, float | None]:
    if figure.value is None or before is None:
        return {"difference": None, "percent": None}
    difference = figure.value - before
    share = figure.kind in {"amount", "price"} and abs(before) > 1e-9
    return {"difference": difference, "percent": 100 * difference / abs(before) if share else None}


def _figures(run: Run) -> Iterator[Figure]:
    cost, peak = run.manifest["objective"], run.manifest["peak"]
    before, after = cost["cost_before_peak"], cost["cost_after"]
    yield Figure("cost_before_peak", before, MONEY)
    yield Figure("cost_after", after, MONEY)
    yield Figure("cost_whole", before + after, MONEY)
    yield Figure("peak_year", peak["year"], "", kind="year")
    yield Figure("peak_level", peak["level"], MASS)
    yield from _emitted(run)
    built = run.tables["investment"]
    early = built["year"] <= run.deadline
    yield Figure("invested_before", float(built.loc[early, "investment"].sum()), MONEY)
    yield Figure("invested_after", float(built.loc[~early, "investment"].sum()), MONEY)
    yield from _served(run)
    yield from _met(run.manifest["clauses"])


def _emitted(run: Run) -> Iterator[Figure]:
    levels = emissions(run)
    yield Figure("emissions_deadline", float(levels.get(run.deadline, 0.0)), MASS)
    yield Figure("emissions_last", float(levels.iloc[-1]), MASS)
    yield Figure("emissions_sum", float(levels.sum()), MASS)


def emissions(run: Run) -> pd.Series[Any]:
    """CO2 within the boundary by year [1e4 t]."""
    table = run.tables["emissions"]
    return table[table["counted"].astype(bool)].groupby("year")["amount"].sum()


def _served(run: Run) -> Iterator[Figure]:
    """Mean price, demand and unserved demand of every hourly commodity."""
    prices = run.tables["prices"]
    here = prices[(prices["kind"] == "commodity") & (prices["year"] == run.deadline)]
    for key, unserved in run.manifest["unserved"].items():
        rows = here[here["item"] == key]
        if len(rows):
            names = {"zh": str(rows["name_zh"].iloc[0]), "en": str(rows["name_en"].iloc[0])}
            price = float(rows["price"].mean())
            yield Figure("price_deadline", price, str(rows["unit"].iloc[0]), **names, kind="price")
            yield Figure("unserved_total", unserved, _unit_of(run, key), **names)


def _unit_of(run: Run, commodity: str) -> str:
    """Unit of a commodity in the table of demands; blank where none has one."""
    demand = run.tables["demand"]
    return str(next(iter(demand.loc[demand["commodity"] == commodity, "unit"]), ""))


def _met(counts: Mapping[str, Any]) -> Iterator[Figure]:
    own = counts["own_targets"]
    for key in ("met", "missed_yellow", "missed_red"):
        yield Figure(f"clauses_{key}", counts[key], "", kind="count")
    yield Figure("own_met", own["met"], "", kind="count")
    yield Figure("own_missed", own["missed_yellow"] + own["missed_red"], "", kind="count")


# --- clauses --------------------------------------------------------------------------------------


def lights(runs: Sequence[Run]) -> pd.DataFrame:
    """The worst light of every enforced clause in every run, and the first year it is missed."""
    rows = []
    for run in runs:
        table = run.tables["clauses"]
        lit = table[table["light"].isin(LIGHT_ORDER)]
        for clause, part in lit.groupby("clause", sort=False):
            worst = max(part["light"], key=LIGHT_ORDER.index)
            missed = part.loc[part["light"] != "green", "year"]
            one = part.iloc[0]
            rows.append(
                {
                    "run": run.key, "clause": clause, "metric_zh": one["metric_zh"],
                    "metric_en": one["metric_en"], "quote": one["quote"], "lead": one["lead"],
                    "firmness": one["firmness"], "own_target": bool(one["own_target"]),
                    "light": worst, "first_missed": missed.min() if len(missed) else None,
                }
            )  # fmt: skip
    return pd.DataFrame(rows)


# --- capacity, investment, metrics ----------------------------------------------------------------


def stock(runs: Sequence[Run]) -> pd.DataFrame:
    """Built, retired early and standing capacity of each process; the first two added up."""
    rows = []
    for run in runs:
        table = run.tables["capacity"]
        for process, part in table.groupby("process", sort=False):
            sums = part[["new", "retired", "retrofitted_in"]].sum()
            at = part.set_index("year")["capacity"]
            one = part.iloc[0]
            rows.append(
                {
                    "run": run.key, "process": process, "name_zh": one["name_zh"],
                    "name_en": one["name_en"], "sector": one["sector"], "unit": one["unit"],
                    "built": sums["new"], "retired": sums["retired"],
                    "retrofitted": sums["retrofitted_in"],
                    "at_deadline": at.get(run.deadline), "at_end": at.iloc[-1],
                }
            )  # fmt: skip
    found = pd.DataFrame(rows)
    return _with_difference(found, runs[0].key, ["process"], ["built", "retired", "at_deadline"])


def investments(runs: Sequence[Run]) -> pd.DataFrame:
    """Investment by what it goes into, over all years [1e8], the largest first."""
    parts = [
        run.tables["investment"]
        .groupby(["item", "name_zh", "name_en", "sector"], dropna=False, sort=False)["investment"]
        .sum()
        .reset_index()
        .assign(run=run.key)
        for run in runs
    ]
    found = pd.concat(parts, ignore_index=True)
    found = _complete(found, [run.key for run in runs], "item", "investment")
    found = _with_difference(found, runs[0].key, ["item"], ["investment"])
    size = found.groupby("item")["investment"].transform("max")
    order = found.assign(size=size).sort_values("size", ascending=False, kind="stable")
    return order.drop(columns="size").reset_index(drop=True)


def metrics(runs: Sequence[Run]) -> pd.DataFrame:
    """Every metric in the year of the peak deadline and in the last one."""
    parts = []
    for run in runs:
        table = run.tables["metrics"]
        for at, year in (("deadline", run.deadline), ("end", int(table["year"].max()))):
            parts.append(table[table["year"] == year].assign(run=run.key, at=at))
    found = pd.concat(parts, ignore_index=True)
    columns = ["run", "metric", "name_zh", "name_en", "at", "year", "value", "unit"]
    return _with_difference(found[columns], runs[0].key, ["metric", "at"], ["value"])


def _complete(found: pd.DataFrame, runs: Sequence[str], item: str, value: str) -> pd.DataFrame:
    """The frame with nought where a run has no row of an item that another has."""
    names = found.drop_duplicates(item).drop(columns=["run", value])
    every = names.merge(pd.DataFrame({"run": list(runs)}), how="cross")
    known = found[["run", item, value]]
    return every.merge(known, on=["run", item], how="left").fillna({value: 0.0})


def _with_difference(
    found: pd.DataFrame, reference: str, keys: list[str], values: list[str]
) -> pd.DataFrame:
    """The frame with the difference of each value to the same row of the reference."""
    first = found[found["run"] == reference].set_index(keys)[values]
    joined = found.join(first, on=keys, rsuffix="_reference")
    for value in values:
        other = f"{value}_reference"
        joined[f"{value}_difference"] = joined[value] - joined[other].fillna(0.0)
    return joined.drop(columns=[f"{value}_reference" for value in values])
