"""Assumptions: every value used, with its cell, source and confidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pathway.report.cells import text_of
from pathway.report.frames import frame, records
from pathway.report.sheets.inputs import ESTIMATE

if TYPE_CHECKING:
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
        "texts": list(texts), "units": [words.unit(unit) for unit in units], "rows": lines,
    }  # fmt: skip


def _place(value: Any, known: dict[str, int]) -> int:
    """Number of a text among those already known; it becomes one of them."""
    return known.setdefault(text_of(value), len(known))
