"""Assumptions: every value used, with its cell, source and confidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pathway.report.cells import text_of
from pathway.report.frames import frame, records
from pathway.report.sheets.inputs import ESTIMATE
from pathway.schema import BY_KEY

if TYPE_CHECKING:
    import pandas as pd

    from pathway.report.words import Words
    from pathway.results.results import Results

COLUMNS = ("table", "key", "parameter", "value", "unit", "confidence", "sources", "note", "where")
HEADS = ("table", "row_key", "parameter", "value", "unit", "confidence", "source", "note",
         "source_cell")  # fmt: skip


def inputs(words: Words, results: Results) -> dict[str, Any]:
    """Values as numbers of texts, for sources and notes stand there many times."""
    rows = frame(results, "inputs")
    guessed = int(rows["confidence"].fillna("").astype(str).str.startswith(ESTIMATE).sum())
    texts: dict[str, int] = {}
    units: dict[str, int] = {}
    short = rows.assign(where=[text_of(cell).partition("!")[2] for cell in rows["where"]])
    lines = [[_place(getattr(row, column), units if column == "unit" else texts)
              for column in COLUMNS] for row in records(short)]  # fmt: skip
    return {
        "notes": [words.say("inputs_count").format(all=len(rows), guessed=guessed),
                  words.say("page.inputs_note")],
        "heads": [words.say(key) for key in HEADS],
        "named": _named(words, results, rows),
        "texts": list(texts), "units": [words.unit(unit) for unit in units], "rows": lines,
    }  # fmt: skip


def _named(words: Words, results: Results, rows: pd.DataFrame) -> list[dict[str, str]]:
    """Names of the sheets, rows and parameters that stand in a row, by their keys."""
    zh, case = words.lang == "zh", results.case
    tables = [BY_KEY[key] for key in dict.fromkeys(rows["table"]) if key in BY_KEY]
    columns = {c.key: c.zh if zh else c.en for t in tables for c in t.all_columns}
    kinds = (case.commodities, case.processes, case.demands, case.units, case.projects,
             case.retrofits)  # fmt: skip
    used = set(rows["key"])
    labels = {k: e.label for kind in kinds for k, e in kind.items() if k in used}
    return [
        {table.key: table.zh if zh else table.en for table in tables},
        {key: found.zh if zh else found.en for key, found in labels.items()},
        {key: columns[key] for key in dict.fromkeys(rows["parameter"]) if key in columns},
    ]


def _place(value: Any, known: dict[str, int]) -> int:
    """Number of a text among those already known; it becomes one of them."""
    return known.setdefault(text_of(value), len(known))
