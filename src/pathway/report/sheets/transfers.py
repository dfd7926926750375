"""The block of sheet 成本 that tells payments between parties apart from what resources cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pathway.labels import group_word, pick
from pathway.report.cells import Row, number_of, text_of
from pathway.report.frames import across, frame
from pathway.report.grid import line, year_grid

if TYPE_CHECKING:
    import pandas as pd

    from pathway.report.page import Page
    from pathway.results.results import Results


def write_transfers(page: Page, results: Results) -> None:
    """Amount of each transfer by year; below it who pays whom, on what and at which price."""
    rows, years = frame(results, "transfers"), results.case.years
    if rows.empty:
        return
    page.section(page.say("transfers"), page.say("transfers_note"), columns=len(years) + 2)
    if rows["counted"].map(number_of).fillna(0.0).any():
        page.text(page.say("transfers_counted_note"), page.look.note())
    lines = [
        row
        for _, transfer in rows.groupby("transfer", sort=False)
        for row in _transfer(page, transfer, years)
    ]
    year_grid(page, years, lines)


def _transfer(page: Page, rows: pd.DataFrame, years: tuple[int, ...]) -> list[Row]:
    first = rows.iloc[0]
    metric = pick(first["metric_zh"], first["metric_en"], page.lang)
    on = page.say("transfer_metric").format(metric=metric)
    return [
        _line(page, rows, (_name(page, first), "amount", "unit"), years, "total"),
        Row((_inner(page, _parties(page, first)), "", *[""] * len(years)), "muted"),
        _line(page, rows, (_inner(page, on), "value", "value_unit"), years),
        _line(page, rows, (_inner(page, page.say("price")), "price", "price_unit"), years),
    ]


def _line(
    page: Page,
    rows: pd.DataFrame,
    what: tuple[str, str, str],
    years: tuple[int, ...],
    style: str = "muted",
) -> Row:
    """A row of the grid: its name, and the columns of its number and unit."""
    name, value, unit = what
    values = across(rows, ["transfer"], value, years)[0].values
    return line(name, page.unit(rows[unit].iloc[0]), values, style)


def _name(page: Page, row: Any) -> str:
    """What is paid for, and whether the plan answers to it."""
    counted = f" · {page.say('transfer_counted')}" if number_of(row["counted"]) else ""
    return f"{pick(row['name_zh'], row['name_en'], page.lang)}{counted}"


def _parties(page: Page, row: Any) -> str:
    """Who pays whom."""
    return " → ".join(group_word(text_of(row[x]), page.lang) for x in ("payer", "receiver"))


def _inner(page: Page, text: str) -> str:
    """Name of a row that belongs to the one above it."""
    return f"　{text}" if page.lang == "zh" else f"  {text}"
