"""What a workbook holds, declared once; reader, checks, template and handbook follow from it."""

from __future__ import annotations

from pathway.schema.sheets.network import COMMODITIES, FLOWS, PROCESSES, REGIONS, SHARES, STORAGE
from pathway.schema.sheets.plan import ADEQUACY, CLAUSES, CREDITS, LEXICON, METRICS
from pathway.schema.sheets.record import (
    CHANGELOG,
    ESTIMATES,
    OVERRIDES,
    README,
    SCENARIOS,
    SOURCES,
)
from pathway.schema.sheets.stock import PROJECTS, RETROFITS, UNITS
from pathway.schema.sheets.years import (
    ACTUAL_ITEMS,
    ACTUALS,
    DEMANDS,
    PATHS,
    PROFILES,
    SERIES,
    SETTINGS,
    TRANSFERS,
)
from pathway.schema.table import Choice, Column, Kind, Table

SCHEMA_VERSION = "1"
"""Raised when a workbook of the version before no longer means the same."""

TABLES: tuple[Table, ...] = (
    README, SETTINGS, REGIONS, SHARES, COMMODITIES, PROCESSES, FLOWS, STORAGE, UNITS, PROJECTS,
    RETROFITS, DEMANDS, PATHS, CLAUSES, METRICS, TRANSFERS, SERIES, ADEQUACY, CREDITS, ACTUALS,
    ACTUAL_ITEMS, SCENARIOS, OVERRIDES, ESTIMATES, LEXICON, PROFILES, SOURCES, CHANGELOG,
)  # fmt: skip
"""Every sheet, in the order of the workbook."""

BY_KEY: dict[str, Table] = {table.key: table for table in TABLES}

__all__ = ["BY_KEY", "SCHEMA_VERSION", "TABLES", "Choice", "Column", "Kind", "Table"]
