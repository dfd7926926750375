"""What the command line shows of a plan that is held against what happened."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from rich.table import Table

from pathway.labels import label, pick, unit_word, word_of
from pathway.report.track import sentences, worst
from pathway.report.words import Words
from pathway.results.track_costs import REST
from pathway.track import lights

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from pathway.track import Tracked

SHOWN = 12
"""Lines of each table that a terminal has room for; the workbook has all."""


def facts(found: Tracked) -> dict[str, Any]:
    """Everything that was found, for a machine."""
    return {
        "folder": str(found.folder),
        "plan": str(found.plan),
        "again": str(found.again),
        "actuals_to": found.through,
        "lights": lights(found.tables),
        "why_no_split": found.why_no_split,
        "seconds": round(found.seconds, 1),
        **{name: _records(table) for name, table in found.tables.items()},
    }


def _records(table: pd.DataFrame) -> Any:
    return json.loads(table.to_json(orient="records", force_ascii=False))


def lines(found: Tracked, lang: str) -> Iterator[str]:
    """What was found, in a few lines."""
    told = {"plan": found.plan.name, "again": found.again.name, "year": found.through}
    yield label("track.runs", lang).format(**told)
    yield from sentences(Words(lang), found.tables)
    if found.why_no_split:
        yield label("track.no_split", lang).format(why=found.why_no_split)


def tables(found: Tracked, lang: str) -> Iterator[Table]:
    """What was not done, what changes, and what costs more."""
    yield _missed(found, lang)
    yield _changed(found, lang)
    if "track_split" in found.tables:
        yield _split(found.tables["track_split"], lang)


def _missed(found: Tracked, lang: str) -> Table:
    words = ("track.item", "year", "track.planned", "track.actual", "unit", "light")
    table = _table("track.missed", words, lang)
    works, asked = found.tables["track_works"], found.tables["track_clauses"]
    for row in worst(asked)[:SHOWN]:
        name = f"{row.clause} {pick(row.metric_zh, row.metric_en, lang)}"
        table.add_row(*_line(name, row, (row.target, row.actual), lang))
    for row in worst(works)[:SHOWN]:
        name = f"{word_of('quantity', row.quantity, lang)} {pick(row.name_zh, row.name_en, lang)}"
        table.add_row(*_line(name, row, (row.planned, row.actual), lang))
    return table


def _line(name: str, row: Any, amounts: tuple[float, float], lang: str) -> list[str]:
    shown = [f"{amount:,.4g}" for amount in amounts]
    light = word_of("light", row.light, lang)
    return [name, str(row.year), *shown, unit_word(row.unit, lang), light]


def _changed(found: Tracked, lang: str) -> Table:
    words = ("task_kind", "technology", "track.planned", "track.again", "unit", "how_differs")
    table = _table("sheet.track_changes", words, lang)
    for row in found.tables["track_changes"].head(SHOWN).to_dict("records"):
        amounts = (f"{row['amount_reference']:,.4g}", f"{row['amount']:,.4g}")
        table.add_row(
            word_of("change", row["kind"], lang), _name(row, lang), *amounts,
            unit_word(row["unit"], lang), word_of("track.how", row["how"], lang),
        )  # fmt: skip
    return table


def _split(shares: pd.DataFrame, lang: str) -> Table:
    words = ("clause", "metric", "track.more_before", "track.more_after")
    table = _table("track.by_clause", words, lang)
    for row in shares[shares["clause"] != REST].head(SHOWN).to_dict("records"):
        table.add_row(row["clause"], _name(row, lang), *_more(row))
    for row in shares[shares["clause"] == REST].to_dict("records"):
        table.add_row("—", label("track.rest", lang), *_more(row))
    return table


def _more(row: Any) -> list[str]:
    return [f"{row[key]:+,.2f}" for key in ("more_before", "more_after")]


def _name(row: Any, lang: str) -> str:
    return pick(row["name_zh"], row["name_en"], lang)


def _table(title: str, words: tuple[str, ...], lang: str) -> Table:
    table = Table(title=label(title, lang), title_justify="left")
    for word in words:
        table.add_column(label(word, lang), overflow="fold")
    return table
