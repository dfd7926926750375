"""The answer where no plan exists, for the screen and for machines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
from rich.table import Table

from pathway.messages import text

if TYPE_CHECKING:
    from collections.abc import Iterator


def clash_tables(clash: pd.DataFrame, lang: str) -> Iterator[Table | str]:
    """A table for every compromise, and one of what clashes.

    Args:
        clash: table ``clash`` of the run.
        lang: ``zh`` or ``en``.
    """
    changes = clash[clash["part"] == "change"]
    for number in sorted(map(int, changes["compromise"].unique())):
        rows = changes[changes["compromise"] == number]
        key = "clash.least" if number == 1 else "clash.compromise"
        table = _table(text(key, lang, number=number), lang, sized=True)
        for row in rows.to_dict("records"):
            size = f"{row['relative']:.3%}"
            table.add_row(row[f"words_{lang}"], size, row["source_cell"])
        table.caption = _cost(rows.iloc[0], lang)
        table.caption_justify = "left"
        yield table
    if changes.empty:
        yield text("clash.physics", lang)
    yield from _members(clash, lang)


def _members(clash: pd.DataFrame, lang: str) -> Iterator[Table]:
    members = clash[clash["part"] == "member"]
    if members.empty:
        return
    proved = bool(members["proved"].iloc[0])
    table = _table(text("clash.members" if proved else "clash.suspects", lang), lang)
    for row in members.to_dict("records"):
        table.add_row(row[f"words_{lang}"], row["source_cell"])
    for row in clash[clash["part"] == "ground"].to_dict("records"):
        table.add_row(f"{text('clash.ground', lang)}: {row[f'words_{lang}']}", row["source_cell"])
    yield table


def _cost(row: pd.Series, lang: str) -> str:
    if not row["proved"]:
        return text("clash.unproved", lang)
    if pd.isna(row["cost_before"]):
        return text("clash.average", lang)
    return text("clash.cost", lang, before=row["cost_before"], after=row["cost_after"])


def _table(title: str, lang: str, *, sized: bool = False) -> Table:
    table = Table(title=title, title_justify="left")
    head = text("clash.what" if sized else "clash.stated", lang)
    table.add_column(head, overflow="fold", ratio=1)
    if sized:
        table.add_column(text("clash.size", lang), justify="right", no_wrap=True)
    table.add_column(text("clash.cell", lang), overflow="fold")
    return table


def clash_facts(clash: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of the table, blanks as None."""
    rows = clash.astype(object).where(clash.notna(), None).to_dict("records")
    return [{str(key): value for key, value in row.items()} for row in rows]
