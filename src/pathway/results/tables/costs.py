"""Table ``costs``: every cost term split over what causes it; adds up to the objective."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from pathway.case.case import Label
from pathway.errors import ProofError
from pathway.labels import term_group
from pathway.model.money import annuity_factor
from pathway.results.frames import Rows, item_named
from pathway.results.tables.metrics import metric_values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pandas as pd
    from numpy.typing import NDArray

    from pathway.case.case import Case
    from pathway.results.view import View

    Array = NDArray[np.float64]
    Part = tuple[dict[str, Any], Array]
    """Texts of an item, and its cost by year [1e8]."""

COLUMNS = (
    "year", "term", "term_zh", "term_en", "item", "item_zh", "item_en", "sector", "cost",
    "discount_factor", "discounted", "stage", "unit",
)  # fmt: skip
UNIT = "亿元"


def costs(view: View) -> pd.DataFrame:
    """Undiscounted cost of each year by term and item, with its discount factor.

    Raises:
        ProofError: the solution has a cost term that this table cannot split.
    """
    rows = Rows(COLUMNS)
    years = np.asarray(view.years)
    stage = np.where(years <= view.case.stage_end, 1, 2)
    for term in view.solution.cost_terms:
        if term not in TERMS:
            raise ProofError(f"cost term {term!r} is not split in table costs")
        named, parts = term_group(term), TERMS[term]
        factor = np.asarray(view.solution.discount[term], float)
        for texts, cost in parts(view):
            rows.add_years(
                view.years, term=term, term_zh=named.zh, term_en=named.en, **texts, cost=cost,
                discount_factor=factor, discounted=cost * factor, stage=stage, unit=UNIT,
            )  # fmt: skip
    return rows.frame()


# --- annuities ------------------------------------------------------------------------------------


def build_annuity(case: Case, process: str) -> Array:
    """Yearly payment for a unit of capacity, by year of build [1e8 per held capacity]."""
    x = case.processes[process]
    factor = annuity_factor(x.interest_rate, x.lifetime, case.money.capital_timing)
    return np.asarray(x.capex * factor)


def retrofit_annuity(case: Case, retrofit: str) -> Array:
    """Yearly payment for a unit of retrofitted capacity, by year of retrofit [1e8 per held]."""
    x, money = case.retrofits[retrofit], case.money
    factor = annuity_factor(money.interest_rate, x.lifetime, money.capital_timing)
    return np.asarray(x.cost * factor)


def paid(by_vintage: Array, lifetime: int) -> Array:
    """Payments of each year for what was begun in it or in the lifetime before it."""
    total = np.concatenate([[0.0], np.cumsum(by_vintage)])
    last = np.arange(1, len(total))
    return np.asarray(total[last] - total[np.maximum(last - lifetime, 0)])


# --- terms ----------------------------------------------------------------------------------------


def _process(view: View, key: str) -> dict[str, Any]:
    process = view.case.processes[key]
    return {"item": key, **item_named(process.label), "sector": process.sector}


def _investment(view: View) -> Iterator[Part]:
    for key, built in view.builds.items():
        annuities = build_annuity(view.case, key) * built
        yield _process(view, key), paid(annuities, view.case.processes[key].lifetime)


def retrofitted(view: View) -> dict[str, Array]:
    """Capacity moved by each retrofit in each year, over all units [held]."""
    result: dict[str, Array] = {}
    for (key, _), moved in view.yearly("v_retrofit").items():
        result[key] = result.get(key, view.zeros) + moved
    return result


def _retrofit(view: View) -> Iterator[Part]:
    for key, moved in retrofitted(view).items():
        retrofit = view.case.retrofits[key]
        sector = view.case.processes[retrofit.to_process].sector
        texts = {"item": key, **item_named(retrofit.label), "sector": sector}
        yield texts, paid(retrofit_annuity(view.case, key) * moved, retrofit.lifetime)


def _fixed_om(view: View) -> Iterator[Part]:
    for key, capacity in view.capacity.items():
        yield _process(view, key), view.case.processes[key].fixed_om * capacity


def _variable(view: View) -> Iterator[Part]:
    for key in view.activity:
        yield _process(view, key), view.case.processes[key].variable_cost * paid_activity(view, key)


def paid_activity(view: View, process: str) -> Array:
    """Activity of each year, every step weighted by the cost profile where there is one [held]."""
    profile = view.case.processes[process].cost_profile
    if profile is None:
        return view.activity[process]
    stores = view.hourly("v_discharge")
    running = stores[process,] if (process,) in stores else view.running[process]
    return view.yearly_sum(running * view.case.steps.profile(profile)[view.step])


def _decommissioning(view: View) -> Iterator[Part]:
    retired: dict[str, Array] = {}
    for (_, key), values in view.yearly("v_retire").items():
        retired[key] = retired.get(key, view.zeros) + values
    for key, values in retired.items():
        yield _process(view, key), view.case.processes[key].decommission_cost * values


def _unserved(view: View) -> Iterator[Part]:
    for (commodity, region), values in view.hourly("v_unserved").items():
        yield _missing(view, commodity, region, view.yearly_sum(values))


def _unserved_year(view: View) -> Iterator[Part]:
    for (commodity, region), values in view.yearly("v_unserved_year").items():
        yield _missing(view, commodity, region, values)


def _missing(view: View, commodity: str, region: str, amount: Array) -> Part:
    good = view.case.commodities[commodity]
    texts = {"item": f"{commodity}@{region}", **item_named(good.label), "sector": ""}
    return texts, good.unserved_cost * amount


def _shortfall(view: View) -> Iterator[Part]:
    short, over = view.plain("v_short"), view.plain("v_over")
    place = {year: i for i, year in enumerate(view.years)}
    for clause in view.case.clauses.values():
        cost = view.zeros
        soft = [row for row in clause.rows if row.penalty is not None]
        for row in soft:
            missed = short.get((row.key,), 0.0) + over.get((row.key,), 0.0)
            cost[place[row.year]] += (row.penalty or 0.0) * missed
        if soft:
            label = Label(f"{clause.key} {clause.quote}", clause.key)
            yield {"item": clause.key, **item_named(label), "sector": ""}, cost


def _transfers(view: View) -> Iterator[Part]:
    """Payments that the workbook counts in the objective; no resources."""
    values = metric_values(view)
    for transfer in view.case.transfers.values():
        if transfer.counted:
            texts = {"item": transfer.key, **item_named(transfer.label), "sector": transfer.payer}
            yield texts, values[transfer.metric] * transfer.price


TERMS: dict[str, Callable[[View], Iterator[Part]]] = {
    "investment": _investment,
    "retrofit": _retrofit,
    "fixed_om": _fixed_om,
    "variable": _variable,
    "decommissioning": _decommissioning,
    "unserved": _unserved,
    "unserved_year": _unserved_year,
    "shortfall": _shortfall,
    "transfers": _transfers,
}
"""Cost terms by the name they are registered under: their parts."""
