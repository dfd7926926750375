"""The table of contents of the linear programme.

Each family adds its sets and rows to one Pyomo model, in the order below, and says to which tier it
belongs: *plan* (all that is yearly) or *operation* (a year of hours). `pathway.model.tiers` names
the few quantities through which the two meet.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pyomo.environ as pyo

from pathway.errors import UsageError
from pathway.model import core
from pathway.model.families import (
    actuals,
    adequacy,
    balance,
    build_limits,
    clauses,
    cost,
    dispatch,
    emissions,
    links,
    metrics,
    peak,
    peak_load,
    reserve,
    stock,
    storage,
    totals,
    transfers,
    yearly_activity,
    yearly_balance,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from types import ModuleType

    from pathway.case.case import Case

FAMILIES: dict[str, ModuleType] = {
    "stock": stock,
    "build_limits": build_limits,
    "totals": totals,
    "balance": balance,
    "yearly_balance": yearly_balance,
    "dispatch": dispatch,
    "yearly_activity": yearly_activity,
    "storage": storage,
    "links": links,
    "peak_load": peak_load,
    "adequacy": adequacy,
    "reserve": reserve,
    "emissions": emissions,
    "peak": peak,
    "metrics": metrics,
    "actuals": actuals,
    "clauses": clauses,
    "cost": cost,
    "transfers": transfers,
}
"""Every family, in the order in which it is added; later ones use sets of earlier ones."""

OPTIONAL = frozenset({"build_limits", "adequacy", "reserve", "peak", "clauses"})
"""Families that a model file may leave out; the others are the physics and the money."""


def build(case: Case, families: Collection[str] = (), reading: str = "strong") -> pyo.ConcreteModel:
    """Turn a case into a Pyomo model.

    Args:
        case: the planning problem.
        families: families to add; all of them if empty. Physics and money are always added.
        reading: how the peak is read, strong or weak.

    Raises:
        UsageError: a family is not known.
        ModelError: a rule cannot be turned into rows.
    """
    unknown = sorted(set(families) - set(FAMILIES))
    if unknown:
        raise UsageError(
            f"no constraint family {', '.join(unknown)}; there are {', '.join(FAMILIES)}"
        )
    m = pyo.ConcreteModel(name="pathway")
    core.add(m, case)
    for name, family in FAMILIES.items():
        if not families or name in families or name not in OPTIONAL:
            add: Callable[..., None] = family.add
            (partial(add, reading=reading) if name == "peak" else add)(m, case)
    return m
