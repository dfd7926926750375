"""What only the XML of a sheet tells: how far it reaches, its formulas, errors and percent cells.

Spreadsheet libraries either drop error cells (calamine) or cannot tell a formula that was never
calculated from one that gives an empty text (openpyxl). The XML of a cell tells both.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree

if TYPE_CHECKING:
    from collections.abc import Iterator

_FILLED = re.compile(rb'<(?:\w+:)?c(?=\s)[^>]*?\sr="([A-Z]{1,3})([0-9]{1,7})"[^>]*(?<!/)>')
_MARKED = re.compile(rb'<(?:\w+:)?f[\s>/]|\st="e"')
_PERCENT_FORMATS = frozenset({"9", "10"})
"""Built-in number formats 0% and 0.00%."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What is special about a cell."""

    error: str = ""
    """Error value such as ``#REF!``."""
    formula: str | None = None
    """Formula text, empty where another cell holds it for this one; None where there is none."""
    calculated: bool = True
    percent: bool = False
    """Whether the cell shows its number as a percentage."""


def extent(xml: bytes) -> tuple[int, int]:
    """Last row and column, from 1, that hold anything but formats; (0, 0) for an empty sheet."""
    rows, columns = {0}, {b""}
    for letters, digits in _FILLED.findall(xml):
        columns.add(letters)
        rows.add(int(digits))
    return max(rows), max(column_number(letters.decode()) for letters in columns)


def column_number(letters: str) -> int:
    """Number of a column from its letters: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number


def percent_styles(styles: bytes) -> frozenset[str]:
    """Numbers of the cell styles that show a percentage."""
    root = ElementTree.fromstring(styles)
    percent = _PERCENT_FORMATS | {
        item.attrib["numFmtId"]
        for item in root.iterfind("{*}numFmts/{*}numFmt")
        if "%" in item.attrib.get("formatCode", "")
    }
    used = root.iterfind("{*}cellXfs/{*}xf")
    return frozenset(str(i) for i, xf in enumerate(used) if xf.attrib.get("numFmtId") in percent)


def marks_of(xml: bytes, percent: frozenset[str]) -> dict[tuple[int, int], Mark]:
    """Special cells of a sheet, by row and column from 0.

    The XML is only taken apart where a quick look finds a formula, an error or a percentage.
    """
    styled = any(f' s="{style}"'.encode() in xml for style in percent)
    if not styled and not _MARKED.search(xml):
        return {}
    found = ((place, _mark(cell, percent)) for place, cell in _cells(xml))
    return {place: mark for place, mark in found if mark != Mark()}


def _cells(xml: bytes) -> Iterator[tuple[tuple[int, int], ElementTree.Element]]:
    """Cells of a sheet with their row and column from 0; writers may leave addresses out."""
    row = column = -1
    for event, element in ElementTree.iterparse(io.BytesIO(xml), ("start", "end")):
        tag = element.tag.rpartition("}")[2]
        if event == "start" and tag == "row":
            row = int(element.get("r", row + 2)) - 1
            column = -1
        elif event == "end" and tag == "c":
            letters = element.get("r", "").rstrip("0123456789")
            column = column_number(letters) - 1 if letters else column + 1
            yield (row, column), element
        elif event == "end" and tag == "row":
            element.clear()


def _mark(cell: ElementTree.Element, percent: frozenset[str]) -> Mark:
    formula = cell.find("{*}f")
    value = cell.findtext("{*}v") or ""
    kind = cell.get("t", "n")
    return Mark(
        error=value or "#?" if kind == "e" else "",
        formula=None if formula is None else formula.text or "",
        # A formula that gives an empty text is calculated: its type says that it is text.
        calculated=formula is None or bool(value) or kind == "str",
        percent=cell.get("s", "") in percent,
    )
