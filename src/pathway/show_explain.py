"""What the command line shows of an explanation."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rich.table import Table

if TYPE_CHECKING:
    from pathway.explain import ExplainResult


def explain_facts(result: ExplainResult) -> dict[str, Any]:
    """An explanation for a machine: the sentences in both languages and what they rest on."""
    told = result.explanation
    facts: dict[str, Any] = {
        "folder": str(result.folder),
        "asked": asdict(told.asked),
        "gap": told.gap,
        "seconds": round(result.seconds, 1),
        "sentences": {lang: told.lines(lang) for lang in ("zh", "en")},
        "decisions": [asdict(why) for why in told.whys],
    }
    if told.sharing is not None:
        facts["sharing"] = asdict(told.sharing)
    if told.payers is not None:
        facts["payers"] = asdict(told.payers)
    for name, table in result.tables.items():
        records = table.to_json(orient="records", force_ascii=False)
        facts[f"table_{name}"] = json.loads(records)
    return facts


def explain_table(result: ExplainResult, lang: str) -> Table:
    """The sentences, numbered, with what they mean below."""
    told = result.explanation
    table = Table(title=told.title(lang), title_justify="left", show_header=False)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold", ratio=1)
    for number, line in enumerate(told.lines(lang), 1):
        table.add_row(str(number), line)
    table.caption = "\n".join(told.notes(lang))
    table.caption_justify = "left"
    return table
