"""Tables of results, one subject a module; all of them frames without an index."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pathway.results.peak import peak
from pathway.results.tables.activity import activity
from pathway.results.tables.actuals import actuals
from pathway.results.tables.capacity import capacity, units
from pathway.results.tables.clauses import clauses
from pathway.results.tables.costs import costs
from pathway.results.tables.demand import demand
from pathway.results.tables.dispatch import days, dispatch, nodes
from pathway.results.tables.duals import certificates, duals, duals_hourly
from pathway.results.tables.emissions import emissions
from pathway.results.tables.flows import flows
from pathway.results.tables.inputs import findings, inputs
from pathway.results.tables.investment import investment
from pathway.results.tables.ledger import ledger, ledger_parts
from pathway.results.tables.metrics import metrics
from pathway.results.tables.operation import operation, storage_days
from pathway.results.tables.peak_loads import peak_loads
from pathway.results.tables.prices import prices
from pathway.results.tables.profiles import calendar, profiles
from pathway.results.tables.reference import reference
from pathway.results.tables.retrofits import retrofits
from pathway.results.tables.steps import steps
from pathway.results.tables.storage import storage
from pathway.results.tables.task_book import abatement_table, task_book
from pathway.results.tables.tasks import tasks
from pathway.results.tables.transfers import transfers

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from pathway.results.view import View

TABLES: dict[str, Callable[[View], pd.DataFrame]] = {
    "capacity": capacity,
    "units": units,
    "activity": activity,
    "flows": flows,
    "dispatch": dispatch,
    "nodes": nodes,
    "storage": storage,
    "days": days,
    "emissions": emissions,
    "costs": costs,
    "transfers": transfers,
    "investment": investment,
    "clauses": clauses,
    "ledger_parts": ledger_parts,
    "prices": prices,
    "steps": steps,
    "peak": peak,
    "peak_loads": peak_loads,
    "demand": demand,
    "metrics": metrics,
    "actuals": actuals,
    "inputs": inputs,
    "findings": findings,
    "profiles": profiles,
    "calendar": calendar,
    "operation": operation,
    "storage_days": storage_days,
    "retrofits": retrofits,
    "reference": reference,
    "duals": duals,
    "duals_hourly": duals_hourly,
    "certificates": certificates,
}
"""Every table that follows from the solution alone, by name."""


def build_tables(view: View) -> dict[str, pd.DataFrame]:
    """All tables of a solved plan but ``audit``."""
    tables = {name: _positive_zeros(build(view)) for name, build in TABLES.items()}
    tables["tasks"] = tasks(view, tables)
    tables["task_book"] = _positive_zeros(task_book(view.case, tables))
    tables["abatement"] = abatement_table(view.case, tables)
    tables["ledger"] = _positive_zeros(ledger(view, tables))
    return tables


def _positive_zeros(table: pd.DataFrame) -> pd.DataFrame:
    """The table with 0 wherever the solver left −0."""
    for column in table.columns[table.dtypes == np.float64]:
        table[column] += 0.0
    return table
