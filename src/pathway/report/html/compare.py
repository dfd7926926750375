"""Writing ``report.html`` of a comparison: scenarios to be chosen and seen side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pathway.labels import pick
from pathway.report.compare_overview import note_lines
from pathway.report.compare_parts import run_name
from pathway.report.html.bilingual import both
from pathway.report.html.page import render
from pathway.report.html.sections import compare as parts
from pathway.results.store import write_file

if TYPE_CHECKING:
    from pathlib import Path

    from pathway.report.compare_parts import Compared
    from pathway.report.words import Words

SECTIONS = {
    "side": ("page.compare.side", "ask.compare", parts.side),
    "figures": ("figures_all", "ask.compare", parts.figures),
    "lights": ("page.compare.lights", "ask.compare_clauses", parts.lights),
    "changes": ("sheet.compare_changes", "ask.compare_changes", parts.changes),
    "differing": ("sheet.compare_inputs", "ask.compare_inputs", parts.inputs),
}
"""Sections: key, word of the title, word of the question, what makes the data."""


def write_compare_page(compared: Compared, path: Path, lang: str) -> None:
    """Write the page; an older file of that name is replaced once the new one reads back.

    Args:
        compared: the comparison, and runs that have no result.
        path: the file to write (.html), in a folder that exists.
        lang: language that it opens in, ``zh`` or ``en``; both are in it.

    Raises:
        StorageError: it cannot be written.
    """
    content = {key: _section(make, compared) for key, (_, _, make) in SECTIONS.items()}
    first = both(lambda words: _cover(words, compared))
    heads = [(key, title, ask) for key, (title, ask, _) in SECTIONS.items()]
    text = render("compare.html.j2", {"sections": content}, lang, cover=first, heads=heads,
                  title=first["title"])  # fmt: skip
    write_file(path, text.encode("utf-8"))


def _section(make: Any, compared: Compared) -> Any:
    return both(lambda words: make(words, compared))


def _cover(words: Words, compared: Compared) -> dict[str, Any]:
    """Title, remarks, and where the whole report of each run stands."""
    runs = compared.comparison.runs
    told = list(note_lines(words, compared))
    title = f"{words.say('sheet.compare')} · {runs[0].manifest['inputs']['model']['name']}"
    return {
        "title": title,
        "notes": [text for text, alarm in told if not alarm],
        "alarms": [text for text, alarm in told if alarm],
        "runs": [{"name": pick(run_name(run, words), run.key, words.lang),
                  "folder": "/".join(run.folder.resolve().parts[-3:])} for run in runs],
    }  # fmt: skip
