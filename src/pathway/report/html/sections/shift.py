"""Shifts: which ways of serving a demand take over, by sector and service."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from pathway.labels import group_word, pick
from pathway.report.frames import across, frame
from pathway.report.html.chart import named, stack

if TYPE_CHECKING:
    import pandas as pd

    from pathway.report.words import Words
    from pathway.results.results import Results

FIRST = "transport"
"""Sector of the catalogue that is shown first, where a workbook has it."""


def shift(words: Words, results: Results) -> dict[str, Any]:
    """Charts by sector: every yearly commodity that several processes of the sector make."""
    charts = [
        {**stack(pick(zh, en, words.lang), words.unit(unit), results.case.years,
                 _rows(words, results, rows)), "sector": sector}
        for (sector, zh, en, unit), rows in _services(results)
    ]  # fmt: skip
    sectors = sorted({chart["sector"] for chart in charts}, key=lambda key: (key != FIRST, key))
    return {
        "notes": [],
        "sectors": [[key, group_word(key, words.lang)] for key in sectors],
        "charts": charts,
    }


def _services(results: Results) -> list[tuple[tuple[str, str, str, str], pd.DataFrame]]:
    """Commodities with a choice of ways to make them: sector, names, unit, and their makers."""
    flows, goods = frame(results, "flows"), results.case.commodities
    made = flows[(flows["direction"] == "out") & (flows["kind"] == "process")]
    found = []
    for key, rows in made.groupby("commodity", sort=False):
        good = goods.get(str(key))
        alive = rows.groupby("item")["amount"].sum()
        if good is None or good.hourly or int((alive > 0).sum()) < 2:
            continue
        sector = Counter(rows["sector"].dropna()).most_common(1)
        first = rows.iloc[0]
        names = (sector[0][0] if sector else "", first["commodity_zh"], first["commodity_en"])
        found.append(((*names, first["unit"]), rows))
    return found


def _rows(words: Words, results: Results, rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Makers of a commodity by year."""
    found = across(rows, ["item", "item_zh", "item_en"], "amount", results.case.years)
    found = [row for row in found if any(row.values)]
    names = {row.keys[0]: pick(row.keys[1], row.keys[2], words.lang) for row in found}
    return named(found, 0, names.__getitem__, keyed=False)
