"""Keys that stand twice, and references that lead nowhere."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from pathway.schema.table import Column, Kind
from pathway.workbook.findings import Findings, did_you_mean, named

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from pathway.schema.table import Table
    from pathway.workbook.rows import Row


def key_column(table: Table) -> str:
    """Column that other sheets refer to: the first of its key, or its first."""
    return (*table.key_columns, table.columns[0].key)[0]


def check_duplicates(rows: Sequence[Row], findings: Findings) -> None:
    """Put down every row whose key another row above already has."""
    seen: dict[tuple[object, ...], Row] = {}
    for row in rows:
        columns = row.table.key_columns
        key = tuple(row[column] for column in columns)
        blank = (column for column in columns if row[column] is None)
        if not columns or any(row.table.by_key[column].required for column in blank):
            continue
        if key in seen:
            first = seen[key].where(columns[0]).rpartition("!")[2]
            findings.error(
                row.where(columns[0]),
                f"{row.key} stands here and in {first}",
                "each key once",
                "Rename one of the two, or delete it.",
            )
        seen.setdefault(key, row)


def check_references(
    tables: Mapping[str, Sequence[Row]], profiles: Collection[str], findings: Findings
) -> None:
    """Put down every reference to a row, profile or source that is not there."""
    known = {
        name: {row[key_column(row.table)]: row for row in rows} for name, rows in tables.items()
    }
    for rows in tables.values():
        for row in rows:
            for column in row.table.all_columns:
                if column.refers_to:
                    _check_cell(row, column, known, profiles, findings)


def _check_cell(
    row: Row,
    column: Column,
    known: Mapping[str, Mapping[str, Row]],
    profiles: Collection[str],
    findings: Findings,
) -> None:
    value = row[column.key]
    words = (value or ()) if column.kind is Kind.REFS else (value,)
    rows = known.get(column.refers_to, {})
    targets = profiles if column.refers_to == "profiles" else rows
    for word in words:
        if word is not None and word not in targets:
            findings.error(
                row.where(column.key),
                f'{named(column)} names "{word}", which sheet {column.refers_to} does not have',
                f"a key of sheet {column.refers_to}",
                did_you_mean(_near(word, targets, rows)),
            )


def _near(word: str, targets: Collection[str], rows: Mapping[str, Row]) -> list[str]:
    """Keys that are spelt alike, or whose Chinese or English name is the word."""
    folded = {str(key).casefold(): str(key) for key in targets if key is not None}
    near = difflib.get_close_matches(word.casefold(), folded, n=3, cutoff=0.6)
    by_name = [
        key
        for key, row in rows.items()
        if key is not None and word in {row.values.get("name_zh"), row.values.get("name_en")}
    ]
    return list(dict.fromkeys([*by_name, *(folded[key] for key in near)]))
