"""Table ``investment``: what is built and retrofitted, when, and what it costs to build."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pathway.results.frames import Rows, named
from pathway.results.tables.costs import UNIT as MONEY_UNIT
from pathway.results.tables.costs import build_annuity, retrofit_annuity, retrofitted
from pathway.results.units import capacity_factor, price_factor, price_unit

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from pathway.case.case import Process
    from pathway.results.view import View

    Array = NDArray[np.float64]

COLUMNS = (
    "kind", "item", "name_zh", "name_en", "sector", "lead", "year", "capacity", "capacity_unit",
    "unit_cost", "unit_cost_unit", "investment", "annuity", "unit",
)  # fmt: skip
NOTHING = 1e-9
"""Capacity below it is noise of the solver [held]."""


def investment(view: View) -> pd.DataFrame:
    """One row for every process or retrofit and year in which something is built.

    `investment` is the overnight cost, `annuity` what it adds to the cost of each year of its
    lifetime, both in 亿元.
    """
    case = view.case
    rows = Rows(COLUMNS)
    for key, built in view.builds.items():
        process = case.processes[key]
        texts = {"kind": "build", "item": key, **named(process.label), "lead": process.lead}
        spent = Spent(process, built, process.capex, build_annuity(case, key))
        _add(rows, view, texts, spent)
    for key, moved in retrofitted(view).items():
        retrofit = case.retrofits[key]
        texts = {"kind": "retrofit", "item": key, **named(retrofit.label), "lead": retrofit.lead}
        process = case.processes[retrofit.from_process]
        _add(rows, view, texts, Spent(process, moved, retrofit.cost, retrofit_annuity(case, key)))
    return rows.frame()


@dataclass(frozen=True, slots=True)
class Spent:
    """What is built of a process and what a unit of it costs, by year [held]."""

    process: Process
    amount: Array
    cost: Array
    annuity: Array


def _add(rows: Rows, view: View, texts: dict[str, Any], spent: Spent) -> None:
    process, amount = spent.process, spent.amount
    price = price_unit(process.capacity_shown)
    per_unit = spent.cost * price_factor(process.capacity_held, price)
    for i, year in enumerate(view.years):
        if amount[i] > NOTHING:
            rows.add(
                **texts, sector=process.sector, year=year,
                capacity=amount[i] * capacity_factor(process),
                capacity_unit=process.capacity_shown.text, unit_cost=per_unit[i],
                unit_cost_unit=price.text, investment=amount[i] * spent.cost[i],
                annuity=amount[i] * spent.annuity[i], unit=MONEY_UNIT,
            )  # fmt: skip
