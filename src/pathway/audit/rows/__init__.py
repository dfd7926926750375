"""Every row that a plan has to keep, written a second time: what is on its left, and its side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathway.audit.rows import (
    actuals,
    adequacy,
    balance,
    limits,
    operation,
    plan,
    stock,
    storage,
)

if TYPE_CHECKING:
    from pathway.audit.city import City
    from pathway.audit.rows.row import Rows

FAMILIES = (stock, limits, balance, operation, storage, adequacy, plan, actuals)
DERIVED = frozenset({"c_total"})
"""Row families that define what is written out here; their duals price nothing else."""


def all_rows(city: City) -> dict[str, Rows]:
    """Row families by name; those without rows are left out."""
    found = [rows for family in FAMILIES for rows in family.rows(city)]
    return {rows.name: rows for rows in found if rows.side}
