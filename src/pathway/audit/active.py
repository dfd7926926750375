"""Leaves out of a book what a planner has switched off, and what only those rows need."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathway.audit.book import Book, Line

_LISTS = {"processes": "processes", "commodities": "commodities"}
"""Columns of a metric that list rows, and the sheet they list rows of."""


def leave_out(book: Book) -> None:
    """Take out processes and demands that are not active, and rows that speak of them."""
    off = {
        sheet: {line.key for line in book.rows(sheet) if line["active"] is False}
        for sheet in ("processes", "demands")
    }
    if not off["processes"] and not off["demands"]:
        return
    plant = off["processes"]
    for sheet in ("flows", "storage", "credits", "retrofits"):
        ends = ("from_process", "to_process") if sheet == "retrofits" else ("process",)
        off[sheet] = {line.key for line in book.rows(sheet) if plant & {line[end] for end in ends}}
    off["commodities"] = _unused(book, off)
    for sheet, lines in book.lines.items():
        book.lines[sheet] = [line for line in lines if not _goes(line, off)]
    for line in book.rows("metrics"):
        for column, sheet in _LISTS.items():
            listed = line[column] or ()
            line.values[column] = tuple(word for word in listed if word not in off[sheet]) or listed


def _unused(book: Book, off: dict[str, set[str]]) -> set[str]:
    """Goods that lines which go would move, and no line which stays."""
    moved: dict[bool, set[str]] = {True: set(), False: set()}
    for sheet in ("flows", "storage", "demands"):
        for line in book.rows(sheet):
            moved[line.key in off[sheet]].add(line["commodity"])
    moved[False] |= {line["commodity"] for line in book.rows("adequacy")}
    return moved[True] - moved[False]


def _goes(line: Line, off: dict[str, set[str]]) -> bool:
    if line.table in {"paths", "estimates", "shares"}:
        return line["key"] in off.get(line["table"], ())
    return line.key in off.get(line.table, ())
