"""Proofs on the tables: each closes a balance or adds something up a second way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pathway.case.case import Label
from pathway.results.frames import Rows
from pathway.results.tables.clauses import emission_levels
from pathway.results.tables.metrics import metric_values, recompute
from pathway.results.units import emission_factor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import pandas as pd

    from pathway.results.view import View

    Tables = Mapping[str, pd.DataFrame]
    Proof = tuple[Label, float]

COLUMNS = ("check_zh", "check_en", "residual", "tolerance", "ok")
TOLERANCE = 1e-6
"""Relative residual that a check accepts."""


def audit(view: View, tables: Tables) -> pd.DataFrame:
    """Run every proof: what it shows, its largest relative residual, and whether it holds."""
    rows = Rows(COLUMNS)
    for proof in PROOFS:
        for label, residual in proof(view, tables):
            ok = bool(residual <= TOLERANCE)  # a residual that is not a number fails
            rows.add(
                check_zh=label.zh, check_en=label.en, residual=residual, tolerance=TOLERANCE, ok=ok
            )
    return rows.frame()


def relative(difference: np.ndarray | pd.Series, size: np.ndarray | pd.Series) -> float:
    """Largest absolute difference over the sizes it belongs to; sizes below one count as one."""
    off, of = np.abs(np.asarray(difference, float)), np.asarray(size, float)
    return float(np.max(off / np.maximum(of, 1.0), initial=0.0))


# --- proofs ---------------------------------------------------------------------------------------


def yearly_balances(_view: View, tables: Tables) -> Iterator[Proof]:
    """What is put out of a commodity equals what is taken, in every region and year."""
    flows = tables["flows"]
    signed = flows["amount"] * np.where(flows["direction"] == "out", 1.0, -1.0)
    keys = [flows["commodity"], flows["region"], flows["year"]]
    net = signed.groupby(keys).sum()
    gross = flows["amount"].abs().groupby(keys).sum()
    yield Label("各品种全年平衡", "yearly balance of every commodity"), relative(net, gross)


def hourly_balances(_view: View, tables: Tables) -> Iterator[Proof]:
    """The items of every hourly node add up to zero in every step."""
    table = tables["dispatch"]
    for node in tables["nodes"]["node"]:
        items = [column for column in table.columns if column.startswith(f"{node}|")]
        values = table[items].to_numpy()
        label = Label(f"逐时平衡：{node}", f"hourly balance of {node}")
        yield label, relative(values.sum(axis=1), np.abs(values).sum(axis=1))


def stocks(view: View, tables: Tables) -> Iterator[Proof]:
    """Capacity is that of the year before, plus what came, less what left."""
    table = tables["capacity"].sort_values(["process", "year"], kind="stable")
    before = table.groupby("process")["capacity"].shift()
    came = table["new"] + table["exogenous"] + table["retrofitted_in"]
    left = table["retired"] + table["retrofitted_out"] + table["expired"]
    off = table["capacity"] - (before + came - left)
    known = before.notna() & (table["year"] > view.years[0] - 1)
    label = Label("容量逐年滚存", "capacity rolls forward")
    yield label, relative(off[known], table["capacity"][known].abs())


def costs(view: View, tables: Tables) -> Iterator[Proof]:
    """Costs by item add up to each term of each year, and discounted to the objective."""
    solution, table = view.solution, tables["costs"]
    by_term = table.pivot_table(index="term", columns="year", values="cost", aggfunc="sum")
    for term in solution.cost_terms:
        wanted = np.asarray(solution.term(term), float)
        found = by_term.loc[term].to_numpy() if term in by_term.index else np.zeros_like(wanted)
        label = Label(f"成本分项：{term}", f"cost term {term}")
        yield label, relative(found - wanted, np.abs(wanted))
    total = solution.objective + solution.tail
    off = np.array([table["discounted"].sum() - total])
    yield (
        Label("成本合计等于目标值", "costs add up to the objective"),
        relative(off, np.array([abs(total)])),
    )


def emissions(view: View, tables: Tables) -> Iterator[Proof]:
    """Counted emissions by item add up to the emissions of the city."""
    table = tables["emissions"]
    counted = table[table["counted"].astype(bool)].groupby("year")["amount"].sum()
    wanted = emission_levels(view) * emission_factor()
    found = counted.reindex(view.years, fill_value=0.0).to_numpy()
    gross = table["amount"].abs().groupby(table["year"]).sum().reindex(view.years, fill_value=0.0)
    yield Label("排放分项合计", "emissions add up"), relative(found - wanted, gross)


def metrics(view: View, _tables: Tables) -> Iterator[Proof]:
    """Metrics added up from activity and capacity equal those of the programme."""
    solved = metric_values(view)
    again = recompute(view, list(view.case.figures.values()))
    worst = max((relative(again[k] - solved[k], np.abs(solved[k])) for k in solved), default=0.0)
    yield Label("指标重算", "metrics added up again"), worst


def activity(view: View, tables: Tables) -> Iterator[Proof]:
    """Hours of dispatch add up to the activity of the year."""
    worst = 0.0
    for key, values in view.running.items():
        worst = max(
            worst, relative(view.yearly_sum(values) - view.activity[key], view.activity[key])
        )
    yield Label("逐时合计等于全年活动量", "hours add up to the activity of the year"), worst


def stores(view: View, tables: Tables) -> Iterator[Proof]:
    """Levels of stores follow from charge, discharge and losses, step after step of a day."""
    table = tables["storage"]
    span = view.case.steps.duration[view.step]
    later, earlier = view.follows
    for key, store in view.case.stores.items():
        level = table[f"{key}|level"].to_numpy()
        charge, discharge = (table[f"{key}|{part}"].to_numpy() for part in ("charge", "discharge"))
        gain = span * (store.efficiency_in * charge - discharge / store.efficiency_out)
        kept = (1.0 - store.loss) ** span[later] * level[earlier]
        label = Label(f"储能电量平衡：{key}", f"level of store {key}")
        yield label, relative(level[later] - kept - gain[later], np.abs(level[later]))


PROOFS: tuple[Callable[[View, Tables], Iterator[Proof]], ...] = (
    yearly_balances,
    hourly_balances,
    stocks,
    costs,
    emissions,
    metrics,
    activity,
    stores,
)
