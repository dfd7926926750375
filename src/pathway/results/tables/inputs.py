"""Tables ``inputs`` and ``findings``: the values that were used, and what was noticed in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathway.results.frames import Rows

if TYPE_CHECKING:
    import pandas as pd

    from pathway.results.view import View

INPUTS = (
    "table", "key", "parameter", "value", "unit", "where", "sources", "confidence", "note",
)  # fmt: skip
FINDINGS = ("severity", "where", "found", "expected", "suggestion")


def inputs(view: View) -> pd.DataFrame:
    """Every value as the planner gave it, with its cell, sources by title, and confidence."""
    titles = view.case.sources
    rows = Rows(INPUTS)
    for value in view.case.inputs:
        origin = value.origin
        rows.add(
            table=value.table, key=value.key, parameter=value.parameter, value=value.value,
            unit=value.unit, where=origin.where,
            sources="; ".join(titles.get(key, key) for key in origin.sources),
            confidence=origin.confidence, note=origin.note,
        )  # fmt: skip
    return rows.frame()


def findings(view: View) -> pd.DataFrame:
    """Warnings and notes on the inputs."""
    rows = Rows(FINDINGS)
    for finding in view.case.findings:
        rows.add(
            severity=finding.severity.value, where=finding.where, found=finding.found,
            expected=finding.expected, suggestion=finding.suggestion,
        )  # fmt: skip
    return rows.frame()
