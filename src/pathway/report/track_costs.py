"""Sheet 拖延的代价 of ``track.xlsx``: what going on from here costs more, by term and by clause."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pathway.labels import pick
from pathway.report.cells import Column, Row
from pathway.report.frames import records
from pathway.results.track_costs import PERIODS, REST, SPLIT

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from pathway.report.page import Page

SHOWN = 5e-3
"""Costs below it are not listed [1e8]."""
NUMBERS = SPLIT[4:]
MORE = ("more_before", "more_after")


def costs(page: Page, tables: Mapping[str, pd.DataFrame], why: str) -> None:
    """Terms by period, then clauses, each adding up to its total."""
    _terms(page, tables["track_costs"])
    if "track_split" in tables:
        _clauses(page, tables["track_split"])
    elif why:
        page.row += 1
        page.text(page.say("track.no_split").format(why=why), page.look.note())


def _terms(page: Page, table: pd.DataFrame) -> None:
    page.section(page.say("track.by_term"), columns=5)
    heads = [Column(page.say("track.period"), 16), Column(page.say("term"), 40, "wrap")]
    heads += [
        Column(page.say(word), 16, "number", 2)
        for word in ("track.planned", "track.again", "difference")
    ]
    rows = []
    for period in PERIODS:
        spent = table[["plan", "again"]].abs().max(axis=1) > SHOWN
        own = table[(table["period"] == period) & spent]
        name = page.say(f"period.{period}")
        rows += [
            Row((name, pick(row.term_zh, row.term_en, page.lang), row.plan, row.again, row.more))
            for row in records(own)
        ]
        sums = own[["plan", "again", "more"]].sum()
        rows.append(Row((name, page.say("total"), *sums.tolist()), "total"))
    page.table(heads, rows)


def _clauses(page: Page, table: pd.DataFrame) -> None:
    page.section(page.say("track.by_clause"), page.say("track.by_clause_note"), columns=9)
    words = (*MORE, *(name for name in NUMBERS if name not in MORE))
    heads = [Column(page.say("clause"), 16), Column(page.say("metric"), 40, "wrap")]
    heads += [Column(page.say(f"track.{word}"), 16, "number", 2) for word in words]
    heads.append(Column(page.say("lead"), 24, "wrap"))
    rows = [_line(page, row, words) for row in records(table)]
    sums = table[list(words)].sum()
    rows.append(Row((page.say("total"), "", *sums.tolist(), ""), "total"))
    page.table(heads, rows)


def _line(page: Page, row: Any, words: tuple[str, ...]) -> Row:
    numbers = (getattr(row, word) for word in words)
    if row.clause == REST:
        return Row(("—", page.say("track.rest"), *numbers, ""), "muted")
    return Row((row.clause, pick(row.name_zh, row.name_en, page.lang), *numbers, row.lead))
